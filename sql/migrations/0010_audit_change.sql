-- 0010_audit_change: every change of every business table, old and new row whole.
-- Why: history, "as of" and evidence; the difference is computed when it is read. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table audit.change (
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  account_id bigint,
  login_name text not null default session_user,
  request_id text,
  table_name text not null,
  record_id bigint not null,
  parent_table text,
  parent_id bigint,
  action text not null constraint change_action_known check (action in ('insert', 'update', 'delete')),
  old jsonb,
  new jsonb,
  constraint change_pkey primary key (id, at)
) partition by range (at);
create index change_record_idx on audit.change (table_name, record_id, id);
create index change_parent_idx on audit.change (parent_table, parent_id, id)
  where parent_id is not null;
create table audit.change_default partition of audit.change default;

create function audit.ensure_partitions(months integer default 12) returns integer
language plpgsql security definer set search_path = pg_catalog set timezone = 'UTC' as $$
declare
  month date := date_trunc('month', now());
  following date;
  name text;
  made integer := 0;
begin
  for step in 0..months - 1 loop
    following := (month + interval '1 month')::date;
    name := 'change_' || to_char(month, 'YYYY_MM');
    if to_regclass('audit.' || name) is null then
      execute format('create table audit.%I (like audit.change including all excluding identity)', name);
      -- What came while nobody made partitions would keep this one from being attached.
      execute format(
        'with late as (delete from audit.change_default where at >= %L and at < %L returning *)
         insert into audit.%I select * from late', month, following, name);
      execute format('alter table audit.change attach partition audit.%I for values from (%L) to (%L)',
        name, month, following);
      execute format('alter table audit.%I enable row level security', name);
      execute format('comment on table audit.%I is %L', name,
        'Changes of one month. | Изменения за месяц.');
      made := made + 1;
    end if;
    month := following;
  end loop;
  return made;
end
$$;
comment on function audit.ensure_partitions is
  'Makes the partitions of this month and the next ones, with what the default one holds of them; answers how many. | Создаёт секции на этот и следующие месяцы с тем, что попало в секцию по умолчанию.';
select audit.ensure_partitions(24);

-- The trigger of a table whose records belong to another's names the column and the table of that.
create function audit.record() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
  insert into audit.change (account_id, request_id, table_name, record_id, parent_table, parent_id,
    action, old, new)
  values (access.account_id(), nullif(current_setting('crm.request', true), ''),
    tg_table_schema || '.' || tg_table_name, coalesce(new.id, old.id), tg_argv[1],
    (coalesce(after, before) ->> tg_argv[0])::bigint, lower(tg_op), before, after);
  return null;
end
$$;
comment on function audit.record is
  'Writes a change. | Записывает изменение.';

create function system.business(
  target regclass, parent_column text default null, parent regclass default null) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  noun text := (select relname from pg_class where oid = target);
  part record;
begin
  for part in
    select a.attname, d.words
    from (values
      ('id', 'Number: of the record, given by the database. | Номер: записи, даёт база данных.'),
      ('version', 'Version: grows with every change. | Версия: растёт с каждым изменением.'),
      ('created_at', 'Created: when it was entered. | Создано: когда внесено.'),
      ('created_by', 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.'),
      ('updated_at', 'Changed: when it was last changed. | Изменено: когда менялось последний раз.'),
      ('updated_by', 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.'),
      ('archived_at', 'Archived: when it was put away; it can be restored. | В архиве: когда убрано; можно вернуть.')
    ) as d (name, words)
    join pg_attribute as a on a.attrelid = target and a.attname = d.name
    where col_description(target, a.attnum) is null
  loop
    execute format('comment on column %s.%I is %L', target, part.attname, part.words);
  end loop;
  execute format('create trigger %I before insert or update on %s for each row execute function system.touch()',
    'touch_' || noun, target);
  execute format('create trigger %I after insert or update or delete on %s for each row execute function audit.record(%s)',
    'audit_' || noun, target,
    case when parent is not null then format('%L, %L', parent_column, parent::text) end);
end
$$;
comment on function system.business is
  'Gives a business table its common columns'' words and keeper, and its audit. | Подключает к таблице ведение общих полей и аудит.';

-- Names of accounts and departments are seen by all; what happened to them by who may read them.
create function access.sees_history(table_name text, record_id bigint) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
begin
  return (table_name not like 'access.%'
      or access.level(access.plural(split_part(table_name, '.', 2)), 'read') > 0)
    and access.sees(table_name, record_id);
end
$$;
-- What happened to a record while it belonged to another is seen with that one, even if it is gone.
create function access.sees_owned(table_name text, parent_table text, parent_id bigint)
returns boolean
language plpgsql stable set search_path = pg_catalog as $$
begin
  return parent_id is not null
    and access.level(access.plural(split_part(table_name, '.', 2)), 'read') > 0
    and access.sees_history(parent_table, parent_id);
end
$$;
comment on function access.sees_owned is
  'Whether the caller may see what happened to an owned record. | Видна ли вызывающему история подчинённой записи.';
comment on function access.sees_history is
  'Whether the caller may see what happened to the record. | Видна ли вызывающему история записи.';
grant execute on function access.sees_history, access.sees_owned, access.plural
  to crm_service, crm_limited, crm_reader, crm_report;

alter table audit.change enable row level security;
alter table audit.change_default enable row level security;
create policy change_seen on audit.change for select
  using ((select access.everything('history', 'read')) or access.sees_history(table_name, record_id)
    or access.sees_owned(table_name, parent_table, parent_id));
comment on policy change_seen on audit.change is
  'The history of what the caller may see. | История того, что видит вызывающий.';
grant select on audit.change to crm_service, crm_limited, crm_reader, crm_report;

comment on table audit.change is 'Change: one row as it was and as it is. | Изменение: строка, какой была и какой стала.';
comment on table audit.change_default is 'Changes outside of all months. | Изменения вне всех месяцев.';
comment on column audit.change.id is 'Number: of the change. | Номер: изменения.';
comment on column audit.change.at is 'At: when. | Когда: время изменения.';
comment on column audit.change.account_id is 'Account: who. | Учётная запись: кто.';
comment on column audit.change.login_name is 'Log-in: in the database. | Имя входа: в базу.';
comment on column audit.change.request_id is 'Request: of the API. | Запрос: к API.';
comment on column audit.change.table_name is 'Table: which. | Таблица: какая.';
comment on column audit.change.record_id is 'Record: its id. | Запись: её номер.';
comment on column audit.change.parent_table is
  'Parent''s table: of an owned record. | Таблица владельца: подчинённой записи.';
comment on column audit.change.parent_id is
  'Parent: the record that it belonged to. | Владелец: чему принадлежала запись.';
comment on column audit.change.action is
  'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, delete=Deleted/Удалено}';
comment on column audit.change.old is 'Old: the row before. | Было: строка до.';
comment on column audit.change.new is 'New: the row after. | Стало: строка после.';
comment on constraint change_action_known on audit.change is
  'The action is insert, update or delete. | Действие: insert, update или delete.';
