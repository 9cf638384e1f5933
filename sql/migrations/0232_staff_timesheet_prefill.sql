-- 0232_staff_timesheet_prefill: the days of a timesheet filled in from the calendar, or from the time that was entered.
-- Why: nobody types twenty days of eight hours, or what he has entered once. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the functions.

-- What the calendar has for somebody on each day of a month, by his rate, without days on which he is away.
create function staff.planned_hours(p_employee bigint, p_month date) returns table (day date, hours numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select d.day, least(round(d.hours * sum(m.rate), 2), 24)
  from staff.calendar_days(
    staff.calendar_of(p_employee), p_month, (p_month + interval '1 month')::date - 1) as d
  join staff.employment as m on m.employee_id = p_employee and d.day <@ staff.days(m.valid_from, m.valid_until)
  where d.hours > 0 and not exists (
    select from staff.absence as a
    where a.employee_id = p_employee and a.state = 'approved' and d.day between a.valid_from and a.valid_until)
  group by d.day, d.hours;
end;
comment on function staff.planned_hours is
  'The hours that somebody is to work on each day of a month. | Часы, которые сотрудник должен отработать по дням месяца.';

-- What somebody has entered as worked, whatever on.
create function staff.entered_hours(p_employee bigint, p_month date) returns table (day date, hours numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select t.worked_on, least(round(sum(t.minutes) / 60.0, 2), 24)
  from work.time_entry as t join staff.employee as e on e.account_id = t.owner_id
  where e.id = p_employee and t.archived_at is null
    and t.worked_on >= p_month and t.worked_on < p_month + interval '1 month'
  group by t.worked_on;
end;
comment on function staff.entered_hours is
  'The hours that somebody has entered on each day of a month. | Часы, которые сотрудник записал по дням месяца.';
revoke execute on function staff.planned_hours, staff.entered_hours from public;

-- The state of the timesheet, which is filled where it is a draft; null for one that the caller's right does not
-- reach. P_SOURCE is calendar or time_entries. Days that have hours already stay as they are.
create function staff.prefill_timesheet(p_timesheet bigint, p_source text) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  t staff.timesheet;
  lacking text;
begin
  perform licensing.demand_writing();
  select * into t from staff.timesheet as o where o.id = p_timesheet for update;
  if t.id is null or not (access.everything('timesheets', 'update')
    or t.employee_id = any (staff.reached('timesheets', 'update')))
  then
    return null;
  elsif t.state <> 'draft' then
    return t.state;
  end if;
  if p_source = 'calendar' then
    lacking := (staff.working_time(staff.calendar_of(t.employee_id), t.month, t.month)).lacking;
    if lacking is not null then
      perform staff.refuse('timesheet', 'timesheet_year_entered', 'month', lacking);
    end if;
  elsif not exists (select from staff.employee as e where e.id = t.employee_id and e.account_id is not null) then
    perform staff.refuse('timesheet', 'timesheet_of_account', 'employee_id', null);
  end if;
  insert into staff.timesheet_day (timesheet_id, day, hours)
  select t.id, h.day, h.hours
  from (
    select p.day, p.hours from staff.planned_hours(t.employee_id, t.month) as p where p_source = 'calendar'
    union all
    select e.day, e.hours from staff.entered_hours(t.employee_id, t.month) as e where p_source <> 'calendar') as h
  where h.hours > 0 and not exists (
    select from staff.timesheet_day as d where d.timesheet_id = t.id and d.day = h.day)
  order by h.day;
  return t.state;
end
$$;
comment on function staff.prefill_timesheet is
  'Fills the empty days of a timesheet from the calendar or the time entered. | Заполняет пустые дни табеля по календарю или записям времени.';
grant execute on function staff.prefill_timesheet to crm_service;
