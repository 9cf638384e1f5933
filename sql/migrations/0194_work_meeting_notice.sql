-- 0194_work_meeting_notice: who takes part in a meeting is told when he is asked to, when it changes and when he is not
-- wanted any more.
-- Why: he would not look for it by himself. Kind: expand. Locks: none. Time: milliseconds. Reversible:
-- work.notify_people as it was.

-- What happened to meetings that are not over, and whom that concerns. The owner is told of his records already.
create function work.participants_concerned(p_events system.event[]) returns table (
  account_id bigint, kind text, place integer, event_id bigint, at timestamptz, action text, record_id bigint,
  actor_id bigint, request_id text)
language sql stable security definer set search_path = pg_catalog
begin atomic
  with change as materialized (
    select e.id, e.at, e.table_name, e.account_id, e.request_id, e.action, m.id as meeting_id, c.old, c.new
    from unnest(p_events) as e
    join audit.change as c on c.id = e.id and c.at = e.at
    join work.meeting as m on m.ends_at > now()
      and m.id = case when e.table_name = 'work.meeting' then e.record_id else e.parent_id end
    where e.table_name in ('work.meeting', 'work.meeting_participant')
  )
  select (c.new ->> 'account_id')::bigint, 'assigned', 1, c.id, c.at, c.action, c.meeting_id, c.account_id, c.request_id
  from change as c
  where c.table_name = 'work.meeting_participant' and c.new ->> 'account_id' is not null
    and c.new -> 'account_id' is distinct from c.old -> 'account_id'
  union all
  select (c.old ->> 'account_id')::bigint, 'changed', 2, c.id, c.at, 'update', c.meeting_id, c.account_id, c.request_id
  from change as c
  where c.table_name = 'work.meeting_participant' and c.old ->> 'account_id' is not null
    and c.new -> 'account_id' is distinct from c.old -> 'account_id'
  union all
  select p.account_id, 'changed', 3, c.id, c.at, system.archive_action(c.action, c.old, c.new), c.meeting_id,
    c.account_id, c.request_id
  from change as c join work.meeting_participant as p on p.meeting_id = c.meeting_id and p.account_id is not null
  where c.table_name = 'work.meeting' and c.action = 'update' and p.answer <> 'declined';
end;
comment on function work.participants_concerned is
  'Whom events of meetings concern, and why. | Кого и почему касаются события встреч.';

-- As before, of meetings too.
create or replace function work.notify_people(p_events system.event[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  with concerned as (
    select 'work.task' as table_name, o.* from work.people_concerned(p_events) as o
    union all
    select 'work.meeting', o.* from work.participants_concerned(p_events) as o
  ), single as (
    select distinct on (o.table_name, o.record_id, o.account_id, coalesce(o.request_id, o.event_id::text)) o.*
    from concerned as o
    join access.account as a on a.id = o.account_id and a.archived_at is null
    where o.account_id is distinct from o.actor_id and not exists (
      select from system.notification_mute as m where m.account_id = o.account_id and m.kind = o.kind)
    order by o.table_name, o.record_id, o.account_id, coalesce(o.request_id, o.event_id::text), o.place, o.event_id
  ), counted as (
    select o.*, case when o.request_id is not null and count(*) over like_it > 20
      then count(*) over like_it else 1 end as records
    from single as o
    window like_it as (partition by o.table_name, o.account_id, o.kind, o.action, o.request_id)
  ), first as (
    select distinct on (o.table_name, o.account_id, o.kind, o.action,
        case when o.records > 1 then o.request_id else o.event_id::text end) o.*
    from counted as o
    order by o.table_name, o.account_id, o.kind, o.action,
      case when o.records > 1 then o.request_id else o.event_id::text end, o.event_id
  )
  insert into system.notification as n (account_id, event_id, at, kind, action, resource, table_name, record_id,
    records, actor_id)
  select o.account_id, o.event_id, o.at, o.kind, o.action, r.name, o.table_name, o.record_id, o.records, o.actor_id
  from first as o join lateral (
    select min(d.name) from system.resource as d where d.table_name = o.table_name) as r (name)
    on r.name is not null
  order by o.event_id, o.account_id
  -- The owner may have been told of the same event already.
  on conflict (event_id, account_id) do update set kind = excluded.kind, table_name = excluded.table_name,
    resource = excluded.resource, record_id = excluded.record_id
  where excluded.kind = 'mentioned';
end
$$;
comment on function work.notify_people is
  'Notifies those whom events of tasks and meetings concern. | Уведомляет тех, кого касаются события задач и встреч.';
