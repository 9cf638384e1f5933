-- 0047_system_schedule: jobs that come back, by cron expressions.
-- Why: nightly and hourly work must run once, whichever and however many services are up. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.

-- One field of a crontab(5) line as the numbers it means: `*`, `5`, `1-5`, `*/15`, `10-40/10`, `mon-fri`,
-- and lists of those. Null where it means nothing.
create function system.cron_field(p_field text, p_low integer, p_high integer, p_names text[]) returns integer[]
language plpgsql immutable set search_path = pg_catalog as $$
declare
  part text;
  piece text[];
  first integer;
  last integer;
  step integer;
  numbers integer[] := '{}';
begin
  foreach part in array string_to_array(lower(p_field), ',') loop
    piece := regexp_match(part, '^(?:(\*)|([a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?)(?:/(\d{1,2}))?$');
    first := case when piece[1] is not null then p_low
      else coalesce(array_position(p_names, piece[2]) - 1 + p_low, (substring(piece[2] from '^\d+$'))::integer) end;
    last := case when piece[1] is not null then p_high
      when piece[3] is not null then
        coalesce(array_position(p_names, piece[3]) - 1 + p_low, (substring(piece[3] from '^\d+$'))::integer)
      when piece[4] is not null then p_high else first end;
    step := coalesce(piece[4]::integer, 1);
    if first is null or last is null or step < 1 or first < p_low or last > p_high or first > last then
      return null;
    end if;
    numbers := numbers || array(select generate_series(first, last, step));
  end loop;
  return array(select distinct n from unnest(numbers) as n order by n);
end
$$;
comment on function system.cron_field is
  'The numbers that a field of a cron expression means. | Числа, которые значит поле cron-выражения.';

create function system.cron_fields(p_cron text)
returns table (minutes integer[], hours integer[], days integer[], months integer[], weekdays integer[], any_day boolean)
language plpgsql immutable set search_path = pg_catalog as $$
declare
  part constant text[] := regexp_split_to_array(btrim(case lower(btrim(p_cron))
    when '@hourly' then '0 * * * *' when '@daily' then '0 0 * * *' when '@midnight' then '0 0 * * *'
    when '@weekly' then '0 0 * * 0' when '@monthly' then '0 0 1 * *' when '@yearly' then '0 0 1 1 *'
    when '@annually' then '0 0 1 1 *' else p_cron end), '\s+');
begin
  if cardinality(part) <> 5 then
    return;
  end if;
  minutes := system.cron_field(part[1], 0, 59, null);
  hours := system.cron_field(part[2], 0, 23, null);
  days := system.cron_field(part[3], 1, 31, null);
  months := system.cron_field(part[4], 1, 12, '{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}');
  -- Sunday is 0 and 7.
  weekdays := array(select distinct n % 7 from unnest(
    system.cron_field(part[5], 0, 7, '{sun,mon,tue,wed,thu,fri,sat}')) as n order by 1);
  -- Where both are told, either will do (crontab(5)).
  any_day := part[3] not like '*%' and part[5] not like '*%';
  if minutes is null or hours is null or days is null or months is null or cardinality(weekdays) = 0 then
    return;
  end if;
  return next;
end
$$;
comment on function system.cron_fields is
  'A cron expression taken apart; no row where it is none. | Cron-выражение по частям; нет строки, если неверно.';

-- The first instant behind P_AFTER that the expression means on the clocks of the zone; null where there is
-- none within five years. A time that a change of the clocks leaves out comes as much later, one that it
-- repeats comes once.
create function system.cron_next(p_cron text, p_zone text, p_after timestamptz) returns timestamptz
language plpgsql stable set search_path = pg_catalog as $$
declare
  part record;
  day date := (p_after at time zone p_zone)::date;
  next_at timestamptz;
begin
  select * into part from system.cron_fields(p_cron);
  if not found then
    return null;
  end if;
  for ahead in 0..1830 loop
    if extract(month from day)::integer = any (part.months) and (case
        when part.any_day then extract(day from day)::integer = any (part.days)
          or extract(dow from day)::integer = any (part.weekdays)
        else extract(day from day)::integer = any (part.days)
          and extract(dow from day)::integer = any (part.weekdays) end) then
      select min(t.at) into next_at from (
        select (day + make_time(h, m, 0)) at time zone p_zone as at
        from unnest(part.hours) as h cross join unnest(part.minutes) as m) as t
      where t.at > p_after;
      exit when next_at is not null;
    end if;
    day := day + 1;
  end loop;
  return next_at;
end
$$;
comment on function system.cron_next is
  'When a cron expression comes next. | Когда cron-выражение сработает в следующий раз.';

create function system.cron_valid(p_cron text) returns boolean
language sql immutable
return exists (select from system.cron_fields(p_cron));
comment on function system.cron_valid is
  'Whether it is a cron expression. | Верно ли cron-выражение.';
grant execute on function system.cron_field, system.cron_fields, system.cron_valid to crm_service;

create table system.schedule (
  id bigint generated always as identity constraint schedule_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint constraint schedule_created_by_fkey references access.account,
  updated_at timestamptz not null default now(),
  updated_by bigint constraint schedule_updated_by_fkey references access.account,
  -- Null: the system's own work.
  account_id bigint constraint schedule_account_fkey references access.account,
  kind text not null constraint schedule_kind_form check (kind ~ '^[a-z][a-z0-9-]{0,39}$'),
  cron text not null constraint schedule_cron_form check (system.cron_valid(cron)),
  zone text not null default 'UTC' constraint schedule_known_zone check (access.time_zone_known(zone)),
  enabled boolean not null default true,
  input jsonb not null default '{}',
  next_at timestamptz,
  last_at timestamptz,
  constraint schedule_never check (not enabled or next_at is not null)
);
create unique index schedule_own_key on system.schedule (kind) where account_id is null;
create index schedule_next_idx on system.schedule (next_at) where enabled;
create index schedule_account_idx on system.schedule (account_id);
create index schedule_created_by_idx on system.schedule (created_by);
create index schedule_updated_by_idx on system.schedule (updated_by);

create function system.set_next() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  new.next_at := null;
  if new.enabled and system.cron_valid(new.cron) and access.time_zone_known(new.zone) then
    new.next_at := system.cron_next(new.cron, new.zone, clock_timestamp());
  end if;
  return new;
end
$$;
comment on function system.set_next is
  'Finds out when a schedule comes next. | Вычисляет следующее срабатывание.';
create trigger schedule_next before insert or update of cron, zone, enabled on system.schedule
  for each row execute function system.set_next();
comment on trigger schedule_next on system.schedule is
  'Finds out when it comes next. | Вычисляет следующее срабатывание.';
-- What moves by itself is no change that anybody made.
create trigger touch_schedule before insert or update of cron, zone, enabled on system.schedule
  for each row execute function system.touch();
create trigger audit_schedule after insert or delete or update of cron, zone, enabled on system.schedule
  for each row execute function audit.record();
comment on trigger touch_schedule on system.schedule is
  'Keeps version, times and authors. | Ведёт версию, время и авторов.';
comment on trigger audit_schedule on system.schedule is
  'Keeps what was and what is. | Хранит, что было и что стало.';

-- One job of a schedule at a time: what is late does not pile up.
alter table system.job add column schedule_id bigint
  constraint job_schedule_fkey references system.schedule on delete set null;
create unique index job_schedule_key on system.job (schedule_id) where state in ('waiting', 'running');
create index job_schedule_idx on system.job (schedule_id) where schedule_id is not null;
comment on column system.job.schedule_id is
  'Schedule: that made it. | Расписание: по которому создано.';
comment on constraint job_schedule_fkey on system.job is
  'There is no such schedule. | Такого расписания нет.';
comment on index system.job_schedule_key is
  'The last job of this schedule has not ended. | Прошлое задание этого расписания не закончено.';

create function system.fire_schedules() returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  made bigint;
begin
  with due as (
    select s.id from system.schedule as s
    where s.enabled and s.next_at <= clock_timestamp() order by s.id for update skip locked
  ), moved as (
    update system.schedule as s set last_at = clock_timestamp(),
      next_at = coalesce(system.cron_next(s.cron, s.zone, clock_timestamp()), 'infinity')
    from due where s.id = due.id
    returning s.id, s.account_id, s.kind, s.input
  )
  insert into system.job (schedule_id, account_id, kind, input)
  select m.id, m.account_id, m.kind, m.input from moved as m
  on conflict (schedule_id) where state in ('waiting', 'running') do nothing;
  get diagnostics made = row_count;
  return made;
end
$$;
comment on function system.fire_schedules is
  'Makes the jobs whose time has come. | Создаёт задания, чьё время пришло.';

-- A kind's own schedule, once; afterwards it is the administrator's.
create function system.declare_schedule(p_kind text, p_cron text) returns void
language sql security definer set search_path = pg_catalog
begin atomic
  insert into system.schedule (kind, cron) values (p_kind, p_cron)
  on conflict (kind) where account_id is null do nothing;
end;
comment on function system.declare_schedule is
  'Enters the schedule that a kind of job begins with. | Заносит начальное расписание вида заданий.';
grant execute on function system.fire_schedules, system.declare_schedule to crm_service;

select access.protect_shared('system.schedule'::regclass, 'schedules');
revoke insert, delete on system.schedule from crm_service;
revoke update on system.schedule from crm_service;
grant update (cron, zone, enabled) on system.schedule to crm_service;

insert into access.permission (role_id, resource, action, scope)
select r.id, p.resource, p.action, 'all'
from access.role as r
join (values
  ('administrator', 'jobs', 'read'), ('administrator', 'jobs', 'update'), ('administrator', 'jobs', 'export'),
  ('administrator', 'schedules', 'read'), ('administrator', 'schedules', 'update'),
  ('administrator', 'schedules', 'export'),
  ('auditor', 'jobs', 'read'), ('auditor', 'jobs', 'export'), ('auditor', 'schedules', 'read')
) as p (code, resource, action) on p.code = r.code;

comment on table system.schedule is
  'Schedule: when a job comes back. | Расписание: когда задание повторяется.';
comment on column system.schedule.id is 'Number: of the schedule. | Номер: расписания.';
comment on column system.schedule.version is
  'Version: grows with every change. | Версия: растёт с каждым изменением.';
comment on column system.schedule.created_at is 'Created: when it was entered. | Создано: когда внесено.';
comment on column system.schedule.created_by is
  'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';
comment on column system.schedule.updated_at is
  'Changed: when it was last changed. | Изменено: когда менялось последний раз.';
comment on column system.schedule.updated_by is
  'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';
comment on column system.schedule.account_id is
  'Account: with whose rights; empty for the system''s own. | Учётная запись: с чьими правами; пусто — системное.';
comment on column system.schedule.kind is 'Kind: of the job. | Вид: задания.';
comment on column system.schedule.cron is
  'Cron: minute, hour, day, month, weekday as in crontab(5), or @hourly, @daily, @weekly, @monthly. | Cron: минута, час, день, месяц, день недели, как в crontab(5), или @hourly, @daily, @weekly, @monthly.';
comment on column system.schedule.zone is
  'Zone: whose clocks count, by its IANA name. | Пояс: по чьим часам, имя IANA.';
comment on column system.schedule.enabled is 'Enabled: whether it counts. | Включено: действует ли.';
comment on column system.schedule.input is 'Input: for the job. | Данные: для задания.';
comment on column system.schedule.next_at is 'Next at: when it comes. | Следующий раз: когда сработает.';
comment on column system.schedule.last_at is 'Last at: when it came. | Прошлый раз: когда сработало.';
comment on constraint schedule_kind_form on system.schedule is
  'There is no such kind of job. | Такого вида заданий нет.';
comment on constraint schedule_cron_form on system.schedule is
  'Five fields as in crontab(5), such as 30 2 * * mon-fri. | Пять полей, как в crontab(5), например 30 2 * * mon-fri.';
comment on constraint schedule_known_zone on system.schedule is
  'There is no such time zone; Europe/Moscow is one. | Такого часового пояса нет; пример: Europe/Moscow.';
comment on constraint schedule_never on system.schedule is
  'This day never comes. | Такой день никогда не наступит.';
comment on constraint schedule_account_fkey on system.schedule is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint schedule_created_by_fkey on system.schedule is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint schedule_updated_by_fkey on system.schedule is
  'There is no such account. | Такой учётной записи нет.';
comment on index system.schedule_own_key is
  'The system has a schedule for this kind already. | Системное расписание такого вида уже есть.';
