-- 0195_work_task_reminder: whoever is to do a task is reminded of it at the instant that he has asked for.
-- Why: a task that is due in a month is forgotten till then. What was reminded of is kept beside the task, since a
-- reminder changes nothing of it and is news to nobody else. Kind: expand. Locks: work.task, empty.
-- Time: milliseconds. Forward only.
alter table work.task add column remind_at timestamptz;
comment on column work.task.remind_at is
  'Remind at: when its assignee, or else its owner, is reminded. | Напомнить: когда напомнить исполнителю, а без него владельцу.';
grant insert (remind_at), update (remind_at) on work.task to crm_service;
create index task_remind_idx on work.task (remind_at, id)
  where remind_at is not null and closed_at is null and archived_at is null;

create table work.task_reminded (
  task_id bigint constraint task_reminded_pkey primary key
    constraint task_reminded_task_fkey references work.task on delete cascade,
  remind_at timestamptz not null
);
comment on table work.task_reminded is
  'Reminded: of which tasks was reminded for which instant. | Напомнено: о каких задачах и на какой момент.';
comment on column work.task_reminded.task_id is 'Task: of which. | Задача: о какой.';
comment on column work.task_reminded.remind_at is
  'Remind at: another instant is reminded of anew. | Напомнить: о другом моменте напомнят заново.';
comment on constraint task_reminded_task_fkey on work.task_reminded is
  'There is no such task. | Такой задачи нет.';
alter table work.task_reminded enable row level security;
create policy task_reminded_nobody on work.task_reminded for select using (false);
comment on policy task_reminded_nobody on work.task_reminded is
  'Only functions of the owner. | Только функции владельца.';

-- What is done, cancelled or put away needs no reminder.
create function work.remind_tasks(p_most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  st constant licensing.state := licensing.current_state();
  done bigint;
begin
  perform system.require_own_work();
  if st.mode = 'READ_ONLY' or 'work' <> all (st.modules) then
    return 0;
  end if;
  with due as materialized (
    select t.id, t.remind_at, coalesce(t.assignee_id, t.owner_id) as account_id
    from work.task as t
    where t.remind_at <= now() and t.closed_at is null and t.archived_at is null and not exists (
      select from work.task_reminded as r where r.task_id = t.id and r.remind_at = t.remind_at)
    order by t.remind_at, t.id limit p_most
  ), marked as (
    insert into work.task_reminded as r (task_id, remind_at) select d.id, d.remind_at from due as d
    on conflict (task_id) do update set remind_at = excluded.remind_at where r.remind_at <> excluded.remind_at
    returning r.task_id
  )
  select count(system.remind('work.task', d.id, array[d.account_id])) into done
  from due as d join marked as m on m.task_id = d.id;
  return done;
end
$$;
comment on function work.remind_tasks is
  'Reminds of tasks, once for each instant; answers of how many. | Напоминает о задачах, по разу на каждый момент; отвечает, о скольких.';
grant execute on function work.remind_tasks to crm_service;
