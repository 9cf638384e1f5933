-- 0425_finance_open_figure: what an invoice comes to and what is left of it; what was open at any day.
-- Why: reports, statements and the desk of whoever collects ask the same and get the same. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the views and the functions.

-- Items that were open at the end of a day, with what was left of them then in both currencies. One statement over the
-- index of when items were open; the rights are the caller's.
create function finance.open_items_at(p_on date)
returns table (id bigint, side text, invoice_id bigint, payment_id bigint, reference text, party_id bigint,
  department_id bigint, account_id bigint, posted_on date, due_on date, currency text, amount numeric, left_amount numeric,
  left_base numeric, days_overdue integer)
language sql stable
begin atomic
  select i.id, i.side, i.invoice_id, i.payment_id, i.reference, i.party_id, i.department_id, i.account_id, i.posted_on,
    i.due_on, i.currency, i.amount, k.left_amount,
    i.base_amount + coalesce(r.base, 0) - coalesce(d.base, 0) + coalesce(c.base, 0),
    case when (i.side = 'customer') = (i.amount > 0) then greatest(p_on - i.due_on, 0) else 0 end
  from finance.open_item as i
  cross join lateral (
    select sum(a.debit_amount) as amount, sum(a.debit_base) as base from finance.allocation as a
    where a.debit_item_id = i.id and a.allocated_on <= p_on) as d
  cross join lateral (
    select sum(a.credit_amount) as amount, sum(a.credit_base) as base from finance.allocation as a
    where a.credit_item_id = i.id and a.allocated_on <= p_on) as c
  cross join lateral (
    select sum(case when v.revalued_on = p_on then l.difference else l.kept end) as base
    from finance.revaluation_line as l join finance.revaluation as v on v.id = l.revaluation_id
    where l.open_item_id = i.id and v.state <> 'draft' and v.revalued_on <= p_on
      and (v.reversed_on is null or v.reversed_on > p_on)) as r
  cross join lateral (select i.amount - coalesce(d.amount, 0) + coalesce(c.amount, 0) as left_amount) as k
  where daterange(i.posted_on, i.settled_on) operator(pg_catalog.@>) p_on and k.left_amount <> 0;
end;
comment on function finance.open_items_at is
  'What was open at the end of a day. | Что было открыто на конец дня.';
grant execute on function finance.open_items_at to crm_service, crm_limited, crm_reader, crm_report;

create view finance.open_now with (security_invoker = true) as
select i.id, i.side, i.invoice_id, i.payment_id, i.reference, coalesce(v.number, p.number, i.reference) as document,
  i.party_id, i.department_id, i.account_id, i.posted_on, i.due_on, i.currency, i.amount,
  i.amount - sign(i.amount) * i.settled as left_amount,
  i.base_amount + i.revalued - sign(i.amount) * i.settled_base as left_base,
  case when (i.side = 'customer') = (i.amount > 0) then greatest(current_date - i.due_on, 0) else 0 end as days_overdue
from finance.open_item as i
left join finance.invoice as v on v.id = i.invoice_id
left join finance.payment as p on p.id = i.payment_id
where i.settled_on is null and (select access.level('open_items', 'read')) > 0;
comment on view finance.open_now is
  'Open item: what is left to be settled now. | Открытая позиция: что осталось погасить сейчас.';
comment on column finance.open_now.id is 'Number: of the item. | Номер: позиции.';
comment on column finance.open_now.side is
  'Side: as what the party owes or is owed. | Сторона: в каком качестве контрагент должен или ему должны. {customer=Customer/Клиент, supplier=Supplier/Поставщик}';
comment on column finance.open_now.invoice_id is 'Invoice: whose part it is. | Счёт: чья это часть.';
comment on column finance.open_now.payment_id is 'Payment: that it is of. | Платёж: к которому относится.';
comment on column finance.open_now.reference is
  'Reference: what it is called where it has no document. | Ссылка: название, если нет документа.';
comment on column finance.open_now.document is 'Document: its number. | Документ: номер.';
comment on column finance.open_now.party_id is 'Party: who owes or is owed. | Контрагент: кто должен или кому.';
comment on column finance.open_now.department_id is 'Department: of the document. | Отдел: документа.';
comment on column finance.open_now.account_id is 'Account: of the ledger. | Счёт: учёта.';
comment on column finance.open_now.posted_on is 'Since: date of the entry. | С: дата проводки.';
comment on column finance.open_now.due_on is 'Due on: by when it is to be settled. | Срок: к которому погашается.';
comment on column finance.open_now.currency is 'Currency: of the document. | Валюта: документа.';
comment on column finance.open_now.amount is
  'Amount: more than 0 if we are owed it, less if we owe it. | Сумма: больше 0 — должны нам, меньше — должны мы.';
comment on column finance.open_now.left_amount is 'Left: of the amount. | Осталось: от суммы.';
comment on column finance.open_now.left_base is
  'Left, in the currency of the books: as it is carried. | Осталось в валюте учёта: по учётной стоимости.';
comment on column finance.open_now.days_overdue is
  'Days overdue: 0 while it is not, and for advances and credit notes. | Дней просрочки: 0, если срок не прошёл, и у авансов и кредит-нот.';
grant select on finance.open_now to crm_service, crm_limited, crm_reader, crm_report;

create view finance.invoice_total with (security_invoker = true) as
select i.id, i.direction, i.kind, i.number, i.number_given, i.party_id, i.invoiced_on, i.posted_on, i.state, i.currency,
  round(s.net, 4) as net, round(s.vat, 4) as vat, round(s.gross, 4) as gross, o.left_amount, o.due_on
from finance.invoice as i
cross join lateral finance.invoice_sums(i.id) as s
cross join lateral (
  select sum(abs(k.amount) - k.settled) as left_amount, min(k.due_on) filter (where k.settled_on is null) as due_on
  from finance.open_item as k where k.invoice_id = i.id) as o
where (select access.level('invoice_totals', 'read')) > 0;
comment on view finance.invoice_total is
  'Total of an invoice: what its lines come to, and what is left of it. | Итоги счёта: сумма строк и остаток.';
comment on column finance.invoice_total.id is 'Invoice: its number as a record. | Счёт: номер записи.';
comment on column finance.invoice_total.direction is
  'Direction: who asks to be paid. | Направление: кто выставил. {supplier=Of a supplier/Поставщика, customer=To a customer/Клиенту}';
comment on column finance.invoice_total.kind is
  'Kind: a claim, or less of one. | Вид: требование или его уменьшение. {invoice=Invoice/Счёт, credit_note=Credit note/Кредит-нота}';
comment on column finance.invoice_total.number is 'Own number: given when it was posted. | Наш номер: при проведении.';
comment on column finance.invoice_total.number_given is 'Number: the supplier''s own. | Номер: у поставщика.';
comment on column finance.invoice_total.party_id is
  'Party: the supplier or the customer. | Контрагент: поставщик или клиент.';
comment on column finance.invoice_total.invoiced_on is 'Invoiced on: date of the document. | Дата: документа.';
comment on column finance.invoice_total.posted_on is 'Posted on: date of its entry. | Проведён: дата проводки.';
comment on column finance.invoice_total.state is
  'State: how far it is. | Состояние: на каком этапе. {draft=Draft/Черновик, exception=Differs/Расходится, matched=Matched/Сверен, posted=Posted/Проведён, reversed=Reversed/Сторнирован, cancelled=Cancelled/Отменён}';
comment on column finance.invoice_total.currency is 'Currency: of the amounts. | Валюта: сумм.';
comment on column finance.invoice_total.net is 'Net: without VAT. | Без НДС: сумма.';
comment on column finance.invoice_total.vat is 'VAT: of all lines. | НДС: по всем строкам.';
comment on column finance.invoice_total.gross is 'Gross: with VAT. | С НДС: сумма.';
comment on column finance.invoice_total.left_amount is
  'Left: to be settled of what is posted. | Осталось: погасить по проведённому.';
comment on column finance.invoice_total.due_on is 'Due on: the next part. | Срок: ближайшей части.';
grant select on finance.invoice_total to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant,auditor}', '{invoice_totals}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{invoice_totals}', '{read,export}', 'below'),
  system.permit('{sales,purchasing}', '{invoice_totals}', '{read,export}', 'department'),
  system.permit('{read_only}', '{invoice_totals}', '{read}', 'all');
