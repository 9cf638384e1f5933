-- 0054_system_event: every change is handed on, to each who consumes changes, once and in its order.
-- Why: notifications now, webhooks and live pages later must miss nothing, whatever dies when; so what
-- happened is kept in the transaction in which it happened. Kind: expand. Locks: system.job and its
-- triggers, for milliseconds. Time: milliseconds. Forward only.
--
-- An event has the number of its change in audit.change. Of one record they lie in the order of their
-- commits: the number is drawn by a trigger behind the write, when the record's lock is held, and that is
-- let go of behind the commit only. Between records there is no order: who commits late shows a small number
-- late. So nobody remembers up to which number he has read; what is handed on is deleted.
create table system.event (
  id bigint constraint event_pkey primary key,
  at timestamptz not null,
  table_name text not null,
  record_id bigint not null,
  version bigint,
  action text not null
    constraint event_action_known check (action in ('insert', 'update', 'delete', 'done', 'failed')),
  parent_table text,
  parent_id bigint,
  account_id bigint,
  request_id text
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000,
  autovacuum_vacuum_cost_delay = 0);

-- The one writer of changes writes their events.
create or replace function audit.record() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
  with made as (
    insert into audit.change (account_id, request_id, table_name, record_id, parent_table, parent_id,
      action, old, new)
    values (access.account_id(), nullif(current_setting('crm.request', true), ''),
      tg_table_schema || '.' || tg_table_name, coalesce(new.id, old.id), tg_argv[1],
      (coalesce(after, before) ->> tg_argv[0])::bigint, lower(tg_op), before, after)
    returning id, at, table_name, record_id, action, parent_table, parent_id, account_id, request_id
  )
  insert into system.event (id, at, table_name, record_id, version, action, parent_table, parent_id,
    account_id, request_id)
  select m.id, m.at, m.table_name, m.record_id, (coalesce(after, before) ->> 'version')::bigint, m.action,
    m.parent_table, m.parent_id, m.account_id, m.request_id
  from made as m;
  return null;
end
$$;
comment on function audit.record is
  'Writes a change and its event. | Записывает изменение и его событие.';

-- A job is no record of the business and has no change; that it ended is an event all the same.
create function system.record_end() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into system.event (id, at, table_name, record_id, version, action)
  values (nextval('audit.change_id_seq'), clock_timestamp(), 'system.job', new.id, new.version, new.state);
  return null;
end
$$;
comment on function system.record_end is
  'Writes the event of a job''s end. | Записывает событие о конце задания.';
create trigger job_end after update of state on system.job
  for each row when (new.state in ('done', 'failed') and new.state <> old.state
    and new.account_id is not null)
  execute function system.record_end();
comment on trigger job_end on system.job is
  'Tells who asked that it has ended. | Сообщает заказчику, что оно закончено.';

-- Who consumes events: a function (events system.event[]) returns void, called as the owner in the transaction
-- that takes the events. Migrations make consumers, nobody else.
create table system.consumer (
  name text constraint consumer_pkey primary key
    constraint consumer_name_form check (name ~ '^[a-z][a-z0-9_]{0,39}$'),
  function_name text not null
    constraint consumer_function_form check (function_name ~ '^[a-z0-9_]+\.[a-z0-9_]+$'),
  most_failures integer not null default 8
    constraint consumer_most_failures_range check (most_failures between 1 and 100)
);

-- What a consumer could not take: the event itself, since its row in the queue is gone, and those of the
-- same record behind it.
create table system.delivery (
  id bigint generated always as identity constraint delivery_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  consumer text not null
    constraint delivery_consumer_fkey references system.consumer on delete cascade,
  event_id bigint not null,
  at timestamptz not null,
  table_name text not null,
  record_id bigint not null,
  record_version bigint,
  action text not null,
  parent_table text,
  parent_id bigint,
  account_id bigint,
  request_id text,
  failures integer not null default 0,
  -- When it is tried again; null for one that is parked or waits behind another.
  next_at timestamptz,
  parked_at timestamptz,
  fault_code text,
  -- In the words of PostgreSQL: for who runs the database, not for the API.
  fault text,
  state text not null generated always as (case when parked_at is not null then 'parked'
    when next_at is not null then 'failing' else 'waiting' end) stored,
  constraint delivery_event_key unique (consumer, event_id),
  constraint delivery_parked_still check (parked_at is null or next_at is null)
);
create index delivery_record_idx on system.delivery (consumer, table_name, record_id, event_id);
create index delivery_next_idx on system.delivery (next_at, event_id) where next_at is not null;

-- Up to where no event can come any more. Deleted events stay in the table and its index as long as any
-- transaction is open that might see them; who looks for the next begins here and need not pass them.
create table system.event_floor (
  id boolean constraint event_floor_pkey primary key default true
    constraint event_floor_single check (id),
  floor bigint not null default 0,
  next_floor bigint,
  next_xid xid8
);
insert into system.event_floor default values;

-- Hands events to one consumer, in their order: all at once, and where that fails in halves, down to the one
-- that cannot be taken, which is put aside. What is behind it of the same record is put aside with it.
create function system.deliver_to(p_consumer system.consumer, p_events system.event[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  free system.event[] := p_events;
  half integer;
  code text;
  words text;
begin
  if exists (select from system.delivery as d where d.consumer = p_consumer.name) then
    with behind as (
      insert into system.delivery (consumer, event_id, at, table_name, record_id, record_version, action,
        parent_table, parent_id, account_id, request_id)
      select p_consumer.name, e.id, e.at, e.table_name, e.record_id, e.version, e.action, e.parent_table,
        e.parent_id, e.account_id, e.request_id
      from unnest(p_events) as e
      where exists (
        select from system.delivery as d where d.consumer = p_consumer.name
          and d.table_name = e.table_name and d.record_id = e.record_id)
      returning event_id
    )
    select array_agg(e order by e.id) into free
    from unnest(p_events) as e where e.id not in (select b.event_id from behind as b);
  end if;
  if free is null then
    return;
  end if;
  begin
    execute format('select %s($1)', p_consumer.function_name) using free;
    return;
  exception when others then
    get stacked diagnostics code = returned_sqlstate, words = message_text;
  end;
  half := cardinality(free) / 2;
  if half = 0 then
    insert into system.delivery (consumer, event_id, at, table_name, record_id, record_version, action,
      parent_table, parent_id, account_id, request_id, failures, next_at, parked_at, fault_code, fault)
    select p_consumer.name, e.id, e.at, e.table_name, e.record_id, e.version, e.action, e.parent_table,
      e.parent_id, e.account_id, e.request_id, 1,
      case when p_consumer.most_failures > 1 then clock_timestamp() + system.job_pause(1) end,
      case when p_consumer.most_failures = 1 then clock_timestamp() end, code, words
    from unnest(free) as e;
  else
    perform system.deliver_to(p_consumer, free[:half]);
    perform system.deliver_to(p_consumer, free[half + 1:]);
  end if;
end
$$;
comment on function system.deliver_to is
  'Hands events to a consumer; puts aside what it cannot take. | Передаёт события потребителю; неудавшиеся откладывает.';

-- Tries again what was put aside and whose time has come. Where that succeeds the next of the same record
-- follows at once; where it fails too often the event is parked until somebody lets it go on.
create function system.deliver_again(p_most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  one system.delivery;
  consumer system.consumer;
  code text;
  words text;
begin
  for tries in 1..p_most loop
    select * into one from system.delivery as d where d.next_at <= clock_timestamp()
    order by d.next_at, d.event_id limit 1 for update;
    if not found then
      return tries - 1;
    end if;
    select * into consumer from system.consumer as c where c.name = one.consumer;
    begin
      execute format('select %s($1)', consumer.function_name) using array[row(one.event_id, one.at,
        one.table_name, one.record_id, one.record_version, one.action, one.parent_table, one.parent_id,
        one.account_id, one.request_id)::system.event];
      delete from system.delivery as d where d.id = one.id;
      update system.delivery as d set next_at = clock_timestamp(), version = d.version + 1
      where d.id = (
        select n.id from system.delivery as n where n.consumer = one.consumer
          and n.table_name = one.table_name and n.record_id = one.record_id
        order by n.event_id limit 1);
    exception when others then
      get stacked diagnostics code = returned_sqlstate, words = message_text;
      update system.delivery as d set failures = one.failures + 1, fault_code = code, fault = words,
        next_at = case when one.failures + 1 < consumer.most_failures
          then clock_timestamp() + system.job_pause(one.failures + 1) end,
        parked_at = case when one.failures + 1 >= consumer.most_failures then clock_timestamp() end,
        version = d.version + 1
      where d.id = one.id;
    end;
  end loop;
  return p_most;
end
$$;
comment on function system.deliver_again is
  'Tries again what consumers could not take. | Повторяет то, что потребители не смогли принять.';

-- Takes the oldest events that can be seen and hands them to every consumer, in one transaction with all that
-- the consumers write: what was taken and not handed on is in the queue again when this dies. One at a time
-- does so over all services (the lock ends with the transaction), which keeps the order of each record.
-- Answers how many were taken; null when another is at it.
create function system.deliver_events(p_most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place system.event_floor;
  is_fresh constant boolean := pg_current_xact_id_if_assigned() is null;
  is_settled boolean;
  ids bigint[];
  batch system.event[];
  consumer system.consumer;
begin
  if not pg_try_advisory_xact_lock(6517357, 5) then
    return null;
  end if;
  select * into place from system.event_floor;
  is_settled := place.next_xid <= pg_snapshot_xmin(pg_current_snapshot());
  ids := array(select e.id from system.event as e where e.id >= place.floor order by e.id limit p_most);
  if cardinality(ids) > 0 then
    with taken as (delete from system.event as e where e.id = any (ids) returning e)
    select array_agg(t.e order by (t.e).id) into batch from taken as t;
    for consumer in select * from system.consumer as c order by c.name loop
      perform system.deliver_to(consumer, batch);
    end loop;
    -- Every number up to the last of this batch was drawn before this transaction got its own: when all older
    -- transactions have ended, and the oldest event is a later one, none can come below. A transaction that is
    -- still to come is of the server from which this database was restored.
    is_settled := coalesce(is_settled and ids[1] > place.next_floor, false);
    if is_fresh and (is_settled or place.next_xid is null or place.next_xid > pg_current_xact_id()) then
      update system.event_floor as f set
        floor = case when is_settled then place.next_floor + 1 else f.floor end,
        next_floor = ids[cardinality(ids)], next_xid = pg_current_xact_id();
    end if;
  end if;
  return cardinality(ids) + system.deliver_again(100);
end
$$;
comment on function system.deliver_events is
  'Hands the oldest events to all consumers. | Передаёт старейшие события всем потребителям.';

-- Whoever runs the database gives up an event that can never be taken; what waits behind it follows.
create function system.skip_delivery(p_id bigint) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  gone system.delivery;
begin
  delete from system.delivery as d where d.id = p_id returning * into gone;
  update system.delivery as d set next_at = clock_timestamp(), version = d.version + 1
  where gone.state <> 'waiting' and d.id = (
    select n.id from system.delivery as n where n.consumer = gone.consumer
      and n.table_name = gone.table_name and n.record_id = gone.record_id
    order by n.event_id limit 1);
end
$$;
comment on function system.skip_delivery is
  'Gives up a delivery. | Отказывается от доставки.';

-- For who may change deliveries. Answers the state before; null where there is none.
create function system.retry_delivery(p_id bigint) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  select d.state into was from system.delivery as d
  where d.id = p_id and access.everything('deliveries', 'update') for update;
  update system.delivery as d set next_at = clock_timestamp(), parked_at = null, failures = 0,
    version = d.version + 1
  where d.id = p_id and was in ('parked', 'failing');
  return was;
end
$$;
comment on function system.retry_delivery is
  'Lets a parked delivery go on. | Возобновляет отложенную доставку.';

-- For monitoring.
create function system.event_figures(
  out waiting bigint, out lag double precision, out failing bigint, out behind bigint, out parked bigint)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select e.waiting, coalesce(extract(epoch from clock_timestamp() - e.oldest), 0)::double precision,
    d.failing, d.behind, d.parked
  from (select count(*), min(at) from system.event where id >= (select floor from system.event_floor))
      as e (waiting, oldest),
    (select count(*) filter (where state = 'failing'), count(*) filter (where state = 'waiting'),
      count(parked_at) from system.delivery) as d (failing, behind, parked);
end;
comment on function system.event_figures is
  'How many events wait, for how long, and what failed. | Сколько событий ждёт, как долго и что не удалось.';
grant execute on function system.deliver_events, system.retry_delivery to crm_service;
grant execute on function system.event_figures to crm_service, crm_limited, crm_reader, crm_monitor;

alter table system.event enable row level security;
alter table system.event_floor enable row level security;
alter table system.consumer enable row level security;
alter table system.delivery enable row level security;
create policy event_nobody on system.event for select using (false);
create policy event_floor_nobody on system.event_floor for select using (false);
create policy consumer_nobody on system.consumer for select using (false);
select access.make_policy('system.delivery'::regclass, 'select',
  '(select access.everything(''deliveries'', ''read''))');
grant select (id, version, created_at, consumer, event_id, at, table_name, record_id, action, account_id,
  request_id, failures, next_at, parked_at, fault_code, state) on system.delivery
  to crm_service, crm_limited, crm_reader;

insert into access.permission (role_id, resource, action, scope)
select r.id, 'deliveries', p.action, 'all'
from access.role as r
join (values ('administrator', 'read'), ('administrator', 'update'), ('administrator', 'export'),
  ('auditor', 'read'), ('auditor', 'export')) as p (code, action) on p.code = r.code;

comment on policy event_nobody on system.event is
  'Only the functions that hand events on. | Только функции передачи событий.';
comment on policy event_floor_nobody on system.event_floor is
  'Only the functions that hand events on. | Только функции передачи событий.';
comment on policy consumer_nobody on system.consumer is
  'Only the functions that hand events on. | Только функции передачи событий.';
comment on table system.event is
  'Event: a change that is still to be handed on. | Событие: изменение, которое ещё не передано.';
comment on column system.event.id is
  'Number: of the change in the audit. | Номер: изменения в аудите.';
comment on column system.event.at is 'At: when. | Когда: время события.';
comment on column system.event.table_name is 'Table: which. | Таблица: какая.';
comment on column system.event.record_id is 'Record: its id. | Запись: её номер.';
comment on column system.event.version is
  'Version: of the record, behind the change. | Версия: записи после изменения.';
comment on column system.event.action is
  'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось}';
comment on column system.event.parent_table is
  'Parent''s table: of an owned record. | Таблица владельца: подчинённой записи.';
comment on column system.event.parent_id is
  'Parent: the record that it belongs to. | Владелец: чему принадлежит запись.';
comment on column system.event.account_id is 'Account: who. | Учётная запись: кто.';
comment on column system.event.request_id is 'Request: of the API. | Запрос: к API.';
comment on constraint event_action_known on system.event is
  'The action is insert, update, delete, done or failed. | Действие: insert, update, delete, done или failed.';
comment on table system.event_floor is
  'Event floor: up to where all events are handed on. | Граница событий: до неё переданы все.';
comment on column system.event_floor.id is 'Number: there is one row. | Номер: строка одна.';
comment on column system.event_floor.floor is
  'Floor: no event has a smaller number. | Граница: меньших номеров нет.';
comment on column system.event_floor.next_floor is
  'Next floor: the last number of a batch. | Следующая граница: последний номер порции.';
comment on column system.event_floor.next_xid is
  'Transaction: when all older ones have ended it becomes the floor. | Транзакция: когда все более ранние кончатся, граница сдвинется.';
comment on constraint event_floor_single on system.event_floor is
  'There is one row. | Строка одна.';
comment on table system.consumer is
  'Consumer: who is told of events. | Потребитель: кому передаются события.';
comment on column system.consumer.name is 'Name: of the consumer. | Имя: потребителя.';
comment on column system.consumer.function_name is
  'Function: that takes events. | Функция: принимающая события.';
comment on column system.consumer.most_failures is
  'Most failures: after so many an event is parked. | Предел неудач: после стольких событие откладывается.';
comment on constraint consumer_name_form on system.consumer is
  'Small letters, digits and underscores. | Строчные буквы, цифры и подчёркивания.';
comment on constraint consumer_function_form on system.consumer is
  'A schema and a function. | Схема и функция.';
comment on constraint consumer_most_failures_range on system.consumer is
  'From 1 to 100 failures. | Неудач — от 1 до 100.';
comment on table system.delivery is
  'Delivery: an event that a consumer could not take yet. | Доставка: событие, которое потребитель пока не принял.';
comment on column system.delivery.id is 'Number: of the delivery. | Номер: доставки.';
comment on column system.delivery.version is
  'Version: grows with every change. | Версия: растёт с каждым изменением.';
comment on column system.delivery.created_at is
  'Created: when it was put aside. | Создано: когда отложена.';
comment on column system.delivery.consumer is 'Consumer: whose. | Потребитель: чья.';
comment on column system.delivery.event_id is
  'Event: the number of the change. | Событие: номер изменения.';
comment on column system.delivery.at is 'At: when it happened. | Когда: время события.';
comment on column system.delivery.table_name is 'Table: which. | Таблица: какая.';
comment on column system.delivery.record_id is 'Record: its id. | Запись: её номер.';
comment on column system.delivery.record_version is
  'Version of the record: behind the change. | Версия записи: после изменения.';
comment on column system.delivery.action is
  'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось}';
comment on column system.delivery.parent_table is
  'Parent''s table: of an owned record. | Таблица владельца: подчинённой записи.';
comment on column system.delivery.parent_id is
  'Parent: the record that it belongs to. | Владелец: чему принадлежит запись.';
comment on column system.delivery.account_id is 'Account: who. | Учётная запись: кто.';
comment on column system.delivery.request_id is 'Request: of the API. | Запрос: к API.';
comment on column system.delivery.failures is 'Failures: so many tries. | Неудачи: столько попыток.';
comment on column system.delivery.next_at is
  'Next at: when it is tried again. | Следующая попытка: когда.';
comment on column system.delivery.parked_at is
  'Parked at: since then nobody tries. | Отложена: с этого времени не пробуют.';
comment on column system.delivery.fault_code is
  'Fault code: of PostgreSQL. | Код ошибки: PostgreSQL.';
comment on column system.delivery.fault is
  'Fault: how the last try ended. | Ошибка: чем кончилась последняя попытка.';
comment on column system.delivery.state is
  'State: how it stands. | Состояние: как обстоит. {failing=Tried again/Повторяется, waiting=Waits behind another of its record/Ждёт другую той же записи, parked=Parked/Отложена}';
comment on constraint delivery_consumer_fkey on system.delivery is
  'There is no such consumer. | Такого потребителя нет.';
comment on constraint delivery_event_key on system.delivery is
  'This event is put aside already. | Это событие уже отложено.';
comment on constraint delivery_parked_still on system.delivery is
  'What is parked is not tried. | Отложенное не повторяют.';
