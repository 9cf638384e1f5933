-- 0154_staff_absence_type: kinds of absence, how their days count, and whether there is a claim to them.
-- Why: leave is counted in days of the calendar without public holidays (Labour Code of Russia, articles 115, 120),
-- other absences in working days; only some use up what somebody has earned. Kind: expand. Locks: none. Time:
-- milliseconds. Forward only.
create table staff.absence_type (
  id bigint generated always as identity constraint absence_type_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text not null
    constraint absence_type_code_form check (code ~ '^[a-z][a-z0-9_]{0,49}$')
    constraint absence_type_code_key unique,
  name_en text not null constraint absence_type_name_en_length check (length(name_en) between 1 and 200),
  name_ru text not null constraint absence_type_name_ru_length check (length(name_ru) between 1 and 200),
  counts text not null default 'calendar'
    constraint absence_type_counts_known check (counts in ('calendar', 'working')),
  paid boolean not null default true,
  entitled boolean not null default false,
  overdraft numeric(6, 2) not null default 0
    constraint absence_type_overdraft_range check (overdraft between 0 and 366),
  archived_at timestamptz
);
insert into staff.absence_type (code, name_en, name_ru, counts, paid, entitled) values
  ('annual', 'Annual leave', 'Ежегодный отпуск', 'calendar', true, true),
  ('unpaid', 'Unpaid leave', 'Отпуск без сохранения зарплаты', 'calendar', false, false),
  ('sick', 'Sickness', 'Болезнь', 'calendar', true, false),
  ('parental', 'Parental leave', 'Отпуск по уходу за ребёнком', 'calendar', false, false),
  ('study', 'Study leave', 'Учебный отпуск', 'calendar', true, false),
  ('business_trip', 'Business trip', 'Командировка', 'working', true, false),
  ('day_off', 'Day off for overtime', 'Отгул', 'working', true, true);

comment on table staff.absence_type is
  'Absence type: a kind of absence, and how it counts. | Вид отсутствия: и как считаются его дни.';
comment on column staff.absence_type.code is 'Code: a stable name. | Код: постоянное имя.';
comment on column staff.absence_type.name_en is 'Name (English): what it is called. | Название (англ.): как называется.';
comment on column staff.absence_type.name_ru is 'Name (Russian): what it is called. | Название (рус.): как называется.';
comment on column staff.absence_type.counts is
  'Counts: which days. | Считаются: какие дни. {calendar=Calendar days without public holidays/Календарные без праздничных, working=Working days/Рабочие}';
comment on column staff.absence_type.paid is 'Paid: whether wages go on. | Оплачивается: сохраняется ли зарплата.';
comment on column staff.absence_type.entitled is
  'Entitled: whether it uses up days that were earned. | По праву: расходует ли заработанные дни.';
comment on column staff.absence_type.overdraft is
  'Overdraft: how many days may be taken before they are earned. | Авансом: сколько дней можно взять до того, как они заработаны.';
comment on constraint absence_type_code_form on staff.absence_type is
  'A code has small letters, digits and _ (at most 50). | Код: строчные латинские буквы, цифры и _ (не более 50).';
comment on constraint absence_type_code_key on staff.absence_type is
  'Another type has this code. | Такой код уже есть у другого вида.';
comment on constraint absence_type_name_en_length on staff.absence_type is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint absence_type_name_ru_length on staff.absence_type is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint absence_type_counts_known on staff.absence_type is
  'Days count as calendar or working. | Дни считаются как calendar или working.';
comment on constraint absence_type_overdraft_range on staff.absence_type is
  'Between 0 and 366 days may be taken in advance. | Авансом можно взять от 0 до 366 дней.';

select system.business('staff.absence_type'::regclass);
select access.protect_shared('staff.absence_type'::regclass, 'absence_types');
select staff.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    '{absence_types}', '{read}', 'all'),
  staff.permit('{administrator,hr}', '{absence_types}', '{create,update,delete,export,import}', 'all'),
  staff.permit('{auditor}', '{absence_types}', '{export}', 'all');
