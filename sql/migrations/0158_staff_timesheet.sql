-- 0158_staff_timesheet: the hours that somebody has worked on each day of a month, submitted and approved.
-- Why: what was submitted is not changed any more, and nobody approves his own. The state is written by its function
-- alone. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table staff.timesheet (
  id bigint generated always as identity constraint timesheet_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  employee_id bigint not null constraint timesheet_employee_fkey references staff.employee,
  month date not null constraint timesheet_month_first check (extract(day from month) = 1),
  state text not null default 'draft'
    constraint timesheet_state_known check (state in ('draft', 'submitted', 'approved')),
  submitted_at timestamptz,
  decided_at timestamptz,
  decided_by bigint constraint timesheet_decided_by_fkey references access.account,
  notes text constraint timesheet_notes_length check (length(notes) <= 2000),
  constraint timesheet_once unique (employee_id, month),
  constraint timesheet_submission check ((state = 'draft') = (submitted_at is null)),
  constraint timesheet_decision check ((state = 'approved') = (decided_at is not null)
    and (state = 'approved') = (decided_by is not null))
);
create index timesheet_month_idx on staff.timesheet (month, id);
create index timesheet_decided_by_idx on staff.timesheet (decided_by) where decided_by is not null;

create table staff.timesheet_day (
  id bigint generated always as identity constraint timesheet_day_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  timesheet_id bigint not null
    constraint timesheet_day_timesheet_fkey references staff.timesheet on delete cascade,
  day date not null,
  kind text not null default 'regular'
    constraint timesheet_day_kind_known check (kind in ('regular', 'overtime', 'night')),
  hours numeric(4, 2) not null constraint timesheet_day_hours_range check (hours > 0 and hours <= 24),
  notes text constraint timesheet_day_notes_length check (length(notes) <= 2000),
  constraint timesheet_day_once unique (timesheet_id, day, kind)
);

create function staff.judge_timesheet() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  case tg_name
    when 'timesheet_open' then
      if tg_op = 'DELETE' or row(old.employee_id, old.month, old.notes)
        is distinct from row(new.employee_id, new.month, new.notes)
      then
        perform staff.refuse('timesheet', tg_name, 'state', null);
      end if;
    else
      if exists (select from staff.employee as e where e.id = new.employee_id and e.account_id = new.decided_by) then
        perform staff.refuse('timesheet', tg_name, 'state', null);
      end if;
  end case;
  return null;
end
$$;
comment on function staff.judge_timesheet is
  'Keeps submitted timesheets as they are, and approval from their owner. | Не даёт менять сданные табели и согласовать свой.';
create constraint trigger timesheet_open after update or delete on staff.timesheet
  for each row when (old.state <> 'draft') execute function staff.judge_timesheet();
create constraint trigger timesheet_not_own after insert or update of decided_by on staff.timesheet
  for each row when (new.decided_by is not null) execute function staff.judge_timesheet();

-- Days wait for who submits or approves their month at this moment, and he for them. Of a month that is gone they
-- go with it.
create function staff.judge_timesheet_day() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place constant bigint := case when tg_op = 'DELETE' then old.timesheet_id else new.timesheet_id end;
  sheet staff.timesheet;
  total numeric;
begin
  perform system.demand_read_committed();
  select * into sheet from staff.timesheet as t where t.id = place for no key update;
  case tg_name
    when 'timesheet_day_open' then
      if sheet.state <> 'draft' or tg_op = 'UPDATE' and exists (
        select from staff.timesheet as t where t.id = old.timesheet_id and t.state <> 'draft')
      then
        perform staff.refuse('timesheet_day', tg_name, 'timesheet_id', null);
      end if;
    when 'timesheet_day_in_month' then
      if date_trunc('month', new.day)::date <> sheet.month then
        perform staff.refuse('timesheet_day', tg_name, 'day', to_char(sheet.month, 'YYYY-MM'));
      end if;
    else
      select sum(d.hours) into total from staff.timesheet_day as d where (d.timesheet_id, d.day) = (place, new.day);
      if total > 24 then
        perform staff.refuse('timesheet_day', tg_name, 'hours', trim_scale(total)::text);
      end if;
  end case;
  return null;
end
$$;
comment on function staff.judge_timesheet_day is
  'Keeps days inside of their month, of 24 hours, and of submitted timesheets as they are. | Следит за месяцем, сутками и сданными табелями.';
create constraint trigger timesheet_day_open after insert or update or delete on staff.timesheet_day
  for each row execute function staff.judge_timesheet_day();
create constraint trigger timesheet_day_in_month after insert or update of day, timesheet_id on staff.timesheet_day
  for each row execute function staff.judge_timesheet_day();
create constraint trigger timesheet_day_of_24 after insert or update of day, hours, timesheet_id on staff.timesheet_day
  for each row execute function staff.judge_timesheet_day();

-- The state that the timesheet was in; null for one that the caller's right does not reach. P_STATE is submitted,
-- approved, or draft to give it back.
create function staff.move_timesheet(p_timesheet bigint, p_state text) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  action_name constant text := case p_state when 'submitted' then 'update' else 'approve' end;
  t staff.timesheet;
begin
  perform licensing.demand_writing();
  select * into t from staff.timesheet as o where o.id = p_timesheet for update;
  if t.id is null or not (access.everything('timesheets', action_name)
    or t.employee_id = any (staff.reached('timesheets', action_name)))
  then
    return null;
  elsif p_state = 'submitted' and t.state = 'draft' then
    update staff.timesheet as o set state = 'submitted', submitted_at = now() where o.id = t.id;
  elsif p_state = 'approved' and t.state = 'submitted' then
    update staff.timesheet as o set state = 'approved', decided_at = now(), decided_by = access.account_id()
    where o.id = t.id;
  elsif p_state = 'draft' and t.state <> 'draft' then
    update staff.timesheet as o set state = 'draft', submitted_at = null, decided_at = null, decided_by = null
    where o.id = t.id;
  end if;
  return t.state;
end
$$;
comment on function staff.move_timesheet is
  'Submits, approves or gives back a timesheet. | Сдаёт, согласует или возвращает табель.';
grant execute on function staff.move_timesheet to crm_service;

comment on trigger timesheet_open on staff.timesheet is
  'What was submitted stays as it is: have it given back. | Сданный табель не меняется: попросите его вернуть.';
comment on trigger timesheet_not_own on staff.timesheet is
  'Nobody approves his own timesheet. | Нельзя согласовать свой табель.';
comment on trigger timesheet_day_open on staff.timesheet_day is
  'What was submitted stays as it is: have it given back. | Сданный табель не меняется: попросите его вернуть.';
comment on trigger timesheet_day_in_month on staff.timesheet_day is
  'The timesheet is of the month {value}. | Табель за месяц {value}.';
comment on trigger timesheet_day_of_24 on staff.timesheet_day is
  'A day has 24 hours, and there would be {value}. | В сутках 24 часа, а вышло бы {value}.';
comment on table staff.timesheet is
  'Timesheet: what somebody has worked in a month. | Табель: сколько сотрудник отработал за месяц.';
comment on column staff.timesheet.employee_id is 'Employee: whose. | Сотрудник: чей.';
comment on column staff.timesheet.month is 'Month: its first day. | Месяц: его первый день.';
comment on column staff.timesheet.state is
  'State: how far it is. | Состояние: на каком шаге. {draft=Draft/Черновик, submitted=Submitted/Сдан, approved=Approved/Согласован}';
comment on column staff.timesheet.submitted_at is 'Submitted at: when. | Сдан: когда.';
comment on column staff.timesheet.decided_at is 'Approved at: when. | Согласован: когда.';
comment on column staff.timesheet.decided_by is 'Approved by: who. | Кем согласован: кто.';
comment on column staff.timesheet.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on constraint timesheet_employee_fkey on staff.timesheet is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint timesheet_month_first on staff.timesheet is
  'A month is named by its first day, such as 2026-11-01. | Месяц называют его первым днём, например 2026-11-01.';
comment on constraint timesheet_state_known on staff.timesheet is
  'The state is draft, submitted or approved. | Состояние: draft, submitted или approved.';
comment on constraint timesheet_decided_by_fkey on staff.timesheet is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint timesheet_notes_length on staff.timesheet is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint timesheet_once on staff.timesheet is
  'The employee has a timesheet of this month already. | Табель сотрудника за этот месяц уже есть.';
comment on constraint timesheet_submission on staff.timesheet is
  'What was submitted says when. | У сданного указано, когда.';
comment on constraint timesheet_decision on staff.timesheet is
  'What was approved says by whom and when. | У согласованного указано, кем и когда.';
comment on table staff.timesheet_day is
  'Day of a timesheet: hours that were worked on it. | День табеля: отработанные часы.';
comment on column staff.timesheet_day.timesheet_id is 'Timesheet: of which month. | Табель: за какой месяц.';
comment on column staff.timesheet_day.day is 'Day: which. | День: какой.';
comment on column staff.timesheet_day.kind is
  'Kind: of the hours. | Вид: часов. {regular=Regular/Обычные, overtime=Overtime/Сверхурочные, night=At night/Ночные}';
comment on column staff.timesheet_day.hours is 'Hours: that were worked. | Часов: отработано.';
comment on column staff.timesheet_day.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on constraint timesheet_day_timesheet_fkey on staff.timesheet_day is
  'There is no such timesheet. | Такого табеля нет.';
comment on constraint timesheet_day_kind_known on staff.timesheet_day is
  'The kind is regular, overtime or night. | Вид: regular, overtime или night.';
comment on constraint timesheet_day_hours_range on staff.timesheet_day is
  'Hours are more than 0 and at most 24. | Часов больше 0 и не больше 24.';
comment on constraint timesheet_day_notes_length on staff.timesheet_day is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint timesheet_day_once on staff.timesheet_day is
  'Hours of this kind are entered for the day already. | Часы этого вида за день уже внесены.';

select system.business('staff.timesheet'::regclass);
select staff.protect('staff.timesheet'::regclass, 'timesheets');
revoke insert (state, submitted_at, decided_at, decided_by), update (state, submitted_at, decided_at, decided_by)
  on staff.timesheet from crm_service;

-- Days are seen with their month, and written by whose right to change it reaches it.
select system.business('staff.timesheet_day'::regclass, 'timesheet_id', 'staff.timesheet'::regclass);
alter table staff.timesheet_day enable row level security;
select access.make_policy('staff.timesheet_day'::regclass, 'select',
  '(select access.level(''timesheet_days'', ''read'')) > 0
    and exists (select from staff.timesheet as t where t.id = timesheet_id)');
select access.make_policy('staff.timesheet_day'::regclass, c.command, format(
  '(select access.level(''timesheet_days'', %L)) > 0 and exists (
    select from staff.timesheet as t where t.id = timesheet_id and (%s))',
  case c.command when 'insert' then 'create' else c.command end,
  staff.reach('staff.timesheet'::regclass, 'timesheets', 'update')))
from (values ('insert'), ('update'), ('delete')) as c (command);
select access.grant_columns('staff.timesheet_day'::regclass);

select staff.permit('{administrator,hr}', '{timesheets}', '{read,create,update,delete,approve,export,import}', 'all'),
  staff.permit('{administrator,hr}', '{timesheet_days}', '{read,create,update,delete,export,import}', 'all'),
  staff.permit('{head_of_department}', '{timesheets}', '{read,create,update,delete,approve,export}', 'below'),
  staff.permit('{head_of_department}', '{timesheet_days}', '{read,create,update,delete,export}', 'below'),
  staff.permit('{sales,purchasing,accountant,read_only}', '{timesheets,timesheet_days}',
    '{read,create,update,delete}', 'own'),
  staff.permit('{auditor}', '{timesheets,timesheet_days}', '{read,export}', 'all'),
  staff.permit('{auditor}', '{timesheets,timesheet_days}', '{create,update,delete}', 'own');
