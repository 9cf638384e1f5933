-- 0329_purchasing_supplier_scorecard: how good suppliers are, by what they did.
-- Why: judged from the records when it is asked for, so it is never out of date. Every figure is reckoned from lines in
-- the unit of each, so that pieces and kilograms are not added up. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the view.
create view purchasing.supplier_scorecard with (security_invoker = true) as
select
  p.id,
  p.id as party_id,
  o.orders,
  r.receipts,
  r.receipts_due,
  r.receipts_on_time,
  round(100.0 * r.receipts_on_time / nullif(r.receipts_due, 0), 2) as on_time_percent,
  r.lead_days,
  o.received_percent,
  o.returned_percent,
  m.matches,
  m.exceptions,
  round(100.0 * m.exceptions / nullif(m.matches, 0), 2) as exception_percent,
  m.price_variance_percent
from clients.party as p
cross join lateral (
  select count(distinct k.id) as orders,
    round(100 * avg(h.received / l.quantity), 2) as received_percent,
    round(100 * avg(h.returned / nullif(h.received + h.returned, 0)), 2) as returned_percent
  from purchasing.purchase_order as k
  left join purchasing.purchase_order_line as l on l.order_id = k.id
  left join lateral (
    select coalesce(sum(c.quantity - c.returned), 0) as received, coalesce(sum(c.returned), 0) as returned
    from (
      select d.quantity, coalesce((
        select sum(b.quantity) from purchasing.purchase_return_line as b where b.receipt_line_id = d.id), 0) as returned
      from purchasing.receipt_line as d join purchasing.receipt as g on g.id = d.receipt_id
      where d.order_line_id = l.id and g.state = 'posted') as c) as h on true
  where k.party_id = p.id and k.state in ('sent', 'received', 'closed')) as o
cross join lateral (
  select count(*) as receipts, count(k.expected_on) as receipts_due,
    count(*) filter (where g.received_on <= k.expected_on) as receipts_on_time,
    round(avg(g.received_on - k.ordered_on), 1) as lead_days
  from purchasing.purchase_order as k join purchasing.receipt as g on g.order_id = k.id
  where k.party_id = p.id and g.state = 'posted') as r
cross join lateral (
  select count(*) as matches, count(*) filter (where f.differs) as exceptions,
    round(avg(f.price), 2) as price_variance_percent
  from purchasing.invoice_match as w
  left join lateral (
    select bool_or(not (l.quantity_within and l.price_within and l.tax_within)) as differs,
      100 * avg(l.price_variance / nullif(l.ordered_price, 0)) as price
    from purchasing.invoice_match_line as l where l.invoice_match_id = w.id) as f on true
  where w.party_id = p.id and w.state <> 'void') as m
where o.orders > 0 and p.supplier and (select access.level('supplier_scorecards', 'read')) > 0;
comment on view purchasing.supplier_scorecard is
  'Scorecard: how good a supplier is, by orders, receipts and matches that the reader sees. | Показатели поставщика: по видимым заказам, поступлениям и сверкам.';
comment on column purchasing.supplier_scorecard.id is 'Supplier: its number as a record. | Поставщик: номер записи.';
comment on column purchasing.supplier_scorecard.party_id is 'Supplier: who is judged. | Поставщик: о ком речь.';
comment on column purchasing.supplier_scorecard.orders is 'Orders: that were sent. | Заказов: отправлено.';
comment on column purchasing.supplier_scorecard.receipts is 'Receipts: that were not cancelled. | Поступлений: не отменённых.';
comment on column purchasing.supplier_scorecard.receipts_due is
  'Receipts due: of orders that said when. | Поступлений со сроком: по заказам со сроком.';
comment on column purchasing.supplier_scorecard.receipts_on_time is
  'Receipts on time: by then. | Поступлений в срок: пришли к сроку.';
comment on column purchasing.supplier_scorecard.on_time_percent is
  'On time: of those due, in percent. | В срок, %: доля поступлений со сроком.';
comment on column purchasing.supplier_scorecard.lead_days is
  'Lead time: days from order to receipt, the mean. | Срок поставки: дней от заказа до поступления, в среднем.';
comment on column purchasing.supplier_scorecard.received_percent is
  'Received: of what was ordered, the mean of the lines, in percent. | Получено, %: от заказанного, среднее по строкам.';
comment on column purchasing.supplier_scorecard.returned_percent is
  'Returned: of what arrived, the mean of the lines, in percent. | Возвращено, %: от полученного, среднее по строкам.';
comment on column purchasing.supplier_scorecard.matches is 'Matches: of invoices. | Сверок: счетов.';
comment on column purchasing.supplier_scorecard.exceptions is
  'Exceptions: matches that differed, released or not. | Расхождений: сверок с расхождением, разрешённых и нет.';
comment on column purchasing.supplier_scorecard.exception_percent is
  'Exceptions: of the matches, in percent. | Расхождений, %: доля сверок.';
comment on column purchasing.supplier_scorecard.price_variance_percent is
  'Price variance: invoiced off ordered, the mean, in percent. | Отклонение цены, %: счёт к заказу, в среднем.';
grant select on purchasing.supplier_scorecard to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,auditor}', '{supplier_scorecards}', '{read,export}', 'all'),
  system.permit('{accountant,read_only}', '{supplier_scorecards}', '{read}', 'all'),
  system.permit('{head_of_department}', '{supplier_scorecards}', '{read,export}', 'below'),
  system.permit('{purchasing}', '{supplier_scorecards}', '{read,export}', 'department');
