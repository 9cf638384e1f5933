-- 0462_finance_budget: what a department may spend or is to earn in a fiscal year.
-- Why: a plan that stops spending must itself be decided: drafts change, what was approved is replaced by a revision and
-- stays as history. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.budget (
  id bigint generated always as identity constraint budget_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint budget_owner_fkey references access.account,
  department_id bigint constraint budget_department_fkey references access.department,
  fiscal_year_id bigint not null constraint budget_year_fkey references finance.fiscal_year,
  name text not null constraint budget_name_length check (length(name) between 1 and 200),
  revision integer not null default 1 constraint budget_revision_range check (revision between 1 and 10000),
  replaces_id bigint constraint budget_replaces_fkey references finance.budget,
  on_requisition text not null default 'warn'
    constraint budget_on_requisition_known check (on_requisition in ('ignore', 'warn', 'stop')),
  on_order text not null default 'warn'
    constraint budget_on_order_known check (on_order in ('ignore', 'warn', 'stop')),
  on_actual text not null default 'warn'
    constraint budget_on_actual_known check (on_actual in ('ignore', 'warn', 'stop')),
  cumulative boolean not null default true,
  state text not null default 'draft'
    constraint budget_state_known check (state in ('draft', 'approved', 'replaced')),
  approved_at timestamptz,
  approved_by bigint constraint budget_approved_by_fkey references access.account,
  external_source text,
  external_key text,
  constraint budget_approval check ((state = 'draft') = (approved_at is null)
    and (state = 'draft') = (approved_by is null)),
  constraint budget_revised check ((revision = 1) = (replaces_id is null)),
  constraint budget_approved_once exclude using btree (coalesce(department_id, 0) with =, fiscal_year_id with =)
    where (state = 'approved'),
  constraint budget_revised_once exclude using btree (replaces_id with =) where (replaces_id is not null),
  constraint budget_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint budget_external_key unique (external_source, external_key)
);
create index budget_created_idx on finance.budget (created_at, id);
create index budget_updated_idx on finance.budget (updated_at, id);
create index budget_owner_idx on finance.budget (owner_id, id);
create index budget_department_idx on finance.budget (department_id, fiscal_year_id);
create index budget_year_idx on finance.budget (fiscal_year_id);
create index budget_replaces_idx on finance.budget (replaces_id) where replaces_id is not null;
create index budget_approved_by_idx on finance.budget (approved_by) where approved_by is not null;
comment on table finance.budget is
  'Budget: what a department, with all below it, plans for a fiscal year. | Бюджет: план отдела с нижестоящими на финансовый год.';
comment on column finance.budget.department_id is
  'Department: whose plan it is, with all below it; the whole enterprise when empty. | Отдел: чей план, вместе с нижестоящими; пусто — всё предприятие.';
comment on column finance.budget.fiscal_year_id is 'Year: that is planned. | Год: на который план.';
comment on column finance.budget.name is 'Name: of the budget. | Название: бюджета.';
comment on column finance.budget.revision is
  'Revision: 1 for the first, one more for each that replaces another. | Редакция: 1 у первой, на один больше у каждой следующей.';
comment on column finance.budget.replaces_id is
  'Replaces: the budget of which it is a revision. | Заменяет: бюджет, редакцией которого является.';
comment on column finance.budget.on_requisition is
  'On requisitions: what happens when one that is submitted goes beyond the plan. | При заявке: что делать, если отправленная заявка превышает план. {ignore=Nothing/Ничего, warn=Warn/Предупредить, stop=Stop/Остановить}';
comment on column finance.budget.on_order is
  'On orders: what happens when one that is approved or sent goes beyond the plan. | При заказе: что делать, если согласованный или отправленный заказ превышает план. {ignore=Nothing/Ничего, warn=Warn/Предупредить, stop=Stop/Остановить}';
comment on column finance.budget.on_actual is
  'On postings: what happens when one goes beyond the plan. | При проводке: что делать, если она превышает план. {ignore=Nothing/Ничего, warn=Warn/Предупредить, stop=Stop/Остановить}';
comment on column finance.budget.cumulative is
  'Cumulative: what was left of the months before may be spent; otherwise each month stands for itself. | Нарастающим итогом: остаток прошлых месяцев можно потратить; иначе каждый месяц сам по себе.';
comment on column finance.budget.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {draft=Draft/Черновик, approved=Approved/Утверждён, replaced=Replaced/Заменён}';
comment on column finance.budget.approved_at is 'Approved at: when. | Утверждён: когда.';
comment on column finance.budget.approved_by is 'Approved by: who. | Кем утверждён: кто.';
comment on constraint budget_year_fkey on finance.budget is 'There is no such fiscal year. | Такого финансового года нет.';
comment on constraint budget_name_length on finance.budget is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint budget_revision_range on finance.budget is
  'The revision must be 1 to 10,000. | Редакция — от 1 до 10 000.';
comment on constraint budget_replaces_fkey on finance.budget is 'There is no such budget. | Такого бюджета нет.';
comment on constraint budget_on_requisition_known on finance.budget is
  'On requisitions: ignore, warn or stop. | При заявке: ignore, warn или stop.';
comment on constraint budget_on_order_known on finance.budget is
  'On orders: ignore, warn or stop. | При заказе: ignore, warn или stop.';
comment on constraint budget_on_actual_known on finance.budget is
  'On postings: ignore, warn or stop. | При проводке: ignore, warn или stop.';
comment on constraint budget_state_known on finance.budget is 'The state is not known. | Такого состояния нет.';
comment on constraint budget_approved_by_fkey on finance.budget is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint budget_approval on finance.budget is
  'What is no draft says when and by whom it was approved. | У утверждённого указано, когда и кем.';
comment on constraint budget_revised on finance.budget is
  'A revision after the first says what it replaces. | У второй и следующих редакций указано, что они заменяют.';
comment on constraint budget_approved_once on finance.budget is
  'The department has an approved budget of this year: revise it. | У отдела уже есть утверждённый бюджет на этот год: сделайте его редакцию.';
comment on constraint budget_revised_once on finance.budget is
  'The budget has a revision already. | У бюджета уже есть следующая редакция.';
select clients.describe_common('finance.budget'::regclass);
comment on column finance.budget.department_id is
  'Department: whose plan it is, with all below it; the whole enterprise when empty. | Отдел: чей план, вместе с нижестоящими; пусто — всё предприятие.';
select system.business('finance.budget'::regclass);
select access.protect('finance.budget'::regclass, 'budgets');
revoke insert (revision, replaces_id, state, approved_at, approved_by),
  update (revision, replaces_id, state, approved_at, approved_by) on finance.budget from crm_service;
insert into system.succession (place, rule, condition) values
  ('finance.budget.owner_id', 'hand_over', 'state <> ''replaced'''),
  ('finance.budget.approved_by', 'keep', null);
create constraint trigger budget_begins after insert on finance.budget
  for each row when (new.state <> 'draft') execute function purchasing.refuse_change();
create constraint trigger budget_states after update of state on finance.budget
  for each row when (old.state <> new.state)
  execute function purchasing.follow_states('{"draft": ["approved"], "approved": ["replaced"]}');
-- Who answers for it may change; what it says may not.
create constraint trigger budget_frozen after update on finance.budget
  for each row when (old.state <> 'draft' and row(old.department_id, old.fiscal_year_id, old.name, old.revision,
    old.replaces_id, old.on_requisition, old.on_order, old.on_actual, old.cumulative, old.approved_at, old.approved_by)
    is distinct from row(new.department_id, new.fiscal_year_id, new.name, new.revision, new.replaces_id,
    new.on_requisition, new.on_order, new.on_actual, new.cumulative, new.approved_at, new.approved_by))
  execute function purchasing.refuse_change();
create constraint trigger budget_kept after delete on finance.budget
  for each row when (old.state <> 'draft') execute function purchasing.refuse_change();
comment on trigger budget_begins on finance.budget is 'A budget begins as a draft. | Бюджет начинается черновиком.';
comment on trigger budget_states on finance.budget is
  'The budget cannot become {value} now. | Сейчас бюджет не может получить состояние {value}.';
comment on trigger budget_frozen on finance.budget is
  'The budget is {value}: revise it instead. | Состояние бюджета — {value}: сделайте новую редакцию.';
comment on trigger budget_kept on finance.budget is
  'The budget is {value}: only a draft goes. | Состояние бюджета — {value}: удалить можно только черновик.';
select system.permit('{administrator,accountant}', '{budgets}',
    '{read,create,update,delete,export,import,approve,revise}', 'all'),
  system.permit('{head_of_department}', '{budgets}', '{read,export}', 'below'),
  system.permit('{read_only}', '{budgets}', '{read}', 'all'),
  system.permit('{auditor}', '{budgets}', '{read,export}', 'all');
