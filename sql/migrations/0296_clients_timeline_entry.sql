-- 0296_clients_timeline_entry: one table of what happened with a party, kept by triggers of what it is made of.
-- Why: a union of ten tables under their policies costs the more the more there are, and reads them all to show the
-- newest fifty; of one table an index answers them in their order. Kind: expand. Locks: clients.interaction, work.task
-- and audit.change, for milliseconds (triggers). Time: milliseconds; 0297 fills it. Forward only.
create table clients.timeline_kind (
  kind text constraint timeline_kind_pkey primary key
    constraint timeline_kind_form check (kind ~ '^[a-z][a-z_]{0,48}$'),
  place integer generated always as identity,
  en text not null,
  ru text not null
);
comment on table clients.timeline_kind is 'Kinds of entries of the timeline, in words. | Виды записей ленты, словами.';
comment on column clients.timeline_kind.kind is 'Kind: of an entry. | Вид: записи.';
comment on column clients.timeline_kind.place is 'Place: in the order. | Место: по порядку.';
comment on column clients.timeline_kind.en is 'English: the words. | По-английски: словами.';
comment on column clients.timeline_kind.ru is 'Russian: the words. | По-русски: словами.';
comment on constraint timeline_kind_form on clients.timeline_kind is
  'The kind is a word of small letters. | Вид — слово строчными латинскими буквами.';
alter table clients.timeline_kind enable row level security;
create policy timeline_kind_nobody on clients.timeline_kind for select using (false);
comment on policy timeline_kind_nobody on clients.timeline_kind is 'Only functions of the owner. | Только функции владельца.';
insert into clients.timeline_kind (kind, en, ru) values ('call', 'Call', 'Звонок'), ('email', 'E-mail', 'Письмо'),
  ('meeting', 'Meeting', 'Встреча'), ('message', 'Message', 'Сообщение'), ('note', 'Note', 'Заметка'),
  ('change', 'Change', 'Изменение');

-- A table whose records stand in the timeline: expressions over its row, which is called "new".
create table clients.timeline_source (
  place integer constraint timeline_source_pkey primary key
    constraint timeline_source_place_range check (place between 0 and 30),
  table_name text not null constraint timeline_source_table_key unique,
  resource text not null,
  kind text not null,
  party text not null,
  at text not null,
  title text not null,
  detail text not null,
  private text not null,
  with_party boolean not null
);
comment on table clients.timeline_source is
  'Sources of the timeline: tables, with expressions over their rows. | Источники ленты: таблицы и выражения над строками.';
comment on column clients.timeline_source.place is 'Place: what the numbers of its entries begin with. | Место: с чего начинаются номера записей.';
comment on column clients.timeline_source.table_name is 'Table: with its schema. | Таблица: со схемой.';
comment on column clients.timeline_source.resource is 'Resource: of its records. | Ресурс: её записей.';
comment on column clients.timeline_source.kind is 'Kind: an expression. | Вид: выражение.';
comment on column clients.timeline_source.party is 'Party: an expression; no entry where it is null. | Контрагент: выражение; без него записи нет.';
comment on column clients.timeline_source.at is 'At: an expression. | Когда: выражение.';
comment on column clients.timeline_source.title is 'Title: an expression. | Заголовок: выражение.';
comment on column clients.timeline_source.detail is 'Detail: an expression. | Подробности: выражение.';
comment on column clients.timeline_source.private is 'Private: an expression. | Личное: выражение.';
comment on column clients.timeline_source.with_party is
  'With the party: who sees the party sees the entries. | С контрагентом: кто видит контрагента, видит и записи.';
comment on constraint timeline_source_place_range on clients.timeline_source is
  'There are places 0 to 30. | Места — от 0 до 30.';
comment on constraint timeline_source_table_key on clients.timeline_source is
  'This table is in the timeline already. | Эта таблица уже есть в ленте.';
alter table clients.timeline_source enable row level security;
create policy timeline_source_nobody on clients.timeline_source for select using (false);
comment on policy timeline_source_nobody on clients.timeline_source is
  'Only functions of the owner. | Только функции владельца.';

-- The number says whose record it is: of interactions twice theirs, of changes one more, of others theirs behind
-- their table's place.
create table clients.timeline_entry (
  id bigint constraint timeline_entry_pkey primary key,
  party_id bigint not null,
  at timestamptz not null,
  kind text not null,
  -- Under which right the record is seen, by whose it is.
  right_key text not null,
  owner_id bigint,
  department_id bigint,
  private boolean not null default false,
  with_party boolean not null default false,
  resource text not null,
  record_id bigint not null,
  account_id bigint,
  title text,
  detail text,
  detail_ru text
);
create index timeline_entry_party_idx on clients.timeline_entry (party_id, at desc, id desc);
create index timeline_entry_at_idx on clients.timeline_entry (at desc, id desc);
comment on table clients.timeline_entry is
  'Entry of the timeline: something that happened with a party. | Запись ленты: событие с контрагентом.';
comment on column clients.timeline_entry.id is 'Number: of the entry. | Номер: записи.';
comment on column clients.timeline_entry.party_id is 'Party: whose timeline; it may be gone. | Контрагент: чья лента; может уже не быть.';
comment on column clients.timeline_entry.at is 'At: when it was. | Когда: время события.';
comment on column clients.timeline_entry.kind is 'Kind: what it was. | Вид: что это было.';
comment on column clients.timeline_entry.right_key is 'Right: under which it is read. | Право: по которому читают.';
comment on column clients.timeline_entry.owner_id is 'Owner: of the record. | Ответственный: за саму запись.';
comment on column clients.timeline_entry.department_id is 'Department: of the record. | Отдел: самой записи.';
comment on column clients.timeline_entry.private is
  'Private: seen by the owner and participants only. | Личное: видно только ответственному и участникам.';
comment on column clients.timeline_entry.with_party is
  'With the party: seen by who sees the party. | С контрагентом: видно тем, кто видит контрагента.';
comment on column clients.timeline_entry.resource is 'Resource: of the record. | Ресурс: самой записи.';
comment on column clients.timeline_entry.record_id is 'Record: its number. | Запись: её номер.';
comment on column clients.timeline_entry.account_id is 'Account: who is responsible or changed it. | Учётная запись: кто отвечает или изменил.';
comment on column clients.timeline_entry.title is 'Title: or the code of a change. | Заголовок: или код изменения.';
comment on column clients.timeline_entry.detail is 'Detail: more of it. | Подробности: ещё о нём.';
comment on column clients.timeline_entry.detail_ru is
  'Detail in Russian: where it is words of ours, not the users''. | Подробности по-русски: где это слова программы.';
alter table clients.timeline_entry enable row level security;
-- Functions of C alone, once a row: how far the right reaches stands in the context as its word. What is seen with its
-- party asks for that by its number, by a subquery that cannot become a set of all parties.
do $$
declare
  beginning constant text := '(strpos(%s, '' '' || right_key || ''=5 '') > 0'
    ' or owner_id = (select access.account_id()) and strpos(%1$s, '' '' || right_key || ''='') > 0'
    ' or department_id = any ((select nullif(%2$s, '''')::bigint[])::bigint[]) and strpos(%1$s, '' '' || right_key || ''=3 '') > 0'
    ' or department_id = any ((select nullif(%3$s, '''')::bigint[])::bigint[]) and strpos(%1$s, '' '' || right_key || ''=4 '') > 0'
    ' or owner_id = any ((select nullif(%4$s, '''')::bigint[])::bigint[]) and strpos(%1$s, '' '' || right_key || ''='') > 0'
    '   and strpos(%1$s, '' '' || right_key || ''=1 '') = 0'
    ' or with_party and (kind = ''change'' or strpos(%1$s, '' '' || right_key || ''='') > 0)'
    '   and coalesce((select true from clients.party as p where p.id = timeline_entry.party_id), false))'
    ' and (not private or owner_id = (select access.account_id()) or clients.takes_part(record_id))';
  words constant text[] := array['read', 'department', 'below', 'team'];
begin
  perform access.make_policy('clients.timeline_entry'::regclass, 'select',
    format(beginning, variadic array(select format('current_setting(%L, true)', 'crm.' || w.word)
      from unnest(words) with ordinality as w (word, n) order by w.n)), 'crm_service, crm_limited, crm_reader');
  perform access.make_policy('clients.timeline_entry'::regclass, 'select',
    format(beginning, variadic array(select format('(select access.setting(%L))', w.word)
      from unnest(words) with ordinality as w (word, n) order by w.n)), 'crm_report');
end
$$;
grant select on clients.timeline_entry to crm_service, crm_limited, crm_reader, crm_report;

-- The entry of a row called "new" as a select list, in the order of the table's columns.
create function clients.timeline_columns(s clients.timeline_source) returns text
language sql immutable set search_path = pg_catalog
return format('%s, %s, %s, %s, %L, new.owner_id, new.department_id, %s, %L::boolean, %L, new.id, new.owner_id,'
  ' left(%s, 300), left(%s, 2000), null::text',
  case s.place when 0 then 'new.id * 2' else (s.place * 281474976710656)::text || ' + new.id' end, s.party, s.at, s.kind,
  replace(s.resource, '-', '_'), s.private, s.with_party, s.resource, s.title, s.detail);
comment on function clients.timeline_columns is 'The entry of a row, as SQL. | Запись ленты по строке, на SQL.';

-- What says that a record is put away; documents that are never put away have no such column.
create function clients.timeline_away(p_table regclass) returns text
language sql stable set search_path = pg_catalog
return case when exists (select from pg_attribute as a where a.attrelid = p_table and a.attname = 'archived_at'
  and not a.attisdropped) then 'new.archived_at' else 'null' end;
comment on function clients.timeline_away is 'What says that a record is put away, as SQL. | Признак убранной записи, на SQL.';

-- Fills in the entries of P_MOST records behind P_AFTER; the last of them, null where there are none.
create function clients.fill_timeline(p_table regclass, p_after bigint, p_most integer) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  s clients.timeline_source;
  last bigint;
begin
  select * into strict s from clients.timeline_source as t where t.table_name::regclass = p_table;
  execute format('with part as materialized (select * from %1$s as r where r.id > $1 order by r.id limit $2),
    entered as (insert into clients.timeline_entry select %2$s from part as new
      where (%3$s) is not null and (%4$s) is null on conflict do nothing)
    select max(id) from part', p_table, clients.timeline_columns(s), s.party,
    clients.timeline_away(p_table)) into last using p_after, p_most;
  return last;
end
$$;
comment on function clients.fill_timeline is
  'Enters what is in a table already into the timeline. | Вносит в ленту уже имеющееся в таблице.';
