-- 0431_finance_bank_statement: what banks say of our accounts: the balances of a time, as they write them.
-- Why: a statement that does not add up is kept and marked with what is left over, never mended. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.bank_statement (
  id bigint generated always as identity constraint bank_statement_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint bank_statement_owner_fkey references access.account,
  department_id bigint constraint bank_statement_department_fkey references access.department,
  bank_account_id bigint not null constraint bank_statement_account_fkey references finance.bank_account,
  format text not null constraint bank_statement_format_known check (format in ('camt.053', 'mt940', 'ofx', '1c', 'csv')),
  file_name text constraint bank_statement_file_length check (length(file_name) between 1 and 255),
  file_line integer not null constraint bank_statement_line_range check (file_line >= 1),
  account_given text,
  bank_given text,
  number_given text,
  begins_on date,
  ends_on date,
  currency text not null constraint bank_statement_currency_fkey references system.currency,
  opening numeric(19, 4),
  closing numeric(19, 4),
  credits_given numeric(19, 4),
  debits_given numeric(19, 4),
  difference numeric(19, 4),
  credits_difference numeric(19, 4),
  debits_difference numeric(19, 4),
  adds_up boolean generated always as (
    case when difference <> 0 or credits_difference <> 0 or debits_difference <> 0 then false
      when difference is null then null else true end) stored,
  fingerprint text not null constraint bank_statement_fingerprint_form check (fingerprint ~ '^[0-9a-f]{64}$'),
  state text not null default 'open' constraint bank_statement_state_known check (state in ('open', 'reconciled')),
  reconciled_at timestamptz,
  reconciled_by bigint constraint bank_statement_reconciled_by_fkey references access.account,
  external_source text,
  external_key text,
  constraint bank_statement_once unique (bank_account_id, fingerprint),
  constraint bank_statement_number_once exclude using btree (bank_account_id with =, left(number_given, 500) with =,
    coalesce(begins_on, '-infinity') with =, coalesce(ends_on, '-infinity') with =) where (number_given is not null),
  constraint bank_statement_difference check ((difference is null) = (opening is null or closing is null)
    and (credits_difference is null) = (credits_given is null) and (debits_difference is null) = (debits_given is null)),
  constraint bank_statement_reconciliation check ((state = 'reconciled') = (reconciled_at is not null)
    and (state = 'reconciled' or reconciled_by is null)),
  constraint bank_statement_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint bank_statement_external_key unique (external_source, external_key)
);
create index bank_statement_created_idx on finance.bank_statement (created_at, id);
create index bank_statement_updated_idx on finance.bank_statement (updated_at, id);
create index bank_statement_owner_idx on finance.bank_statement (owner_id, ends_on, id);
create index bank_statement_department_idx on finance.bank_statement (department_id, ends_on, id);
create index bank_statement_account_idx on finance.bank_statement (bank_account_id, ends_on, id);
create index bank_statement_currency_idx on finance.bank_statement (currency);
create index bank_statement_reconciled_by_idx on finance.bank_statement (reconciled_by) where reconciled_by is not null;
comment on table finance.bank_statement is
  'Bank statement: what a bank says of an account. | Выписка: что банк сообщает о счёте.';
comment on column finance.bank_statement.bank_account_id is 'Money account: of ours. | Денежный счёт: наш.';
comment on column finance.bank_statement.format is
  'Format: of the file. | Формат: файла. {camt.053=camt.053/camt.053, mt940=MT940/MT940, ofx=OFX/OFX, 1c=1C exchange/Обмен 1С, csv=CSV/CSV}';
comment on column finance.bank_statement.file_name is 'File: how it was called. | Файл: как назывался.';
comment on column finance.bank_statement.file_line is
  'Line: where in the file the statement begins. | Строка: с которой в файле начинается выписка.';
comment on column finance.bank_statement.account_given is
  'Account: as the bank writes it. | Счёт: как его пишет банк.';
comment on column finance.bank_statement.bank_given is 'Bank: as it writes itself. | Банк: как он себя пишет.';
comment on column finance.bank_statement.number_given is 'Number: the bank''s own. | Номер: у банка.';
comment on column finance.bank_statement.begins_on is 'From: its first day. | С: первый день.';
comment on column finance.bank_statement.ends_on is 'To: its last day. | По: последний день.';
comment on column finance.bank_statement.currency is 'Currency: of its amounts. | Валюта: сумм.';
comment on column finance.bank_statement.opening is
  'Opening: balance at the beginning, as stated. | Входящий остаток: как указан.';
comment on column finance.bank_statement.closing is
  'Closing: balance at the end, as stated. | Исходящий остаток: как указан.';
comment on column finance.bank_statement.credits_given is
  'Credits: what came in all, as stated. | Поступило: всего, как указано.';
comment on column finance.bank_statement.debits_given is
  'Debits: what went in all, as stated. | Списано: всего, как указано.';
comment on column finance.bank_statement.difference is
  'Difference: opening and lines less the closing; 0 where the statement adds up. | Расхождение: входящий остаток и строки минус исходящий; 0, если выписка сходится.';
comment on column finance.bank_statement.credits_difference is
  'Difference of credits: lines that came less what is stated. | Расхождение поступлений: строки минус указанное.';
comment on column finance.bank_statement.debits_difference is
  'Difference of debits: lines that went less what is stated. | Расхождение списаний: строки минус указанное.';
comment on column finance.bank_statement.adds_up is
  'Adds up: whether balances and lines agree; empty where no balances are stated. | Сходится: согласуются ли остатки и строки; пусто, если остатки не указаны.';
comment on column finance.bank_statement.fingerprint is
  'Fingerprint: of all that it says. | Отпечаток: всего, что в ней сказано.';
comment on column finance.bank_statement.state is
  'State: whether the ledger was found to agree. | Состояние: сверена ли с учётом. {open=Open/Открыта, reconciled=Reconciled/Сверена}';
comment on column finance.bank_statement.reconciled_at is 'Reconciled at: when. | Сверена: когда.';
comment on column finance.bank_statement.reconciled_by is 'Reconciled by: who. | Кем сверена: кто.';
comment on constraint bank_statement_account_fkey on finance.bank_statement is
  'There is no such money account. | Такого денежного счёта нет.';
comment on constraint bank_statement_format_known on finance.bank_statement is
  'The format is camt.053, mt940, ofx, 1c or csv. | Формат: camt.053, mt940, ofx, 1c или csv.';
comment on constraint bank_statement_file_length on finance.bank_statement is
  'The name of the file must have 1 to 255 characters. | Имя файла — от 1 до 255 знаков.';
comment on constraint bank_statement_line_range on finance.bank_statement is 'Lines count from 1. | Строки считаются с 1.';
comment on constraint bank_statement_currency_fkey on finance.bank_statement is
  'There is no such currency. | Такой валюты нет.';
comment on constraint bank_statement_fingerprint_form on finance.bank_statement is
  'A fingerprint is 64 hexadecimal digits. | Отпечаток — 64 шестнадцатеричные цифры.';
comment on constraint bank_statement_state_known on finance.bank_statement is
  'The state is open or reconciled. | Состояние: open или reconciled.';
comment on constraint bank_statement_reconciled_by_fkey on finance.bank_statement is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint bank_statement_once on finance.bank_statement is
  'This statement is here already. | Эта выписка уже загружена.';
comment on constraint bank_statement_number_once on finance.bank_statement is
  'Another statement of this number and time is here already: delete it first if this one is to replace it. | Выписка с таким номером за это время уже загружена: если эта её заменяет, сначала удалите ту.';
comment on constraint bank_statement_difference on finance.bank_statement is
  'There is a difference where balances or sums are stated, and nowhere else. | Расхождение указано там и только там, где указаны остатки или суммы.';
comment on constraint bank_statement_reconciliation on finance.bank_statement is
  'What is reconciled says when, and nothing else does. | У сверенной и только у неё указано, когда.';
select clients.describe_common('finance.bank_statement'::regclass);
select system.business('finance.bank_statement'::regclass);
select access.protect('finance.bank_statement'::regclass, 'bank_statements');
-- Only a file makes one, and only a reconciliation changes it.
do $$
declare
  columns constant text := (select string_agg(quote_ident(a.attname), ', ') from pg_attribute as a
    where a.attrelid = 'finance.bank_statement'::regclass and a.attnum > 0 and not a.attisdropped);
begin
  execute format('revoke insert (%1$s), update (%1$s) on finance.bank_statement from crm_service', columns);
end
$$;
insert into system.succession (place, rule, condition) values
  ('finance.bank_statement.owner_id', 'hand_over', 'state = ''open'''),
  ('finance.bank_statement.reconciled_by', 'keep', null);
select system.permit('{administrator,accountant}', '{bank_statements}', '{read,delete,export,import,match,reconcile}', 'all'),
  system.permit('{head_of_department}', '{bank_statements}', '{read,export}', 'below'),
  system.permit('{read_only}', '{bank_statements}', '{read}', 'all'),
  system.permit('{auditor}', '{bank_statements}', '{read,export}', 'all');
