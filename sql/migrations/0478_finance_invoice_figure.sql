-- 0478_finance_invoice_figure: which invoices are disputed; what each posted one came to and how it was paid.
-- Why: whoever collects asks who pays late, by department, category, seller and country; days follow from items and are
-- kept nowhere else. Kind: expand. Locks: finance.invoice, ACCESS EXCLUSIVE, milliseconds (a constant default).
-- Time: milliseconds. Forward only.
alter table finance.invoice add column disputed boolean not null default false;
comment on column finance.invoice.disputed is 'Disputed: who is asked to pay does not agree. | Оспорен: плательщик не согласен.';
grant insert (disputed), update (disputed) on finance.invoice to crm_service;

create view finance.invoice_figure with (security_invoker = true) as
select i.id, i.direction, i.kind, i.number, i.number_given, i.party_id, p.name as party, p.country, p.owner_id as party_owner_id,
  b.name as party_owner, i.owner_id, a.name as owner, i.department_id, d.name as department, i.category, i.disputed, i.invoiced_on, i.posted_on, o.due_on,
  o.settled_on, o.settled_on - coalesce(i.invoiced_on, i.posted_on) as days_to_settle,
  case when o.settled_on is not null then o.days_late end as days_late, coalesce(o.days_late > 0, false) as late,
  case when o.days_late > 0 then 100 else 0 end as late_percent, case when i.disputed then 100 else 0 end as disputed_percent,
  o.due_on - coalesce(i.invoiced_on, i.posted_on) as term_days, i.currency, round(s.net, 4) as net, round(s.vat, 4) as vat,
  round(s.gross, 4) as gross, o.left_amount
from finance.invoice as i
left join clients.party as p on p.id = i.party_id
left join access.account as a on a.id = i.owner_id
left join access.account as b on b.id = p.owner_id
left join access.department as d on d.id = i.department_id
cross join lateral finance.invoice_sums(i.id) as s
cross join lateral (
  select max(k.due_on) as due_on, sum(abs(k.amount) - k.settled) as left_amount,
    case when count(*) = count(k.settled_on) then max(k.settled_on) end as settled_on,
    max(greatest(coalesce(k.settled_on, current_date) - k.due_on, 0)) as days_late
  from finance.open_item as k where k.invoice_id = i.id) as o
where i.state = 'posted' and (select access.level('invoice_figures', 'read')) > 0;
comment on view finance.invoice_figure is 'Invoice figures: what each posted invoice came to, and how it was paid. | Показатели счетов: суммы проведённых счетов и как их оплатили.';
comment on column finance.invoice_figure.id is 'Number: of the record. | Номер: записи.';
comment on column finance.invoice_figure.direction is 'Direction: who asks to be paid. | Направление: кто выставил. {supplier=Of a supplier/Поставщика, customer=To a customer/Клиенту}';
comment on column finance.invoice_figure.kind is 'Kind: a claim, or less of one. | Вид: требование или его уменьшение. {invoice=Invoice/Счёт, credit_note=Credit note/Кредит-нота}';
comment on column finance.invoice_figure.number is 'Number: ours. | Номер: наш.';
comment on column finance.invoice_figure.number_given is 'Number given: that of the document. | Номер документа: как указан.';
comment on column finance.invoice_figure.party_id is 'Party number: as a record. | Номер контрагента: номер записи.';
comment on column finance.invoice_figure.party is 'Party: as far as it is seen. | Контрагент: если виден.';
comment on column finance.invoice_figure.country is 'Country: of the party. | Страна: контрагента.';
comment on column finance.invoice_figure.party_owner_id is 'Owner of the party, number: as a record. | Номер ответственного за контрагента: номер записи.';
comment on column finance.invoice_figure.party_owner is 'Owner of the party: who looks after it. | Ответственный за контрагента: кто его ведёт.';
comment on column finance.invoice_figure.owner_id is 'Owner number: as a record. | Номер ответственного: номер записи.';
comment on column finance.invoice_figure.owner is 'Owner: who is responsible. | Ответственный: чей счёт.';
comment on column finance.invoice_figure.department_id is 'Department number: as a record. | Номер отдела: номер записи.';
comment on column finance.invoice_figure.department is 'Department: of the document. | Отдел: документа.';
comment on column finance.invoice_figure.category is 'Category: what it was for. | Статья: за что.';
comment on column finance.invoice_figure.disputed is 'Disputed: who is asked to pay does not agree. | Оспорен: плательщик не согласен.';
comment on column finance.invoice_figure.invoiced_on is 'Invoiced on: day of the document. | Дата счёта: день документа.';
comment on column finance.invoice_figure.posted_on is 'Posted on: day of the entry. | Проведён: день проводки.';
comment on column finance.invoice_figure.due_on is 'Due on: when the last part is due. | Срок: последней части.';
comment on column finance.invoice_figure.settled_on is 'Settled on: from when on nothing is left. | Погашен: с какого дня ничего не осталось.';
comment on column finance.invoice_figure.days_to_settle is 'Days to settle: from the invoice until nothing was left. | Дней до погашения: от счёта до полного погашения.';
comment on column finance.invoice_figure.days_late is 'Days late: of what is settled, beyond the day when it was due. | Дней опоздания: у погашенного, сверх срока.';
comment on column finance.invoice_figure.late is 'Late: settled after it was due, or overdue today. | Опоздание: погашен позже срока или просрочен сегодня.';
comment on column finance.invoice_figure.late_percent is 'Late, %: 100 or 0; its mean is how many of all are late. | Опоздание, %: 100 или 0; среднее — доля опоздавших.';
comment on column finance.invoice_figure.disputed_percent is 'Disputed, %: 100 or 0; its mean is how many of all are disputed. | Оспорено, %: 100 или 0; среднее — доля оспоренных.';
comment on column finance.invoice_figure.term_days is 'Term: days from the invoice to when its last part is due. | Срок, дней: от счёта до срока последней части.';
comment on column finance.invoice_figure.currency is 'Currency: of the amounts. | Валюта: сумм.';
comment on column finance.invoice_figure.net is 'Net: without VAT. | Без НДС: сумма без налога.';
comment on column finance.invoice_figure.vat is 'VAT: in the gross amount. | НДС: в сумме с налогом.';
comment on column finance.invoice_figure.gross is 'Gross: with VAT. | С НДС: сумма с налогом.';
comment on column finance.invoice_figure.left_amount is 'Left: to be settled. | Осталось: погасить.';
grant select on finance.invoice_figure to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant,auditor}', '{invoice_figures}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{invoice_figures}', '{read,export}', 'below'),
  system.permit('{sales,purchasing}', '{invoice_figures}', '{read,export}', 'department'),
  system.permit('{read_only}', '{invoice_figures}', '{read}', 'all');
