-- 0377_finance_entry_line: the lines of an entry, in the currency of the books and in their own.
-- Why: the ledger by account, party, department, project, contract and currency is the sum of these rows. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.entry_line (
  id bigint generated always as identity constraint entry_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  entry_id bigint not null constraint entry_line_entry_fkey references finance.entry,
  position integer not null,
  -- Of the entry, so that what belongs to a month is found.
  posted_on date not null,
  account_id bigint not null constraint entry_line_account_fkey references finance.account,
  party_id bigint constraint entry_line_party_fkey references clients.party,
  department_id bigint constraint entry_line_department_fkey references access.department,
  project_id bigint constraint entry_line_project_fkey references work.project,
  contract_id bigint constraint entry_line_contract_fkey references sales.contract,
  currency text not null constraint entry_line_currency_fkey references system.currency,
  debit numeric(19, 4) not null,
  credit numeric(19, 4) not null,
  amount numeric(19, 4) not null,
  tax_id bigint,
  description text constraint entry_line_description_length check (length(description) between 1 and 2000),
  constraint entry_line_place_key unique (entry_id, position),
  constraint entry_line_place_range check (position >= 1),
  constraint entry_line_side check (debit >= 0 and credit >= 0 and (debit = 0 or credit = 0)),
  constraint entry_line_sign check (amount * (debit - credit) >= 0),
  constraint entry_line_empty check (debit <> 0 or credit <> 0 or amount <> 0)
);
create index entry_line_account_idx on finance.entry_line (account_id, posted_on, id);
create index entry_line_posted_idx on finance.entry_line (posted_on, id);
create index entry_line_party_idx on finance.entry_line (party_id, account_id, posted_on) where party_id is not null;
create index entry_line_department_idx on finance.entry_line (department_id, posted_on) where department_id is not null;
create index entry_line_project_idx on finance.entry_line (project_id, posted_on) where project_id is not null;
create index entry_line_contract_idx on finance.entry_line (contract_id, posted_on) where contract_id is not null;
create index entry_line_currency_idx on finance.entry_line (currency);
comment on table finance.entry_line is
  'Line of an entry: one account, debit or credit. | Строка проводки: один счёт, дебет или кредит.';
comment on column finance.entry_line.entry_id is 'Entry: whose line. | Проводка: чья строка.';
comment on column finance.entry_line.position is 'Position: in the entry. | Место: в проводке.';
comment on column finance.entry_line.posted_on is 'Posted on: the day of the entry. | Дата: проводки.';
comment on column finance.entry_line.account_id is 'Account: that it changes. | Счёт: который меняет.';
comment on column finance.entry_line.party_id is 'Party: with whom. | Контрагент: с кем.';
comment on column finance.entry_line.department_id is 'Department: whose it is. | Отдел: чьё.';
comment on column finance.entry_line.project_id is 'Project: for which. | Проект: для какого.';
comment on column finance.entry_line.contract_id is 'Contract: under which. | Договор: по какому.';
comment on column finance.entry_line.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column finance.entry_line.debit is 'Debit: in the currency of the books. | Дебет: в валюте учёта.';
comment on column finance.entry_line.credit is 'Credit: in the currency of the books. | Кредит: в валюте учёта.';
comment on column finance.entry_line.amount is
  'Amount: in its currency, negative on the credit side. | Сумма: в своей валюте, по кредиту отрицательная.';
comment on column finance.entry_line.tax_id is 'Tax: that it is, or that it is the base of. | Налог: которым является или базой которого служит.';
comment on column finance.entry_line.description is 'Description: of the line. | Описание: строки.';
comment on constraint entry_line_entry_fkey on finance.entry_line is 'There is no such entry. | Такой проводки нет.';
comment on constraint entry_line_account_fkey on finance.entry_line is 'There is no such account. | Такого счёта нет.';
comment on constraint entry_line_project_fkey on finance.entry_line is 'There is no such project. | Такого проекта нет.';
comment on constraint entry_line_contract_fkey on finance.entry_line is 'There is no such contract. | Такого договора нет.';
comment on constraint entry_line_currency_fkey on finance.entry_line is 'There is no such currency. | Такой валюты нет.';
comment on constraint entry_line_description_length on finance.entry_line is
  'The description must have 1 to 2,000 characters. | Описание — от 1 до 2000 знаков.';
comment on constraint entry_line_place_key on finance.entry_line is
  'The entry has a line at this place. | На этом месте проводки уже есть строка.';
comment on constraint entry_line_place_range on finance.entry_line is
  'The position must be 1 or more. | Место — от 1.';
comment on constraint entry_line_side on finance.entry_line is
  'A line has a debit or a credit, neither negative: the other one is 0. | В строке дебет или кредит, не отрицательный: другая сторона равна 0.';
comment on constraint entry_line_sign on finance.entry_line is
  'The amount is positive beside a debit and negative beside a credit. | Сумма положительна при дебете и отрицательна при кредите.';
comment on constraint entry_line_empty on finance.entry_line is
  'A line has a debit, a credit or an amount. | В строке есть дебет, кредит или сумма.';
select clients.describe_common('finance.entry_line'::regclass);
comment on column finance.entry_line.department_id is 'Department: whose it is. | Отдел: чьё.';
select system.business('finance.entry_line'::regclass, 'entry_id', 'finance.entry'::regclass);
select access.protect_child('finance.entry_line'::regclass, 'entries', 'entry_id', 'finance.entry'::regclass);
do $$
declare
  columns constant text := (select string_agg(quote_ident(a.attname), ', ') from pg_attribute as a
    where a.attrelid = 'finance.entry_line'::regclass and a.attnum > 0 and not a.attisdropped);
begin
  execute format('revoke insert (%1$s), update (%1$s), delete on finance.entry_line from crm_service', columns);
end
$$;
select system.permit('{administrator,accountant}', '{entries}', '{read,create,reverse,export}', 'all'),
  system.permit('{administrator,accountant,auditor}', '{entry_lines}', '{read,export}', 'all'),
  system.permit('{auditor}', '{entries}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{entries,entry_lines}', '{read,export}', 'below'),
  system.permit('{read_only}', '{entries,entry_lines}', '{read}', 'all');
