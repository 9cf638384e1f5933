-- 0157_staff_absence_decision: approval, refusal and withdrawal of an absence, each in one step.
-- Why: the state, the days that count and the ledger change together or not at all. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the functions.

-- How many days of an absence count, by its type and the employee's calendar; refused for a year that the calendar
-- does not have.
create function staff.counted_days(a staff.absence) returns numeric
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  counts constant text := (select t.counts from staff.absence_type as t where t.id = a.absence_type_id);
  w record;
begin
  select * into w from staff.working_time(staff.calendar_of(a.employee_id), a.valid_from, a.valid_until);
  if w.lacking is not null then
    perform staff.refuse('absence', 'absence_year_entered', 'valid_until', w.lacking);
  end if;
  return case counts when 'working' then w.working_days else w.calendar_days - w.holidays end;
end
$$;
comment on function staff.counted_days is
  'How many days of an absence count. | Сколько дней отсутствия засчитывается.';

-- An absence that cannot be counted is refused when it is asked for, not when it is decided.
create function staff.judge_absence_year() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform staff.counted_days(new);
  return null;
end
$$;
comment on function staff.judge_absence_year is
  'Refuses an absence whose year is in no calendar. | Не принимает отсутствие, год которого не внесён в календарь.';
create constraint trigger absence_year_entered
  after insert or update of valid_from, valid_until, employee_id, absence_type_id on staff.absence
  for each row execute function staff.judge_absence_year();
comment on trigger absence_year_entered on staff.absence is
  'The calendar of the employee has no days of {value}: enter them first. | В календаре сотрудника нет дней за {value}: сначала внесите их.';

-- The state that the absence was in; null for one that the caller's right to approve does not reach, which is told
-- like one that does not exist. P_STATE is approved, rejected or cancelled.
create function staff.decide_absence(p_absence bigint, p_state text, p_reason text) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  a staff.absence;
  entitled boolean;
begin
  perform licensing.demand_writing();
  -- In the order of who lets him go.
  perform from staff.employee as e
  where e.id = (select o.employee_id from staff.absence as o where o.id = p_absence) for no key update;
  if p_state = 'cancelled' then
    perform access.lock_rights(false);
  end if;
  select * into a from staff.absence as o where o.id = p_absence for update;
  if a.id is null or not (access.everything('absences', 'approve')
    or a.employee_id = any (staff.reached('absences', 'approve')))
  then
    return null;
  end if;
  if a.state <> (case p_state when 'cancelled' then 'approved' else 'requested' end) then
    return a.state;
  end if;
  select t.entitled into entitled from staff.absence_type as t where t.id = a.absence_type_id;
  update staff.absence as o set state = p_state, decided_at = now(), decided_by = access.account_id(),
    decision_reason = p_reason, days = case p_state when 'approved' then staff.counted_days(a) else o.days end
  where o.id = a.id returning o.days into a.days;
  if entitled and a.days > 0 and p_state <> 'rejected' then
    insert into staff.entitlement (employee_id, absence_type_id, entered_for, kind, days, absence_id)
    select a.employee_id, a.absence_type_id, a.valid_from, k.kind, k.sign * a.days, a.id
    from (values ('approved', 'absence', -1), ('cancelled', 'return', 1)) as k (state, kind, sign)
    where k.state = p_state;
  end if;
  return a.state;
end
$$;
comment on function staff.decide_absence is
  'Approves, refuses or withdraws an absence. | Согласует, отклоняет или отзывает отсутствие.';
grant execute on function staff.decide_absence to crm_service;

-- Who is away on which days, and the kinds of the days, in one statement; runs as who asks.
create function staff.absence_calendar(p_from date, p_until date, p_department bigint) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  select jsonb_build_object('from', p_from, 'until', p_until,
    'days', (
      select jsonb_agg(jsonb_build_object('day', d.day, 'kind', d.kind, 'name', d.name) order by d.day)
      from staff.calendar as c cross join lateral staff.calendar_days(c.id, p_from, p_until) as d
      where c.is_default),
    'data', coalesce((
      select jsonb_agg(jsonb_build_object('employee_id', p.id, 'name', p.name, 'absences', p.absences)
        order by p.name_key, p.id)
      from (
        select e.id, e.name, e.name_key, jsonb_agg(jsonb_build_object('id', a.id, 'type', t.code,
          'from', a.valid_from, 'until', a.valid_until, 'state', a.state) order by a.valid_from) as absences
        from staff.absence as a
        join staff.employee as e on e.id = a.employee_id
        join staff.absence_type as t on t.id = a.absence_type_id
        where a.state in ('requested', 'approved') and a.valid_from <= p_until and a.valid_until >= p_from
          and (p_department is null or exists (
            select from staff.employment as m join staff.position as o on o.id = m.position_id
            where m.employee_id = a.employee_id and o.department_id = p_department
              and m.valid_from <= p_until and (m.valid_until is null or m.valid_until >= p_from)))
        group by e.id, e.name, e.name_key) as p), '[]'));
end;
comment on function staff.absence_calendar is
  'Who is away on which days. | Кого и в какие дни нет.';
grant execute on function staff.absence_calendar to crm_service, crm_limited, crm_reader, crm_report;
