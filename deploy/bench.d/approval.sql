-- Orders that wait for an approval: psql -v first=7000000001 -v count=8000 -f approval.sql, as superuser, behind
-- fill.sql. Each has three lines and one step, an administrator's; it and its approval have one id, from `first` on.
-- Triggers and foreign keys rest meanwhile (replica), checks do not.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;

create temporary table document as
select n as id, a.id as owner_id, a.department_id
from generate_series(:first, :first + :count - 1) as n, access.account as a where a.login = 'owner1';

insert into purchasing.approval_rule (currency, approver_role_id, external_source, external_key)
select 'RUB', id, 'bench', 'bench' from access.role where code = 'administrator'
on conflict do nothing;
insert into purchasing.purchase_order (id, number, party_id, currency, state, owner_id, department_id)
overriding system value
select id, 'bench-' || id, (select min(p.id) from clients.party as p where p.supplier), 'RUB', 'submitted', owner_id,
  department_id
from document;
insert into purchasing.purchase_order_line (order_id, place, description, quantity, unit_id, unit_price, vat_rate)
select d.id, place, 'Thing ' || place, place, (select min(u.id) from sales.unit as u), 100, 20
from document as d cross join generate_series(1, 3) as place;
insert into purchasing.approval (id, order_id, submitted_by, responsible_id)
overriding system value
select id, id, owner_id, owner_id from document;
insert into purchasing.approval_step (approval_id, place, approval_rule_id, approver_role_id)
select d.id, 1, r.id, r.approver_role_id
from document as d join purchasing.approval_rule as r on r.external_source = 'bench';

vacuum (analyze) purchasing.purchase_order, purchasing.purchase_order_line, purchasing.approval,
  purchasing.approval_step;
checkpoint;
