-- 0226_work_active_people: open work is not given to somebody who has left.
-- Why: what a leaver had went to his successor; what is given to him afterwards, or by a request that was under way
-- while he left, would be done by nobody. Kind: expand. Locks: work.task, work.task_rule and work.project, for their
-- new triggers, for milliseconds. Time: milliseconds. Reversible: drop the triggers and the function.

-- Of the column that the trigger names. It takes the lock that the reference takes: whoever is just letting him go has
-- committed before it is judged. What was his already, and open, stays so; the product's own work, which is for no
-- account, goes on as it was planned.
create function work.judge_active() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  after constant jsonb := to_jsonb(new);
  before constant jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
  ended constant text[] := array['done', 'cancelled'];
begin
  if access.account_id() is null or after ->> 'archived_at' is not null or after ->> 'state' = any (ended)
    or before -> tg_argv[0] = after -> tg_argv[0] and before ->> 'archived_at' is null
      and (before ->> 'state' = any (ended)) is not true
  then
    return null;
  end if;
  perform from access.account as a where a.id = (after ->> tg_argv[0])::bigint for key share;
  if exists (
    select from access.account as a where a.id = (after ->> tg_argv[0])::bigint and a.archived_at is not null)
  then
    raise exception '% is broken', tg_name using errcode = 'check_violation', schema = tg_table_schema,
      table = tg_table_name, column = tg_argv[0], constraint = tg_name;
  end if;
  return null;
end
$$;
comment on function work.judge_active is
  'Refuses open work for somebody who has left. | Не даёт открытую работу тому, кто ушёл.';

create constraint trigger task_assignee_active after insert or update of assignee_id, state, archived_at on work.task
  for each row when (new.assignee_id is not null) execute function work.judge_active('assignee_id');
create constraint trigger task_owner_active after insert or update of owner_id, state, archived_at on work.task
  for each row when (new.owner_id is not null) execute function work.judge_active('owner_id');
create constraint trigger task_rule_assignee_active after insert or update of assignee_id, archived_at on work.task_rule
  for each row when (new.assignee_id is not null) execute function work.judge_active('assignee_id');
create constraint trigger task_rule_owner_active after insert or update of owner_id, archived_at on work.task_rule
  for each row when (new.owner_id is not null) execute function work.judge_active('owner_id');
create constraint trigger project_owner_active after insert or update of owner_id, state, archived_at on work.project
  for each row when (new.owner_id is not null) execute function work.judge_active('owner_id');
comment on trigger task_assignee_active on work.task is
  'The assignee has left: choose somebody else. | Исполнитель ушёл: выберите другого.';
comment on trigger task_owner_active on work.task is
  'The owner has left: choose somebody else. | Ответственный ушёл: выберите другого.';
comment on trigger task_rule_assignee_active on work.task_rule is
  'The assignee has left: choose somebody else. | Исполнитель ушёл: выберите другого.';
comment on trigger task_rule_owner_active on work.task_rule is
  'The owner has left: choose somebody else. | Ответственный ушёл: выберите другого.';
comment on trigger project_owner_active on work.project is
  'The owner has left: choose somebody else. | Ответственный ушёл: выберите другого.';
