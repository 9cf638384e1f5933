-- 0470_finance_year_end: closing a fiscal year and what it carries over.
-- Why: the result of a year goes to what was retained, each year once and in order, and what was carried over is kept
-- beside the ledger, to be held against it. Kind: expand. Locks: a trigger on finance.fiscal_year; closing holds
-- finance.entry against other writers until it commits. Time: milliseconds. Forward only.
create table finance.year_close (
  id bigint generated always as identity constraint year_close_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  fiscal_year_id bigint not null constraint year_close_year_fkey references finance.fiscal_year,
  entry_id bigint constraint year_close_entry_fkey references finance.entry,
  result numeric(19, 4) not null,
  reopened_at timestamptz,
  reopened_by bigint constraint year_close_reopened_by_fkey references access.account,
  constraint year_close_once exclude using btree (fiscal_year_id with =) where (reopened_at is null)
);
create index year_close_year_idx on finance.year_close (fiscal_year_id);
create index year_close_entry_idx on finance.year_close (entry_id) where entry_id is not null;
create index year_close_reopened_by_idx on finance.year_close (reopened_by) where reopened_by is not null;
comment on table finance.year_close is 'Close of a year: by which entry, with which result. | Закрытие года: какой проводкой и с каким результатом.';
comment on column finance.year_close.fiscal_year_id is 'Year: that was closed. | Год: который закрыт.';
comment on column finance.year_close.entry_id is 'Entry: that carries the result over; empty where there was none. | Проводка: переносящая результат; пусто, если его не было.';
comment on column finance.year_close.result is 'Result: profit, or loss below 0. | Результат: прибыль, или убыток со знаком минус.';
comment on column finance.year_close.reopened_at is 'Reopened at: when the year was opened again. | Открыт снова: когда.';
comment on column finance.year_close.reopened_by is 'Reopened by: who. | Кем открыт: кто.';
comment on constraint year_close_year_fkey on finance.year_close is 'There is no such fiscal year. | Такого финансового года нет.';
comment on constraint year_close_entry_fkey on finance.year_close is 'There is no such entry. | Такой проводки нет.';
comment on constraint year_close_reopened_by_fkey on finance.year_close is 'There is no such account. | Такой учётной записи нет.';
comment on constraint year_close_once on finance.year_close is 'The year is closed. | Год закрыт.';
select clients.describe_common('finance.year_close'::regclass);
select system.business('finance.year_close'::regclass);
select access.protect_shared('finance.year_close'::regclass, 'year_closes');
insert into system.succession (place, rule, condition) values ('finance.year_close.reopened_by', 'keep', null);

create table finance.carried_balance (
  id bigint generated always as identity constraint carried_balance_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  fiscal_year_id bigint not null constraint carried_balance_year_fkey references finance.fiscal_year,
  account_id bigint not null constraint carried_balance_account_fkey references finance.account,
  currency text not null constraint carried_balance_currency_fkey references system.currency,
  amount numeric(25, 4) not null,
  balance numeric(25, 4) not null,
  constraint carried_balance_once unique (fiscal_year_id, account_id, currency)
);
create index carried_balance_account_idx on finance.carried_balance (account_id);
create index carried_balance_currency_idx on finance.carried_balance (currency);
comment on table finance.carried_balance is
  'Carried balance: with what an account goes into the year after a closed one. | Перенесённый остаток: с чем счёт переходит в следующий год.';
comment on column finance.carried_balance.fiscal_year_id is 'Year: that was closed. | Год: закрытый.';
comment on column finance.carried_balance.account_id is 'Account: of the ledger. | Счёт: учёта.';
comment on column finance.carried_balance.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column finance.carried_balance.amount is 'Amount: in its currency, debit positive. | Сумма: в своей валюте, дебет со знаком плюс.';
comment on column finance.carried_balance.balance is 'Balance: in the currency of the books, debit positive. | Остаток: в валюте учёта, дебет со знаком плюс.';
comment on constraint carried_balance_year_fkey on finance.carried_balance is 'There is no such fiscal year. | Такого финансового года нет.';
comment on constraint carried_balance_account_fkey on finance.carried_balance is 'There is no such account of the ledger. | Такого счёта учёта нет.';
comment on constraint carried_balance_currency_fkey on finance.carried_balance is 'There is no such currency. | Такой валюты нет.';
comment on constraint carried_balance_once on finance.carried_balance is
  'The account was carried over already. | Остаток счёта уже перенесён.';
select clients.describe_common('finance.carried_balance'::regclass);
select system.business('finance.carried_balance'::regclass);
select access.protect_shared('finance.carried_balance'::regclass, 'carried_balances');
do $$
declare
  t regclass;
begin
  foreach t in array array['finance.year_close', 'finance.carried_balance']::regclass[] loop
    execute format('revoke insert, update, delete on %s from crm_service', t);
    execute (select format('revoke insert (%1$s), update (%1$s) on %2$s from crm_service',
      string_agg(quote_ident(a.attname), ', '), t) from pg_attribute as a
      where a.attrelid = t and a.attnum > 0 and not a.attisdropped);
  end loop;
end
$$;
select system.permit('{administrator,accountant}', '{fiscal_years}', '{close,reopen}', 'all'),
  system.permit('{administrator,accountant,auditor}', '{year_closes,carried_balances}', '{read,export}', 'all'),
  system.permit('{read_only}', '{year_closes,carried_balances}', '{read}', 'all');
