-- 0406_finance_payment: money that came or went: from and to customers and suppliers.
-- Why: money is there before anybody knows what for, so a payment is an advance until it is allocated. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.payment (
  id bigint generated always as identity constraint payment_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint payment_owner_fkey references access.account,
  department_id bigint constraint payment_department_fkey references access.department,
  number text constraint payment_number_key unique,
  direction text not null constraint payment_direction_known check (direction in ('in', 'out')),
  side text not null constraint payment_side_known check (side in ('customer', 'supplier')),
  party_id bigint not null constraint payment_party_fkey references clients.party,
  paid_on date not null,
  currency text not null constraint payment_currency_fkey references system.currency,
  amount numeric(19, 4) not null constraint payment_amount_range check (amount > 0),
  account_id bigint constraint payment_account_fkey references finance.account,
  reference text constraint payment_reference_length check (length(reference) between 1 and 200),
  purpose text constraint payment_purpose_length check (length(purpose) between 1 and 2000),
  contract_id bigint constraint payment_contract_fkey references sales.contract,
  project_id bigint constraint payment_project_fkey references work.project,
  refunds_invoice_id bigint constraint payment_refunds_invoice_fkey references finance.invoice,
  refunds_payment_id bigint constraint payment_refunds_payment_fkey references finance.payment,
  state text not null default 'draft' constraint payment_state_known check (state in ('draft', 'posted', 'reversed')),
  entry_id bigint constraint payment_entry_key unique constraint payment_entry_fkey references finance.entry,
  reversed_on date,
  reversal_reason text constraint payment_reversal_length check (length(reversal_reason) between 1 and 2000),
  external_source text,
  external_key text,
  constraint payment_posting check (num_nonnulls(number, entry_id) = case state when 'draft' then 0 else 2 end),
  constraint payment_reversal check (num_nonnulls(reversed_on, reversal_reason)
    = case state when 'reversed' then 2 else 0 end),
  constraint payment_refunds_one check (num_nonnulls(refunds_invoice_id, refunds_payment_id) < 2),
  constraint payment_external_length check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint payment_external_key unique (external_source, external_key)
);
create index payment_created_idx on finance.payment (created_at, id);
create index payment_updated_idx on finance.payment (updated_at, id);
create index payment_owner_idx on finance.payment (owner_id, paid_on, id);
create index payment_department_idx on finance.payment (department_id, paid_on, id);
create index payment_party_idx on finance.payment (party_id, paid_on);
create index payment_paid_idx on finance.payment (paid_on, id);
create index payment_currency_idx on finance.payment (currency);
create index payment_account_idx on finance.payment (account_id) where account_id is not null;
create index payment_contract_idx on finance.payment (contract_id) where contract_id is not null;
create index payment_project_idx on finance.payment (project_id) where project_id is not null;
create index payment_refunds_invoice_idx on finance.payment (refunds_invoice_id) where refunds_invoice_id is not null;
create index payment_refunds_payment_idx on finance.payment (refunds_payment_id) where refunds_payment_id is not null;
comment on table finance.payment is
  'Payment: money from or to a customer or supplier; an advance until it is allocated. | Платёж: деньги от клиента или поставщика или им; аванс, пока не разнесён.';
comment on column finance.payment.number is 'Number: given in order when it is posted. | Номер: по порядку при проведении.';
comment on column finance.payment.direction is
  'Direction: of the money. | Направление: денег. {in=Received/Получен, out=Paid/Отправлен}';
comment on column finance.payment.side is
  'Side: as what the party pays or is paid. | Сторона: в каком качестве платит или получает контрагент. {customer=Customer/Клиент, supplier=Supplier/Поставщик}';
comment on column finance.payment.party_id is 'Party: who paid or was paid. | Контрагент: кто заплатил или получил.';
comment on column finance.payment.paid_on is 'Paid on: the day, also of the entry. | Дата: платежа и проводки.';
comment on column finance.payment.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column finance.payment.amount is 'Amount: of the payment. | Сумма: платежа.';
comment on column finance.payment.account_id is
  'Account: of the money; the bank of the settings without it. | Счёт: денег; без него — банк из настроек.';
comment on column finance.payment.reference is
  'Reference: its number at the bank. | Ссылка: номер в банке.';
comment on column finance.payment.purpose is 'Purpose: what it is for. | Назначение: за что.';
comment on column finance.payment.contract_id is 'Contract: under which. | Договор: по которому.';
comment on column finance.payment.project_id is 'Project: for which. | Проект: для которого.';
comment on column finance.payment.refunds_invoice_id is
  'Refunds: the credit note that it pays back. | Возврат: кредит-нота, которую возмещает.';
comment on column finance.payment.refunds_payment_id is
  'Refunds: the payment that it pays back. | Возврат: платёж, который возвращает.';
comment on column finance.payment.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {draft=Draft/Черновик, posted=Posted/Проведён, reversed=Reversed/Сторнирован}';
comment on column finance.payment.entry_id is 'Entry: in the ledger. | Проводка: в журнале.';
comment on column finance.payment.reversed_on is
  'Reversed on: date of the entry that takes it back. | Сторнирован: дата обратной проводки.';
comment on column finance.payment.reversal_reason is 'Reason of reversal: why. | Причина сторно: почему.';
comment on constraint payment_number_key on finance.payment is
  'Another payment has this number. | Такой номер уже есть у другого платежа.';
comment on constraint payment_direction_known on finance.payment is
  'The direction is in or out. | Направление: in или out.';
comment on constraint payment_side_known on finance.payment is
  'The side is customer or supplier. | Сторона: customer или supplier.';
comment on constraint payment_currency_fkey on finance.payment is 'There is no such currency. | Такой валюты нет.';
comment on constraint payment_amount_range on finance.payment is
  'The amount must be more than 0. | Сумма должна быть больше 0.';
comment on constraint payment_account_fkey on finance.payment is 'There is no such account. | Такого счёта нет.';
comment on constraint payment_reference_length on finance.payment is
  'The reference must have 1 to 200 characters. | Ссылка — от 1 до 200 знаков.';
comment on constraint payment_purpose_length on finance.payment is
  'The purpose must have 1 to 2,000 characters. | Назначение — от 1 до 2000 знаков.';
comment on constraint payment_contract_fkey on finance.payment is 'There is no such contract. | Такого договора нет.';
comment on constraint payment_project_fkey on finance.payment is 'There is no such project. | Такого проекта нет.';
comment on constraint payment_refunds_invoice_fkey on finance.payment is
  'There is no such invoice. | Такого счёта нет.';
comment on constraint payment_refunds_payment_fkey on finance.payment is
  'There is no such payment. | Такого платежа нет.';
comment on constraint payment_state_known on finance.payment is
  'The state is draft, posted or reversed. | Состояние: draft, posted или reversed.';
comment on constraint payment_entry_key on finance.payment is
  'An entry is of one payment. | Проводка относится к одному платежу.';
comment on constraint payment_entry_fkey on finance.payment is 'There is no such entry. | Такой проводки нет.';
comment on constraint payment_reversal_length on finance.payment is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint payment_posting on finance.payment is
  'What is posted has a number and an entry, and nothing else has. | У проведённого и только у него есть номер и проводка.';
comment on constraint payment_reversal on finance.payment is
  'What is reversed says when and why, and nothing else does. | У сторнированного и только у него указано, когда и почему.';
comment on constraint payment_refunds_one on finance.payment is
  'A refund is of one document. | Возврат относится к одному документу.';
select clients.describe_common('finance.payment'::regclass);
select system.business('finance.payment'::regclass);
select access.protect('finance.payment'::regclass, 'payments');
select access.name_seen('finance.payment'::regclass, 'party_id', 'clients.party'::regclass),
  access.name_seen('finance.payment'::regclass, 'contract_id', 'sales.contract'::regclass),
  access.name_seen('finance.payment'::regclass, 'project_id', 'work.project'::regclass);
revoke insert (number, state, entry_id, reversed_on, reversal_reason, refunds_invoice_id, refunds_payment_id),
  update (number, state, entry_id, reversed_on, reversal_reason, refunds_invoice_id, refunds_payment_id)
  on finance.payment from crm_service;
insert into system.number_series (kind, prefix) values ('payment', 'PAY');
insert into system.succession (place, rule, condition) values
  ('finance.payment.owner_id', 'hand_over', 'state = ''draft''');
select system.permit('{administrator,accountant}', '{payments}',
    '{read,create,update,delete,export,import,post,reverse,allocate,write_off,refund}', 'all'),
  system.permit('{head_of_department}', '{payments}', '{read,export}', 'below'),
  system.permit('{sales,purchasing}', '{payments}', '{read}', 'department'),
  system.permit('{read_only}', '{payments}', '{read}', 'all'),
  system.permit('{auditor}', '{payments}', '{read,export}', 'all');
