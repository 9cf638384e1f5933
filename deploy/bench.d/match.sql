-- Invoices to be matched: psql -v first=7000000001 -v count=8000 -f match.sql, as superuser, behind fill.sql. Each is a
-- draft of three lines and of an order of its own, which was sent and wholly received; ids begin with `first`.
-- Triggers and foreign keys rest meanwhile (replica), checks do not.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;

-- The numbers of orders lie apart from those that approval.sql gives.
create temporary table document as
select n as id, n + 1000000000 as order_id, a.id as owner_id, a.department_id,
  (select min(p.id) from clients.party as p where p.supplier) as party_id
from generate_series(:first, :first + :count - 1) as n, access.account as a where a.login = 'owner1';
create temporary table part as
select d.id, d.order_id, 3 * d.order_id + place as order_line_id, place, u.id as unit_id
from document as d cross join generate_series(1, 3) as place
cross join (select min(id) as id from sales.unit) as u;

insert into purchasing.purchase_order (id, number, party_id, currency, state, owner_id, department_id)
overriding system value
select order_id, 'bench-' || order_id, party_id, 'RUB', 'sent', owner_id, department_id from document;
insert into purchasing.purchase_order_line (
  id, order_id, place, description, quantity, unit_id, unit_price, vat_rate)
overriding system value
select order_line_id, order_id, place, 'Thing ' || place, place, unit_id, 100, 20 from part;
insert into purchasing.receipt (id, number, order_id, owner_id, department_id)
overriding system value
select order_id, 'bench-' || order_id, order_id, owner_id, department_id from document;
insert into purchasing.receipt_line (receipt_id, order_line_id, quantity)
select order_id, order_line_id, place from part;
insert into finance.invoice (
  id, party_id, order_id, reference, invoiced_on, currency, net_given, vat_given, gross_given, owner_id, department_id)
overriding system value
select id, party_id, order_id, 'bench-' || id, current_date, 'RUB', 600, 120, 720, owner_id, department_id
from document;
insert into finance.invoice_line (invoice_id, place, order_line_id, quantity, unit_price, vat)
select id, place, order_line_id, place, 100, 20 * place from part;

vacuum (analyze) purchasing.purchase_order, purchasing.purchase_order_line, purchasing.receipt, purchasing.receipt_line,
  finance.invoice, finance.invoice_line;
checkpoint;
