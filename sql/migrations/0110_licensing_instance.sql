-- 0110_licensing_instance: which instance this is, what it has seen of time, and what happened to it.
-- Why: an instance is known by a number of its own, which survives dump, upgrade and promotion; the rest are
-- witnesses. Kind: expand. Locks: access.account, SHARE ROW EXCLUSIVE for its new reference, for milliseconds.
-- Time: milliseconds. Forward only.
create table licensing.instance (
  one boolean constraint instance_pkey primary key default true
    constraint instance_single check (one),
  instance_id uuid not null default gen_random_uuid(),
  -- What a test copy was made from: a licence of that instance holds here too.
  origin_id uuid,
  environment text not null default 'production'
    constraint instance_environment_known check (environment in ('production', 'test')),
  created_at timestamptz not null default now(),
  -- Null until a service first serves on it.
  bound_at timestamptz,
  system_identifier numeric(20, 0),
  database_name text,
  database_oid oid,
  timeline integer,
  -- Keyed digests of the machines that have served on it, the latest first.
  hosts text[] not null default '{}'
    constraint instance_hosts_range check (cardinality(hosts) <= 16)
    -- One that is made of several would be longer.
    constraint instance_hosts_form check (hosts = '{}' or (
      array_to_string(hosts, ' ', '-') ~ '^[0-9a-f]{32,64}( [0-9a-f]{32,64})*$'
      and length(array_to_string(hosts, ' ')) < 65 * cardinality(hosts))),
  copy_since timestamptz,
  test_until timestamptz,
  test_renewals integer not null default 0
    constraint instance_test_renewals_range check (test_renewals between 0 and 4),
  moves timestamptz[] not null default '{}',
  constraint instance_witnessed check (
    num_nulls(bound_at, system_identifier, database_name, database_oid, timeline) in (0, 5))
);
insert into licensing.instance default values;

-- LINE is the time that is believed: it never goes back, and a leap forward counts only when it has proved
-- itself. All other times are the machine's.
create table licensing.clock (
  one boolean constraint clock_pkey primary key default true constraint clock_single check (one),
  line timestamptz not null default clock_timestamp(),
  looked_at timestamptz not null default clock_timestamp(),
  -- Since a leap that is not believed yet: how much time has passed in small steps, and on which days.
  doubt_passed interval,
  doubt_days date[] not null default '{}',
  constraint clock_doubt check (doubt_passed is not null or doubt_days = '{}')
);
insert into licensing.clock default values;

create table licensing.event (
  id bigint generated always as identity constraint event_pkey primary key,
  at timestamptz not null default clock_timestamp(),
  account_id bigint constraint event_account_fkey references access.account,
  login_name text not null default session_user,
  kind text not null constraint event_kind_form check (kind ~ '^[a-z][a-z_]{0,39}$'),
  detail jsonb not null default '{}'
);
create index event_account_idx on licensing.event (account_id);

create function licensing.note(p_kind text, p_detail jsonb) returns void
language sql set search_path = pg_catalog
begin atomic
  insert into licensing.event (account_id, kind, detail)
  values (access.account_id(), p_kind, p_detail);
end;
comment on function licensing.note is
  'Enters what happened to the licence. | Записывает, что произошло с лицензией.';

-- Everybody has the key for tests: what it signs is for instances that never did real work, nor were copied from one
-- that did.
create function licensing.takes_test_key(i licensing.instance) returns boolean
language sql immutable set search_path = pg_catalog
return i.environment = 'test' and i.origin_id is null;
comment on function licensing.takes_test_key is
  'Whether files of the key for tests count here. | Действуют ли здесь файлы тестового ключа.';

-- Looks at the clock, and answers what time it is for the ends of terms. Back: the line stands still.
-- A leap of more than 36 hours forward is doubted: the line goes on in the steps that are seen to pass, until
-- 72 hours of such steps, or three days on which somebody was here, speak for the leap.
create function licensing.tick() returns timestamptz
language plpgsql set search_path = pg_catalog as $$
declare
  c licensing.clock;
  present timestamptz;
  step interval;
begin
  select * into c from licensing.clock for update;
  present := clock_timestamp();
  step := present - c.looked_at;
  if present <= c.line or present - c.line <= interval '36 hours' then
    c.line := greatest(c.line, present);
    c.doubt_passed := null;
  elsif c.doubt_passed is null or step > interval '36 hours' then
    c.doubt_passed := '0';
    c.doubt_days := array[(present at time zone 'UTC')::date];
  else
    step := greatest(step, interval '0');
    c.doubt_passed := c.doubt_passed + step;
    c.line := c.line + step;
    if (present at time zone 'UTC')::date <> all (c.doubt_days) then
      c.doubt_days := c.doubt_days || (present at time zone 'UTC')::date;
    end if;
    if c.doubt_passed >= interval '72 hours' or cardinality(c.doubt_days) >= 3 then
      c.line := present;
      c.doubt_passed := null;
    end if;
  end if;
  update licensing.clock set line = c.line, looked_at = present, doubt_passed = c.doubt_passed,
    doubt_days = case when c.doubt_passed is null then '{}' else c.doubt_days end;
  return c.line;
end
$$;
comment on function licensing.tick is
  'Looks at the clock; the time by which terms end. | Сверяется с часами; время, по которому кончаются сроки.';

-- Something signed or recorded says that it is at least so late.
create function licensing.not_before(p_time timestamptz) returns void
language sql set search_path = pg_catalog
begin atomic
  update licensing.clock set line = p_time where line < p_time;
end;
comment on function licensing.not_before is
  'Moves the believed time on to what is certain. | Сдвигает время до заведомо наступившего.';

-- What is signed moves the believed time on for good. A vendor's or a machine's clock that is wrong must not do that:
-- a file may be ahead of the clock by as much as a leap is doubted for, and no more.
create function licensing.judge_issued(p_table text, p_issued timestamptz) returns void
language plpgsql stable set search_path = pg_catalog as $$
begin
  if p_issued > (select greatest(clock_timestamp(), c.line) from licensing.clock as c) + interval '72 hours' then
    perform licensing.refuse(p_table, 'issued_ahead',
      to_char(p_issued at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  end if;
end
$$;
comment on function licensing.judge_issued is
  'Refuses what was signed later than now. | Отклоняет подписанное позже, чем сейчас.';

-- The upper half of a cluster's number is the second in which it was made.
select licensing.not_before(to_timestamp(system_identifier >> 32)) from pg_control_system();

alter table licensing.instance enable row level security;
alter table licensing.clock enable row level security;
alter table licensing.event enable row level security;
create policy instance_all on licensing.instance for select using (true);
create policy clock_all on licensing.clock for select using (true);
create policy event_read on licensing.event for select
  using ((select access.level('license', 'read')) > 0);
comment on policy instance_all on licensing.instance is
  'Which instance this is, is no secret. | Какой это экземпляр — не тайна.';
comment on policy clock_all on licensing.clock is
  'The time is no secret. | Время — не тайна.';
comment on policy event_read on licensing.event is
  'For who may read the licence. | Для имеющих право читать лицензию.';
grant select on licensing.instance, licensing.clock, licensing.event
  to crm_service, crm_limited, crm_reader;

comment on table licensing.instance is
  'Instance: which one this database is, and what witnesses it. | Экземпляр: что это за база и чем это подтверждается.';
comment on column licensing.instance.one is 'One: there is one row. | Одна: строка одна.';
comment on column licensing.instance.instance_id is
  'Number: of this instance, for ever. | Номер: этого экземпляра, навсегда.';
comment on column licensing.instance.origin_id is
  'Origin: the instance that this test copy was made from. | Источник: экземпляр, с которого снята тестовая копия.';
comment on column licensing.instance.environment is
  'Environment: real work or trying out. | Среда: рабочая или тестовая. {production=Production/Рабочая, test=Test/Тестовая}';
comment on column licensing.instance.created_at is 'Created: when. | Создан: когда.';
comment on column licensing.instance.bound_at is
  'Bound at: when its witnesses were last entered. | Привязан: когда последний раз записаны признаки.';
comment on column licensing.instance.system_identifier is
  'Cluster: its number. | Кластер: его номер.';
comment on column licensing.instance.database_name is 'Database: its name. | База: её имя.';
comment on column licensing.instance.database_oid is
  'Database''s oid: in its cluster. | Oid базы: в её кластере.';
comment on column licensing.instance.timeline is
  'Timeline: grows when a standby is promoted. | Линия времени: растёт при повышении реплики.';
comment on column licensing.instance.hosts is
  'Machines: that have served on it, as digests. | Машины: служившие на ней, в виде дайджестов.';
comment on column licensing.instance.copy_since is
  'Copy since: since when no witness knows it. | Копия с: с какого времени признаки не совпадают.';
comment on column licensing.instance.test_until is
  'Test until: when trying out ends, unless it is renewed. | Тест до: когда кончается проба без продления.';
comment on column licensing.instance.test_renewals is
  'Renewals of the test: how often its time was begun anew. | Продления пробы: сколько раз срок начинали заново.';
comment on column licensing.instance.moves is
  'Moves: when the customer said that it has moved. | Переезды: когда заказчик заявил о переезде.';
comment on constraint instance_single on licensing.instance is
  'There is one instance. | Экземпляр один.';
comment on constraint instance_environment_known on licensing.instance is
  'The environment is production or test. | Среда: production или test.';
comment on constraint instance_hosts_range on licensing.instance is
  'At most 16 machines are remembered. | Запоминаются не более 16 машин.';
comment on constraint instance_hosts_form on licensing.instance is
  'A machine is a digest of 32 to 64 hexadecimal digits. | Машина — дайджест из 32–64 шестнадцатеричных цифр.';
comment on constraint instance_test_renewals_range on licensing.instance is
  'Trying out is renewed at most four times. | Проба продлевается не более четырёх раз.';
comment on constraint instance_witnessed on licensing.instance is
  'The witnesses are entered together. | Признаки записываются вместе.';
comment on table licensing.clock is
  'Clock: the time by which terms end. | Часы: время, по которому кончаются сроки.';
comment on column licensing.clock.one is 'One: there is one row. | Одна: строка одна.';
comment on column licensing.clock.line is
  'Line: the believed time; it never goes back. | Линия: время, которому верят; назад не идёт.';
comment on column licensing.clock.looked_at is
  'Looked at: what the machine''s clock said last. | Показание: что часы машины показали последний раз.';
comment on column licensing.clock.doubt_passed is
  'Doubt passed: seen to pass since a leap that is doubted. | Прошло в сомнении: сколько прошло после сомнительного скачка.';
comment on column licensing.clock.doubt_days is
  'Doubt days: with activity since the leap. | Дни в сомнении: дни с работой после скачка.';
comment on constraint clock_single on licensing.clock is 'There is one clock. | Часы одни.';
comment on constraint clock_doubt on licensing.clock is
  'Days count only in doubt. | Дни считаются только в сомнении.';
comment on table licensing.event is
  'Licence event: what happened to licence, instance and mode. | Событие лицензии: что произошло с лицензией, экземпляром и режимом.';
comment on column licensing.event.id is 'Number: of the event. | Номер: события.';
comment on column licensing.event.at is 'At: when. | Когда: время события.';
comment on column licensing.event.account_id is 'Account: who. | Учётная запись: кто.';
comment on column licensing.event.login_name is 'Log-in: in the database. | Имя входа: в базу.';
comment on column licensing.event.kind is 'Kind: what happened. | Вид: что произошло.';
comment on column licensing.event.detail is 'Detail: old and new. | Подробности: было и стало.';
comment on constraint event_account_fkey on licensing.event is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint event_kind_form on licensing.event is
  'A kind is small letters and underscores. | Вид — строчные буквы и подчёркивания.';
