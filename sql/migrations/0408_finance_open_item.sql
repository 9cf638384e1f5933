-- 0408_finance_open_item: what is owed, by whom, since when, due when: each line of the ledger that waits to be settled.
-- Why: what was open at a day is asked for over years of settled claims. An item says from when it is settled, so an
-- index finds those that were open, and allocations say the rest (0409). The amounts are the ledger's. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.open_item (
  id bigint generated always as identity constraint open_item_pkey primary key,
  entry_line_id bigint not null,
  side text not null constraint open_item_side_known check (side in ('customer', 'supplier')),
  invoice_id bigint constraint open_item_invoice_fkey references finance.invoice,
  payment_id bigint constraint open_item_payment_fkey references finance.payment,
  reference text constraint open_item_reference_length check (length(reference) between 1 and 200),
  party_id bigint not null constraint open_item_party_fkey references clients.party,
  department_id bigint constraint open_item_department_fkey references access.department,
  account_id bigint not null constraint open_item_account_fkey references finance.account,
  posted_on date not null,
  due_on date not null,
  currency text not null constraint open_item_currency_fkey references system.currency,
  amount numeric(19, 4) not null constraint open_item_amount_range check (amount <> 0),
  base_amount numeric(19, 4) not null,
  -- Kept by allocations and revaluations alone.
  settled numeric(19, 4) not null default 0,
  settled_base numeric(19, 4) not null default 0,
  revalued numeric(19, 4) not null default 0,
  first_settled_on date,
  settled_on date,
  constraint open_item_line_key unique (entry_line_id, posted_on),
  constraint open_item_line_fkey foreign key (entry_line_id, posted_on) references finance.entry_line (id, posted_on),
  constraint open_item_document check (num_nonnulls(invoice_id, payment_id) < 2),
  constraint open_item_side_amount check (amount * base_amount >= 0),
  constraint open_item_not_exceeded check (settled between 0 and abs(amount)),
  constraint open_item_settled check ((settled = abs(amount)) = (settled_on is not null)
    and (settled < abs(amount) or settled_base = abs(base_amount + revalued))),
  constraint open_item_worth check ((base_amount + revalued) * sign(amount) >= settled_base)
);
create index open_item_open_idx on finance.open_item (party_id, currency, due_on) where settled_on is null;
create index open_item_party_idx on finance.open_item (party_id, posted_on);
create index open_item_while_idx on finance.open_item using gist (daterange(posted_on, settled_on));
create index open_item_invoice_idx on finance.open_item (invoice_id) where invoice_id is not null;
create index open_item_payment_idx on finance.open_item (payment_id) where payment_id is not null;
create index open_item_department_idx on finance.open_item (department_id) where department_id is not null;
create index open_item_account_idx on finance.open_item (account_id, currency);
create index open_item_currency_idx on finance.open_item (currency);
comment on table finance.open_item is
  'Open item: what a document left to be settled, part by part. | Открытая позиция: что документ оставил к погашению, по частям.';
comment on column finance.open_item.id is 'Number: of the item. | Номер: позиции.';
comment on column finance.open_item.entry_line_id is 'Line: of the ledger. | Строка: журнала.';
comment on column finance.open_item.side is
  'Side: as what the party owes or is owed. | Сторона: в каком качестве контрагент должен или ему должны. {customer=Customer/Клиент, supplier=Supplier/Поставщик}';
comment on column finance.open_item.invoice_id is 'Invoice: whose part it is. | Счёт: чья это часть.';
comment on column finance.open_item.payment_id is 'Payment: that it is of. | Платёж: к которому относится.';
comment on column finance.open_item.reference is
  'Reference: what it is called where it has no document. | Ссылка: название, если нет документа.';
comment on column finance.open_item.party_id is 'Party: who owes or is owed. | Контрагент: кто должен или кому.';
comment on column finance.open_item.department_id is 'Department: of the document. | Отдел: документа.';
comment on column finance.open_item.account_id is 'Account: of the ledger. | Счёт: учёта.';
comment on column finance.open_item.posted_on is 'Since: date of the entry. | С: дата проводки.';
comment on column finance.open_item.due_on is 'Due on: by when it is to be settled. | Срок: к которому погашается.';
comment on column finance.open_item.currency is 'Currency: of the document. | Валюта: документа.';
comment on column finance.open_item.amount is
  'Amount: more than 0 if we are owed it, less if we owe it. | Сумма: больше 0 — должны нам, меньше — должны мы.';
comment on column finance.open_item.base_amount is
  'In the currency of the books: as it was posted. | В валюте учёта: как проведено.';
comment on column finance.open_item.settled is
  'Settled: by allocations up to now, without a sign. | Погашено: разнесениями на сегодня, без знака.';
comment on column finance.open_item.settled_base is
  'Settled, in the currency of the books: without a sign. | Погашено в валюте учёта: без знака.';
comment on column finance.open_item.revalued is
  'Revalued: what revaluations added, in the currency of the books. | Переоценка: что добавили переоценки, в валюте учёта.';
comment on column finance.open_item.first_settled_on is
  'First settled on: before this day all of it was open. | Впервые погашалась: до этого дня была открыта вся.';
comment on column finance.open_item.settled_on is
  'Settled on: from when on nothing is left. | Погашена: с какого дня ничего не осталось.';
comment on constraint open_item_line_key on finance.open_item is
  'A line of the ledger is one item. | Строка журнала — одна позиция.';
comment on constraint open_item_line_fkey on finance.open_item is 'There is no such line. | Такой строки нет.';
comment on constraint open_item_side_known on finance.open_item is
  'The side is customer or supplier. | Сторона: customer или supplier.';
comment on constraint open_item_invoice_fkey on finance.open_item is 'There is no such invoice. | Такого счёта нет.';
comment on constraint open_item_payment_fkey on finance.open_item is 'There is no such payment. | Такого платежа нет.';
comment on constraint open_item_reference_length on finance.open_item is
  'The reference must have 1 to 200 characters. | Ссылка — от 1 до 200 знаков.';
comment on constraint open_item_party_fkey on finance.open_item is 'There is no such party. | Такого контрагента нет.';
comment on constraint open_item_department_fkey on finance.open_item is
  'There is no such department. | Такого отдела нет.';
comment on constraint open_item_account_fkey on finance.open_item is 'There is no such account. | Такого счёта нет.';
comment on constraint open_item_currency_fkey on finance.open_item is 'There is no such currency. | Такой валюты нет.';
comment on constraint open_item_amount_range on finance.open_item is
  'An item is of some amount. | Сумма позиции не равна 0.';
comment on constraint open_item_document on finance.open_item is
  'An item is of one document. | Позиция относится к одному документу.';
comment on constraint open_item_side_amount on finance.open_item is
  'Both amounts are on one side. | Обе суммы на одной стороне.';
comment on constraint open_item_not_exceeded on finance.open_item is
  'More would be settled than the document leaves open. | Разнесено было бы больше, чем осталось по документу.';
comment on constraint open_item_settled on finance.open_item is
  'What is settled says when, and leaves nothing in the currency of the books. | У погашенного указан день, и в валюте учёта ничего не осталось.';
comment on constraint open_item_worth on finance.open_item is
  'What is left is worth something in the currency of the books too. | Остаток стоит чего-то и в валюте учёта.';
alter table finance.open_item enable row level security;
select access.make_policy('finance.open_item'::regclass, 'select',
  '(select access.everything(''open_items'', ''read'')) or department_id = any ((select access.departments(''open_items'', ''read''))::bigint[])');
grant select on finance.open_item to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant,auditor}', '{open_items}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{open_items}', '{read,export}', 'below'),
  system.permit('{sales,purchasing}', '{open_items}', '{read}', 'department'),
  system.permit('{read_only}', '{open_items}', '{read}', 'all');
