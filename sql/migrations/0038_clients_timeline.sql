-- 0038_clients_timeline: everything that happened with a party, in one list.
-- Why: the card of a client shows it newest first. The view runs with the rights of the one who
-- asks, so the policies of its tables hold. Kind: expand. Locks: none. Time: ms. Forward only.
create view clients.timeline
with (security_invoker = true) as
select
  i.id * 2 as id,
  i.party_id,
  i.at,
  i.kind,
  i.subject as title,
  coalesce(i.outcome, i.next_step, left(i.body, 500)) as detail,
  i.owner_id as account_id,
  'clients.interaction'::text as record_table,
  i.id as record_id
from clients.interaction as i
where i.archived_at is null
union all
select
  c.id * 2 + 1,
  c.record_id,
  c.at,
  'change'::text,
  c.action,
  (select string_agg(n.key, ', ' order by n.key)
   from jsonb_each(c.new) as n
   where n.key <> all ('{version,updated_at,updated_by,name_key}')
     and n.value is distinct from coalesce(c.old -> n.key, 'null'::jsonb)),
  c.account_id,
  c.table_name,
  c.record_id
from audit.change as c
where c.table_name = 'clients.party';

comment on view clients.timeline is
  'Timeline: interactions and changes of a party. | Лента: взаимодействия и изменения контрагента.';
comment on column clients.timeline.id is
  'Number: of the entry, unique in the timeline. | Номер: записи, единственный в ленте.';
comment on column clients.timeline.party_id is 'Party: whose timeline. | Контрагент: чья лента.';
comment on column clients.timeline.at is 'At: when it was. | Когда: время события.';
comment on column clients.timeline.kind is
  'Kind: of an interaction, or change. | Вид: взаимодействия или изменение. {call=Call/Звонок, email=E-mail/Письмо, meeting=Meeting/Встреча, message=Message/Сообщение, note=Note/Заметка, change=Change/Изменение}';
comment on column clients.timeline.title is
  'Title: the subject, or what was done with the party. | Заголовок: тема или что сделано с контрагентом.';
comment on column clients.timeline.detail is
  'Detail: the outcome, or the changed fields. | Подробности: итог или изменённые поля.';
comment on column clients.timeline.account_id is
  'Account: who is responsible or who changed it. | Учётная запись: кто отвечает или кто изменил.';
comment on column clients.timeline.record_table is
  'Table: the record behind the entry stands in. | Таблица: где стоит сама запись.';
comment on column clients.timeline.record_id is
  'Record: number of the record behind the entry. | Запись: номер самой записи.';
grant select on clients.timeline to crm_service, crm_limited, crm_reader, crm_report;
