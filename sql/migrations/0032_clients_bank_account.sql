-- 0032_clients_bank_account: where a party is paid.
-- Why: a wrong account costs days; its control key is checked against the bank.
-- Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table clients.bank_account (
  id bigint generated always as identity constraint bank_account_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  party_id bigint not null
    constraint bank_account_party_fkey references clients.party on delete cascade,
  holder text constraint bank_account_holder_length check (length(holder) <= 300),
  bank_name text constraint bank_account_bank_length check (length(bank_name) <= 300),
  bic text constraint bank_account_bic_valid check (clients.bic_valid(bic)),
  account text,
  correspondent_account text,
  iban text constraint bank_account_iban_valid check (clients.iban_valid(iban)),
  swift text constraint bank_account_swift_form check (
    swift ~ '^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$'),
  currency text constraint bank_account_currency_fkey references system.currency,
  is_primary boolean not null default false,
  notes text constraint bank_account_notes_length check (length(notes) <= 2000),
  external_source text,
  external_key text,
  constraint bank_account_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint bank_account_external_key unique (external_source, external_key),
  constraint bank_account_given check (num_nonnulls(account, iban) >= 1),
  constraint bank_account_account_valid check (clients.account_valid(account, bic, false)),
  constraint bank_account_correspondent_valid check (
    clients.account_valid(correspondent_account, bic, true)),
  constraint bank_account_account_key unique (party_id, bic, account),
  constraint bank_account_iban_key unique (party_id, iban),
  constraint bank_account_one_primary exclude using btree (party_id with =)
    where (is_primary)
);
create index bank_account_party_idx on clients.bank_account (party_id, id);
create index bank_account_currency_idx on clients.bank_account (currency)
  where currency is not null;

create function clients.bank_account_tidy() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  new.bic := clients.compact(new.bic);
  new.account := clients.compact(new.account);
  new.correspondent_account := clients.compact(new.correspondent_account);
  new.iban := clients.compact(new.iban);
  new.swift := clients.compact(new.swift);
  return new;
end
$$;
comment on function clients.bank_account_tidy is
  'Takes spaces and hyphens out of account numbers. | Убирает пробелы и дефисы из номеров счетов.';
create trigger bank_account_tidy before insert or update on clients.bank_account
  for each row execute function clients.bank_account_tidy();

comment on table clients.bank_account is
  'Bank account: where a party is paid. | Банковский счёт: куда платить контрагенту.';
comment on column clients.bank_account.party_id is 'Party: whose account. | Контрагент: чей счёт.';
comment on column clients.bank_account.holder is
  'Holder: when it is not the party itself. | Владелец: если это не сам контрагент.';
comment on column clients.bank_account.bank_name is 'Bank: its name. | Банк: его название.';
comment on column clients.bank_account.bic is
  'BIC: code of the Bank of Russia, 9 digits. | БИК: код Банка России, 9 цифр.';
comment on column clients.bank_account.account is
  'Account: Russian account of 20 digits. | Расчётный счёт: 20 цифр.';
comment on column clients.bank_account.correspondent_account is
  'Correspondent account: of the bank. | Корреспондентский счёт: банка.';
comment on column clients.bank_account.iban is
  'IBAN: international account number. | IBAN: международный номер счёта.';
comment on column clients.bank_account.swift is
  'SWIFT: international code of the bank. | SWIFT: международный код банка.';
comment on column clients.bank_account.currency is
  'Currency: of the account. | Валюта: счёта.';
comment on column clients.bank_account.is_primary is
  'Primary: paid to unless said otherwise. | Основной: платим сюда, если не указано иное.';
comment on column clients.bank_account.notes is
  'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on constraint bank_account_holder_length on clients.bank_account is
  'The holder must have at most 300 characters. | Владелец должен быть не длиннее 300 знаков.';
comment on constraint bank_account_bank_length on clients.bank_account is
  'The bank must have at most 300 characters. | Банк должен быть не длиннее 300 знаков.';
comment on constraint bank_account_bic_valid on clients.bank_account is
  'The BIC must have 9 digits and begin with 00 to 04. | БИК состоит из 9 цифр и начинается с 00–04.';
comment on constraint bank_account_iban_valid on clients.bank_account is
  'The IBAN has a wrong length or check digits. | У IBAN неверная длина или контрольные цифры.';
comment on constraint bank_account_swift_form on clients.bank_account is
  'The SWIFT code must have 8 or 11 signs. | Код SWIFT состоит из 8 или 11 знаков.';
comment on constraint bank_account_currency_fkey on clients.bank_account is
  'There is no such currency (ISO 4217). | Такой валюты нет (ISO 4217).';
comment on constraint bank_account_notes_length on clients.bank_account is
  'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';
comment on constraint bank_account_given on clients.bank_account is
  'Give an account or an IBAN. | Укажите счёт или IBAN.';
comment on constraint bank_account_account_valid on clients.bank_account is
  'The account must have 20 digits that fit the control key of the bank (BIC). | Счёт состоит из 20 цифр и должен подходить к контрольному ключу банка (БИК).';
comment on constraint bank_account_correspondent_valid on clients.bank_account is
  'The correspondent account does not fit the BIC. | Корреспондентский счёт не подходит к БИК.';
comment on constraint bank_account_account_key on clients.bank_account is
  'The party already has this account. | У контрагента этот счёт уже есть.';
comment on constraint bank_account_iban_key on clients.bank_account is
  'The party already has this IBAN. | У контрагента этот IBAN уже есть.';
comment on constraint bank_account_one_primary on clients.bank_account is
  'The party already has a primary account. | Основной счёт у контрагента уже есть.';
select clients.describe_common('clients.bank_account'::regclass);

select system.business('clients.bank_account'::regclass, 'party_id', 'clients.party'::regclass);
-- A right of its own: who may change a name must not thereby change where the money goes.
select access.protect_child(
  'clients.bank_account'::regclass, 'bank_accounts', 'party_id', 'clients.party'::regclass);
