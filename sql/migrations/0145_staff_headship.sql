-- 0145_staff_headship: who heads which department from when to when.
-- Why: a department has one head at a time, and who it was stays known. Kind: expand. Locks: none on existing
-- tables. Time: milliseconds. Forward only.
create table staff.headship (
  id bigint generated always as identity constraint headship_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  department_id bigint not null constraint headship_department_fkey references access.department,
  employee_id bigint not null constraint headship_employee_fkey references staff.employee,
  valid_from date not null,
  valid_until date,
  constraint headship_dates check (valid_from <= valid_until),
  constraint headship_no_overlap exclude using gist (
    department_id ext.gist_int8_ops with =, daterange(valid_from, valid_until, '[]') with &&)
);
create index headship_department_idx on staff.headship (department_id, valid_from);
create index headship_employee_idx on staff.headship (employee_id, valid_from);

comment on table staff.headship is
  'Headship: the days on which somebody heads a department. | Руководство: дни, в которые сотрудник руководит отделом.';
comment on column staff.headship.department_id is 'Department: which. | Отдел: какой.';
comment on column staff.headship.employee_id is 'Employee: its head. | Сотрудник: руководитель отдела.';
comment on column staff.headship.valid_from is 'From: first day. | С: первый день.';
comment on column staff.headship.valid_until is
  'Until: last day, open when empty. | По: последний день; пусто — без конца.';
comment on constraint headship_department_fkey on staff.headship is
  'There is no such department. | Такого отдела нет.';
comment on constraint headship_employee_fkey on staff.headship is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint headship_dates on staff.headship is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint headship_no_overlap on staff.headship is
  'The department has a head on some of these days already. | В часть этих дней у отдела уже есть руководитель.';

select system.business('staff.headship'::regclass);
select staff.protect('staff.headship'::regclass, 'headships');
select staff.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    '{headships}', '{read}', 'all'),
  staff.permit('{administrator,hr}', '{headships}', '{create,update,delete,export,import}', 'all'),
  staff.permit('{auditor}', '{headships}', '{export}', 'all');
