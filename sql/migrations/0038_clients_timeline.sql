-- 0038_clients_timeline: everything that happened with a party, in one list.
-- Why: the card of a client shows it newest first. The view runs with the rights of the one who
-- asks, so the policies of its tables hold. Kind: expand. Locks: none. Time: ms. Forward only.
create function system.says(en text, ru text) returns text
language sql stable set search_path = pg_catalog
return case current_setting('crm.language', true) when 'ru' then ru else en end;
comment on function system.says is
  'The words in the language of the one who asks. | Слова на языке того, кто спрашивает.';

create function clients.change_title(old jsonb, new jsonb) returns text
language sql stable set search_path = pg_catalog
return case
  when old is null then system.says('Created', 'Создано')
  when new is null then system.says('Deleted', 'Удалено')
  when old ->> 'archived_at' is null and new ->> 'archived_at' is not null
    then system.says('Put into the archive', 'Убрано в архив')
  when old ->> 'archived_at' is not null and new ->> 'archived_at' is null
    then system.says('Brought back from the archive', 'Возвращено из архива')
  else system.says('Changed', 'Изменено') end;
comment on function clients.change_title is
  'What was done with a record, in words. | Что сделано с записью, словами.';

-- The labels stand in the comments of the columns: Name: … | Название: …
create function clients.changed_fields(old jsonb, new jsonb) returns text
language sql stable set search_path = pg_catalog as $$
  select string_agg(system.says(split_part(split_part(d.words, ' | ', 1), ':', 1),
    split_part(split_part(d.words, ' | ', 2), ':', 1)), ', ' order by a.attnum)
  from pg_attribute as a
  cross join lateral (select col_description(a.attrelid, a.attnum)) as d (words)
  where a.attrelid = 'clients.party'::regclass and a.attnum > 0 and not a.attisdropped
    and a.attgenerated = '' and old is not null and new is not null
    and a.attname <> all ('{version,updated_at,updated_by,archived_at}')
    and old -> a.attname is distinct from new -> a.attname
$$;
comment on function clients.changed_fields is
  'The names of the fields of a party that a change has changed. | Названия изменённых полей контрагента.';

-- Words are found for the entries that are shown only: they stand above the union.
create view clients.timeline
with (security_invoker = true) as
select
  e.id,
  e.party_id,
  e.at,
  e.kind,
  case e.kind
    when 'call' then system.says('Call', 'Звонок')
    when 'email' then system.says('E-mail', 'Письмо')
    when 'meeting' then system.says('Meeting', 'Встреча')
    when 'message' then system.says('Message', 'Сообщение')
    when 'note' then system.says('Note', 'Заметка')
    else system.says('Change', 'Изменение') end as kind_label,
  case e.kind when 'change' then clients.change_title(e.old, e.new) else e.title end as title,
  case e.kind when 'change' then clients.changed_fields(e.old, e.new) else e.detail end as detail,
  e.account_id,
  e.resource,
  e.record_id
from (
  select
    i.id * 2 as id,
    i.party_id,
    i.at,
    i.kind,
    i.subject as title,
    coalesce(i.outcome, i.next_step, left(i.body, 500)) as detail,
    i.owner_id as account_id,
    'interactions'::text as resource,
    i.id as record_id,
    null::jsonb as old,
    null::jsonb as new
  from clients.interaction as i
  where i.archived_at is null
  union all
  select
    c.id * 2 + 1,
    c.record_id,
    c.at,
    'change'::text,
    null,
    null,
    c.account_id,
    'parties'::text,
    c.record_id,
    c.old,
    c.new
  from audit.change as c
  where c.table_name = 'clients.party'
) as e;

comment on view clients.timeline is
  'Timeline: interactions and changes of a party. | Лента: взаимодействия и изменения контрагента.';
comment on column clients.timeline.id is
  'Number: of the entry, unique in the timeline. | Номер: записи, единственный в ленте.';
comment on column clients.timeline.party_id is 'Party: whose timeline. | Контрагент: чья лента.';
comment on column clients.timeline.at is 'At: when it was. | Когда: время события.';
comment on column clients.timeline.kind is
  'Kind: of an interaction, or change. | Вид: взаимодействия или изменение. {call=Call/Звонок, email=E-mail/Письмо, meeting=Meeting/Встреча, message=Message/Сообщение, note=Note/Заметка, change=Change/Изменение}';
comment on column clients.timeline.kind_label is
  'Kind in words: in the language that was asked for. | Вид словами: на языке запроса.';
comment on column clients.timeline.title is
  'Title: the subject, or what was done with the party. | Заголовок: тема или что сделано с контрагентом.';
comment on column clients.timeline.detail is
  'Detail: the outcome, or the names of the changed fields. | Подробности: итог или названия изменённых полей.';
comment on column clients.timeline.account_id is
  'Account: who is responsible or who changed it. | Учётная запись: кто отвечает или кто изменил.';
comment on column clients.timeline.resource is
  'Resource: of the record behind the entry, interactions or parties. | Ресурс: самой записи, interactions или parties.';
comment on column clients.timeline.record_id is
  'Record: number of the record behind the entry. | Запись: номер самой записи.';
grant select on clients.timeline to crm_service, crm_limited, crm_reader, crm_report;
grant execute on function system.says, clients.change_title, clients.changed_fields
  to crm_service, crm_limited, crm_reader, crm_report;
