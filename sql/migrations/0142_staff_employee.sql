-- 0142_staff_employee: who works, or has worked, for the enterprise.
-- Why: an account is a way in, an employee is a person; many have no account, and a person stays when his account
-- ends. Names are no secret among colleagues; what is private stands in tables of its own. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table staff.employee (
  id bigint generated always as identity constraint employee_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  account_id bigint constraint employee_account_fkey references access.account,
  personnel_number text not null
    constraint employee_personnel_number_form check (personnel_number ~ '^[[:alnum:]][[:alnum:]/._-]{0,49}$')
    constraint employee_personnel_number_key unique,
  last_name text not null constraint employee_last_name_length check (length(last_name) between 1 and 100),
  first_name text not null constraint employee_first_name_length check (length(first_name) between 1 and 100),
  middle_name text constraint employee_middle_name_length check (length(middle_name) between 1 and 100),
  name text generated always as (last_name || ' ' || first_name || coalesce(' ' || middle_name, '')) stored,
  name_key text collate "C" generated always as
    (lower(last_name || ' ' || first_name || coalesce(' ' || middle_name, ''))) stored,
  hired_on date not null default current_date,
  left_on date,
  notes text constraint employee_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint employee_dates check (hired_on <= left_on),
  -- An account stands for one person at a time; whoever comes back as another employee may have the old one's.
  constraint employee_account_once exclude (account_id with =) where (archived_at is null),
  constraint employee_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint employee_external_key unique (external_source, external_key)
);
create index employee_account_idx on staff.employee (account_id);
create index employee_name_idx on staff.employee (name_key, id);

comment on table staff.employee is
  'Employee: a person who works, or has worked, for the enterprise. | Сотрудник: человек, который работает или работал на предприятии.';
comment on column staff.employee.account_id is
  'Account: with which the person signs in; empty for who does not. | Учётная запись: с которой человек входит; пусто — не входит.';
comment on column staff.employee.personnel_number is
  'Personnel number: unique in the enterprise. | Табельный номер: единственный на предприятии.';
comment on column staff.employee.last_name is 'Last name: of the person. | Фамилия: человека.';
comment on column staff.employee.first_name is 'First name: of the person. | Имя: человека.';
comment on column staff.employee.middle_name is 'Middle name: or patronymic. | Отчество: или среднее имя.';
comment on column staff.employee.name is 'Name: last, first and middle name. | ФИО: фамилия, имя и отчество.';
comment on column staff.employee.name_key is
  'Name for sorting: the name in small letters. | ФИО для сортировки: строчными буквами.';
comment on column staff.employee.hired_on is 'Hired on: first day of work. | Принят: первый рабочий день.';
comment on column staff.employee.left_on is
  'Left on: last day of work, empty while it lasts. | Уволен: последний рабочий день; пусто — работает.';
comment on column staff.employee.notes is 'Notes: whatever colleagues may know. | Заметки: что можно знать коллегам.';
comment on column staff.employee.external_source is
  'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';
comment on column staff.employee.external_key is
  'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';
comment on constraint employee_account_once on staff.employee is
  'This account is another employee''s. | Эта учётная запись принадлежит другому сотруднику.';
comment on constraint employee_account_fkey on staff.employee is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint employee_personnel_number_form on staff.employee is
  'A personnel number has 1 to 50 letters, digits, / . _ -. | Табельный номер: от 1 до 50 букв, цифр, / . _ -.';
comment on constraint employee_personnel_number_key on staff.employee is
  'Another employee has this personnel number. | Такой табельный номер уже есть у другого сотрудника.';
comment on constraint employee_last_name_length on staff.employee is
  'The last name must have 1 to 100 characters. | Фамилия должна быть от 1 до 100 знаков.';
comment on constraint employee_first_name_length on staff.employee is
  'The first name must have 1 to 100 characters. | Имя должно быть от 1 до 100 знаков.';
comment on constraint employee_middle_name_length on staff.employee is
  'The middle name must have 1 to 100 characters. | Отчество должно быть от 1 до 100 знаков.';
comment on constraint employee_notes_length on staff.employee is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint employee_dates on staff.employee is
  'The last day of work lies before the first. | Последний рабочий день раньше первого.';
comment on constraint employee_external_length on staff.employee is
  'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';
comment on constraint employee_external_key on staff.employee is
  'This key of the source is already here. | Этот ключ источника уже есть.';

select system.business('staff.employee'::regclass);
select staff.protect('staff.employee'::regclass, 'employees');
select staff.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    '{employees}', '{read}', 'all'),
  staff.permit('{administrator,hr}', '{employees}', '{create,update,delete,export,import}', 'all'),
  staff.permit('{auditor}', '{employees}', '{export}', 'all');
