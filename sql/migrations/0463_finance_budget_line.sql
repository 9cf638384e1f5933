-- 0463_finance_budget_line: the plan itself, by account and month; warnings that it was exceeded; verbs.
-- Why: what is approved is compared with the ledger account by account. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table finance.budget_line (
  id bigint generated always as identity constraint budget_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  budget_id bigint not null constraint budget_line_budget_fkey references finance.budget on delete cascade,
  account_id bigint not null constraint budget_line_account_fkey references finance.account,
  month date not null constraint budget_line_month_first check (extract(day from month) = 1),
  amount numeric(19, 4) not null constraint budget_line_amount_range check (amount >= 0),
  external_source text,
  external_key text,
  constraint budget_line_once unique (budget_id, account_id, month),
  constraint budget_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint budget_line_external_key unique (external_source, external_key)
);
create index budget_line_account_idx on finance.budget_line (account_id, month);
comment on table finance.budget_line is
  'Line of a budget: how much on which account in which month. | Строка бюджета: сколько по какому счёту в каком месяце.';
comment on column finance.budget_line.budget_id is 'Budget: whose line. | Бюджет: чья строка.';
comment on column finance.budget_line.account_id is
  'Account: of income or expenses, with none below it; of income it is what comes in. | Счёт: доходов или расходов, без нижестоящих; для доходов — поступление.';
comment on column finance.budget_line.month is 'Month: its first day. | Месяц: его первый день.';
comment on column finance.budget_line.amount is
  'Amount: that is planned, in the base currency. | Сумма: по плану, в базовой валюте.';
comment on constraint budget_line_budget_fkey on finance.budget_line is 'There is no such budget. | Такого бюджета нет.';
comment on constraint budget_line_account_fkey on finance.budget_line is
  'There is no such account of the ledger. | Такого счёта учёта нет.';
comment on constraint budget_line_month_first on finance.budget_line is
  'The month is told by its first day. | Месяц указывается его первым днём.';
comment on constraint budget_line_amount_range on finance.budget_line is
  'The amount must not be negative. | Сумма не может быть отрицательной.';
comment on constraint budget_line_once on finance.budget_line is
  'The account has a line of this month. | По этому счёту уже есть строка за этот месяц.';
select clients.describe_common('finance.budget_line'::regclass);
select system.business('finance.budget_line'::regclass, 'budget_id', 'finance.budget'::regclass);
select access.protect_child('finance.budget_line'::regclass, 'budgets', 'budget_id', 'finance.budget'::regclass);
create constraint trigger budget_line_frozen after insert or update or delete on finance.budget_line
  for each row execute function purchasing.judge_part('finance.budget', 'budget_id', '{draft}');
create function finance.judge_budget_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_name = 'budget_line_decimals' then
    perform finance.refuse_decimals(tg_relid::regclass, tg_name, finance.base_currency(),
      jsonb_build_object('amount', new.amount));
  elsif tg_name = 'budget_line_account' then
    -- A revision has the lines of what it replaces, whatever became of the account since.
    if not exists (
        select from finance.account as a
        where a.id = new.account_id and a.type in ('income', 'expense')
          and not exists (select from finance.account as b where b.parent_id = a.id))
      and not exists (
        select from finance.budget as b join finance.budget_line as l on l.budget_id = b.replaces_id
        where b.id = new.budget_id and l.account_id = new.account_id)
    then
      perform system.refuse(tg_relid::regclass, tg_name, 'account_id');
    end if;
  elsif not exists (
    select from finance.budget as b join finance.fiscal_year as y on y.id = b.fiscal_year_id
    where b.id = new.budget_id and new.month between date_trunc('month', y.starts_on) and y.ends_on)
  then
    perform system.refuse(tg_relid::regclass, tg_name, 'month', to_char(new.month, 'YYYY-MM'));
  end if;
  return null;
end
$$;
comment on function finance.judge_budget_line is
  'Keeps the lines of a budget within its year, on accounts of results, in money. | Держит строки бюджета в его году, на счетах доходов и расходов, в деньгах.';
create constraint trigger budget_line_account after insert or update of account_id on finance.budget_line
  for each row execute function finance.judge_budget_line();
create constraint trigger budget_line_decimals after insert or update of amount on finance.budget_line
  for each row execute function finance.judge_budget_line();
create constraint trigger budget_line_month after insert or update of budget_id, month on finance.budget_line
  for each row execute function finance.judge_budget_line();
-- Only its words are needed: the judge of documents raises it.
create constraint trigger budget_line_exceeded after insert on finance.budget_line
  for each row when (false) execute function finance.judge_budget_line();
comment on trigger budget_line_frozen on finance.budget_line is
  'The budget is {value}: only the lines of a draft change. | Состояние бюджета — {value}: строки меняются только у черновика.';
comment on trigger budget_line_month on finance.budget_line is
  '{value} lies outside the year of the budget. | {value} — не в году бюджета.';
comment on trigger budget_line_account on finance.budget_line is
  'Planned are income and expenses, on accounts with none below them. | Планируются доходы и расходы, по счетам без нижестоящих.';
comment on trigger budget_line_decimals on finance.budget_line is
  'More decimals than the currency has; right would be {value}. | Знаков больше, чем у валюты; правильно: {value}.';
comment on trigger budget_line_exceeded on finance.budget_line is
  'The budget would be exceeded: {value}. | Бюджет был бы превышен: {value}.';

-- A warning is written by who judges a document; nobody else writes here.
create table finance.budget_warning (
  id bigint generated always as identity constraint budget_warning_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  budget_id bigint not null constraint budget_warning_budget_fkey references finance.budget,
  account_id bigint not null constraint budget_warning_account_fkey references finance.account,
  month date not null,
  stage text not null constraint budget_warning_stage_known check (stage in ('requisition', 'order', 'actual')),
  requisition_id bigint constraint budget_warning_requisition_fkey references purchasing.requisition,
  order_id bigint constraint budget_warning_order_fkey references purchasing.purchase_order,
  entry_id bigint constraint budget_warning_entry_fkey references finance.entry,
  planned numeric(19, 4) not null,
  used numeric(19, 4) not null,
  constraint budget_warning_document check (num_nonnulls(requisition_id, order_id, entry_id) = 1)
);
create index budget_warning_budget_idx on finance.budget_warning (budget_id, id);
create index budget_warning_account_idx on finance.budget_warning (account_id);
create index budget_warning_requisition_idx on finance.budget_warning (requisition_id) where requisition_id is not null;
create index budget_warning_order_idx on finance.budget_warning (order_id) where order_id is not null;
create index budget_warning_entry_idx on finance.budget_warning (entry_id) where entry_id is not null;
comment on table finance.budget_warning is
  'Budget warning: a document that went beyond a plan. | Предупреждение бюджета: документ, превысивший план.';
comment on column finance.budget_warning.budget_id is 'Budget: that was exceeded. | Бюджет: который превышен.';
comment on column finance.budget_warning.account_id is 'Account: of the ledger. | Счёт: учёта.';
comment on column finance.budget_warning.month is 'Month: its first day. | Месяц: его первый день.';
comment on column finance.budget_warning.stage is
  'Stage: what went beyond it. | Этап: что превысило план. {requisition=Requisition/Заявка, order=Order/Заказ, actual=Posting/Проводка}';
comment on column finance.budget_warning.requisition_id is 'Requisition: that was submitted. | Заявка: отправленная.';
comment on column finance.budget_warning.order_id is 'Order: that was approved or sent. | Заказ: согласованный или отправленный.';
comment on column finance.budget_warning.entry_id is 'Entry: that was posted. | Проводка: записанная.';
comment on column finance.budget_warning.planned is 'Planned: up to then, in the base currency. | По плану: к тому месяцу, в базовой валюте.';
comment on column finance.budget_warning.used is 'Used: with this document. | Использовано: с этим документом.';
comment on constraint budget_warning_budget_fkey on finance.budget_warning is 'There is no such budget. | Такого бюджета нет.';
comment on constraint budget_warning_account_fkey on finance.budget_warning is
  'There is no such account of the ledger. | Такого счёта учёта нет.';
comment on constraint budget_warning_stage_known on finance.budget_warning is 'The stage is not known. | Такого этапа нет.';
comment on constraint budget_warning_requisition_fkey on finance.budget_warning is
  'There is no such requisition. | Такой заявки нет.';
comment on constraint budget_warning_order_fkey on finance.budget_warning is 'There is no such order. | Такого заказа нет.';
comment on constraint budget_warning_entry_fkey on finance.budget_warning is 'There is no such entry. | Такой проводки нет.';
comment on constraint budget_warning_document on finance.budget_warning is
  'A warning is about one document. | Предупреждение — об одном документе.';
select clients.describe_common('finance.budget_warning'::regclass);
select system.business('finance.budget_warning'::regclass, 'budget_id', 'finance.budget'::regclass);
select access.protect_child('finance.budget_warning'::regclass, 'budgets', 'budget_id', 'finance.budget'::regclass);
revoke insert, update, delete on finance.budget_warning from crm_service;
