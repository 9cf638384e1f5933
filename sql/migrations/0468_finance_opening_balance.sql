-- 0468_finance_opening_balance: what stood on accounts when the books were begun here.
-- Why: books go on where others have ended: money, receivables and payables document by document, and every account.
-- Each is posted when it is entered, once, and can be taken back until the first year is closed. Kind: expand. Locks: none
-- on existing tables. Time: milliseconds. Forward only.
create table finance.opening_balance (
  id bigint generated always as identity constraint opening_balance_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint opening_balance_owner_fkey references access.account,
  department_id bigint constraint opening_balance_department_fkey references access.department,
  opened_on date not null,
  account_id bigint not null constraint opening_balance_account_fkey references finance.account,
  party_id bigint constraint opening_balance_party_fkey references clients.party,
  reference text constraint opening_balance_reference_length check (length(reference) between 1 and 200),
  due_on date,
  currency text not null constraint opening_balance_currency_fkey references system.currency,
  amount numeric(19, 4) not null constraint opening_balance_amount_range check (amount <> 0),
  base_amount numeric(19, 4),
  state text not null default 'posted' constraint opening_balance_state_known check (state in ('posted', 'reversed')),
  entry_id bigint constraint opening_balance_entry_key unique
    constraint opening_balance_entry_fkey references finance.entry,
  reversed_on date,
  reversal_reason text constraint opening_balance_reason_length check (length(reversal_reason) between 1 and 2000),
  external_source text,
  external_key text,
  constraint opening_balance_side check (amount * base_amount >= 0),
  constraint opening_balance_item check (num_nonnulls(reference, due_on) = 0 or party_id is not null),
  constraint opening_balance_reversal check (num_nonnulls(reversed_on, reversal_reason)
    = case state when 'reversed' then 2 else 0 end),
  constraint opening_balance_once exclude using btree (account_id with =, coalesce(party_id, 0) with =, currency with =,
    coalesce(reference, '') with =, coalesce(department_id, 0) with =) where (state = 'posted'),
  constraint opening_balance_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint opening_balance_external_key unique (external_source, external_key)
);
create index opening_balance_created_idx on finance.opening_balance (created_at, id);
create index opening_balance_updated_idx on finance.opening_balance (updated_at, id);
create index opening_balance_owner_idx on finance.opening_balance (owner_id, id);
create index opening_balance_department_idx on finance.opening_balance (department_id, id);
create index opening_balance_account_idx on finance.opening_balance (account_id);
create index opening_balance_party_idx on finance.opening_balance (party_id) where party_id is not null;
create index opening_balance_currency_idx on finance.opening_balance (currency);
comment on table finance.opening_balance is
  'Opening balance: what stood on an account when the books were begun here. | Начальный остаток: что было на счёте при начале учёта.';
comment on column finance.opening_balance.opened_on is 'Opened on: the day of the entry. | Дата: проводки.';
comment on column finance.opening_balance.account_id is 'Account: of the ledger. | Счёт: учёта.';
comment on column finance.opening_balance.party_id is
  'Party: who owes or is owed, on accounts of receivables, payables and advances. | Контрагент: кто должен или кому, на счетах расчётов и авансов.';
comment on column finance.opening_balance.reference is
  'Reference: number of the document that is open. | Документ: номер открытого документа.';
comment on column finance.opening_balance.due_on is
  'Due on: when the document is to be paid. | Срок: когда оплатить документ.';
comment on column finance.opening_balance.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column finance.opening_balance.amount is
  'Amount: debit positive, credit negative. | Сумма: дебет со знаком плюс, кредит — минус.';
comment on column finance.opening_balance.base_amount is
  'Amount in the books: in their currency; by the rate of the day when empty. | Сумма в валюте учёта: пусто — по курсу дня.';
comment on column finance.opening_balance.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {posted=Posted/Проведён, reversed=Reversed/Сторнирован}';
comment on column finance.opening_balance.entry_id is 'Entry: by which it was posted. | Проводка: которой проведён.';
comment on column finance.opening_balance.reversed_on is 'Reversed on: day of that entry. | Сторнирован: дата проводки.';
comment on column finance.opening_balance.reversal_reason is 'Reason of reversal: why. | Причина сторнирования: почему.';
comment on constraint opening_balance_account_fkey on finance.opening_balance is
  'There is no such account of the ledger. | Такого счёта учёта нет.';
comment on constraint opening_balance_reference_length on finance.opening_balance is
  'The reference must have 1 to 200 characters. | Номер документа — от 1 до 200 знаков.';
comment on constraint opening_balance_currency_fkey on finance.opening_balance is
  'There is no such currency. | Такой валюты нет.';
comment on constraint opening_balance_amount_range on finance.opening_balance is
  'An opening balance of 0 is none. | Нулевой остаток не вносят.';
comment on constraint opening_balance_state_known on finance.opening_balance is
  'The state is not known. | Такого состояния нет.';
comment on constraint opening_balance_entry_key on finance.opening_balance is
  'The entry is another opening balance''s. | Проводка относится к другому остатку.';
comment on constraint opening_balance_entry_fkey on finance.opening_balance is
  'There is no such entry. | Такой проводки нет.';
comment on constraint opening_balance_reason_length on finance.opening_balance is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint opening_balance_side on finance.opening_balance is
  'The amount in the books has the other sign. | Сумма в валюте учёта имеет другой знак.';
comment on constraint opening_balance_item on finance.opening_balance is
  'Documents and due dates are of parties. | Документ и срок указываются только с контрагентом.';
comment on constraint opening_balance_reversal on finance.opening_balance is
  'What is reversed says when and why, and nothing else does. | У сторнированного и только у него указано, когда и почему.';
comment on constraint opening_balance_once on finance.opening_balance is
  'The account has its opening balance: reverse it first. | У счёта уже есть начальный остаток: сначала сторнируйте его.';
select clients.describe_common('finance.opening_balance'::regclass);
select system.business('finance.opening_balance'::regclass);
select access.protect('finance.opening_balance'::regclass, 'opening_balances');
select access.name_seen('finance.opening_balance'::regclass, 'party_id', 'clients.party'::regclass);
-- Whoever is responsible may change, nothing else.
do $$
declare
  columns constant text := (select string_agg(quote_ident(a.attname), ', ') from pg_attribute as a
    where a.attrelid = 'finance.opening_balance'::regclass and a.attnum > 0 and not a.attisdropped);
begin
  revoke delete, insert (owner_id, state, entry_id, reversed_on, reversal_reason) on finance.opening_balance from crm_service;
  execute format('revoke update (%s) on finance.opening_balance from crm_service', columns);
end
$$;
insert into system.succession (place, rule, condition) values ('finance.opening_balance.owner_id', 'keep', null);
select system.permit('{administrator,accountant}', '{opening_balances}', '{read,create,export,import,reverse}', 'all'),
  system.permit('{read_only}', '{opening_balances}', '{read}', 'all'),
  system.permit('{auditor}', '{opening_balances}', '{read,export}', 'all');
