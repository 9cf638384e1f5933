-- 0069_system_reversal_sets: what a job made is held for its removal by one question for many records.
-- Why: asked record by record, that question was half of an undo. Kind: expand. Locks: none. Time: milliseconds.
-- Forward only.

-- Before records of one table that a job made are removed: holds them, and answers what keeps any of them from
-- going. Each must be as the job left it, and nothing may refer to it, since references can be deleted or emptied
-- along with it.
create function system.hold_reversals(p_job bigint, p_steps bigint[]) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  target regclass;
  question text;
  answer text;
begin
  -- The table of one of them, not the least name: for that an index by names would be read through.
  select r.table_name::regclass into target from system.job_reversal as r
  where r.job_id = p_job and r.n = p_steps[1];
  if (select count(*) from system.job_reversal as r join system.job as j on j.id = r.job_id
      where r.job_id = p_job and r.n = any (p_steps) and r.action = 'remove'
        and r.table_name::regclass = target and j.account_id = access.account_id())
    is distinct from cardinality(p_steps)
  then
    raise exception 'these are no such steps of a reversal of yours' using errcode = 'insufficient_privilege';
  end if;
  execute format(
    'select from %s as t where t.id in (
       select r.record_id from system.job_reversal as r where r.job_id = $1 and r.n = any ($2))
     order by t.id for update', target) using p_job, p_steps;
  select string_agg(format('exists (select from %s as c where c.%I = t.id%s)', k.conrelid::regclass, a.attname,
      case when k.conrelid = k.confrelid then ' and c.id <> t.id' else '' end), ' or ') into question
  from pg_constraint as k
  join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  where k.confrelid = target and k.contype = 'f' and cardinality(k.conkey) = 1
    and k.confdeltype in ('c', 'n', 'd');
  execute format(
    'select min(case when t.id is null then ''unchanged''
       when to_jsonb(t) is distinct from to_jsonb(jsonb_populate_record(t, r.after)) then ''changed_since''
       when %s then ''in_use'' end)
     from system.job_reversal as r left join %s as t on t.id = r.record_id
     where r.job_id = $1 and r.n = any ($2)', coalesce(question, 'false'), target)
    into answer using p_job, p_steps;
  return answer;
end
$$;
comment on function system.hold_reversals is
  'Whether records that a job made can be removed. | Можно ли удалить созданные заданием записи.';

-- As before, but for how the table is found.
create or replace function system.prove_reversal(p_job bigint, p_steps bigint[]) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  target text;
  same boolean;
begin
  select r.table_name into target
  from system.job_reversal as r join system.job as j on j.id = r.job_id
  where r.job_id = p_job and r.n = p_steps[1] and j.account_id = access.account_id();
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

-- As before, but for how a removal is held.
create or replace function system.reverse_part(
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
      code := system.hold_reversals(p_job, p_steps);
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

drop function system.hold_reversal;
grant execute on function system.hold_reversals to crm_service;
