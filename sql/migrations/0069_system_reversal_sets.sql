-- 0069_system_reversal_sets: what a job made is held for its removal by one question for many records.
-- Why: record by record the undo of an import of a million took hours. Kind: expand; the release before calls
-- reverse() alone, whose shape stays. Locks: none. Time: milliseconds. Forward only.

-- Before records of one table that a job made are removed: holds them, and answers what keeps any of them from
-- going. Each must be as the job left it, and nothing may refer to it, since references can be deleted or emptied
-- along with it; what refers and goes in the same part does not count against it only where it is its own table.
create function system.hold_reversals(p_job bigint, p_steps bigint[]) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  target regclass;
  question text;
  answer text;
begin
  if (select count(*) from system.job_reversal as r join system.job as j on j.id = r.job_id
      where r.job_id = p_job and r.n = any (p_steps) and r.action = 'remove'
        and j.account_id = access.account_id()) <> cardinality(p_steps)
    or (select count(distinct r.table_name) from system.job_reversal as r
      where r.job_id = p_job and r.n = any (p_steps)) <> 1
  then
    raise exception 'these are no such steps of a reversal of yours' using errcode = 'insufficient_privilege';
  end if;
  select min(r.table_name)::regclass into target
  from system.job_reversal as r where r.job_id = p_job and r.n = any (p_steps);
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
