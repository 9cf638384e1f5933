-- 0171_work_project: projects with their stages and milestones.
-- Why: tasks that lead to one end have a plan, a budget and somebody who answers for them. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table work.project (
  id bigint generated always as identity constraint project_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint project_owner_fkey references access.account,
  department_id bigint constraint project_department_fkey references access.department,
  name text not null constraint project_name_length check (length(name) between 1 and 300),
  name_key text collate "C" generated always as (lower(name)) stored,
  code text
    constraint project_code_length check (length(code) between 1 and 50)
    constraint project_code_key unique,
  party_id bigint constraint project_party_fkey references clients.party,
  state text not null default 'planned'
    constraint project_state_known check (state in ('planned', 'active', 'paused', 'done', 'cancelled')),
  template boolean not null default false,
  starts_on date,
  due_on date,
  budget numeric(19,4) constraint project_budget_range check (budget >= 0),
  currency text constraint project_currency_fkey references system.currency,
  description text constraint project_description_length check (length(description) <= 10000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint project_dates check (starts_on <= due_on),
  constraint project_budget_currency check (budget is null or currency is not null),
  constraint project_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint project_external_key unique (external_source, external_key)
);
create index project_name_idx on work.project (name_key, id);
create index project_created_idx on work.project (created_at, id);
create index project_updated_idx on work.project (updated_at, id);
create index project_owner_idx on work.project (owner_id, name_key, id);
create index project_department_idx on work.project (department_id, name_key, id);
create index project_party_idx on work.project (party_id) where party_id is not null;
create index project_currency_idx on work.project (currency) where currency is not null;

comment on table work.project is
  'Project: tasks that lead to one end, with plan and budget. | Проект: задачи с общей целью, планом и бюджетом.';
comment on column work.project.name is 'Name: of the project. | Название: проекта.';
comment on column work.project.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';
comment on column work.project.code is 'Code: a short unique name. | Код: краткое уникальное имя.';
comment on column work.project.party_id is 'Client: for whom it is done. | Клиент: для кого выполняется.';
comment on column work.project.state is
  'State: how far it is. | Состояние: на каком этапе. {planned=Planned/Запланирован, active=Active/Идёт, paused=Paused/Приостановлен, done=Done/Завершён, cancelled=Cancelled/Отменён}';
comment on column work.project.template is
  'Template: there to be copied. | Шаблон: создан, чтобы его копировали.';
comment on column work.project.starts_on is 'Starts on: the first day. | Начало: первый день.';
comment on column work.project.due_on is 'Due on: the last day. | Срок: последний день.';
comment on column work.project.budget is
  'Budget: what it may cost, in its currency. | Бюджет: сколько можно потратить, в своей валюте.';
comment on column work.project.currency is 'Currency: of the budget. | Валюта: бюджета.';
comment on column work.project.description is
  'Description: what it is about. | Описание: о чём проект.';
comment on constraint project_name_length on work.project is
  'The name must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint project_code_length on work.project is
  'The code must have 1 to 50 characters. | Код должен быть от 1 до 50 знаков.';
comment on constraint project_code_key on work.project is
  'Another project has this code. | Такой код уже есть у другого проекта.';
comment on constraint project_state_known on work.project is
  'The state must be planned, active, paused, done or cancelled. | Состояние: planned, active, paused, done или cancelled.';
comment on constraint project_budget_range on work.project is
  'The budget must not be negative. | Бюджет не может быть отрицательным.';
comment on constraint project_currency_fkey on work.project is
  'There is no such currency. | Такой валюты нет.';
comment on constraint project_dates on work.project is
  'The project cannot be due before it starts. | Срок проекта не может быть раньше начала.';
comment on constraint project_budget_currency on work.project is
  'A budget needs a currency. | Бюджету нужна валюта.';
comment on constraint project_description_length on work.project is
  'The description must have at most 10,000 characters. | Описание должно быть не длиннее 10 000 знаков.';
select clients.describe_common('work.project'::regclass);
select system.business('work.project'::regclass);
select access.protect('work.project'::regclass, 'projects');
create policy project_party_visible_insert on work.project as restrictive for insert
  with check (party_id is null or exists (select from clients.party as p where p.id = party_id));
create policy project_party_visible_update on work.project as restrictive for update
  using (true)
  with check (party_id is null or exists (select from clients.party as p where p.id = party_id));
comment on policy project_party_visible_insert on work.project is
  'A client that one may not see cannot be named. | Нельзя указать клиента, которого не видно.';
comment on policy project_party_visible_update on work.project is
  'A client that one may not see cannot be named. | Нельзя указать клиента, которого не видно.';

create table work.project_stage (
  id bigint generated always as identity constraint project_stage_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  project_id bigint not null
    constraint project_stage_project_fkey references work.project on delete cascade,
  name text not null constraint project_stage_name_length check (length(name) between 1 and 200),
  place integer not null default 1
    constraint project_stage_place_range check (place between 1 and 1000),
  starts_on date,
  due_on date,
  external_source text,
  external_key text,
  constraint project_stage_dates check (starts_on <= due_on),
  constraint project_stage_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint project_stage_external_key unique (external_source, external_key),
  constraint project_stage_name_key unique (project_id, name),
  -- What a task names must be a stage of its own project.
  constraint project_stage_project_key unique (id, project_id)
);
create index project_stage_project_idx on work.project_stage (project_id, place, id);
comment on table work.project_stage is
  'Stage: a part of a project, one behind the other. | Этап: часть проекта, по порядку.';
comment on column work.project_stage.project_id is 'Project: whose stage. | Проект: чей этап.';
comment on column work.project_stage.name is 'Name: of the stage. | Название: этапа.';
comment on column work.project_stage.place is 'Place: in the order. | Место: по порядку.';
comment on column work.project_stage.starts_on is 'Starts on: the first day. | Начало: первый день.';
comment on column work.project_stage.due_on is 'Due on: the last day. | Срок: последний день.';
comment on constraint project_stage_project_fkey on work.project_stage is
  'There is no such project. | Такого проекта нет.';
comment on constraint project_stage_name_length on work.project_stage is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint project_stage_place_range on work.project_stage is
  'The place must be 1 to 1,000. | Место — от 1 до 1000.';
comment on constraint project_stage_dates on work.project_stage is
  'The stage cannot be due before it starts. | Срок этапа не может быть раньше начала.';
comment on constraint project_stage_name_key on work.project_stage is
  'The project has a stage of this name. | Этап с таким названием в проекте уже есть.';
comment on constraint project_stage_project_key on work.project_stage is
  'A stage belongs to one project. | Этап относится к одному проекту.';
select clients.describe_common('work.project_stage'::regclass);
select system.business('work.project_stage'::regclass, 'project_id', 'work.project'::regclass);
select access.protect_child(
  'work.project_stage'::regclass, 'projects', 'project_id', 'work.project'::regclass);

create table work.project_milestone (
  id bigint generated always as identity constraint project_milestone_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  project_id bigint not null
    constraint project_milestone_project_fkey references work.project on delete cascade,
  name text not null
    constraint project_milestone_name_length check (length(name) between 1 and 200),
  due_on date not null,
  reached_on date,
  external_source text,
  external_key text,
  constraint project_milestone_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint project_milestone_external_key unique (external_source, external_key),
  constraint project_milestone_project_key unique (id, project_id)
);
create index project_milestone_project_idx on work.project_milestone (project_id, due_on, id);
comment on table work.project_milestone is
  'Milestone: a day by which something of a project is reached. | Веха: день, к которому в проекте что-то достигнуто.';
comment on column work.project_milestone.project_id is 'Project: whose milestone. | Проект: чья веха.';
comment on column work.project_milestone.name is 'Name: of the milestone. | Название: вехи.';
comment on column work.project_milestone.due_on is 'Due on: the planned day. | Срок: день по плану.';
comment on column work.project_milestone.reached_on is
  'Reached on: the day in fact; empty while it is not. | Достигнута: день по факту; пусто — ещё нет.';
comment on constraint project_milestone_project_fkey on work.project_milestone is
  'There is no such project. | Такого проекта нет.';
comment on constraint project_milestone_name_length on work.project_milestone is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint project_milestone_project_key on work.project_milestone is
  'A milestone belongs to one project. | Веха относится к одному проекту.';
select clients.describe_common('work.project_milestone'::regclass);
select system.business('work.project_milestone'::regclass, 'project_id', 'work.project'::regclass);
select access.protect_child(
  'work.project_milestone'::regclass, 'projects', 'project_id', 'work.project'::regclass);
select work.permit('{projects,project_stages,project_milestones}');

-- Whoever answers for a project sees its tasks, whoever does them.
create function work.led_projects() returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select p.id from work.project as p where p.owner_id = access.account_id();
end;
comment on function work.led_projects is
  'The projects that the caller answers for. | Проекты, за которые отвечает вызывающий.';
grant execute on function work.led_projects to crm_service, crm_limited, crm_reader, crm_report;
