-- 0068_system_reversal: what a job has changed is brought back as it was, or told of where it cannot be.
-- Why: an undo must not guess, must not overwrite what others did since, and must be nobody's way around the
-- rights. Kind: expand. Locks: every business table, for its new trigger, for milliseconds. Time: milliseconds.
-- Forward only.
--
-- Each step is an ordinary statement of the caller's, judged by the policies as any other. Only the values are
-- not the caller's: he sets crm.reversing to job and step, and the first trigger of the table takes them from
-- the audit. So nothing comes back that was not there, and nobody reads what he may not see.

-- One record that a reversal brings back: all that the job did to it is one step.
create table system.job_reversal (
  job_id bigint not null constraint job_reversal_job_fkey references system.job on delete cascade,
  n bigint not null constraint job_reversal_n_range check (n > 0),
  table_name text not null,
  record_id bigint not null,
  action text not null constraint job_reversal_action_known check (action in ('remove', 'change', 'restore')),
  -- The job's first and last change of the record.
  first_id bigint not null,
  first_at timestamptz not null,
  last_id bigint not null,
  last_at timestamptz not null,
  columns text[] not null,
  constraint job_reversal_pkey primary key (job_id, n)
);
comment on table system.job_reversal is
  'Step of a reversal: one record that is brought back. | Шаг отмены: одна возвращаемая запись.';
comment on column system.job_reversal.job_id is 'Job: the reversal. | Задание: отмена.';
comment on column system.job_reversal.n is 'Place: in the order of work. | Место: в порядке работы.';
comment on column system.job_reversal.table_name is 'Table: of the record. | Таблица: записи.';
comment on column system.job_reversal.record_id is 'Record: its number. | Запись: её номер.';
comment on column system.job_reversal.action is
  'Action: what is done. | Действие: что делается. {remove=Remove/Удалить, change=Change back/Изменить обратно, restore=Restore/Вернуть}';
comment on column system.job_reversal.first_id is
  'First change: of the record by the job. | Первое изменение: записи заданием.';
comment on column system.job_reversal.first_at is
  'First change at: when. | Время первого изменения: когда.';
comment on column system.job_reversal.last_id is
  'Last change: of the record by the job. | Последнее изменение: записи заданием.';
comment on column system.job_reversal.last_at is
  'Last change at: when. | Время последнего изменения: когда.';
comment on column system.job_reversal.columns is
  'Columns: that the job altered. | Столбцы: изменённые заданием.';
comment on constraint job_reversal_job_fkey on system.job_reversal is
  'There is no such job. | Такого задания нет.';
comment on constraint job_reversal_n_range on system.job_reversal is
  'Places count from 1. | Места считаются с 1.';
comment on constraint job_reversal_action_known on system.job_reversal is
  'The action is remove, change or restore. | Действие: remove, change или restore.';
alter table system.job_reversal enable row level security;
select access.make_policy('system.job_reversal'::regclass, 'select',
  'exists (select from system.job as j where j.id = job_id)');
grant select on system.job_reversal to crm_service, crm_limited, crm_reader;

-- The columns that the database keeps at every change; they go on.
create function system.kept_columns() returns text[]
language sql immutable set search_path = pg_catalog
return array['version', 'updated_at', 'updated_by'];
comment on function system.kept_columns is
  'The columns that go on with every change. | Столбцы, идущие дальше при каждом изменении.';

-- Whether the caller may have a job undone, and what it is: ended, or open. Null for any other.
create function system.reversible_job(p_id bigint) returns text
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return (
    select case when j.ended_at is null then 'open' else 'ended' end from system.job as j
    where j.id = p_id and (j.account_id = access.account_id() or access.everything('jobs', 'update')));
end
$$;
comment on function system.reversible_job is
  'Whether the caller may undo a job. | Может ли вызывающий отменить сделанное заданием.';

-- Writes down the steps of a reversal and answers how many; null where the caller may not. What was deleted
-- comes back first, what is referred to before what refers, old records before new ones; what was made goes last,
-- the other way round; else the newest change comes first. Changes under the job's name that its account did not make are no part of it.
create function system.plan_reversal(p_job bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was system.job;
  planned bigint;
begin
  select j.* into was
  from system.job as r join system.job as j on j.id = (r.input ->> 'job')::bigint
  where r.id = p_job and r.kind = 'reversal' and r.account_id = access.account_id()
    and system.reversible_job(j.id) = 'ended';
  if not found then
    return null;
  end if;
  delete from system.job_reversal as r where r.job_id = p_job;
  with recursive made as (
    select c.table_name, c.record_id, min(c.id) as first_id, max(c.id) as last_id,
      (array_agg(c.at order by c.id))[1] as first_at, (array_agg(c.at order by c.id desc))[1] as last_at,
      (array_agg(c.old order by c.id))[1] as before, (array_agg(c.new order by c.id desc))[1] as after
    from audit.change as c
    where c.request_id = 'job-' || was.id and c.request_id like 'job-%' and c.at >= was.created_at
      and c.account_id is not distinct from was.account_id
    group by c.table_name, c.record_id
  ), steps as (
    select m.*, case when m.before is null then 'remove' when m.after is null then 'restore'
        else 'change' end as action,
      array(select b.key from jsonb_each(m.before) as b
        where m.after is not null and b.value is distinct from m.after -> b.key
          and b.key <> all (system.kept_columns()) order by b.key) as columns
    from made as m where coalesce(m.before, m.after) is not null
  ), refers as (
    select distinct k.conrelid as source, k.confrelid as target from pg_constraint as k
    where k.contype = 'f' and k.conrelid <> k.confrelid
      and k.conrelid in (select to_regclass(s.table_name) from steps as s)
      and k.confrelid in (select to_regclass(s.table_name) from steps as s)
  ), depths (place, depth) as (
    select r.target, 0 from refers as r
    union
    select r.source, d.depth + 1 from depths as d join refers as r on r.target = d.place where d.depth < 16
  ), ranks as (
    select d.place, max(d.depth) as depth from depths as d group by d.place
  )
  insert into system.job_reversal (job_id, n, table_name, record_id, action, first_id, first_at, last_id,
    last_at, columns)
  select p_job, row_number() over (
      order by case s.action when 'restore' then 0 when 'change' then 1 else 2 end,
        case s.action when 'restore' then r.depth when 'remove' then -r.depth end,
        case s.action when 'restore' then s.record_id end,
        case s.action when 'remove' then s.first_id else s.last_id end desc),
    s.table_name, s.record_id, s.action, s.first_id, s.first_at, s.last_id, s.last_at, s.columns
  from steps as s left join ranks as r on r.place = to_regclass(s.table_name)
  where s.action <> 'change' or s.columns <> '{}';
  get diagnostics planned = row_count;
  return planned;
end
$$;
comment on function system.plan_reversal is
  'Finds what a job has changed. | Находит сделанное заданием.';

-- The step that a setting JOB:N names, if it is the caller's.
create function system.reversal_step(p_name text) returns system.job_reversal
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  step system.job_reversal;
begin
  if p_name ~ '^[0-9]{1,18}:[0-9]{1,18}$' then
    select r.* into step from system.job_reversal as r join system.job as j on j.id = r.job_id
    where r.job_id = split_part(p_name, ':', 1)::bigint and r.n = split_part(p_name, ':', 2)::bigint
      and j.account_id = access.account_id();
  end if;
  return step;
end
$$;
comment on function system.reversal_step is
  'The step of a reversal by its name. | Шаг отмены по имени.';

-- The row before the job, or as the job left it.
create function system.reversal_row(step system.job_reversal, p_before boolean) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if p_before then
    return (select c.old from audit.change as c where c.id = step.first_id and c.at = step.first_at);
  end if;
  return (select c.new from audit.change as c where c.id = step.last_id and c.at = step.last_at);
end
$$;
comment on function system.reversal_row is
  'The row before the job or behind it. | Строка до задания или после него.';

-- The first trigger of a business table: gives the row the values that it had. What somebody changed since is
-- his, and left alone: CJ002. Columns that the service cannot write are left to the table's own triggers.
create function system.take_back() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  step constant system.job_reversal := system.reversal_step(current_setting('crm.reversing'));
  before jsonb;
  after jsonb;
  present jsonb;
begin
  if step.job_id is null then
    raise exception 'there is no such step of a reversal of yours' using errcode = 'insufficient_privilege';
  end if;
  -- What the table's triggers write elsewhere is no part of the step.
  if step.table_name <> tg_table_schema || '.' || tg_table_name
    or step.action <> (case tg_op when 'INSERT' then 'restore' else 'change' end)
    or tg_op = 'UPDATE' and old.id <> step.record_id
  then
    perform set_config('crm.reversing', '', true);
    return new;
  end if;
  before := system.reversal_row(step, true);
  if tg_op = 'INSERT' then
    if exists (select from audit.change as c
      where c.table_name = step.table_name and c.record_id = step.record_id and c.id > step.last_id
        and c.at > step.last_at - interval '1 day')
    then
      if system.prove_reversal(step.job_id, step.n) then
        return null;
      end if;
      raise exception 'changed since' using errcode = 'CJ002';
    end if;
    new := jsonb_populate_record(new, before);
    new.version := (select (c.old ->> 'version')::bigint from audit.change as c
      where c.id = step.last_id and c.at = step.last_at);
    return new;
  end if;
  present := to_jsonb(old);
  after := to_jsonb(jsonb_populate_record(old, system.reversal_row(step, false)));
  before := to_jsonb(jsonb_populate_record(old, before));
  if exists (select from unnest(step.columns) as c (name)
    where present -> name is distinct from after -> name and present -> name is distinct from before -> name)
  then
    raise exception 'changed since' using errcode = 'CJ002';
  end if;
  if not exists (select from unnest(step.columns) as c (name)
    where present -> name is distinct from before -> name)
  then
    return null;
  end if;
  new := jsonb_populate_record(old, coalesce((
    select jsonb_object_agg(c.name, before -> c.name) from unnest(step.columns) as c (name)
    where before ? c.name and has_column_privilege(session_user, tg_relid, c.name, 'UPDATE')), '{}'));
  return new;
end
$$;
comment on function system.take_back is
  'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';

-- Before a record that the job made is removed: holds it, and answers what keeps it from going. It must be as
-- the job left it, and nothing may refer to it, since references can be deleted or emptied along with it.
create function system.hold_reversal(p_job bigint, p_n bigint) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  step constant system.job_reversal := system.reversal_step(p_job || ':' || p_n);
  present jsonb;
  after jsonb;
  question text;
  referred boolean;
begin
  if step.job_id is null or step.action <> 'remove' then
    raise exception 'there is no such step of a reversal of yours' using errcode = 'insufficient_privilege';
  end if;
  execute format('select to_jsonb(t), to_jsonb(jsonb_populate_record(t, $2)) from %s as t where t.id = $1 for update',
      step.table_name::regclass)
    into present, after using step.record_id, system.reversal_row(step, false);
  if present is null then
    return 'unchanged';
  end if;
  if present - system.kept_columns() <> after - system.kept_columns() then
    return 'changed_since';
  end if;
  select string_agg(format('exists (select from %s as t where t.%I = $1%s)', k.conrelid::regclass, a.attname,
      case when k.conrelid = k.confrelid then ' and t.id <> $1' else '' end), ' or ') into question
  from pg_constraint as k
  join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  where k.confrelid = step.table_name::regclass and k.contype = 'f' and cardinality(k.conkey) = 1
    and k.confdeltype in ('c', 'n', 'd');
  if question is not null then
    execute 'select ' || question into referred using step.record_id;
  end if;
  return case when referred then 'in_use' end;
end
$$;
comment on function system.hold_reversal is
  'Whether a record that a job made can be removed. | Можно ли удалить созданную заданием запись.';

-- Behind a step: whether the row is now as it was before the job.
create function system.prove_reversal(p_job bigint, p_n bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  step constant system.job_reversal := system.reversal_step(p_job || ':' || p_n);
  present jsonb;
  before jsonb;
begin
  execute format('select to_jsonb(t), to_jsonb(jsonb_populate_record(t, $2)) from %s as t where t.id = $1',
      step.table_name::regclass)
    into present, before using step.record_id, system.reversal_row(step, true);
  return coalesce(case step.action
    when 'restore' then present - system.kept_columns() = before - system.kept_columns()
    else present is not null and not exists (select from unnest(step.columns) as c (name)
      where present -> name is distinct from before -> name) end, false);
end
$$;
comment on function system.prove_reversal is
  'Whether a row is as it was before the job. | Такова ли строка, какой была до задания.';

-- Why a step touched nothing: it is done already, the record is gone, or out of the caller's reach.
create function system.reversal_lack(p_job bigint, p_n bigint) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  step constant system.job_reversal := system.reversal_step(p_job || ':' || p_n);
  found boolean;
begin
  execute format('select exists (select from %s as t where t.id = $1)', step.table_name::regclass)
    into found using step.record_id;
  return case when not found then 'changed_since' when system.prove_reversal(p_job, p_n) then 'unchanged'
    else 'forbidden' end;
end
$$;
comment on function system.reversal_lack is
  'Why a step of a reversal touched nothing. | Почему шаг отмены ничего не изменил.';

-- Does steps as the caller, each whole or not at all, and answers what became of them: an outcome, or a code of
-- ours, or what the database refused.
create function system.reverse(p_job bigint, p_steps bigint[])
returns table (n bigint, table_name text, record_id bigint, action text, outcome text, code text, state text,
  message text, rule_schema text, rule_table text, rule_column text, rule text)
language plpgsql set search_path = pg_catalog as $$
declare
  step record;
  list text;
  touched bigint;
begin
  for step in
    select r.* from system.job_reversal as r join unnest(p_steps) with ordinality as s (n, place) on s.n = r.n
    where r.job_id = p_job order by s.place
  loop
    n := step.n;
    table_name := step.table_name;
    record_id := step.record_id;
    action := step.action;
    outcome := null; code := null; state := null; message := null;
    rule_schema := null; rule_table := null; rule_column := null; rule := null;
    begin
      perform set_config('crm.reversing',
        case when step.action <> 'remove' then p_job || ':' || step.n else '' end, true);
      if step.action = 'remove' then
        code := system.hold_reversal(p_job, step.n);
        if code is null then
          execute format('delete from %s where id = $1', step.table_name::regclass) using step.record_id;
          get diagnostics touched = row_count;
        end if;
      elsif step.action = 'restore' then
        execute format('insert into %s default values', step.table_name::regclass);
        get diagnostics touched = row_count;
      else
        select string_agg(format('%I = null', a.attname), ', ') into list
        from pg_attribute as a
        where a.attrelid = step.table_name::regclass and a.attname = any (step.columns) and not a.attisdropped
          and has_column_privilege(a.attrelid, a.attnum, 'UPDATE');
        touched := 0;
        if list is not null then
          execute format('update %s set %s where id = $1', step.table_name::regclass, list) using step.record_id;
          get diagnostics touched = row_count;
        end if;
      end if;
      perform set_config('crm.reversing', '', true);
      if code is null and touched = 0 then
        code := system.reversal_lack(p_job, step.n);
      elsif code is null and step.action <> 'remove' and not system.prove_reversal(p_job, step.n) then
        raise exception 'not as it was' using errcode = 'CJ003';
      elsif code is null then
        outcome := case step.action when 'remove' then 'removed' else 'restored' end;
      end if;
      if code = 'unchanged' then
        outcome := code;
        code := null;
      end if;
    exception
      when sqlstate 'CJ002' then
        code := 'changed_since';
      when sqlstate 'CJ003' then
        code := 'not_as_before';
      when integrity_constraint_violation or data_exception or insufficient_privilege or undefined_table then
        code := null;
        get stacked diagnostics state = returned_sqlstate, message = message_text, rule_schema = schema_name,
          rule_table = table_name, rule_column = column_name, rule = constraint_name;
    end;
    return next;
  end loop;
end
$$;
comment on function system.reverse is
  'Brings records back as they were before a job. | Возвращает записи к виду до задания.';
grant execute on function system.reversible_job, system.plan_reversal, system.hold_reversal,
  system.prove_reversal, system.reversal_lack, system.reverse to crm_service;

-- What comes back keeps its beginning, and its version goes on.
create or replace function system.touch() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' and current_setting('crm.reversing', true) <> '' then
    new.version := new.version + 1;
    new.updated_at := now();
    new.updated_by := access.account_id();
  elsif tg_op = 'INSERT' then
    new.version := 1;
    new.created_at := now();
    new.created_by := access.account_id();
    new.updated_at := new.created_at;
    new.updated_by := new.created_by;
  else
    new.version := old.version + 1;
    new.created_at := old.created_at;
    new.created_by := old.created_by;
    new.updated_at := now();
    new.updated_by := access.account_id();
  end if;
  return new;
end
$$;

-- Nor does it become somebody else's.
create or replace function system.own() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if current_setting('crm.reversing', true) <> '' then
    return new;
  end if;
  if new.owner_id is null and new.department_id is null then
    new.owner_id := access.account_id();
  end if;
  if new.department_id is null then
    new.department_id := nullif(btrim(split_part(access.setting('department'), ',', 1), '{}'), '')::bigint;
  end if;
  return new;
end
$$;

-- The name makes it the first: the table's other triggers find the row as it was. Without the setting it costs
-- the question alone.
create function system.make_reversible(target regclass) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  noun constant text := (select relname from pg_class where oid = target);
begin
  execute format(
    'create trigger %I before insert or update on %s for each row
      when (current_setting(''crm.reversing'', true) <> '''') execute function system.take_back()',
    '_reversal_' || noun, target);
  execute format('comment on trigger %I on %s is %L', '_reversal_' || noun, target,
    'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.');
end
$$;
comment on function system.make_reversible is
  'Lets what jobs change in a table be undone. | Позволяет отменять изменения таблицы заданиями.';
select system.make_reversible(g.tgrelid) from pg_trigger as g
where g.tgfoid = 'system.touch'::regproc and not g.tgisinternal order by g.tgrelid::regclass::text;

create or replace function system.business(
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
  perform system.make_reversible(target);
end
$$;
