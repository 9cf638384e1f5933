-- 0068_system_reversal: what a job has changed is brought back as it was, or told of where it cannot be.
-- Why: an undo must not guess, must not overwrite what others did since, and must be nobody's way around the
-- rights. Kind: expand. Locks: every business table, for its new trigger, for milliseconds. Time: milliseconds.
-- Forward only.
--
-- Steps are ordinary statements of the caller's, judged by the policies as any other. Only the values are not the
-- caller's: he sets crm.reversing to the job, and the first trigger of the table takes them from what the audit
-- has. So nothing comes back that was not there, and nobody reads what he may not see.

-- One record that a reversal brings back: all that the job did to it is one step.
create table system.job_reversal (
  job_id bigint not null constraint job_reversal_job_fkey references system.job on delete cascade,
  n bigint not null constraint job_reversal_n_range check (n > 0),
  table_name text not null,
  record_id bigint not null,
  action text not null constraint job_reversal_action_known check (action in ('remove', 'change', 'restore')),
  -- The job's last change of the record.
  last_id bigint not null,
  last_at timestamptz not null,
  columns text[] not null,
  -- What the job altered, as it was and as the job left it; the service has no grant on these.
  before jsonb,
  after jsonb,
  version bigint,
  constraint job_reversal_pkey primary key (job_id, n),
  constraint job_reversal_record_key unique (job_id, table_name, record_id)
);
comment on table system.job_reversal is
  'Step of a reversal: one record that is brought back. | Шаг отмены: одна возвращаемая запись.';
comment on column system.job_reversal.job_id is 'Job: the reversal. | Задание: отмена.';
comment on column system.job_reversal.n is 'Place: in the order of work. | Место: в порядке работы.';
comment on column system.job_reversal.table_name is 'Table: of the record. | Таблица: записи.';
comment on column system.job_reversal.record_id is 'Record: its number. | Запись: её номер.';
comment on column system.job_reversal.action is
  'Action: what is done. | Действие: что делается. {remove=Remove/Удалить, change=Change back/Изменить обратно, restore=Restore/Вернуть}';
comment on column system.job_reversal.last_id is
  'Last change: of the record by the job. | Последнее изменение: записи заданием.';
comment on column system.job_reversal.last_at is
  'Last change at: when. | Время последнего изменения: когда.';
comment on column system.job_reversal.columns is
  'Columns: that the job altered. | Столбцы: изменённые заданием.';
comment on column system.job_reversal.before is
  'Before: what was altered, as it was. | Было: изменённое, каким было.';
comment on column system.job_reversal.after is
  'After: the same as the job left it. | Стало: оно же после задания.';
comment on column system.job_reversal.version is
  'Version: of a record that was deleted. | Версия: удалённой записи.';
comment on constraint job_reversal_record_key on system.job_reversal is
  'A record is brought back once. | Запись возвращают один раз.';
comment on constraint job_reversal_job_fkey on system.job_reversal is
  'There is no such job. | Такого задания нет.';
comment on constraint job_reversal_n_range on system.job_reversal is
  'Places count from 1. | Места считаются с 1.';
comment on constraint job_reversal_action_known on system.job_reversal is
  'The action is remove, change or restore. | Действие: remove, change или restore.';
alter table system.job_reversal enable row level security;
select access.make_policy('system.job_reversal'::regclass, 'select',
  'exists (select from system.job as j where j.id = job_id)');
grant select (job_id, n, table_name, record_id, action, columns) on system.job_reversal
  to crm_service, crm_limited, crm_reader;

-- The columns that the database keeps at every change; they go on.
create function system.kept_columns() returns text[]
language sql immutable set search_path = pg_catalog
return array['version', 'updated_at', 'updated_by'];
comment on function system.kept_columns is
  'The columns that go on with every change. | Столбцы, идущие дальше при каждом изменении.';

create function system.members(p_object jsonb, p_names text[]) returns jsonb
language sql immutable set search_path = pg_catalog
return (select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each(p_object) as e
  where e.key = any (p_names));
comment on function system.members is
  'An object with some of its members. | Объект с частью своих полей.';

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
      (array_agg(c.at order by c.id desc))[1] as last_at,
      (array_agg(c.old order by c.id))[1] - system.kept_columns() as before,
      (array_agg(c.new order by c.id desc))[1] - system.kept_columns() as after,
      (array_agg(c.old order by c.id desc))[1] ->> 'version' as version
    from audit.change as c
    where c.request_id = 'job-' || was.id and c.request_id like 'job-%' and c.at >= was.created_at
      and c.account_id is not distinct from was.account_id
    group by c.table_name, c.record_id
  ), steps as (
    select m.*, case when m.before is null then 'remove' when m.after is null then 'restore'
        else 'change' end as action,
      array(select b.key from jsonb_each(m.before) as b
        where m.after is not null and b.value is distinct from m.after -> b.key
        order by b.key) as columns
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
  insert into system.job_reversal (job_id, n, table_name, record_id, action, last_id, last_at, columns, before,
    after, version)
  select p_job, row_number() over (
      order by case s.action when 'restore' then 0 when 'change' then 1 else 2 end,
        case s.action when 'restore' then r.depth when 'remove' then -r.depth end,
        case s.action when 'restore' then s.record_id end,
        case s.action when 'remove' then s.first_id else s.last_id end desc),
    s.table_name, s.record_id, s.action, s.last_id, s.last_at, s.columns,
    case s.action when 'change' then system.members(s.before, s.columns) else s.before end,
    case s.action when 'change' then system.members(s.after, s.columns) else s.after end,
    case s.action when 'restore' then s.version::bigint end
  from steps as s left join ranks as r on r.place = to_regclass(s.table_name)
  where s.action <> 'change' or s.columns <> '{}';
  get diagnostics planned = row_count;
  return planned;
end
$$;
comment on function system.plan_reversal is
  'Finds what a job has changed. | Находит сделанное заданием.';

-- The first trigger of a business table: gives the row the values that it had. crm.reversing names the job, and for
-- records that come back their places behind a colon, which are used up one by one; crm.reversed tells the triggers
-- behind this one that the row is such a record. What somebody changed since is his, and left alone: CJ002. Columns
-- that the service cannot write are left to the table's own triggers.
create function system.take_back() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  setting constant text := current_setting('crm.reversing');
  job constant text := split_part(setting, ':', 1);
  places constant text := split_part(setting, ':', 2);
  own constant text := tg_table_schema || '.' || tg_table_name;
  step system.job_reversal;
  before jsonb;
  after jsonb;
  present jsonb;
begin
  perform set_config('crm.reversed', '', true);
  if setting !~ '^[0-9]{1,18}:([0-9]{1,18}(,[0-9]{1,18})*)?$' or not exists (
    select from system.job as j where j.id = job::bigint and j.kind = 'reversal' and j.account_id = access.account_id())
  then
    raise exception 'there is no such reversal of yours' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'INSERT' then
    select r.* into step from system.job_reversal as r
    where r.job_id = job::bigint and r.n = nullif(split_part(places, ',', 1), '')::bigint;
    if not found then
      raise exception 'there is no such step of a reversal of yours' using errcode = 'insufficient_privilege';
    end if;
    -- What the table's triggers make elsewhere is no part of it.
    if step.table_name <> own or step.action <> 'restore' then
      return new;
    end if;
    perform set_config('crm.reversing', job || ':' || substr(places, strpos(places || ',', ',') + 1), true);
    if exists (select from audit.change as c
      where c.table_name = step.table_name and c.record_id = step.record_id and c.id > step.last_id
        and c.at > step.last_at - interval '1 day')
    then
      if system.prove_reversal(step.job_id, array[step.n]) then
        return null;
      end if;
      raise exception 'changed since' using errcode = 'CJ002';
    end if;
    new := jsonb_populate_record(new, step.before);
    new.version := step.version;
    perform set_config('crm.reversed', tg_relid || ':' || new.id, true);
    return new;
  end if;
  select r.* into step from system.job_reversal as r
  where r.job_id = job::bigint and r.table_name = own and r.record_id = old.id and r.action = 'change';
  if not found then
    return new;
  end if;
  present := to_jsonb(old);
  before := to_jsonb(jsonb_populate_record(old, step.before));
  if present = before then
    return null;
  end if;
  after := to_jsonb(jsonb_populate_record(old, step.after));
  if exists (select from unnest(step.columns) as c (name)
    where present -> name is distinct from after -> name and present -> name is distinct from before -> name)
  then
    raise exception 'changed since' using errcode = 'CJ002';
  end if;
  new := jsonb_populate_record(old, system.members(step.before, array(
    select c.name from unnest(step.columns) as c (name)
    join pg_attribute as a on a.attrelid = tg_relid and a.attname = c.name and not a.attisdropped
    where has_column_privilege(session_user, tg_relid, a.attnum, 'UPDATE'))));
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
  step system.job_reversal;
  question text;
  same boolean;
  referred boolean;
begin
  select r.* into step from system.job_reversal as r join system.job as j on j.id = r.job_id
  where r.job_id = p_job and r.n = p_n and r.action = 'remove' and j.account_id = access.account_id();
  if not found then
    raise exception 'there is no such step of a reversal of yours' using errcode = 'insufficient_privilege';
  end if;
  execute format('select to_jsonb(t) = to_jsonb(jsonb_populate_record(t, $2)) from %s as t where t.id = $1 for update',
    step.table_name::regclass) into same using step.record_id, step.after;
  if same is null then
    return 'unchanged';
  end if;
  if not same then
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

-- Behind steps of one table: whether the rows are now as they were before the job.
create function system.prove_reversal(p_job bigint, p_steps bigint[]) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  target text;
  same boolean;
begin
  select min(r.table_name) into target
  from system.job_reversal as r join system.job as j on j.id = r.job_id
  where r.job_id = p_job and r.n = any (p_steps) and j.account_id = access.account_id();
  if target is null then
    return false;
  end if;
  execute format(
    'select coalesce(bool_and(coalesce(to_jsonb(t) = to_jsonb(jsonb_populate_record(t, r.before)), false)), false)
     from system.job_reversal as r left join %s as t on t.id = r.record_id
     where r.job_id = $1 and r.n = any ($2)', target::regclass) into same using p_job, p_steps;
  return same;
end
$$;
comment on function system.prove_reversal is
  'Whether rows are as they were before the job. | Таковы ли строки, какими были до задания.';

-- Why a step touched nothing: it is done already, the record is gone, or out of the caller's reach.
create function system.reversal_lack(p_job bigint, p_n bigint) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  step system.job_reversal;
  found_one boolean;
begin
  select r.* into step from system.job_reversal as r join system.job as j on j.id = r.job_id
  where r.job_id = p_job and r.n = p_n and j.account_id = access.account_id();
  execute format('select exists (select from %s as t where t.id = $1)', step.table_name::regclass)
    into found_one using step.record_id;
  return case when not found_one then 'changed_since'
    when step.action <> 'remove' and system.prove_reversal(p_job, array[p_n]) then 'unchanged'
    else 'forbidden' end;
end
$$;
comment on function system.reversal_lack is
  'Why a step of a reversal touched nothing. | Почему шаг отмены ничего не изменил.';

-- Does steps of one table and kind by one statement of the caller's, and answers how many rows it touched.
create function system.reverse_rows(
  p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[])
returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  list text;
  touched bigint := 0;
begin
  if p_action = 'remove' then
    execute format('delete from %s where id = any ($1)', p_table::regclass) using p_ids;
    get diagnostics touched = row_count;
    return touched;
  end if;
  perform set_config('crm.reversing',
    p_job || ':' || case p_action when 'restore' then array_to_string(p_steps, ',') else '' end, true);
  if p_action = 'restore' then
    execute format('insert into %s select from unnest($1)', p_table::regclass) using p_ids;
    get diagnostics touched = row_count;
  else
    -- Named one by one, for the triggers that wait for certain columns.
    select string_agg(format('%I = null', a.attname), ', ') into list
    from pg_attribute as a
    where a.attrelid = p_table::regclass and a.attname = any (p_columns) and not a.attisdropped
      and has_column_privilege(a.attrelid, a.attnum, 'UPDATE');
    if list is not null then
      execute format('update %s set %s where id = any ($1)', p_table::regclass, list) using p_ids;
      get diagnostics touched = row_count;
    end if;
  end if;
  perform set_config('crm.reversing', '', true);
  return touched;
end
$$;
comment on function system.reverse_rows is
  'Brings rows of one table back by one statement. | Возвращает строки одной таблицы одним оператором.';

-- The same, whole or not at all; where that fails halves are tried, until each step that is refused stands alone:
-- then it is told by a code of ours, or by what the database refused.
create function system.reverse_part(
  p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[])
returns table (n bigint, table_name text, record_id bigint, action text, outcome text, code text, state text,
  message text, rule_schema text, rule_table text, rule_column text, rule text)
language plpgsql set search_path = pg_catalog as $$
declare
  count constant integer := cardinality(p_steps);
  touched bigint;
begin
  table_name := p_table;
  action := p_action;
  begin
    if p_action = 'remove' then
      select min(h.fault) into code
      from unnest(p_steps) as s (n) cross join lateral system.hold_reversal(p_job, s.n) as h (fault);
    end if;
    if code is null then
      touched := system.reverse_rows(p_job, p_table, p_action, p_columns, p_steps, p_ids);
      if touched < count then
        code := system.reversal_lack(p_job, p_steps[1]);
      elsif p_action <> 'remove' and not system.prove_reversal(p_job, p_steps) then
        raise exception 'not as it was' using errcode = 'CJ003';
      end if;
    end if;
    if code is not null and count > 1 then
      raise exception 'not all' using errcode = 'CJ004';
    end if;
  exception
    when sqlstate 'CJ002' then
      code := 'changed_since';
    when sqlstate 'CJ003' then
      code := 'not_as_before';
    when sqlstate 'CJ004' then
      null;
    when integrity_constraint_violation or data_exception or insufficient_privilege or undefined_table then
      code := 'refused';
      get stacked diagnostics state = returned_sqlstate, message = message_text, rule_schema = schema_name,
        rule_table = table_name, rule_column = column_name, rule = constraint_name;
  end;
  if code is not null and count > 1 then
    return query select * from system.reverse_part(
      p_job, p_table, p_action, p_columns, p_steps[:count / 2], p_ids[:count / 2]);
    return query select * from system.reverse_part(
      p_job, p_table, p_action, p_columns, p_steps[count / 2 + 1:], p_ids[count / 2 + 1:]);
    return;
  end if;
  outcome := case when code = 'unchanged' then code
    when code is null then case p_action when 'remove' then 'removed' else 'restored' end end;
  code := case when state is null and code <> 'unchanged' then code end;
  return query select s.n, p_table, s.id, p_action, reverse_part.outcome, reverse_part.code, reverse_part.state,
    reverse_part.message, reverse_part.rule_schema, reverse_part.rule_table, reverse_part.rule_column,
    reverse_part.rule
  from unnest(p_steps, p_ids) as s (n, id);
end
$$;
comment on function system.reverse_part is
  'Brings rows of one table back, or tells why not. | Возвращает строки одной таблицы или сообщает, почему нет.';

-- Steps in their order, those that are alike together.
create function system.reverse(p_job bigint, p_steps bigint[])
returns table (n bigint, table_name text, record_id bigint, action text, outcome text, code text, state text,
  message text, rule_schema text, rule_table text, rule_column text, rule text)
language plpgsql set search_path = pg_catalog as $$
declare
  part record;
begin
  for part in
    select r.table_name, r.action, r.columns, array_agg(r.n order by r.n) as steps,
      array_agg(r.record_id order by r.n) as ids
    from system.job_reversal as r
    where r.job_id = p_job and r.n = any (p_steps)
    group by r.table_name, r.action, r.columns order by min(r.n)
  loop
    return query select * from system.reverse_part(
      p_job, part.table_name, part.action, part.columns, part.steps, part.ids);
  end loop;
end
$$;
comment on function system.reverse is
  'Brings records back as they were before a job. | Возвращает записи к виду до задания.';
grant execute on function system.reversible_job, system.plan_reversal, system.hold_reversal,
  system.prove_reversal, system.reversal_lack, system.reverse_rows, system.reverse_part, system.reverse
  to crm_service;

-- What comes back keeps its beginning, and its version goes on.
create or replace function system.touch() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' and current_setting('crm.reversing', true) <> ''
    and current_setting('crm.reversed', true) = tg_relid || ':' || new.id
  then
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
  if current_setting('crm.reversing', true) <> ''
    and current_setting('crm.reversed', true) = tg_relid || ':' || new.id
  then
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
