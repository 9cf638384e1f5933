-- 0162_staff_departure: somebody leaves: in one transaction his account, roles, sessions, tokens and seat end, what he
-- held is closed, what he owned is handed over, and a report says what.
-- Why: a leaver is refused by the next request, and nothing of his is forgotten. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create table staff.departure (
  id bigint generated always as identity constraint departure_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  employee_id bigint not null constraint departure_employee_fkey references staff.employee,
  last_day date not null,
  account_id bigint constraint departure_account_fkey references access.account,
  successor_id bigint constraint departure_successor_fkey references access.account,
  notes text constraint departure_notes_length check (length(notes) <= 2000),
  report jsonb not null default '{}',
  constraint departure_once unique (employee_id, last_day),
  -- A day ahead: somewhere it is tomorrow already.
  constraint departure_not_ahead check (last_day <= (created_at at time zone 'UTC')::date + 1)
);
create index departure_account_idx on staff.departure (account_id) where account_id is not null;
create index departure_successor_idx on staff.departure (successor_id) where successor_id is not null;

create function staff.judge_departure() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  waiting bigint;
begin
  case tg_name
    when 'departure_not_own' then
      if new.account_id = access.account_id() then
        perform staff.refuse('departure', tg_name, 'employee_id', null);
      end if;
    when 'departure_successor_active' then
      if new.successor_id in (new.account_id, access.account_id()) or not exists (
        select from access.account as a where a.id = new.successor_id and a.kind = 'person'
          and a.locked_at is null and a.archived_at is null)
      then
        perform staff.refuse('departure', tg_name, 'successor_id', null);
      end if;
    else
      waiting := system.count_handed_over('access.account'::regclass, new.account_id);
      if waiting > 0 then
        perform staff.refuse('departure', tg_name, 'successor_id', waiting::text);
      end if;
  end case;
  return null;
end
$$;
comment on function staff.judge_departure is
  'Refuses a departure of oneself, and one without a fit successor. | Не даёт уволить себя или без подходящего преемника.';
create constraint trigger departure_not_own after insert on staff.departure
  for each row when (new.account_id is not null) execute function staff.judge_departure();
create constraint trigger departure_successor_active after insert on staff.departure
  for each row when (new.successor_id is not null) execute function staff.judge_departure();
create constraint trigger departure_successor_needed after insert on staff.departure
  for each row when (new.account_id is not null and new.successor_id is null)
  execute function staff.judge_departure();

-- Whose work it becomes where nobody is named: the manager's, else the head's of the department; an account that can
-- do it, and is not that of who asks.
create function staff.default_successor(p_employee bigint, p_day date) returns bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select a.id
  from (
    select l.manager_id as id, 1 as rank from staff.reporting_line as l
    where l.employee_id = p_employee and l.valid_from <= p_day and (l.valid_until is null or l.valid_until >= p_day)
    union all
    select h.employee_id, 2
    from staff.employment as m join staff.position as p on p.id = m.position_id
    join staff.headship as h on h.department_id = p.department_id
      and h.valid_from <= p_day and (h.valid_until is null or h.valid_until >= p_day)
    where m.employee_id = p_employee and h.employee_id <> p_employee
      and m.valid_from <= p_day and (m.valid_until is null or m.valid_until >= p_day)) as o
  join staff.employee as e on e.id = o.id
  join access.account as a on a.id = e.account_id and a.kind = 'person'
    and a.locked_at is null and a.archived_at is null and a.id is distinct from access.account_id()
  order by o.rank limit 1;
end;
comment on function staff.default_successor is
  'Whose work somebody''s becomes where nobody is named. | К кому переходит работа, если никто не указан.';

-- Absences behind the last day: those that were asked for go, those that were approved are withdrawn.
create function staff.leave_absences(p_from bigint, p_to bigint, p_last date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  gone bigint;
  withdrawn bigint;
begin
  delete from staff.absence as a where a.employee_id = p_from and a.state = 'requested' and a.valid_until > p_last;
  get diagnostics gone = row_count;
  with ended as (
    -- Nobody decides about what he has entered himself: there the one who approved it stays named.
    update staff.absence as a set state = 'cancelled', decided_at = now(), decision_reason = null,
      decided_by = case when a.created_by = access.account_id() then a.decided_by else access.account_id() end
    where a.employee_id = p_from and a.state = 'approved' and a.valid_from > p_last
    returning a.*
  ), back as (
    insert into staff.entitlement (employee_id, absence_type_id, entered_for, kind, days, absence_id)
    select e.employee_id, e.absence_type_id, e.valid_from, 'return', e.days, e.id
    from ended as e join staff.absence_type as t on t.id = e.absence_type_id
    where t.entitled and e.days > 0)
  select count(*) into withdrawn from ended;
  return gone + withdrawn;
end
$$;
comment on function staff.leave_absences is
  'Withdraws the absences of somebody behind his last day. | Отзывает отсутствия после последнего дня.';

-- Whoever reported to the leaver reports to his successor from the next day on, or else to nobody.
create function staff.leave_reports(p_from bigint, p_to bigint, p_last date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  heir constant bigint := (
    select d.successor_employee from (
      select e.id as successor_employee from staff.departure as o
      join staff.employee as e on e.account_id = o.successor_id and e.archived_at is null
      where o.employee_id = p_from order by o.id desc limit 1) as d);
  line staff.reporting_line;
  done bigint := 0;
begin
  for line in
    select * from staff.reporting_line as l
    where l.manager_id = p_from and (l.valid_until is null or l.valid_until > p_last) for update
  loop
    if line.valid_from > p_last then
      delete from staff.reporting_line as l where l.id = line.id;
    else
      update staff.reporting_line as l set valid_until = p_last where l.id = line.id;
    end if;
    if heir is not null and line.employee_id <> heir and not exists (
        select from staff.reporting_line as l where l.employee_id = line.employee_id
          and staff.days(l.valid_from, l.valid_until)
            && staff.days(greatest(line.valid_from, p_last + 1), line.valid_until))
      and staff.circle(line.employee_id, heir, greatest(line.valid_from, p_last + 1), line.valid_until) is null
    then
      insert into staff.reporting_line (employee_id, manager_id, valid_from, valid_until)
      values (line.employee_id, heir, greatest(line.valid_from, p_last + 1), line.valid_until);
    end if;
    done := done + 1;
  end loop;
  return done;
end
$$;
comment on function staff.leave_reports is
  'Gives the people of a manager who leaves to his successor. | Переводит подчинённых уходящего к преемнику.';

insert into system.succession (place, rule, condition, function_name) values
  ('staff.absence.decided_by', 'keep', null, null),
  ('staff.absence.employee_id', 'call', null, 'staff.leave_absences'),
  ('staff.departure.account_id', 'keep', null, null),
  ('staff.departure.employee_id', 'keep', null, null),
  ('staff.departure.successor_id', 'keep', null, null),
  ('staff.employee.account_id', 'keep', null, null),
  ('staff.employee_skill.employee_id', 'keep', null, null),
  ('staff.employment.employee_id', 'close', null, null),
  ('staff.entitlement.employee_id', 'keep', null, null),
  ('staff.headship.employee_id', 'close', null, null),
  ('staff.personal_document.employee_id', 'keep', null, null),
  ('staff.reporting_line.employee_id', 'close', null, null),
  ('staff.reporting_line.manager_id', 'call', null, 'staff.leave_reports'),
  ('staff.timesheet.decided_by', 'keep', null, null),
  ('staff.timesheet.employee_id', 'keep', null, null);

-- Null for an employee whom the caller's right to let people go does not reach.
create function staff.depart(p_employee bigint, p_last date, p_successor bigint, p_notes text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  person staff.employee;
  made bigint;
  heir bigint;
  moved jsonb;
  warrant bigint;
begin
  perform licensing.demand_writing();
  select * into person from staff.employee as e where e.id = p_employee for update;
  if person.id is null or not (access.everything('employees', 'dismiss')
    or person.id = any (staff.reached('employees', 'dismiss')))
  then
    return null;
  end if;
  -- The employee, then rights, then the account, then what is his: whoever else holds several of them takes them in this
  -- order, such as who signs in, or transfers him. Two who wait for each other would be a deadlock.
  perform access.lock_rights(false);
  -- Waits for whoever is just making something of his, and lets nobody begin.
  perform from access.account as a where a.id = person.account_id for update;
  heir := coalesce(p_successor, nullif(staff.default_successor(person.id, p_last), person.account_id));
  insert into staff.departure (employee_id, last_day, account_id, successor_id, notes)
  values (person.id, p_last, person.account_id, heir, p_notes) returning id into made;
  -- Who lets people go need not be able to do all that they could.
  warrant := access.open_warrant(array[person.account_id], '{}');
  select coalesce(jsonb_agg(jsonb_build_object('place', s.place, 'rule', s.rule, 'records', s.records)
    order by s.place), '[]') into moved
  from (
    select * from system.succeed('staff.employee'::regclass, person.id, null, p_last)
    union all
    select * from system.succeed('access.account'::regclass, person.account_id, heir, p_last)
    where person.account_id is not null) as s;
  update access.account as a set archived_at = coalesce(a.archived_at, now()) where a.id = person.account_id;
  perform access.close_warrant(warrant);
  update staff.employee as e set left_on = p_last where e.id = person.id;
  update staff.departure as d set report = jsonb_build_object('moved', moved) where d.id = made;
  return made;
end
$$;
comment on function staff.depart is
  'Lets somebody go: ends, closes and hands over all that is his. | Увольняет: прекращает, закрывает и передаёт всё, что было у сотрудника.';
grant execute on function staff.depart to crm_service;

comment on trigger departure_not_own on staff.departure is
  'Nobody lets himself go. | Нельзя уволить самого себя.';
comment on trigger departure_successor_active on staff.departure is
  'A successor is neither you nor who leaves, but a person with an active account. | Преемник — не вы и не уходящий, а человек с действующей учётной записью.';
comment on trigger departure_successor_needed on staff.departure is
  '{count} open records need a successor, and there is neither a manager nor a head of the department: name one. | Открытых записей: {count}, им нужен преемник, а руководителя нет: укажите его.';
comment on table staff.departure is
  'Departure: that somebody has left, and what became of his. | Увольнение: кто ушёл и что стало с его делами.';
comment on column staff.departure.employee_id is 'Employee: who has left. | Сотрудник: кто ушёл.';
comment on column staff.departure.last_day is 'Last day: of work. | Последний день: работы.';
comment on column staff.departure.account_id is 'Account: that was closed. | Учётная запись: которая закрыта.';
comment on column staff.departure.successor_id is 'Successor: who got the open work. | Преемник: кто получил открытую работу.';
comment on column staff.departure.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on column staff.departure.report is
  'Report: how many records of which place were handed over, closed or deleted. | Отчёт: сколько записей и где передано, закрыто или удалено.';
comment on constraint departure_employee_fkey on staff.departure is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint departure_account_fkey on staff.departure is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint departure_successor_fkey on staff.departure is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint departure_notes_length on staff.departure is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint departure_once on staff.departure is
  'The employee has left on this day already. | Сотрудник уже уволен этим днём.';
comment on constraint departure_not_ahead on staff.departure is
  'The last day must not lie ahead: do it on that day. | Последний день не может быть впереди: оформите в этот день.';

select system.business('staff.departure'::regclass);
select staff.protect('staff.departure'::regclass, 'departures');
revoke all on staff.departure from crm_service;
grant select on staff.departure to crm_service;
select staff.permit('{administrator,hr}', '{departures}', '{read,export}', 'all'),
  staff.permit('{administrator,hr}', '{employees}', '{dismiss}', 'all'),
  staff.permit('{auditor}', '{departures}', '{read,export}', 'all'),
  staff.permit('{head_of_department}', '{departures}', '{read}', 'below');
