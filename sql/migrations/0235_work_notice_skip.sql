-- 0235_work_notice_skip: events that are about no work are passed by at once.
-- Why: the statement that finds whom tasks and meetings concern is planned anew on every connection, which takes longer
-- than all else that is done with most events. Kind: expand. Locks: none. Time: milliseconds. Forward only.
alter function work.notify_people(system.event[]) rename to notify_of_work;
comment on function work.notify_of_work is
  'Notifies those whom events of tasks and meetings concern. | Уведомляет тех, кого касаются события задач и встреч.';

create function work.notify_people(p_events system.event[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (
    select from unnest(p_events) as e where e.table_name like 'work.%' or e.parent_table like 'work.%') then
    perform work.notify_of_work(p_events);
  end if;
end
$$;
comment on function work.notify_people is
  'Notifies those whom events of tasks and meetings concern, where there are such. | Уведомляет тех, кого касаются события задач и встреч, если такие есть.';
