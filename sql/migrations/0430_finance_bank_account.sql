-- 0430_finance_bank_account: our accounts in banks and our cash, each an account of the ledger of its own.
-- Why: a statement is held against one account of the ledger, so that two accounts in banks never share one. Numbers are
-- kept as the bank writes them, valid or not. Kind: expand. Locks: none on existing tables. Time: milliseconds.
-- Forward only.
create table finance.bank_account (
  id bigint generated always as identity constraint bank_account_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint bank_account_owner_fkey references access.account,
  department_id bigint constraint bank_account_department_fkey references access.department,
  kind text not null default 'bank' constraint bank_account_kind_known check (kind in ('bank', 'cash')),
  name text not null constraint bank_account_name_length check (length(name) between 1 and 300),
  account_id bigint not null constraint bank_account_account_key unique
    constraint bank_account_account_fkey references finance.account,
  currency text not null constraint bank_account_currency_fkey references system.currency,
  number text constraint bank_account_number_length check (length(number) between 1 and 50),
  iban text constraint bank_account_iban_valid check (clients.iban_valid(iban))
    constraint bank_account_iban_key unique,
  bank_name text constraint bank_account_bank_length check (length(bank_name) between 1 and 300),
  bic text constraint bank_account_bic_valid check (clients.bic_valid(bic)),
  swift text constraint bank_account_swift_form check (swift ~ '^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$'),
  correspondent_account text
    constraint bank_account_correspondent_length check (length(correspondent_account) between 1 and 50),
  notes text constraint bank_account_notes_length check (length(notes) <= 2000),
  reconciled_through date,
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint bank_account_of_bank
    check (kind = 'bank' or num_nonnulls(number, iban, bank_name, bic, swift, correspondent_account) = 0),
  constraint bank_account_number_key exclude using btree (clients.compact(number) with =, coalesce(bic, '') with =)
    where (number is not null),
  constraint bank_account_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint bank_account_external_key unique (external_source, external_key)
);
create index bank_account_created_idx on finance.bank_account (created_at, id);
create index bank_account_updated_idx on finance.bank_account (updated_at, id);
create index bank_account_owner_idx on finance.bank_account (owner_id, id);
create index bank_account_department_idx on finance.bank_account (department_id, id);
create index bank_account_currency_idx on finance.bank_account (currency);
comment on table finance.bank_account is
  'Money account: one of ours in a bank, or cash. | Денежный счёт: наш в банке или касса.';
comment on column finance.bank_account.kind is
  'Kind: where the money is. | Вид: где деньги. {bank=Bank/Банк, cash=Cash/Касса}';
comment on column finance.bank_account.name is 'Name: how we call it. | Название: как мы его называем.';
comment on column finance.bank_account.account_id is
  'Ledger account: on which its money stands, and nothing else. | Счёт учёта: на котором стоят только эти деньги.';
comment on column finance.bank_account.currency is 'Currency: of the account. | Валюта: счёта.';
comment on column finance.bank_account.number is
  'Number: as the bank writes it in statements. | Номер: как его пишет банк в выписках.';
comment on column finance.bank_account.iban is 'IBAN: international number. | IBAN: международный номер.';
comment on column finance.bank_account.bank_name is 'Bank: its name. | Банк: его название.';
comment on column finance.bank_account.bic is
  'BIC: code of the Bank of Russia, 9 digits. | БИК: код Банка России, 9 цифр.';
comment on column finance.bank_account.swift is
  'SWIFT: international code of the bank. | SWIFT: международный код банка.';
comment on column finance.bank_account.correspondent_account is
  'Correspondent account: of the bank. | Корреспондентский счёт: банка.';
comment on column finance.bank_account.notes is 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on column finance.bank_account.reconciled_through is
  'Reconciled through: up to this day ledger and bank agree, and stay so. | Сверен по: по этот день учёт и банк сходятся и не меняются.';
comment on constraint bank_account_kind_known on finance.bank_account is 'The kind is bank or cash. | Вид: bank или cash.';
comment on constraint bank_account_name_length on finance.bank_account is
  'The name must have 1 to 300 characters. | Название — от 1 до 300 знаков.';
comment on constraint bank_account_account_key on finance.bank_account is
  'The ledger account is of another money account. | Этот счёт учёта занят другим денежным счётом.';
comment on constraint bank_account_account_fkey on finance.bank_account is
  'There is no such ledger account. | Такого счёта учёта нет.';
comment on constraint bank_account_currency_fkey on finance.bank_account is 'There is no such currency. | Такой валюты нет.';
comment on constraint bank_account_number_length on finance.bank_account is
  'The number must have 1 to 50 characters. | Номер — от 1 до 50 знаков.';
comment on constraint bank_account_iban_valid on finance.bank_account is
  'The IBAN has a wrong length or check digits; what is no IBAN is a number. | У IBAN неверная длина или контрольные цифры; если это не IBAN, укажите его как номер.';
comment on constraint bank_account_iban_key on finance.bank_account is
  'Another money account has this IBAN. | Такой IBAN уже есть у другого денежного счёта.';
comment on constraint bank_account_bank_length on finance.bank_account is
  'The bank must have 1 to 300 characters. | Банк — от 1 до 300 знаков.';
comment on constraint bank_account_bic_valid on finance.bank_account is
  'The BIC must have 9 digits and begin with 00 to 04. | БИК состоит из 9 цифр и начинается с 00–04.';
comment on constraint bank_account_swift_form on finance.bank_account is
  'The SWIFT code must have 8 or 11 signs. | Код SWIFT состоит из 8 или 11 знаков.';
comment on constraint bank_account_correspondent_length on finance.bank_account is
  'The correspondent account must have 1 to 50 characters. | Корреспондентский счёт — от 1 до 50 знаков.';
comment on constraint bank_account_notes_length on finance.bank_account is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint bank_account_of_bank on finance.bank_account is
  'Cash has no number and no bank. | У кассы нет номера и банка.';
comment on constraint bank_account_number_key on finance.bank_account is
  'Another money account has this number in this bank. | Такой номер в этом банке уже есть у другого денежного счёта.';
select clients.describe_common('finance.bank_account'::regclass);

create function finance.tidy_bank_account() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  new.name := coalesce(clients.tidy(new.name), '');
  new.number := clients.tidy(new.number);
  new.iban := clients.compact(new.iban);
  new.bic := clients.compact(new.bic);
  new.swift := clients.compact(new.swift);
  new.correspondent_account := clients.tidy(new.correspondent_account);
  return new;
end
$$;
comment on function finance.tidy_bank_account is
  'Brings names and numbers to one form. | Приводит названия и номера к одному виду.';
create trigger tidy_bank_account before insert or update on finance.bank_account
  for each row execute function finance.tidy_bank_account();

select system.business('finance.bank_account'::regclass);
select access.protect('finance.bank_account'::regclass, 'money_accounts');
-- Said by a reconciliation alone.
revoke insert (reconciled_through), update (reconciled_through) on finance.bank_account from crm_service;
insert into system.succession (place, rule, condition) values
  ('finance.bank_account.owner_id', 'hand_over', 'archived_at is null');
select system.permit('{administrator,accountant}', '{money_accounts}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department}', '{money_accounts}', '{read,export}', 'below'),
  system.permit('{read_only}', '{money_accounts}', '{read}', 'all'),
  system.permit('{auditor}', '{money_accounts}', '{read,export}', 'all');
