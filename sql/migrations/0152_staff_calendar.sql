-- 0152_staff_calendar: which days are worked, and for how many hours.
-- Why: leave, timesheets and deadlines count days that a weekly pattern does not know: holidays, and days off that
-- a decree has moved. A year that nobody has entered is refused, never guessed. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create table staff.calendar (
  id bigint generated always as identity constraint calendar_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text not null
    constraint calendar_code_length check (length(code) between 1 and 50)
    constraint calendar_code_key unique,
  name text not null constraint calendar_name_length check (length(name) between 1 and 200),
  weekend bigint[] not null default '{6,7}'
    constraint calendar_weekend_days check (weekend <@ '{1,2,3,4,5,6,7}'),
  hours numeric(4, 2) not null default 8
    constraint calendar_hours_range check (hours > 0 and hours <= 24),
  -- How much shorter the day before a holiday is (Labour Code of Russia, article 95).
  short_by numeric(4, 2) not null default 1
    constraint calendar_short_range check (short_by >= 0 and short_by < hours),
  is_default boolean not null default false,
  archived_at timestamptz,
  constraint calendar_one_default exclude (is_default with =) where (is_default)
);

create table staff.calendar_year (
  id bigint generated always as identity constraint calendar_year_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  calendar_id bigint not null
    constraint calendar_year_calendar_fkey references staff.calendar on delete cascade,
  year integer not null constraint calendar_year_range check (year between 1900 and 2200),
  provisional boolean not null default false,
  source text constraint calendar_year_source_length check (length(source) <= 500),
  constraint calendar_year_once unique (calendar_id, year)
);

create table staff.calendar_day (
  id bigint generated always as identity constraint calendar_day_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  calendar_id bigint not null
    constraint calendar_day_calendar_fkey references staff.calendar on delete cascade,
  day date not null,
  kind text not null constraint calendar_day_kind_known check (kind in ('holiday', 'day_off', 'working', 'short')),
  name text constraint calendar_day_name_length check (length(name) between 1 and 200),
  moved_from date,
  constraint calendar_day_once unique (calendar_id, day),
  constraint calendar_day_moved check (moved_from is null or kind = 'day_off')
);

-- The calendar of days from one to another: kind, hours, and whether they are a public holiday.
create function staff.calendar_days(p_calendar bigint, p_from date, p_until date)
returns table (day date, kind text, hours numeric, name text)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select g.at::date, k.kind,
    case k.kind when 'working' then c.hours when 'short' then c.hours - c.short_by else 0 end, d.name
  from staff.calendar as c
  cross join generate_series(p_from::timestamp, p_until::timestamp, interval '1 day') as g (at)
  left join staff.calendar_day as d on d.calendar_id = c.id and d.day = g.at::date
  cross join lateral (select coalesce(d.kind, case when extract(isodow from g.at)::bigint = any (c.weekend)
    then 'weekend' else 'working' end) as kind) as k
  where c.id = p_calendar
  order by g.at;
end;
comment on function staff.calendar_days is
  'The days of a calendar, each with its kind and hours. | Дни календаря с видом и числом часов.';

-- What a stretch of days comes to; nothing but the years that lack where the calendar does not have all of them.
create function staff.working_time(p_calendar bigint, p_from date, p_until date,
  out calendar_days bigint, out working_days bigint, out holidays bigint, out hours numeric, out provisional boolean,
  out lacking text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  select string_agg(g.year::text, ', ' order by g.year) into lacking
  from generate_series(extract(year from p_from)::integer, extract(year from p_until)::integer) as g (year)
  where not exists (
    select from staff.calendar_year as y where y.calendar_id = p_calendar and y.year = g.year);
  if lacking is not null then
    return;
  end if;
  select count(*), count(*) filter (where d.kind in ('working', 'short')),
    count(*) filter (where d.kind = 'holiday'), coalesce(sum(d.hours), 0)
  into calendar_days, working_days, holidays, hours
  from staff.calendar_days(p_calendar, p_from, p_until) as d;
  provisional := exists (
    select from staff.calendar_year as y where y.calendar_id = p_calendar and y.provisional
      and y.year between extract(year from p_from) and extract(year from p_until));
end
$$;
comment on function staff.working_time is
  'How many days and hours are worked in a stretch of days. | Сколько дней и часов рабочие за указанные дни.';

alter table staff.employee add column calendar_id bigint
  constraint employee_calendar_fkey references staff.calendar;
create index employee_calendar_idx on staff.employee (calendar_id) where calendar_id is not null;
grant insert (calendar_id), update (calendar_id) on staff.employee to crm_service;
comment on column staff.employee.calendar_id is
  'Calendar: of his working days; the default one when empty. | Календарь: его рабочих дней; пусто — основной.';
comment on constraint employee_calendar_fkey on staff.employee is
  'There is no such calendar. | Такого календаря нет.';

create function staff.calendar_of(p_employee bigint) returns bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce((select e.calendar_id from staff.employee as e where e.id = p_employee),
    (select c.id from staff.calendar as c where c.is_default));
end;
comment on function staff.calendar_of is
  'The calendar by which somebody works. | Календарь, по которому работает сотрудник.';
grant execute on function staff.calendar_days, staff.working_time, staff.calendar_of
  to crm_service, crm_limited, crm_reader, crm_report;

comment on table staff.calendar is
  'Calendar: which days are worked. | Календарь: какие дни рабочие.';
comment on column staff.calendar.code is 'Code: a short unique name. | Код: краткое уникальное имя.';
comment on column staff.calendar.name is 'Name: what it is called. | Название: как называется.';
comment on column staff.calendar.weekend is
  'Weekend: days of the week that are off, 1 is Monday. | Выходные: дни недели, 1 — понедельник.';
comment on column staff.calendar.hours is 'Hours: of a working day. | Часов: в рабочем дне.';
comment on column staff.calendar.short_by is
  'Short by: how many hours a day before a holiday is shorter. | Сокращение: на сколько часов короче предпраздничный день.';
comment on column staff.calendar.is_default is
  'Default: for whoever has no other. | Основной: для тех, у кого нет другого.';
comment on constraint calendar_code_length on staff.calendar is
  'The code must have 1 to 50 characters. | Код должен быть от 1 до 50 знаков.';
comment on constraint calendar_code_key on staff.calendar is
  'Another calendar has this code. | Такой код уже есть у другого календаря.';
comment on constraint calendar_name_length on staff.calendar is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint calendar_weekend_days on staff.calendar is
  'Days of the week are 1, Monday, to 7, Sunday. | Дни недели: от 1 (понедельник) до 7 (воскресенье).';
comment on constraint calendar_hours_range on staff.calendar is
  'A working day has more than 0 and at most 24 hours. | В рабочем дне больше 0 и не больше 24 часов.';
comment on constraint calendar_short_range on staff.calendar is
  'A day can be shorter by 0 hours up to less than all of them. | Сократить можно на число часов от 0 и меньше длины дня.';
comment on constraint calendar_one_default on staff.calendar is
  'Another calendar is the default one. | Основной календарь уже есть.';
comment on table staff.calendar_year is
  'Year of a calendar: that has been entered. | Год календаря: который внесён.';
comment on column staff.calendar_year.calendar_id is 'Calendar: which. | Календарь: какой.';
comment on column staff.calendar_year.year is 'Year: which. | Год: какой.';
comment on column staff.calendar_year.provisional is
  'Provisional: until the days that are moved are decided. | Предварительно: пока не решены переносы.';
comment on column staff.calendar_year.source is 'Source: the law or decree. | Источник: закон или постановление.';
comment on constraint calendar_year_calendar_fkey on staff.calendar_year is
  'There is no such calendar. | Такого календаря нет.';
comment on constraint calendar_year_range on staff.calendar_year is
  'A year is 1900 to 2200. | Год: от 1900 до 2200.';
comment on constraint calendar_year_source_length on staff.calendar_year is
  'The source must have at most 500 characters. | Источник должен быть не длиннее 500 знаков.';
comment on constraint calendar_year_once on staff.calendar_year is
  'The calendar has this year already. | Этот год в календаре уже есть.';
comment on table staff.calendar_day is
  'Day of a calendar: that is not as its day of the week. | День календаря: не такой, как его день недели.';
comment on column staff.calendar_day.calendar_id is 'Calendar: which. | Календарь: какой.';
comment on column staff.calendar_day.day is 'Day: which. | День: какой.';
comment on column staff.calendar_day.kind is
  'Kind: of the day. | Вид: дня. {holiday=Public holiday/Нерабочий праздничный, day_off=Day off/Выходной, working=Working day/Рабочий, short=Shorter working day/Сокращённый рабочий}';
comment on column staff.calendar_day.name is 'Name: of the holiday. | Название: праздника.';
comment on column staff.calendar_day.moved_from is
  'Moved from: the day whose day off was moved here. | Перенесено с: чей выходной перенесён сюда.';
comment on constraint calendar_day_calendar_fkey on staff.calendar_day is
  'There is no such calendar. | Такого календаря нет.';
comment on constraint calendar_day_kind_known on staff.calendar_day is
  'The kind is holiday, day_off, working or short. | Вид: holiday, day_off, working или short.';
comment on constraint calendar_day_name_length on staff.calendar_day is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint calendar_day_once on staff.calendar_day is
  'The calendar has this day already. | Этот день в календаре уже есть.';
comment on constraint calendar_day_moved on staff.calendar_day is
  'Only a day off is moved from elsewhere. | Перенести можно только выходной.';

select system.business('staff.calendar'::regclass);
select access.protect_shared('staff.calendar'::regclass, 'calendars');
select system.business('staff.calendar_year'::regclass, 'calendar_id', 'staff.calendar'::regclass);
select access.protect_shared('staff.calendar_year'::regclass, 'calendar_years');
select system.business('staff.calendar_day'::regclass, 'calendar_id', 'staff.calendar'::regclass);
select access.protect_shared('staff.calendar_day'::regclass, 'calendar_days');
select staff.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    '{calendars,calendar_years,calendar_days}', '{read}', 'all'),
  staff.permit('{administrator,hr}', '{calendars,calendar_years,calendar_days}',
    '{create,update,delete,export,import}', 'all'),
  staff.permit('{auditor}', '{calendars,calendar_years,calendar_days}', '{export}', 'all');
