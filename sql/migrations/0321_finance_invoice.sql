-- 0321_finance_invoice: what suppliers ask to be paid, as their documents say.
-- Why: an invoice is checked against what was ordered and what arrived before it is paid; it states its amounts itself,
-- and they must agree with each other and with its lines. A document that errs was sent, and perhaps paid, all the same:
-- it may be kept as it is by who says so, and goes no further. Drafts for now: posting comes with the ledger, and so do
-- our own to customers. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.invoice (
  id bigint generated always as identity constraint invoice_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint invoice_owner_fkey references access.account,
  department_id bigint constraint invoice_department_fkey references access.department,
  direction text not null default 'supplier' constraint invoice_direction_known check (direction = 'supplier'),
  party_id bigint not null constraint invoice_party_fkey references clients.party,
  number_given text constraint invoice_number_length check (length(number_given) between 1 and 100),
  reference text constraint invoice_reference_length check (length(reference) between 1 and 100),
  order_id bigint constraint invoice_order_fkey references purchasing.purchase_order,
  invoiced_on date,
  due_on date,
  paid_on date,
  currency text not null constraint invoice_currency_fkey references system.currency,
  net_given numeric(19, 4) not null,
  vat_given numeric(19, 4) not null default 0,
  gross_given numeric(19, 4) not null,
  difference numeric(19, 4) generated always as (gross_given - net_given - vat_given) stored,
  as_stated boolean not null default false,
  cost_center text constraint invoice_cost_center_length check (length(cost_center) between 1 and 200),
  category text constraint invoice_category_length check (length(category) between 1 and 200),
  notes text constraint invoice_notes_length check (length(notes) <= 2000),
  state text not null default 'draft'
    constraint invoice_state_known check (state in ('draft', 'exception', 'matched', 'cancelled')),
  cancelled_at timestamptz,
  cancelled_by bigint constraint invoice_cancelled_by_fkey references access.account,
  cancellation_reason text
    constraint invoice_cancellation_length check (length(cancellation_reason) between 1 and 2000),
  external_source text,
  external_key text,
  -- By their names the more telling one speaks first.
  constraint invoice_amounts_order
    check (as_stated or not (gross_given + vat_given = net_given and vat_given > 0)),
  constraint invoice_amounts_sum check (as_stated or net_given + vat_given = gross_given),
  constraint invoice_as_stated
    check (not as_stated or net_given + vat_given <> gross_given and state in ('draft', 'cancelled')),
  constraint invoice_dated check (invoiced_on is not null or paid_on is not null),
  constraint invoice_due check (due_on >= invoiced_on),
  constraint invoice_cancellation check ((state = 'cancelled') = (cancelled_at is not null)
    and (state = 'cancelled') = (cancellation_reason is not null)),
  constraint invoice_number_once exclude using btree (party_id with =, number_given with =)
    where (number_given is not null and state <> 'cancelled'),
  constraint invoice_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint invoice_external_key unique (external_source, external_key)
);
create index invoice_created_idx on finance.invoice (created_at, id);
create index invoice_updated_idx on finance.invoice (updated_at, id);
create index invoice_owner_idx on finance.invoice (owner_id, invoiced_on, id);
create index invoice_department_idx on finance.invoice (department_id, invoiced_on, id);
create index invoice_party_idx on finance.invoice (party_id, invoiced_on);
create index invoice_paid_idx on finance.invoice (paid_on, id);
create index invoice_order_idx on finance.invoice (order_id) where order_id is not null;
create index invoice_currency_idx on finance.invoice (currency);
create index invoice_cancelled_by_idx on finance.invoice (cancelled_by) where cancelled_by is not null;

comment on table finance.invoice is
  'Invoice: what a supplier asks to be paid, as his document says. | Счёт: что поставщик просит оплатить, по его документу.';
comment on column finance.invoice.direction is
  'Direction: who asks to be paid. | Направление: кто выставил. {supplier=Of a supplier/Поставщика}';
comment on column finance.invoice.party_id is 'Supplier: who asks to be paid. | Поставщик: кто выставил.';
comment on column finance.invoice.number_given is
  'Number: the supplier''s own. | Номер: у поставщика.';
comment on column finance.invoice.reference is
  'Reference: what it is called elsewhere, such as in a payment system. | Ссылка: как называется в другом учёте, например в платёжном.';
comment on column finance.invoice.order_id is 'Order: that it is for. | Заказ: за который.';
comment on column finance.invoice.invoiced_on is 'Invoiced on: date of the document. | Дата: документа.';
comment on column finance.invoice.due_on is 'Due on: when it is to be paid. | Оплатить до: срок оплаты.';
comment on column finance.invoice.paid_on is
  'Paid on: when it was paid, as is told. | Оплачен: когда оплачен, по сообщению.';
comment on column finance.invoice.currency is 'Currency: of its amounts. | Валюта: сумм.';
comment on column finance.invoice.net_given is 'Net: without VAT, as stated. | Без НДС: как указано.';
comment on column finance.invoice.vat_given is 'VAT: as stated. | НДС: как указано.';
comment on column finance.invoice.gross_given is 'Gross: with VAT, as stated. | С НДС: как указано.';
comment on column finance.invoice.difference is
  'Difference: what gross has beyond net and VAT. | Разница: насколько сумма с НДС больше суммы без НДС и НДС.';
comment on column finance.invoice.as_stated is
  'As stated: its amounts do not agree, and so the document says. | Как указано: суммы не сходятся, но так в документе.';
comment on column finance.invoice.cost_center is
  'Cost center: which part of the enterprise spent it. | Центр затрат: какая часть предприятия потратила.';
comment on column finance.invoice.category is 'Category: of expense. | Статья: расходов.';
comment on column finance.invoice.notes is 'Notes: on the invoice. | Примечание: к счёту.';
comment on column finance.invoice.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {draft=Draft/Черновик, exception=Differs/Расходится, matched=Matched/Сверен, cancelled=Cancelled/Отменён}';
comment on column finance.invoice.cancelled_at is 'Cancelled at: when. | Отменён: когда.';
comment on column finance.invoice.cancelled_by is 'Cancelled by: who. | Кем отменён: кто.';
comment on column finance.invoice.cancellation_reason is 'Reason of cancellation: why. | Причина отмены: почему.';
comment on constraint invoice_direction_known on finance.invoice is
  'The direction is supplier. | Направление: supplier.';
comment on constraint invoice_number_length on finance.invoice is
  'The number must have 1 to 100 characters. | Номер — от 1 до 100 знаков.';
comment on constraint invoice_reference_length on finance.invoice is
  'The reference must have 1 to 100 characters. | Ссылка — от 1 до 100 знаков.';
comment on constraint invoice_order_fkey on finance.invoice is 'There is no such order. | Такого заказа нет.';
comment on constraint invoice_currency_fkey on finance.invoice is 'There is no such currency. | Такой валюты нет.';
comment on constraint invoice_cost_center_length on finance.invoice is
  'The cost center must have 1 to 200 characters. | Центр затрат — от 1 до 200 знаков.';
comment on constraint invoice_category_length on finance.invoice is
  'The category must have 1 to 200 characters. | Статья — от 1 до 200 знаков.';
comment on constraint invoice_notes_length on finance.invoice is
  'The notes must have at most 2,000 characters. | Примечание должно быть не длиннее 2000 знаков.';
comment on constraint invoice_state_known on finance.invoice is
  'The state is not known. | Такого состояния нет.';
comment on constraint invoice_cancelled_by_fkey on finance.invoice is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint invoice_cancellation_length on finance.invoice is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint invoice_amounts_order on finance.invoice is
  'Gross and net are swapped: exchange them. | Суммы с НДС и без НДС переставлены: поменяйте их местами.';
comment on constraint invoice_amounts_sum on finance.invoice is
  'Net and VAT do not make the gross amount: net + VAT = gross. | Сумма без НДС и НДС не дают сумму с НДС.';
comment on constraint invoice_as_stated on finance.invoice is
  'Only amounts that do not agree are kept as stated, and only in a draft: correct them first. | Как указано остаются только несходящиеся суммы, и только в черновике: сначала исправьте их.';
comment on constraint invoice_dated on finance.invoice is
  'An invoice has its date, or the day on which it was paid. | У счёта указана его дата или день оплаты.';
comment on constraint invoice_due on finance.invoice is
  'It cannot be due before its date. | Срок оплаты не может быть раньше даты счёта.';
comment on constraint invoice_cancellation on finance.invoice is
  'What is cancelled says when and why, and nothing else does. | У отменённого и только у него указано, когда и почему.';
comment on constraint invoice_number_once on finance.invoice is
  'The supplier''s invoice of this number is here already. | Счёт поставщика с таким номером уже есть.';
select clients.describe_common('finance.invoice'::regclass);
select system.business('finance.invoice'::regclass);
select access.protect('finance.invoice'::regclass, 'invoices');
select access.name_seen('finance.invoice'::regclass, 'party_id', 'clients.party'::regclass),
  access.name_seen('finance.invoice'::regclass, 'order_id', 'purchasing.purchase_order'::regclass);
revoke insert (state, cancelled_at, cancelled_by, cancellation_reason),
  update (state, cancelled_at, cancelled_by, cancellation_reason) on finance.invoice from crm_service;
insert into system.succession (place, rule, condition) values
  ('finance.invoice.owner_id', 'hand_over', 'state in (''draft'', ''exception'')'),
  ('finance.invoice.cancelled_by', 'keep', null);
select system.permit('{administrator}', '{invoices}',
    '{read,create,update,delete,export,import,match,cancel}', 'all'),
  system.permit('{head_of_department}', '{invoices}', '{read,create,update,delete,export,match,cancel}', 'below'),
  system.permit('{purchasing}', '{invoices}', '{read,export}', 'department'),
  system.permit('{purchasing}', '{invoices}', '{create,update,delete,match,cancel}', 'own'),
  system.permit('{accountant}', '{invoices}', '{read,create,update,delete,export,import,match,cancel}', 'all'),
  system.permit('{read_only}', '{invoices}', '{read}', 'all'),
  system.permit('{auditor}', '{invoices}', '{read,export}', 'all');
