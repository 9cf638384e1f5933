-- Invoices of ours to be posted: psql -v first=7500000001 -v count=8000 -f invoice.sql, as superuser, behind ledger.sql.
-- Each is a draft of three lines with 20 % VAT; ids begin with `first`. Triggers and foreign keys rest meanwhile (replica),
-- checks do not.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;

insert into finance.invoice (
  id, direction, party_id, reference, invoiced_on, due_on, currency, owner_id, department_id)
overriding system value
select n, 'customer', 1 + n % 2000, 'bench-' || n, current_date, current_date + 30, 'RUB', a.id, a.department_id
from generate_series(:first, :first + :count - 1) as n, access.account as a where a.login = 'owner1';
insert into finance.invoice_line (invoice_id, place, description, quantity, unit_price, tax_id)
select n, place, 'Thing ' || place, place, 100, t.id
from generate_series(:first, :first + :count - 1) as n cross join generate_series(1, 3) as place
cross join (select min(k.id) as id from finance.tax as k where k.code = 'VAT20') as t;
vacuum (analyze) finance.invoice, finance.invoice_line;
checkpoint;
