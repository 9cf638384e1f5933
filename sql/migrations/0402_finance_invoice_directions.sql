-- 0402_finance_invoice_directions: invoices of ours beside suppliers', credit notes of both, and what posting writes.
-- Why: a claim for money is one thing whoever has it; one table keeps one set of rules. Suppliers' documents state their
-- amounts, ours come to what their lines do. Kind: expand. Locks: finance.invoice, ACCESS EXCLUSIVE, while its checks are
-- validated: about 1 s per million invoices. Forward only.
alter table finance.invoice add column kind text not null default 'invoice'
  constraint invoice_kind_known check (kind in ('invoice', 'credit_note'));
-- Until now a supplier's credit note was a draft with amounts below 0. What is of both signs is neither: it is cancelled.
update finance.invoice set kind = 'credit_note', net_given = -net_given, vat_given = -vat_given, gross_given = -gross_given
where state = 'draft' and not as_stated and greatest(net_given, vat_given) <= 0 and least(net_given, vat_given) < 0;
update finance.invoice set state = 'cancelled', cancelled_at = now(), cancellation_reason = 'Net and VAT of different signs'
where state = 'draft' and not as_stated and least(net_given, vat_given) < 0;
set constraints all immediate;
alter table finance.invoice alter column net_given drop not null, alter column vat_given drop not null,
  alter column gross_given drop not null, alter column vat_given drop default,
  drop constraint invoice_direction_known, drop constraint invoice_state_known, drop constraint invoice_number_once,
  add column number text constraint invoice_number_key unique,
  add column payment_term_id bigint constraint invoice_payment_term_fkey references finance.payment_term,
  add column tax_rounding text not null default 'line'
    constraint invoice_tax_rounding_known check (tax_rounding in ('line', 'document')),
  add column contract_id bigint constraint invoice_contract_fkey references sales.contract,
  add column project_id bigint constraint invoice_project_fkey references work.project,
  add column sales_order_id bigint constraint invoice_sales_order_fkey references sales.sales_order,
  add column invoice_request_id bigint constraint invoice_request_fkey references sales.invoice_request,
  add column credits_id bigint constraint invoice_credits_fkey references finance.invoice,
  add column posted_on date,
  add column entry_id bigint constraint invoice_entry_key unique
    constraint invoice_entry_fkey references finance.entry,
  add column reversed_on date,
  add column reversal_reason text constraint invoice_reversal_length check (length(reversal_reason) between 1 and 2000),
  add constraint invoice_direction_known check (direction in ('supplier', 'customer')),
  add constraint invoice_state_known
    check (state in ('draft', 'exception', 'matched', 'posted', 'reversed', 'cancelled')),
  add constraint invoice_number_once exclude using btree (party_id with =, number_given with =)
    where (number_given is not null and direction = 'supplier' and state not in ('cancelled', 'reversed')),
  add constraint invoice_request_once exclude using btree (invoice_request_id with =)
    where (invoice_request_id is not null and state not in ('cancelled', 'reversed')),
  add constraint invoice_amounts_stated
    check ((direction = 'supplier') = (num_nonnulls(net_given, vat_given, gross_given) = 3)
      and (direction = 'supplier' or num_nonnulls(net_given, vat_given, gross_given) = 0)),
  add constraint invoice_amounts_positive
    check (net_given >= 0 and vat_given >= 0 or as_stated or state = 'cancelled'),
  add constraint invoice_posting check (num_nonnulls(number, posted_on, entry_id)
    = case when state in ('posted', 'reversed') then 3 else 0 end),
  add constraint invoice_reversal check (num_nonnulls(reversed_on, reversal_reason)
    = case when state = 'reversed' then 2 else 0 end),
  add constraint invoice_sides check (direction = 'customer' and order_id is null
    or direction = 'supplier' and num_nonnulls(sales_order_id, invoice_request_id) = 0),
  add constraint invoice_credits check (credits_id is null or kind = 'credit_note'),
  add constraint invoice_due_once check (num_nonnulls(payment_term_id, due_on) < 2);
create index invoice_payment_term_idx on finance.invoice (payment_term_id) where payment_term_id is not null;
create index invoice_contract_idx on finance.invoice (contract_id) where contract_id is not null;
create index invoice_project_idx on finance.invoice (project_id) where project_id is not null;
create index invoice_sales_order_idx on finance.invoice (sales_order_id) where sales_order_id is not null;
create index invoice_request_idx on finance.invoice (invoice_request_id) where invoice_request_id is not null;
create index invoice_credits_idx on finance.invoice (credits_id) where credits_id is not null;
create index invoice_posted_idx on finance.invoice (posted_on, id);

comment on table finance.invoice is
  'Invoice: a claim for money or its credit, ours on a customer or a supplier''s on us. | Счёт: требование оплаты или кредит-нота, наше к клиенту или поставщика к нам.';
comment on column finance.invoice.direction is
  'Direction: who asks to be paid. | Направление: кто выставил. {supplier=Of a supplier/Поставщика, customer=To a customer/Клиенту}';
comment on column finance.invoice.party_id is
  'Party: the supplier or the customer. | Контрагент: поставщик или клиент.';
comment on column finance.invoice.state is
  'State: how far it is; set by what is done with it. | Состояние: на каком этапе; меняется действиями. {draft=Draft/Черновик, exception=Differs/Расходится, matched=Matched/Сверен, posted=Posted/Проведён, reversed=Reversed/Сторнирован, cancelled=Cancelled/Отменён}';
comment on column finance.invoice.kind is
  'Kind: a claim, or less of one. | Вид: требование или его уменьшение. {invoice=Invoice/Счёт, credit_note=Credit note/Кредит-нота}';
comment on column finance.invoice.number is
  'Own number: given in order when it is posted. | Наш номер: по порядку при проведении.';
comment on column finance.invoice.payment_term_id is
  'Payment term: by when it is to be paid, unless a day is given. | Условие оплаты: к какому сроку, если не указана дата.';
comment on column finance.invoice.tax_rounding is
  'Rounding: to the decimals of the currency for each line, or for all lines of a tax together. | Округление: до знаков валюты в каждой строке или по всем строкам налога вместе. {line=For each line/По строкам, document=For the document/По документу}';
comment on column finance.invoice.contract_id is 'Contract: under which. | Договор: по которому.';
comment on column finance.invoice.project_id is 'Project: for which. | Проект: для которого.';
comment on column finance.invoice.sales_order_id is 'Sales order: that is invoiced. | Заказ клиента: за который.';
comment on column finance.invoice.invoice_request_id is
  'Request: by which it was asked for. | Заявка: по которой выставлен.';
comment on column finance.invoice.credits_id is
  'Credits: the invoice of which it takes back. | Уменьшает: счёт, часть которого снимает.';
comment on column finance.invoice.posted_on is 'Posted on: date of its entry. | Проведён: дата проводки.';
comment on column finance.invoice.entry_id is 'Entry: in the ledger. | Проводка: в журнале.';
comment on column finance.invoice.reversed_on is
  'Reversed on: date of the entry that takes it back. | Сторнирован: дата обратной проводки.';
comment on column finance.invoice.reversal_reason is 'Reason of reversal: why. | Причина сторно: почему.';
comment on constraint invoice_direction_known on finance.invoice is
  'The direction is supplier or customer. | Направление: supplier или customer.';
comment on constraint invoice_state_known on finance.invoice is
  'The state is not known. | Такого состояния нет.';
comment on constraint invoice_number_once on finance.invoice is
  'The supplier''s invoice of this number is here already. | Счёт поставщика с таким номером уже есть.';
comment on constraint invoice_kind_known on finance.invoice is
  'The kind is invoice or credit_note. | Вид: invoice или credit_note.';
comment on constraint invoice_number_key on finance.invoice is
  'Another invoice has this number. | Такой номер уже есть у другого счёта.';
comment on constraint invoice_payment_term_fkey on finance.invoice is
  'There is no such payment term. | Такого условия оплаты нет.';
comment on constraint invoice_tax_rounding_known on finance.invoice is
  'The rounding is line or document. | Округление: line или document.';
comment on constraint invoice_contract_fkey on finance.invoice is 'There is no such contract. | Такого договора нет.';
comment on constraint invoice_project_fkey on finance.invoice is 'There is no such project. | Такого проекта нет.';
comment on constraint invoice_sales_order_fkey on finance.invoice is
  'There is no such order. | Такого заказа нет.';
comment on constraint invoice_request_fkey on finance.invoice is
  'There is no such request. | Такой заявки нет.';
comment on constraint invoice_credits_fkey on finance.invoice is 'There is no such invoice. | Такого счёта нет.';
comment on constraint invoice_entry_key on finance.invoice is
  'An entry is of one invoice. | Проводка относится к одному счёту.';
comment on constraint invoice_entry_fkey on finance.invoice is 'There is no such entry. | Такой проводки нет.';
comment on constraint invoice_reversal_length on finance.invoice is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint invoice_request_once on finance.invoice is
  'The request was invoiced already. | По заявке уже выставлен счёт.';
comment on constraint invoice_amounts_stated on finance.invoice is
  'A supplier''s invoice states net, VAT and gross; ours comes to what its lines do. | В счёте поставщика указаны суммы без НДС, НДС и с НДС; в нашем они складываются из строк.';
comment on constraint invoice_amounts_positive on finance.invoice is
  'The amounts must not be negative: enter a credit note. | Суммы не могут быть отрицательными: внесите кредит-ноту.';
comment on constraint invoice_posting on finance.invoice is
  'What is posted has a number, a date and an entry, and nothing else has. | У проведённого и только у него есть номер, дата и проводка.';
comment on constraint invoice_reversal on finance.invoice is
  'What is reversed says when and why, and nothing else does. | У сторнированного и только у него указано, когда и почему.';
comment on constraint invoice_sides on finance.invoice is
  'Ours are for orders of customers, suppliers'' for our own. | Наши счета — по заказам клиентов, счета поставщиков — по нашим.';
comment on constraint invoice_credits on finance.invoice is
  'Only a credit note credits an invoice. | Уменьшает счёт только кредит-нота.';
comment on constraint invoice_due_once on finance.invoice is
  'Give a term of payment or a day, not both. | Укажите условие оплаты или дату, но не то и другое.';
-- The verbs' columns are nobody else's; which way a document goes is said when it is made.
grant insert (kind, payment_term_id, tax_rounding, contract_id, project_id, sales_order_id),
  update (payment_term_id, tax_rounding, contract_id, project_id, sales_order_id) on finance.invoice to crm_service;
revoke update (direction) on finance.invoice from crm_service;
select access.name_seen('finance.invoice'::regclass, 'contract_id', 'sales.contract'::regclass),
  access.name_seen('finance.invoice'::regclass, 'project_id', 'work.project'::regclass),
  access.name_seen('finance.invoice'::regclass, 'sales_order_id', 'sales.sales_order'::regclass);
insert into system.number_series (kind, prefix) values
  ('sales_invoice', 'INV'), ('credit_note', 'CN'), ('supplier_invoice', 'BILL'), ('supplier_credit_note', 'BCN');
select system.permit('{administrator,accountant}', '{invoices}', '{post,reverse,credit,allocate,write_off,pay}', 'all'),
  system.permit('{accountant}', '{invoice_lines}', '{import}', 'all'),
  system.permit('{sales}', '{invoices,invoice_lines}', '{read,export}', 'department');
