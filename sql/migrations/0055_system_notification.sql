-- 0055_system_notification: who is told of what others did with records that concern him.
-- Why: people must learn of work that became theirs without looking for it. The first consumer of events;
-- it works for every table with an owner and for all that is followed. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.

-- By the rights of who asks: null for what he may not see.
create function system.label_of(p_table text, p_id bigint) returns text
language plpgsql stable set search_path = pg_catalog as $$
declare
  label text := (select min(r.label) from system.resource as r where r.table_name = p_table);
begin
  execute format('select t.%I::text from %s as t where t.id = $1', label, p_table::regclass)
    into label using p_id;
  return label;
exception when undefined_table or undefined_column or insufficient_privilege or null_value_not_allowed then
  return null;
end
$$;
comment on function system.label_of is
  'By what people know a record, if the caller may see it. | Как люди называют запись, если она видна вызывающему.';

create table system.follow (
  id bigint generated always as identity constraint follow_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  account_id bigint not null default access.account_id()
    constraint follow_account_fkey references access.account,
  resource text not null,
  record_id bigint not null,
  table_name text not null,
  constraint follow_once_key unique (account_id, table_name, record_id)
);
create index follow_record_idx on system.follow (table_name, record_id);

create function system.set_followed() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  new.table_name := coalesce((select r.table_name from system.resource as r where r.name = new.resource), '');
  return new;
end
$$;
comment on function system.set_followed is
  'Finds the table of a followed record. | Находит таблицу записи, за которой следят.';
create trigger follow_table before insert on system.follow
  for each row execute function system.set_followed();
comment on trigger follow_table on system.follow is
  'Finds the table of the record. | Находит таблицу записи.';

-- Runs with the rights of who follows: what he may not see is told like what there is not.
create function system.judge_followed() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if new.table_name = '' then
    raise exception 'no such resource' using errcode = 'check_violation',
      constraint = 'follow_resource_known', table = 'follow', schema = 'system', column = 'resource';
  elsif not access.sees_history(new.table_name, new.record_id) then
    raise exception 'no such record' using errcode = 'check_violation',
      constraint = 'follow_record_seen', table = 'follow', schema = 'system', column = 'record_id';
  end if;
  return null;
end
$$;
comment on function system.judge_followed is
  'Lets one follow what one sees. | Позволяет следить за тем, что видно.';
create constraint trigger follow_resource_known after insert on system.follow
  for each row when (new.table_name = '') execute function system.judge_followed();
comment on trigger follow_resource_known on system.follow is
  'There is no such resource. | Такого ресурса нет.';
create constraint trigger follow_record_seen after insert on system.follow
  for each row when (new.table_name <> '') execute function system.judge_followed();
comment on trigger follow_record_seen on system.follow is
  'There is no such record that you may see. | Такой записи нет, или она вам не видна.';

create table system.notification (
  id bigint generated always as identity constraint notification_pkey primary key,
  account_id bigint not null
    constraint notification_account_fkey references access.account,
  event_id bigint not null,
  at timestamptz not null,
  kind text not null
    constraint notification_kind_known check (kind in ('assigned', 'changed', 'followed', 'job_ended')),
  action text not null constraint notification_action_known check (
    action in ('insert', 'update', 'archive', 'restore', 'delete', 'done', 'failed')),
  resource text not null,
  table_name text not null,
  record_id bigint not null,
  -- More than one: of how many records the same was done at once, of which this is the first.
  records integer not null default 1
    constraint notification_records_range check (records > 0),
  actor_id bigint constraint notification_actor_fkey references access.account,
  read_at timestamptz,
  -- One event is told to one account once, however often it is handed on.
  constraint notification_event_key unique (event_id, account_id)
);
create index notification_account_idx on system.notification (account_id, id);
create index notification_unread_idx on system.notification (account_id, id) where read_at is null;
create index notification_actor_idx on system.notification (actor_id);
create index notification_at_idx on system.notification (at);

-- A kind of notification that an account does not want.
create table system.notification_mute (
  id bigint generated always as identity constraint notification_mute_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  account_id bigint not null default access.account_id()
    constraint notification_mute_account_fkey references access.account,
  kind text not null constraint notification_mute_kind_known
    check (kind in ('assigned', 'changed', 'followed', 'job_ended')),
  constraint notification_mute_kind_key unique (account_id, kind)
);

create function system.owner_in(p_row jsonb) returns bigint
language sql immutable set search_path = pg_catalog
return case jsonb_typeof(p_row -> 'owner_id') when 'number' then (p_row ->> 'owner_id')::bigint end;
comment on function system.owner_in is
  'The owner that a row of whatever table has. | Владелец, указанный в строке любой таблицы.';

create function system.archive_action(p_action text, p_old jsonb, p_new jsonb) returns text
language sql immutable set search_path = pg_catalog
return case when p_action <> 'update' then p_action
  when p_old ->> 'archived_at' is null and p_new ->> 'archived_at' is not null then 'archive'
  when p_old ->> 'archived_at' is not null and p_new ->> 'archived_at' is null then 'restore'
  else p_action end;
comment on function system.archive_action is
  'What was done, the archive told apart. | Что сделано, с различением архива.';

-- Whose records these are, in whatever table; none where the table has no owners.
create function system.owners_of(p_table text, p_ids bigint[])
returns table (record_id bigint, owner_id bigint)
language plpgsql stable set search_path = pg_catalog as $$
begin
  if exists (
    select from pg_attribute as a where a.attrelid = to_regclass(p_table) and a.attname = 'owner_id'
      and a.atttypid = 'bigint'::regtype and not a.attisdropped) then
    return query execute format(
      'select t.id, t.owner_id from %s as t where t.id = any ($1) and t.owner_id is not null',
      to_regclass(p_table)) using p_ids;
  end if;
end
$$;
comment on function system.owners_of is
  'The owners of records of whatever table. | Владельцы записей любой таблицы.';

-- Tells the accounts that events concern: who owns the record, or did, or owns what it is a part of; who
-- follows it; who asked for the job. Nobody is told what he did himself, and nobody twice of one event, nor
-- of several that one request made of one record; of what one request did with more than twenty records he is
-- told once for each batch of events.
create function system.notify_accounts(p_events system.event[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  with change as materialized (
    select e.id, e.at, e.table_name, e.record_id, e.parent_table, e.parent_id, e.account_id,
      e.request_id, system.archive_action(e.action, c.old, c.new) as action,
      system.owner_in(c.old) as owner_was, system.owner_in(c.new) as owner_id
    from unnest(p_events) as e join audit.change as c on c.id = e.id and c.at = e.at
  ), parent as materialized (
    select p.parent_table, o.record_id, o.owner_id
    from (
      select c.parent_table, array_agg(distinct c.parent_id) as ids from change as c
      where c.parent_id is not null group by c.parent_table) as p
    cross join lateral system.owners_of(p.parent_table, p.ids) as o
  ), concerned (account_id, kind, place, event_id, at, action, table_name, record_id, actor_id, request_id)
  as materialized (
    select j.account_id, 'job_ended', 0, e.id, e.at, e.action, e.table_name, e.record_id, null::bigint, null
    from unnest(p_events) as e join system.job as j on j.id = e.record_id
    where e.table_name = 'system.job' and e.action in ('done', 'failed')
    union all
    select c.owner_id, 'assigned', 1, c.id, c.at, c.action, c.table_name, c.record_id, c.account_id, c.request_id
    from change as c where c.owner_id is distinct from c.owner_was and c.owner_id is not null
    union all
    select c.owner_was, 'changed', 2, c.id, c.at, c.action, c.table_name, c.record_id, c.account_id, c.request_id
    from change as c where c.owner_was is not null
    union all
    select p.owner_id, 'changed', 3, c.id, c.at, 'update', c.parent_table, c.parent_id, c.account_id, c.request_id
    from change as c join parent as p on p.parent_table = c.parent_table and p.record_id = c.parent_id
    union all
    select f.account_id, 'followed', 4, c.id, c.at, c.action, c.table_name, c.record_id, c.account_id, c.request_id
    from change as c join system.follow as f on f.table_name = c.table_name and f.record_id = c.record_id
      and f.created_at < c.at
    union all
    select f.account_id, 'followed', 5, c.id, c.at, 'update', c.parent_table, c.parent_id, c.account_id, c.request_id
    from change as c join system.follow as f on f.table_name = c.parent_table and f.record_id = c.parent_id
      and f.created_at < c.at
  ), single as (
    select distinct on (o.event_id, o.account_id) o.*
    from concerned as o join access.account as a on a.id = o.account_id and a.archived_at is null
    where o.account_id is distinct from o.actor_id and not exists (
      select from system.notification_mute as m where m.account_id = o.account_id and m.kind = o.kind)
    order by o.event_id, o.account_id, o.place
  ), once as (
    select distinct on (s.account_id, s.table_name, s.record_id, coalesce(s.request_id, s.event_id::text)) s.*
    from single as s
    order by s.account_id, s.table_name, s.record_id, coalesce(s.request_id, s.event_id::text), s.place,
      s.event_id
  ), counted as (
    select o.*, case when count(*) over like_it > 20 and o.request_id is not null
      then count(*) over like_it else 1 end as records
    from once as o
    window like_it as (partition by o.account_id, o.kind, o.action, o.table_name, o.request_id)
  ), first as (
    select distinct on (o.account_id, o.kind, o.action, o.table_name,
        case when o.records > 1 then o.request_id else o.event_id::text end) o.*
    from counted as o
    order by o.account_id, o.kind, o.action, o.table_name,
      case when o.records > 1 then o.request_id else o.event_id::text end, o.event_id
  )
  insert into system.notification (account_id, event_id, at, kind, action, resource, table_name, record_id,
    records, actor_id)
  select o.account_id, o.event_id, o.at, o.kind, o.action, r.name, o.table_name, o.record_id, o.records,
    o.actor_id
  from first as o join lateral (
    select min(d.name) from system.resource as d where d.table_name = o.table_name) as r (name)
    on r.name is not null
  order by o.event_id, o.account_id
  on conflict (event_id, account_id) do nothing;
end
$$;
comment on function system.notify_accounts is
  'Notifies the accounts that events concern. | Уведомляет учётные записи, которых касаются события.';
insert into system.consumer (name, function_name) values ('notifications', 'system.notify_accounts');

-- What was read is kept for ninety days, the rest for a year, and of one account the last ten thousand.
create function system.sweep_notifications(most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  gone bigint;
begin
  delete from system.notification as n where n.id in (
    select o.id from system.notification as o
    where o.at < now() - interval '365 days' or o.at < now() - interval '90 days' and o.read_at is not null
    order by o.at limit most for update skip locked)
  or n.id in (
    select o.id
    from (select c.account_id from system.notification as c group by c.account_id having count(*) > 10000) as m
    cross join lateral (
      select l.id from system.notification as l where l.account_id = m.account_id
      order by l.id desc offset 10000) as o
    limit most);
  get diagnostics gone = row_count;
  return gone;
end
$$;
comment on function system.sweep_notifications is
  'Deletes old notifications. | Удаляет старые уведомления.';

-- A notification is its account's alone, and only while it may see the record. All of them are judged at
-- once, table by table: one by one each would cost the plan of a statement.
create function system.own_notifications()
returns table (table_name text, ids bigint[], records bigint[])
language sql stable security definer set search_path = pg_catalog
begin atomic
  select n.table_name, array_agg(n.id), array_agg(n.record_id) from system.notification as n
  where n.account_id = access.account_id() and n.action <> 'delete' group by n.table_name;
end;
comment on function system.own_notifications is
  'What the caller has been told of, table by table. | О чём сообщено вызывающему, по таблицам.';

create function system.seen_notifications() returns setof bigint
language plpgsql stable set search_path = pg_catalog as $$
declare
  part record;
begin
  for part in select * from system.own_notifications() loop
    continue when part.table_name like 'access.%'
      and access.level(access.plural(split_part(part.table_name, '.', 2)), 'read') = 0;
    begin
      return query execute format(
        'select n.id from unnest($1, $2) as n (id, record_id) join %s as t on t.id = n.record_id',
        part.table_name::regclass) using part.ids, part.records;
    exception when undefined_table or insufficient_privilege then
      null;
    end;
  end loop;
end
$$;
comment on function system.seen_notifications is
  'The notifications of the caller whose records he may see. | Уведомления вызывающего, записи которых ему видны.';

-- A record that is gone is seen by nobody: that it is gone is told to who owned it and reads such records at
-- all, and to who reads all of them.
create function system.sees_end(p_kind text, p_resource text) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
begin
  return access.everything(replace(p_resource, '-', '_'), 'read')
    or p_kind = 'changed' and access.level(replace(p_resource, '-', '_'), 'read') > 0;
end
$$;
comment on function system.sees_end is
  'Whether the caller may know that a record is gone. | Может ли вызывающий знать, что записи больше нет.';

alter table system.follow enable row level security;
alter table system.notification_mute enable row level security;
alter table system.notification enable row level security;
select access.make_policy('system.follow'::regclass, 'select', 'account_id = (select access.account_id())'),
  access.make_policy('system.notification_mute'::regclass, 'select', 'account_id = (select access.account_id())');
select access.make_policy(p.target, p.command, format(
  'account_id = (select access.account_id()) and (select access.level(%L, %L)) > 0', p.resource,
  case p.command when 'insert' then 'create' else p.command end))
from (values ('system.follow'::regclass, 'follows', 'insert'), ('system.follow', 'follows', 'delete'),
  ('system.notification_mute', 'notification_mutes', 'insert'),
  ('system.notification_mute', 'notification_mutes', 'delete')) as p (target, resource, command);
select access.make_policy('system.notification'::regclass, 'update', 'account_id = (select access.account_id())'),
  access.make_policy('system.notification'::regclass, 'select',
    'account_id = (select access.account_id()) and case action when ''delete'''
    ' then system.sees_end(kind, resource) else id in (select system.seen_notifications()) end');
grant select on system.follow, system.notification, system.notification_mute
  to crm_service, crm_limited, crm_reader;
grant insert (resource, record_id), delete on system.follow to crm_service;
grant insert (kind), delete on system.notification_mute to crm_service;
grant update (read_at) on system.notification to crm_service;
grant execute on function system.label_of, system.own_notifications, system.seen_notifications, system.sees_end
  to crm_service, crm_limited, crm_reader;
grant execute on function system.sweep_notifications to crm_service;

-- As they are shown: with the names that the records have now.
create view system.notice with (security_invoker = true) as
select
  n.id,
  n.at,
  n.kind,
  n.action,
  n.resource,
  n.record_id,
  n.records,
  system.label_of(n.table_name, n.record_id) as label,
  n.actor_id,
  a.name as actor,
  n.read_at
from system.notification as n
left join access.account as a on a.id = n.actor_id;
grant select on system.notice to crm_service, crm_limited, crm_reader;

-- The scope of administrators says only that they may give these roles to others: each has his own alone.
insert into access.permission (role_id, resource, action, scope)
select r.id, p.resource, p.action, case r.code when 'administrator' then 'all' else 'own' end
from access.role as r
cross join (values ('notifications', 'read'), ('notifications', 'export'), ('follows', 'read'),
  ('follows', 'create'), ('follows', 'delete'), ('follows', 'export'), ('notification_mutes', 'read'),
  ('notification_mutes', 'create'), ('notification_mutes', 'delete'), ('notification_mutes', 'export')
) as p (resource, action)
where r.code in ('administrator', 'head_of_department', 'sales', 'purchasing', 'accountant', 'hr',
  'read_only', 'auditor');

comment on table system.follow is
  'Follow: who wants to know what becomes of a record. | Слежение: кто хочет знать, что происходит с записью.';
comment on column system.follow.id is 'Number: of the follow. | Номер: слежения.';
comment on column system.follow.version is
  'Version: grows with every change. | Версия: растёт с каждым изменением.';
comment on column system.follow.created_at is 'Created: when it began. | Создано: когда началось.';
comment on column system.follow.account_id is 'Account: who follows. | Учётная запись: кто следит.';
comment on column system.follow.resource is 'Resource: of the record. | Ресурс: записи.';
comment on column system.follow.record_id is 'Record: that is followed. | Запись: за которой следят.';
comment on column system.follow.table_name is 'Table: of the record. | Таблица: записи.';
comment on constraint follow_account_fkey on system.follow is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint follow_once_key on system.follow is
  'You follow this record already. | Вы уже следите за этой записью.';
comment on table system.notification is
  'Notification: that somebody did what concerns an account. | Уведомление: кто-то сделал то, что касается учётной записи.';
comment on column system.notification.id is 'Number: of the notification. | Номер: уведомления.';
comment on column system.notification.account_id is 'Account: whose it is. | Учётная запись: чьё оно.';
comment on column system.notification.event_id is
  'Event: the number of the change. | Событие: номер изменения.';
comment on column system.notification.at is 'At: when it happened. | Когда: время события.';
comment on column system.notification.kind is
  'Kind: why it concerns. | Вид: почему касается. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено}';
comment on column system.notification.action is
  'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, archive=Put into the archive/Убрано в архив, restore=Brought back/Возвращено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось}';
comment on column system.notification.resource is 'Resource: of the record. | Ресурс: записи.';
comment on column system.notification.table_name is 'Table: of the record. | Таблица: записи.';
comment on column system.notification.record_id is 'Record: which. | Запись: какая.';
comment on column system.notification.records is
  'Records: of how many the same was done at once; this is the first. | Записей: со сколькими сразу сделано то же; это первая.';
comment on constraint notification_records_range on system.notification is
  'At least one record. | Хотя бы одна запись.';
comment on column system.notification.actor_id is
  'By: the account that did it; empty for the system. | Кем: учётная запись, сделавшая это; пусто — система.';
comment on column system.notification.read_at is 'Read at: when it was read. | Прочитано: когда.';
comment on constraint notification_account_fkey on system.notification is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint notification_actor_fkey on system.notification is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint notification_event_key on system.notification is
  'The account has been told of this event. | Об этом событии уже сообщено.';
comment on constraint notification_kind_known on system.notification is
  'The kind is assigned, changed, followed or job_ended. | Вид: assigned, changed, followed или job_ended.';
comment on constraint notification_action_known on system.notification is
  'The action is insert, update, archive, restore, delete, done or failed. | Действие: insert, update, archive, restore, delete, done или failed.';
comment on table system.notification_mute is
  'Muted kind: notifications that an account does not want. | Отключённый вид: уведомления, которые учётной записи не нужны.';
comment on column system.notification_mute.id is 'Number: of the entry. | Номер: записи.';
comment on column system.notification_mute.version is
  'Version: grows with every change. | Версия: растёт с каждым изменением.';
comment on column system.notification_mute.created_at is
  'Created: since when. | Создано: с какого времени.';
comment on column system.notification_mute.account_id is
  'Account: who does not want them. | Учётная запись: кому не нужны.';
comment on column system.notification_mute.kind is
  'Kind: of notifications. | Вид: уведомлений. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено}';
comment on constraint notification_mute_account_fkey on system.notification_mute is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint notification_mute_kind_known on system.notification_mute is
  'The kind is assigned, changed, followed or job_ended. | Вид: assigned, changed, followed или job_ended.';
comment on constraint notification_mute_kind_key on system.notification_mute is
  'You have muted this kind already. | Этот вид у вас уже отключён.';
comment on view system.notice is
  'Notification: that somebody did what concerns you. | Уведомление: кто-то сделал то, что касается вас.';
comment on column system.notice.id is 'Number: of the notification. | Номер: уведомления.';
comment on column system.notice.at is 'At: when it happened. | Когда: время события.';
comment on column system.notice.kind is
  'Kind: why it concerns you. | Вид: почему касается вас. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено}';
comment on column system.notice.action is
  'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, archive=Put into the archive/Убрано в архив, restore=Brought back/Возвращено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось}';
comment on column system.notice.resource is 'Resource: of the record. | Ресурс: записи.';
comment on column system.notice.record_id is 'Record: which. | Запись: какая.';
comment on column system.notice.label is
  'Label: what the record is called now. | Подпись: как запись называется сейчас.';
comment on column system.notice.records is
  'Records: of how many the same was done at once; this is the first. | Записей: со сколькими сразу сделано то же; это первая.';
comment on column system.notice.actor_id is
  'By: the account that did it; empty for the system. | Кем: учётная запись, сделавшая это; пусто — система.';
comment on column system.notice.actor is 'By name: who did it. | Кем (имя): кто это сделал.';
comment on column system.notice.read_at is 'Read at: when it was read. | Прочитано: когда.';
