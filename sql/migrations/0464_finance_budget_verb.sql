-- 0464_finance_budget_verb: approval and revision of budgets, and to which account a purchase counts.
-- Why: of two revisions one holds, and never none. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create function finance.approve_budget(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  b finance.budget;
begin
  if not purchasing.begin('finance.budget'::regclass, 'budgets', 'approve', p_id, '{draft}') then
    return null;
  end if;
  select * into b from finance.budget as o where o.id = p_id;
  update finance.budget as o set state = 'replaced' where o.id = b.replaces_id;
  update finance.budget as o set state = 'approved', approved_at = now(), approved_by = access.account_id()
  where o.id = p_id;
  return p_id;
end
$$;
comment on function finance.approve_budget is 'Approves a budget. | Утверждает бюджет.';

create function finance.revise_budget(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  made bigint;
begin
  if not purchasing.begin('finance.budget'::regclass, 'budgets', 'revise', p_id, '{approved}') then
    return null;
  end if;
  insert into finance.budget (owner_id, department_id, fiscal_year_id, name, revision, replaces_id, on_requisition,
    on_order, on_actual, cumulative)
  select b.owner_id, b.department_id, b.fiscal_year_id, b.name, b.revision + 1, b.id, b.on_requisition, b.on_order,
    b.on_actual, b.cumulative
  from finance.budget as b where b.id = p_id returning id into made;
  -- What is the whole enterprise's was given the department of its author.
  update finance.budget as n set department_id = b.department_id, owner_id = b.owner_id
  from finance.budget as b where n.id = made and b.id = p_id;
  insert into finance.budget_line (budget_id, account_id, month, amount)
  select made, l.account_id, l.month, l.amount from finance.budget_line as l where l.budget_id = p_id
  order by l.id;
  return made;
end
$$;
comment on function finance.revise_budget is
  'Makes a draft that is to replace an approved budget. | Создаёт черновик взамен утверждённого бюджета.';
grant execute on function finance.approve_budget, finance.revise_budget to crm_service;

-- A revision is of the same department and year.
create function finance.judge_revision() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (
    select from finance.budget as n join finance.budget as b on b.id = n.replaces_id
    where n.id = new.id and row(b.department_id, b.fiscal_year_id, b.revision)
      is distinct from row(n.department_id, n.fiscal_year_id, n.revision - 1))
  then
    perform system.refuse(tg_relid::regclass, tg_name, 'department_id');
  end if;
  return null;
end
$$;
comment on function finance.judge_revision is
  'Keeps a revision with its department and year. | Держит редакцию при её отделе и годе.';
create constraint trigger budget_same after insert or update of replaces_id, department_id, fiscal_year_id, revision
  on finance.budget deferrable initially deferred for each row when (new.replaces_id is not null)
  execute function finance.judge_revision();
comment on trigger budget_same on finance.budget is
  'A revision keeps the department and the year. | Редакция сохраняет отдел и год.';

create table finance.category_account (
  id bigint generated always as identity constraint category_account_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  product_category_id bigint not null
    constraint category_account_category_fkey references sales.product_category
    constraint category_account_once unique,
  account_id bigint not null constraint category_account_account_fkey references finance.account,
  external_source text,
  external_key text,
  constraint category_account_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint category_account_external_key unique (external_source, external_key)
);
create index category_account_account_idx on finance.category_account (account_id);
comment on table finance.category_account is
  'Category account: on which account purchases of a category, and of all below it, count. | Счёт категории: на какой счёт относятся закупки категории и нижестоящих.';
comment on column finance.category_account.product_category_id is 'Category: of products. | Категория: товаров.';
comment on column finance.category_account.account_id is 'Account: of the ledger. | Счёт: учёта.';
comment on constraint category_account_category_fkey on finance.category_account is
  'There is no such category. | Такой категории нет.';
comment on constraint category_account_once on finance.category_account is
  'The category has an account. | У категории уже есть счёт.';
comment on constraint category_account_account_fkey on finance.category_account is
  'There is no such account of the ledger. | Такого счёта учёта нет.';
select clients.describe_common('finance.category_account'::regclass);
select system.business('finance.category_account'::regclass);
select access.protect_shared('finance.category_account'::regclass, 'category_accounts');

-- That of the nearest category that has one, else the account of expenses; null where there is none either.
create function finance.purchase_account(p_product bigint, p_category bigint) returns bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive above (id, parent_id, height) as (
    select c.id, c.parent_id, 1 from sales.product_category as c
    where c.id = coalesce(p_category, (select p.product_category_id from sales.product as p where p.id = p_product))
    union all
    select c.id, c.parent_id, a.height + 1 from above as a join sales.product_category as c on c.id = a.parent_id
    where a.height < 50
  )
  select coalesce(
    (select k.account_id from above as a join finance.category_account as k on k.product_category_id = a.id
     order by a.height limit 1),
    (select u.account_id from finance.account_use as u where u.use = 'expense'));
end;
comment on function finance.purchase_account is
  'On which account a purchase counts. | На какой счёт относится закупка.';
grant execute on function finance.purchase_account to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant}', '{category_accounts}',
    '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department,purchasing,read_only}', '{category_accounts}', '{read}', 'all'),
  system.permit('{auditor}', '{category_accounts}', '{read,export}', 'all'),
  system.permit('{administrator,accountant}', '{budget_lines}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{administrator,accountant}', '{budget_warnings}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{budget_lines,budget_warnings}', '{read,export}', 'below'),
  system.permit('{read_only}', '{budget_lines,budget_warnings}', '{read}', 'all'),
  system.permit('{auditor}', '{budget_lines,budget_warnings}', '{read,export}', 'all');
