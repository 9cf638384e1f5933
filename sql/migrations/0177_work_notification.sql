-- 0177_work_notification: who is told of tasks: who is to do them, who watches them, who is mentioned.
-- Why: the owner of a record is told of it already; of a task the others must be too. Kind: expand.
-- Locks: system.notification, system.notification_mute, for milliseconds; the new rule is judged after that, while
-- everybody writes. Time: one read of system.notification. Forward only.
alter table system.notification drop constraint notification_kind_known;
alter table system.notification add constraint notification_kind_known
  check (kind in ('assigned', 'changed', 'followed', 'job_ended', 'mentioned', 'reminder')) not valid;
alter table system.notification validate constraint notification_kind_known;
alter table system.notification_mute drop constraint notification_mute_kind_known;
alter table system.notification_mute add constraint notification_mute_kind_known
  check (kind in ('assigned', 'changed', 'followed', 'job_ended', 'mentioned', 'reminder')) not valid;
alter table system.notification_mute validate constraint notification_mute_kind_known;
comment on constraint notification_kind_known on system.notification is
  'The kind is assigned, changed, followed, job_ended, mentioned or reminder. | Вид: assigned, changed, followed, job_ended, mentioned или reminder.';
comment on constraint notification_mute_kind_known on system.notification_mute is
  'The kind is assigned, changed, followed, job_ended, mentioned or reminder. | Вид: assigned, changed, followed, job_ended, mentioned или reminder.';
comment on column system.notification.kind is
  'Kind: why it concerns. | Вид: почему касается. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено, mentioned=You are mentioned/Вас упомянули, reminder=Reminder/Напоминание}';
comment on column system.notification_mute.kind is
  'Kind: of notifications. | Вид: уведомлений. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено, mentioned=You are mentioned/Вас упомянули, reminder=Reminder/Напоминание}';
comment on column system.notice.kind is
  'Kind: why it concerns you. | Вид: почему касается вас. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено, mentioned=You are mentioned/Вас упомянули, reminder=Reminder/Напоминание}';

-- What happened to tasks and their parts, and whom that concerns; a mention counts more than all else.
create function work.people_concerned(p_events system.event[]) returns table (
  account_id bigint, kind text, place integer, event_id bigint, at timestamptz, action text, record_id bigint,
  actor_id bigint, request_id text)
language sql stable security definer set search_path = pg_catalog
begin atomic
  with change as materialized (
    select e.id, e.at, e.table_name, e.record_id, e.account_id, e.request_id,
      case when e.table_name = 'work.task' then e.record_id else e.parent_id end as task_id,
      case when e.table_name = 'work.task' then system.archive_action(e.action, c.old, c.new)
        else 'update' end as action,
      c.old, c.new
    from unnest(p_events) as e join audit.change as c on c.id = e.id and c.at = e.at
    where e.table_name = 'work.task' or e.parent_table = 'work.task'
  )
  select m.account_id, 'mentioned', 0, c.id, c.at, c.action, c.task_id, c.account_id, c.request_id
  from change as c join work.task_mention as m on m.comment_id = c.record_id
    and m.created_at = (c.new ->> 'updated_at')::timestamptz
  where c.table_name = 'work.task_comment'
  union all
  select (c.new ->> 'assignee_id')::bigint, 'assigned', 1, c.id, c.at, c.action, c.task_id, c.account_id,
    c.request_id
  from change as c where c.table_name = 'work.task' and c.new ->> 'assignee_id' is not null
    and c.new -> 'assignee_id' is distinct from c.old -> 'assignee_id'
  union all
  select (c.old ->> 'assignee_id')::bigint, 'changed', 2, c.id, c.at, c.action, c.task_id, c.account_id,
    c.request_id
  from change as c where c.table_name = 'work.task' and c.old ->> 'assignee_id' is not null
  union all
  select t.assignee_id, 'changed', 3, c.id, c.at, c.action, c.task_id, c.account_id, c.request_id
  from change as c join work.task as t on t.id = c.task_id
  where c.table_name <> 'work.task' and t.assignee_id is not null
  union all
  select w.account_id, 'followed', 4, c.id, c.at, c.action, c.task_id, c.account_id, c.request_id
  from change as c join work.task_watcher as w on w.task_id = c.task_id;
end;
comment on function work.people_concerned is
  'Whom events of tasks concern, and why. | Кого и почему касаются события задач.';

-- Of what one request did with more than twenty tasks each is told once.
create function work.notify_people(p_events system.event[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  with single as (
    select distinct on (o.record_id, o.account_id, coalesce(o.request_id, o.event_id::text)) o.*
    from work.people_concerned(p_events) as o
    join access.account as a on a.id = o.account_id and a.archived_at is null
    where o.account_id is distinct from o.actor_id and not exists (
      select from system.notification_mute as m where m.account_id = o.account_id and m.kind = o.kind)
    order by o.record_id, o.account_id, coalesce(o.request_id, o.event_id::text), o.place, o.event_id
  ), counted as (
    select o.*, case when o.request_id is not null and count(*) over like_it > 20
      then count(*) over like_it else 1 end as records
    from single as o
    window like_it as (partition by o.account_id, o.kind, o.action, o.request_id)
  ), first as (
    select distinct on (o.account_id, o.kind, o.action,
        case when o.records > 1 then o.request_id else o.event_id::text end) o.*
    from counted as o
    order by o.account_id, o.kind, o.action,
      case when o.records > 1 then o.request_id else o.event_id::text end, o.event_id
  )
  insert into system.notification as n (account_id, event_id, at, kind, action, resource, table_name, record_id,
    records, actor_id)
  select o.account_id, o.event_id, o.at, o.kind, o.action, r.name, 'work.task', o.record_id, o.records, o.actor_id
  from first as o join lateral (
    select min(d.name) from system.resource as d where d.table_name = 'work.task') as r (name)
    on r.name is not null
  order by o.event_id, o.account_id
  -- The owner may have been told of the same event already.
  on conflict (event_id, account_id) do update set kind = excluded.kind, table_name = excluded.table_name,
    resource = excluded.resource, record_id = excluded.record_id
  where excluded.kind = 'mentioned';
end
$$;
comment on function work.notify_people is
  'Notifies those whom events of tasks concern. | Уведомляет тех, кого касаются события задач.';
insert into system.consumer (name, function_name) values ('tasks', 'work.notify_people');
