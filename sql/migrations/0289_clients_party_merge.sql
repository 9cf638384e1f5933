-- 0289_clients_party_merge: that two parties were one, what was moved, and what was kept aside.
-- Why: a merge is taken back only if it is known row by row what it did. Kind: expand. Locks: clients.party, ACCESS
-- EXCLUSIVE, for its new column and rule; SHARE while the index is made. Time: about 2 s per million parties.
-- Forward only.
alter table clients.party add column merged_into_id bigint;
comment on column clients.party.merged_into_id is
  'Merged into: the party that it turned out to be. | Слит с: контрагент, которым он оказался.';
alter table clients.party add constraint party_merged_fkey
  foreign key (merged_into_id) references clients.party not valid;
alter table clients.party validate constraint party_merged_fkey;
alter table clients.party add constraint party_merged_archived
  check (merged_into_id is null or archived_at is not null) not valid;
alter table clients.party validate constraint party_merged_archived;
create index party_merged_idx on clients.party (merged_into_id) where merged_into_id is not null;
comment on constraint party_merged_fkey on clients.party is
  'There is no such party, or others were merged into it. | Такого контрагента нет, либо с ним слиты другие.';
comment on constraint party_merged_archived on clients.party is
  'This party was merged into another; take the merge back first. | Контрагент слит с другим; сначала отмените слияние.';

create table clients.party_merge (
  id bigint generated always as identity constraint party_merge_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  kept_id bigint not null constraint party_merge_kept_fkey references clients.party,
  from_id bigint not null constraint party_merge_from_fkey references clients.party,
  merged_by bigint constraint party_merge_by_fkey references access.account,
  merged_at timestamptz not null default now(),
  filled jsonb not null default '{}',
  moved jsonb not null default '{}',
  state text not null default 'merged' constraint party_merge_state_known check (state in ('merged', 'undone')),
  undone_by bigint constraint party_merge_undoer_fkey references access.account,
  undone_at timestamptz,
  stayed jsonb,
  -- The transaction that merges or takes back, while it does so.
  under_way xid8,
  constraint party_merge_undone check ((state = 'undone') = (undone_at is not null))
);
create index party_merge_kept_idx on clients.party_merge (kept_id, id);
create index party_merge_from_idx on clients.party_merge (from_id);
create index party_merge_by_idx on clients.party_merge (merged_by);
create index party_merge_undoer_idx on clients.party_merge (undone_by) where undone_by is not null;
create index party_merge_under_way_idx on clients.party_merge (under_way) where under_way is not null;
create unique index party_merge_once on clients.party_merge (from_id) where state = 'merged';
comment on table clients.party_merge is
  'Merge: two parties that were one. | Слияние: два контрагента, оказавшиеся одним.';
comment on column clients.party_merge.kept_id is 'Kept: the party that stays. | Остался: контрагент, который остался.';
comment on column clients.party_merge.from_id is
  'Merged: the party that went into it. | Влит: контрагент, который вошёл в него.';
comment on column clients.party_merge.merged_by is 'Merged by: who did it. | Кем слито: кто это сделал.';
comment on column clients.party_merge.merged_at is 'Merged at: when. | Когда слито: время.';
comment on column clients.party_merge.filled is
  'Filled: empty fields that got values of the other. | Заполнено: пустые поля, получившие значения другого.';
comment on column clients.party_merge.moved is
  'Moved: for each reference how many rows, and which were kept aside by which rule. | Перенесено: по каждой ссылке сколько строк и какие оставлены по какому правилу.';
comment on column clients.party_merge.state is
  'State: of the merge. | Состояние: слияния. {merged=Merged/Слиты, undone=Taken back/Отменено}';
comment on column clients.party_merge.undone_by is 'Taken back by: who. | Кем отменено: кто.';
comment on column clients.party_merge.undone_at is 'Taken back at: when. | Когда отменено: время.';
comment on column clients.party_merge.stayed is
  'Stayed: what had changed since the merge and was not taken back. | Осталось: изменённое после слияния и не возвращённое.';
comment on column clients.party_merge.under_way is
  'Under way: the transaction that is at it. | Выполняется: транзакция, которая этим занята.';
comment on constraint party_merge_kept_fkey on clients.party_merge is
  'There is no such party. | Такого контрагента нет.';
comment on constraint party_merge_from_fkey on clients.party_merge is
  'There is no such party that you may change. | Такого контрагента нет, или вам нельзя его менять.';
comment on constraint party_merge_by_fkey on clients.party_merge is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint party_merge_undoer_fkey on clients.party_merge is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint party_merge_state_known on clients.party_merge is
  'The state is merged or undone. | Состояние: merged или undone.';
comment on constraint party_merge_undone on clients.party_merge is
  'What is taken back has its time. | У отменённого есть время отмены.';
comment on index clients.party_merge_once is
  'This party is merged already. | Этот контрагент уже слит.';

create function clients.judge_merge() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_name = 'party_merge_not_itself'
    or (select count(distinct p.kind) from clients.party as p where p.id in (new.kept_id, new.from_id)) > 1
  then
    perform system.refuse(tg_relid::regclass, tg_name, 'from_id');
  end if;
  return null;
end
$$;
comment on function clients.judge_merge is
  'Refuses to merge what cannot be one. | Не даёт слить тех, кто не может быть одним.';
create constraint trigger party_merge_not_itself after insert or update of kept_id, from_id on clients.party_merge
  for each row when (new.kept_id = new.from_id) execute function clients.judge_merge();
create constraint trigger party_merge_same_kind after insert or update of kept_id, from_id on clients.party_merge
  for each row execute function clients.judge_merge();
comment on trigger party_merge_not_itself on clients.party_merge is
  'A party cannot be merged into itself. | Контрагента нельзя слить с самим собой.';
comment on trigger party_merge_same_kind on clients.party_merge is
  'A company and a person cannot be one. | Организация и человек не могут быть одним контрагентом.';
select system.business('clients.party_merge'::regclass, 'kept_id', 'clients.party'::regclass);
select access.protect_child(
  'clients.party_merge'::regclass, 'parties', 'kept_id', 'clients.party'::regclass);
revoke insert, update, delete on clients.party_merge from crm_service;

create table clients.party_merge_row (
  merge_id bigint not null constraint party_merge_row_merge_fkey references clients.party_merge,
  table_name text not null,
  column_name text not null,
  record_id bigint not null,
  row_version bigint,
  demoted boolean not null default false,
  constraint party_merge_row_pkey primary key (merge_id, table_name, column_name, record_id)
);
comment on table clients.party_merge_row is
  'Row of a merge: one that was moved. | Строка слияния: перенесённая.';
comment on column clients.party_merge_row.merge_id is 'Merge: that moved it. | Слияние: которое перенесло.';
comment on column clients.party_merge_row.table_name is 'Table: of the row. | Таблица: строки.';
comment on column clients.party_merge_row.column_name is 'Column: that was changed. | Столбец: который изменён.';
comment on column clients.party_merge_row.record_id is 'Record: number of the row. | Запись: номер строки.';
comment on column clients.party_merge_row.row_version is
  'Version: of the row behind the merge. | Версия: строки после слияния.';
comment on column clients.party_merge_row.demoted is
  'Demoted: it was primary, as one of the other is. | Понижена: была основной, как и строка другого.';
comment on constraint party_merge_row_merge_fkey on clients.party_merge_row is
  'There is no such merge. | Такого слияния нет.';
alter table clients.party_merge_row enable row level security;
create policy party_merge_row_nobody on clients.party_merge_row for select using (false);
comment on policy party_merge_row_nobody on clients.party_merge_row is
  'Only the functions that merge. | Только функции слияния.';

insert into system.succession (place, rule) values
  ('clients.party_merge.merged_by', 'keep'), ('clients.party_merge.undone_by', 'keep');
select system.permit('{administrator}', '{party_merges}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{party_merges}', '{read,export}', 'below'),
  system.permit('{sales,purchasing}', '{party_merges}', '{read}', 'department'),
  system.permit('{accountant,read_only}', '{party_merges}', '{read}', 'all'),
  system.permit('{auditor}', '{party_merges}', '{read,export}', 'all'),
  system.permit('{administrator}', '{parties}', '{merge}', 'all'),
  system.permit('{head_of_department}', '{parties}', '{merge}', 'below'),
  system.permit('{sales,purchasing}', '{parties}', '{merge}', 'own');

-- Whether rows change hands because two parties are one: then alone may what is frozen point to another party. No
-- log-in writes the table behind it.
create function system.merging() returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return pg_current_xact_id_if_assigned() is not null
    and exists (select from clients.party_merge as m where m.under_way = pg_current_xact_id_if_assigned());
end
$$;
comment on function system.merging is
  'Whether this transaction merges parties just now. | Сливает ли сейчас эта транзакция контрагентов.';
-- What a rule that freezes a row lets through: nothing but this, and only then.
create function system.merged(p_old jsonb, p_new jsonb, p_columns text[] default '{party_id}') returns boolean
language plpgsql stable set search_path = pg_catalog as $$
declare
  aside constant text[] := '{version,updated_at,updated_by}' || p_columns;
begin
  return p_old - aside = p_new - aside and system.merging();
end
$$;
comment on function system.merged is
  'Whether a row changes only because its party became one with another. | Меняется ли строка лишь из-за слияния контрагента.';
grant execute on function system.merging, system.merged to crm_service, crm_limited;

-- Everything that names a party: by a foreign key, or as a record of any table.
create function clients.party_places() returns table (table_name text, column_name text, by_record boolean)
language sql stable set search_path = pg_catalog
begin atomic
  select r.table_name, r.column_name, false from system.references_to('clients.party') as r
  where r.table_name not in ('clients.party_merge', 'clients.duplicate_pair', 'clients.party_duplicate_key')
    and r.place <> 'clients.party.merged_into_id'
  union all
  select n.nspname || '.' || c.relname, 'record_id', true
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  join pg_attribute as a on a.attrelid = c.oid and a.attname = 'record_id' and not a.attisdropped
  join pg_attribute as b on b.attrelid = c.oid and b.attname = 'table_name' and not b.attisdropped
  join pg_attribute as i on i.attrelid = c.oid and i.attname = 'id' and not i.attisdropped
  -- What happened stays what happened; so does what a job or a merge did.
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('audit', 'pg_catalog', 'information_schema')
    and n.nspname || '.' || c.relname not in ('system.event', 'system.delivery', 'system.job_reversal', 'clients.party_merge_row')
  order by 1, 2;
end;
comment on function clients.party_places is
  'The columns that name a party. | Столбцы, указывающие на контрагента.';
