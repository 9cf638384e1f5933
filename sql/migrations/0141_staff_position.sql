-- 0141_staff_position: the staffing plan: posts of departments, and how many places each has.
-- Why: people are employed in a post, and what is planned and not taken is a vacancy. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table staff.position (
  id bigint generated always as identity constraint position_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  department_id bigint not null constraint position_department_fkey references access.department,
  title text not null constraint position_title_length check (length(title) between 1 and 200),
  title_key text collate "C" generated always as (lower(title)) stored,
  code text
    constraint position_code_length check (length(code) between 1 and 50)
    constraint position_code_key unique,
  places numeric(7, 2) not null default 1
    constraint position_places_range check (places >= 0 and places <= 10000),
  valid_from date not null default current_date,
  valid_until date,
  notes text constraint position_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint position_dates check (valid_from <= valid_until),
  constraint position_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint position_external_key unique (external_source, external_key)
);
create index position_department_idx on staff.position (department_id, title_key, id);
create index position_title_idx on staff.position (title_key, id);

comment on table staff.position is
  'Position: a post in a department, with the places that are planned. | Должность: единица штатного расписания отдела с числом ставок.';
comment on column staff.position.department_id is
  'Department: where the post is. | Отдел: где находится должность.';
comment on column staff.position.title is 'Title: what the post is called. | Название: как называется должность.';
comment on column staff.position.title_key is
  'Title for sorting: the title in small letters. | Название для сортировки: название строчными буквами.';
comment on column staff.position.code is 'Code: a short unique name. | Код: краткое уникальное имя.';
comment on column staff.position.places is
  'Places: how many are planned; half a place is 0.5. | Ставок: сколько запланировано; полставки — 0,5.';
comment on column staff.position.valid_from is
  'From: first day of the post. | С: первый день действия.';
comment on column staff.position.valid_until is
  'Until: last day, open when empty. | По: последний день; пусто — без конца.';
comment on column staff.position.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on column staff.position.external_source is
  'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';
comment on column staff.position.external_key is
  'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';
comment on constraint position_department_fkey on staff.position is
  'There is no such department. | Такого отдела нет.';
comment on constraint position_title_length on staff.position is
  'The title must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint position_code_length on staff.position is
  'The code must have 1 to 50 characters. | Код должен быть от 1 до 50 знаков.';
comment on constraint position_code_key on staff.position is
  'Another position has this code. | Такой код уже есть у другой должности.';
comment on constraint position_places_range on staff.position is
  'There must be 0 to 10,000 places. | Ставок должно быть от 0 до 10 000.';
comment on constraint position_notes_length on staff.position is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint position_dates on staff.position is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint position_external_length on staff.position is
  'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';
comment on constraint position_external_key on staff.position is
  'This key of the source is already here. | Этот ключ источника уже есть.';

select system.business('staff.position'::regclass);
select staff.protect('staff.position'::regclass, 'positions');
select staff.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    '{positions}', '{read}', 'all'),
  staff.permit('{administrator,hr}', '{positions}', '{create,update,delete,export,import}', 'all'),
  staff.permit('{auditor}', '{positions}', '{export}', 'all');
