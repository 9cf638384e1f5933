-- 0371_finance_account: the chart of accounts, a tree, and which account postings of documents use.
-- Why: entries go to accounts that have no others below them; a sum that stood on a group would be counted twice. Kind:
-- expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.account (
  id bigint generated always as identity constraint account_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text constraint account_code_length check (length(code) between 1 and 50)
    constraint account_code_key unique,
  name text not null constraint account_name_length check (length(name) between 1 and 300),
  type text constraint account_type_known check (type in ('asset', 'liability', 'equity', 'income', 'expense')),
  parent_id bigint constraint account_parent_fkey references finance.account,
  currency text constraint account_currency_fkey references system.currency,
  reconcilable boolean not null default false,
  by_party boolean not null default false,
  notes text constraint account_notes_length check (length(notes) <= 10000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint account_parent_other check (parent_id <> id),
  constraint account_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint account_external_key unique (external_source, external_key)
);
create index account_parent_idx on finance.account (parent_id);
create index account_currency_idx on finance.account (currency) where currency is not null;
comment on table finance.account is 'Account: of the chart of accounts. | Счёт учёта: плана счетов.';
comment on column finance.account.code is
  'Code: of the account, such as 60.01. | Код: счёта, например 60.01.';
comment on column finance.account.name is 'Name: of the account. | Название: счёта.';
comment on column finance.account.type is
  'Type: what its balance is; without one it only heads others. | Вид: что показывает остаток; без вида счёт только объединяет другие. {asset=Asset/Актив, liability=Liability/Обязательство, equity=Equity/Капитал, income=Income/Доход, expense=Expense/Расход}';
comment on column finance.account.parent_id is 'Parent: the account above it. | Вышестоящий: счёт над ним.';
comment on column finance.account.currency is
  'Currency: of all its entries; any when empty. | Валюта: всех проводок; пусто — любая.';
comment on column finance.account.reconcilable is
  'Reconcilable: its entries are held against others. | Сверяемый: его проводки сопоставляются с другими.';
comment on column finance.account.by_party is
  'By party: each entry names one. | По контрагентам: в каждой проводке указан контрагент.';
comment on column finance.account.notes is 'Notes: what belongs there. | Примечания: что на нём учитывать.';
comment on constraint account_code_length on finance.account is
  'The code must have 1 to 50 characters. | Код — от 1 до 50 знаков.';
comment on constraint account_code_key on finance.account is
  'Another account has this code. | Такой код уже есть у другого счёта.';
comment on constraint account_name_length on finance.account is
  'The name must have 1 to 300 characters. | Название — от 1 до 300 знаков.';
comment on constraint account_type_known on finance.account is
  'The type is asset, liability, equity, income or expense. | Вид: asset, liability, equity, income или expense.';
comment on constraint account_parent_fkey on finance.account is 'There is no such account. | Такого счёта нет.';
comment on constraint account_currency_fkey on finance.account is 'There is no such currency. | Такой валюты нет.';
comment on constraint account_notes_length on finance.account is
  'The notes must have at most 10,000 characters. | Примечания должны быть не длиннее 10 000 знаков.';
comment on constraint account_parent_other on finance.account is
  'An account is not above itself. | Счёт не может быть выше самого себя.';
select clients.describe_common('finance.account'::regclass);

-- What is below an account is of its type where none is told; a first one without a type only heads others.
create function finance.tidy_account() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  new.type := coalesce(new.type, (select p.type from finance.account as p where p.id = new.parent_id));
  new.code := nullif(btrim(new.code), '');
  return new;
end
$$;
comment on function finance.tidy_account is
  'Gives an account the type of the one above where none is told. | Берёт вид вышестоящего счёта, если он не указан.';
create trigger tidy_account before insert or update of type, code on finance.account
  for each row execute function finance.tidy_account();

-- Where entries are no account comes below; where one is below no entry comes. What is being posted is waited for.
create function finance.judge_account() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  met boolean;
begin
  perform system.demand_read_committed();
  if tg_name = 'account_no_cycle' then
    perform pg_advisory_xact_lock(tg_relid::bigint);
    with recursive above as (
      select new.parent_id as id union select a.parent_id from finance.account as a join above as b on b.id = a.id)
    select bool_or(a.id = new.id) into met from above as a;
    if met then
      perform system.refuse(tg_relid::regclass, tg_name, 'parent_id');
    end if;
  elsif tg_name = 'account_parent_free' then
    perform from finance.account as a where a.id = new.parent_id for update;
    if exists (select from finance.entry_line as l where l.account_id = new.parent_id) then
      perform system.refuse(tg_relid::regclass, tg_name, 'parent_id');
    end if;
  else
    perform from finance.account as a where a.id = new.id for update;
    if exists (select from finance.entry_line as l where l.account_id = new.id) then
      perform system.refuse(tg_relid::regclass, tg_name, case when old.type is distinct from new.type then 'type'
        when old.by_party is distinct from new.by_party then 'by_party' else 'currency' end);
    end if;
  end if;
  return null;
end
$$;
comment on function finance.judge_account is
  'Judges a change of the chart of accounts. | Проверяет изменение плана счетов.';
create constraint trigger account_no_cycle after insert or update of parent_id on finance.account
  for each row when (new.parent_id is not null) execute function finance.judge_account();
create constraint trigger account_parent_free after insert or update of parent_id on finance.account
  for each row when (new.parent_id is not null) execute function finance.judge_account();
create constraint trigger account_posted after update on finance.account
  for each row when (old.type is distinct from new.type or old.currency is distinct from new.currency and new.currency is not null
    or new.by_party and not old.by_party) execute function finance.judge_account();
comment on trigger account_no_cycle on finance.account is
  'The account above would lie below it. | Вышестоящий счёт оказался бы ниже.';
comment on trigger account_parent_free on finance.account is
  'Entries stand on the account above: no other comes below it. | На вышестоящем счёте есть проводки: открыть под ним счёт нельзя.';
comment on trigger account_posted on finance.account is
  'Entries stand on this account: it stays what it is. | На счёте есть проводки: его вид, валюта и аналитика не меняются.';
select system.business('finance.account'::regclass);
select access.protect_shared('finance.account'::regclass, 'ledger_accounts');
select system.permit('{administrator,accountant}', '{ledger_accounts}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{auditor}', '{ledger_accounts}', '{read,export}', 'all'),
  system.permit('{head_of_department,sales,purchasing,read_only}', '{ledger_accounts}', '{read}', 'all');
