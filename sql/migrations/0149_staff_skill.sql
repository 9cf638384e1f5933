-- 0149_staff_skill: what people can do, and how well.
-- Why: who can take over what is found by it. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create table staff.skill (
  id bigint generated always as identity constraint skill_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null constraint skill_name_length check (length(name) between 1 and 200),
  name_key text collate "C" generated always as (lower(name)) stored
    constraint skill_name_key unique,
  description text constraint skill_description_length check (length(description) <= 2000),
  archived_at timestamptz
);
create index skill_name_idx on staff.skill (name_key, id);

create table staff.employee_skill (
  id bigint generated always as identity constraint employee_skill_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  employee_id bigint not null constraint employee_skill_employee_fkey references staff.employee,
  skill_id bigint not null constraint employee_skill_skill_fkey references staff.skill,
  level smallint not null constraint employee_skill_level_range check (level between 1 and 5),
  assessed_on date,
  notes text constraint employee_skill_notes_length check (length(notes) <= 2000),
  constraint employee_skill_once unique (employee_id, skill_id)
);
create index employee_skill_skill_idx on staff.employee_skill (skill_id, level);

comment on table staff.skill is 'Skill: something that people can do. | Навык: что люди умеют.';
comment on column staff.skill.name is 'Name: what it is called. | Название: как называется.';
comment on column staff.skill.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: строчными буквами.';
comment on column staff.skill.description is
  'Description: what belongs to it, and what its levels mean. | Описание: что сюда относится и что значат уровни.';
comment on constraint skill_name_length on staff.skill is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint skill_name_key on staff.skill is
  'There is already a skill of this name. | Навык с таким названием уже есть.';
comment on constraint skill_description_length on staff.skill is
  'The description must have at most 2,000 characters. | Описание должно быть не длиннее 2000 знаков.';
comment on table staff.employee_skill is
  'Skill of an employee: how well somebody can do it. | Навык сотрудника: насколько хорошо он это умеет.';
comment on column staff.employee_skill.employee_id is 'Employee: who. | Сотрудник: кто.';
comment on column staff.employee_skill.skill_id is 'Skill: what. | Навык: что.';
comment on column staff.employee_skill.level is
  'Level: from 1, a beginner, to 5, an expert. | Уровень: от 1 (новичок) до 5 (эксперт).';
comment on column staff.employee_skill.assessed_on is 'Assessed on: when it was judged. | Оценён: когда.';
comment on column staff.employee_skill.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on constraint employee_skill_employee_fkey on staff.employee_skill is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint employee_skill_skill_fkey on staff.employee_skill is
  'There is no such skill. | Такого навыка нет.';
comment on constraint employee_skill_level_range on staff.employee_skill is
  'The level is 1 to 5. | Уровень от 1 до 5.';
comment on constraint employee_skill_notes_length on staff.employee_skill is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint employee_skill_once on staff.employee_skill is
  'The employee has this skill already. | Этот навык у сотрудника уже есть.';

select system.business('staff.skill'::regclass);
select access.protect_shared('staff.skill'::regclass, 'skills');
select system.business('staff.employee_skill'::regclass, 'employee_id', 'staff.employee'::regclass);
select staff.protect('staff.employee_skill'::regclass, 'employee_skills');
select staff.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    '{skills,employee_skills}', '{read}', 'all'),
  staff.permit('{administrator,hr}', '{skills,employee_skills}', '{create,update,delete,export,import}', 'all'),
  staff.permit('{head_of_department}', '{employee_skills}', '{create,update,delete}', 'below'),
  staff.permit('{auditor}', '{skills,employee_skills}', '{export}', 'all');
