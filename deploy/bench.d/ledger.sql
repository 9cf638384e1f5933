-- Books where there are none: psql -v lines=5000000 -v years=10 -f ledger.sql, as superuser, behind fill.sql. A business
-- invoices, is paid 16 to 62 days later (each tenth in two parts, each thousandth never) and has expenses, evenly over so
-- many years until today, by 16 departments, with 2,000 clients, each tenth in euros; the years are open. A payment is an
-- advance until it is allocated, as the product does it. Triggers and foreign keys rest meanwhile, checks do not; the
-- trigger that keeps balances works as ever. At the end the product itself compares them with the lines.
\set ON_ERROR_STOP on
set synchronous_commit = off;
set maintenance_work_mem = '512MB';
set work_mem = '256MB';

insert into finance.fiscal_year (name, starts_on, ends_on)
select y::text, make_date(y, 1, 1), make_date(y, 12, 31)
from generate_series(extract(year from current_date)::integer - :years, extract(year from current_date)::integer) as y
where not exists (select from finance.fiscal_year as f where f.starts_on <= make_date(y, 12, 31) and f.ends_on >= make_date(y, 1, 1));
insert into finance.rate (currency, rated_on, rate)
select 'EUR', date '2000-01-01', 100 where not exists (select from finance.rate as r where r.currency = 'EUR');
insert into finance.account (code, name, type, parent_id, by_party, reconcilable)
select a.code, a.name, a.type, null, a.by_party, a.by_party or 'bank' = any (a.use)
from finance.chart_account as a join finance.chart as c on c.id = a.chart_id and c.code = 'generic'
where not exists (select from finance.account as k where k.code = a.code);
update finance.account as a set parent_id = p.id
from finance.chart_account as k join finance.chart as c on c.id = k.chart_id and c.code = 'generic'
join finance.account as p on p.code = k.parent_code where a.code = k.code and a.parent_id is null;
insert into finance.account_use (use, account_id)
select u.use, k.id
from finance.chart_account as c join finance.chart as h on h.id = c.chart_id and h.code = 'generic'
cross join lateral unnest(c.use) as u (use) join finance.account as k on k.code = c.code
where not exists (select from finance.account_use as s where s.use = u.use);

set session_replication_role = replica;
alter table finance.entry disable trigger user;
alter table finance.entry_line disable trigger user;
alter table finance.entry_line enable always trigger keep_balances;
alter table finance.entry_counter disable trigger user;
alter table finance.open_item disable trigger user;
alter table finance.allocation disable trigger user;
create temporary table plain_index as
select i.indexrelid::regclass::text as name, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') as definition
from pg_index as i join pg_class as c on c.oid = i.indexrelid
where i.indrelid = any ('{finance.entry,finance.entry_line,finance.open_item,finance.allocation}'::regclass[])
  and not i.indisunique and not c.relispartition;
select 'drop index ' || name from plain_index
\gexec

-- 9.39 lines each: an invoice of 3, payments and allocations of 2 each, an expense of 2; the last ones are not paid yet.
select ceil(:lines / 9.39 * (1 + 0.062 / :years)) as deals
\gset
create temporary table deal as
select d.n, 1 + d.mixed % 2000 as party_id, 1 + d.mixed / 7 % 16 as place, d.mixed / 131 % 25 as expense,
  case when d.n % 10 = 7 then 'EUR' else 'RUB' end as currency, case when d.n % 10 = 7 then 100 else 1 end as rate,
  (100 + d.mixed / 11 % 100000)::numeric(19, 4) as net, s.day, s.day + 14 + (d.mixed / 3 % 32)::integer as due_on,
  s.day + 16 + (d.mixed / 3 % 32)::integer + (d.mixed / 17 % 15)::integer as paid_on,
  case when d.n % 1000 = 0 then 0 when d.n % 10 = 3 then 2 else 1 end as parts
from (
  select n, hashint8extended(n, 7) & 9007199254740991 as mixed from generate_series(1, :deals) as n) as d
cross join lateral (select current_date - (:years * 365.25 * (1 - d.n / :deals::numeric))::integer as day) as s;

-- What was entered, in the order in which it was.
create temporary table event as
select row_number() over (order by e.day, e.n, e.place) as entry_id, e.*,
  row_number() over (partition by e.journal, e.department, extract(year from e.day) order by e.day, e.n, e.place) as serial,
  sum(case e.kind when 'invoice' then 3 else 2 end) over (order by e.day, e.n, e.place)
    - case e.kind when 'invoice' then 3 else 2 end as before
from (
  select d.n, k.kind, k.part, k.place, k.day, k.journal, d.place as department,
    k.share * 1.2 * d.net as gross
  from deal as d
  cross join lateral (
    values ('invoice', 0, 0, d.day, 'SAL', 1.0), ('expense', 0, 1, d.day, 'GEN', 0.25)
    union all
    select v.kind, p, v.place + p, d.paid_on + 15 * (p - 1), v.journal,
      case when d.parts = 1 then 1 else 0.5 end
    from generate_series(1, d.parts) as p
    cross join (values ('payment', 2, 'BNK'), ('allocation', 10, 'GEN')) as v (kind, place, journal))
    as k (kind, part, place, day, journal, share)
  where k.day <= current_date) as e;
analyze deal;
analyze event;
create temporary table department as
select d.id, d.code, row_number() over (order by d.id) as place from access.department as d where d.code like 'bench-%';
create temporary table expense as
select a.id, row_number() over (order by a.code) - 1 as place from finance.account as a
where a.type = 'expense' and not exists (select from finance.account as b where b.parent_id = a.id);

create temporary table posting as
select p.kind, p.position, u.account_id, p.by_party, p.of_gross, p.of_net
from (values ('invoice', 1, 'receivable', true, 1, 0), ('invoice', 2, 'revenue', false, 0, -1),
  ('invoice', 3, 'tax_output', false, -1, 1), ('payment', 1, 'advance_received', true, -1, 0),
  ('payment', 2, 'bank', false, 1, 0), ('allocation', 1, 'advance_received', true, 1, 0),
  ('allocation', 2, 'receivable', true, -1, 0), ('expense', 1, null, false, 1, 0), ('expense', 2, 'bank', false, -1, 0))
  as p (kind, position, use, by_party, of_gross, of_net)
left join finance.account_use as u on u.use = p.use;

insert into finance.entry (id, version, created_at, updated_at, owner_id, department_id, number, serial, journal_id,
  posted_on, description, origin, line_count, total)
overriding system value
select e.entry_id, 1, e.day, e.day, o.id, d.id,
  concat_ws('-', e.journal, d.code, extract(year from e.day), lpad(e.serial::text, greatest(5, length(e.serial::text)), '0')),
  e.serial, j.id, e.day, 'bench ' || e.n, 'document', case e.kind when 'invoice' then 3 else 2 end, e.gross * u.rate
from event as e join deal as u on u.n = e.n join department as d on d.place = e.department
join finance.journal as j on j.code = e.journal
cross join (select min(a.id) as id from access.account as a where a.login = 'owner1') as o
order by e.entry_id;
insert into finance.entry_counter (journal_id, department_id, year, prefix, last)
select j.id, d.id, extract(year from e.day), concat_ws('-', e.journal, d.code, extract(year from e.day)), max(e.serial)
from event as e join department as d on d.place = e.department join finance.journal as j on j.code = e.journal
group by j.id, d.id, e.journal, d.code, extract(year from e.day);

-- A year at a time, so that the trigger has no more than that before it.
select format($s$
insert into finance.entry_line (id, version, created_at, updated_at, entry_id, position, posted_on, account_id, party_id,
  department_id, currency, debit, credit, amount)
overriding system value
select e.before + p.position, 1, e.day, e.day, e.entry_id, p.position, e.day, coalesce(p.account_id, x.id),
  case when p.by_party then u.party_id end, d.id, u.currency, greatest(l.amount, 0) * u.rate,
  greatest(-l.amount, 0) * u.rate, l.amount
from event as e join deal as u on u.n = e.n join department as d on d.place = e.department
join expense as x on x.place = u.expense %% (select count(*) from expense)
join posting as p on p.kind = e.kind
cross join lateral (select p.of_gross * e.gross + p.of_net * u.net as amount) as l
where extract(year from e.day) = %s
order by 1$s$, y)
from generate_series(extract(year from current_date)::integer - :years, extract(year from current_date)::integer) as y
\gexec

-- An item has the number of its line.
insert into finance.open_item (id, entry_line_id, side, reference, party_id, department_id, account_id, posted_on, due_on,
  currency, amount, base_amount, settled, settled_base, first_settled_on, settled_on)
overriding system value
select e.before + 1, e.before + 1, 'customer', 'bench ' || e.n, u.party_id, d.id,
  p.account_id, e.day,
  case e.kind when 'invoice' then u.due_on else e.day end, u.currency, s.sign * e.gross, s.sign * e.gross * u.rate,
  coalesce(a.gross, 0), coalesce(a.gross, 0) * u.rate, a.first, case when a.gross = e.gross then a.last end
from event as e join deal as u on u.n = e.n join department as d on d.place = e.department
join posting as p on p.kind = e.kind and p.position = 1
cross join lateral (select case e.kind when 'invoice' then 1 else -1 end as sign) as s
left join (
  select k.n, i.part, sum(k.gross) as gross, min(k.day) as first, max(k.day) as last
  from event as k cross join lateral (values (0), (k.part)) as i (part) where k.kind = 'allocation' group by k.n, i.part)
  as a on a.n = e.n and a.part = e.part
where e.kind in ('invoice', 'payment')
order by 1;
insert into finance.allocation (version, created_at, updated_at, owner_id, department_id, kind, allocated_on, debit_item_id,
  credit_item_id, debit_amount, credit_amount, debit_base, credit_base, entry_id)
select 1, e.day, e.day, o.id, d.id, 'allocation', e.day, i.before + 1, p.before + 1, e.gross, e.gross, e.gross * u.rate,
  e.gross * u.rate, e.entry_id
from event as e join deal as u on u.n = e.n join department as d on d.place = e.department
join event as i on i.n = e.n and i.kind = 'invoice'
join event as p on p.n = e.n and p.kind = 'payment' and p.part = e.part
cross join (select min(a.id) as id from access.account as a where a.login = 'owner1') as o
where e.kind = 'allocation'
order by e.entry_id;

select from (select setval(pg_get_serial_sequence('finance.entry', 'id'), (select max(e.id) from finance.entry as e)),
  setval(pg_get_serial_sequence('finance.entry_line', 'id'), (select max(l.id) from finance.entry_line as l)),
  setval(pg_get_serial_sequence('finance.open_item', 'id'), (select max(i.id) from finance.open_item as i))) as s;
select definition from plain_index order by name
\gexec
select format('alter table %s enable always trigger %I', t.tgrelid::regclass, t.tgname) from pg_trigger as t
where t.tgrelid = any ('{finance.entry,finance.entry_line,finance.entry_counter,finance.open_item,finance.allocation}'::regclass[])
  and t.tgenabled = 'D' and t.tgfoid::regproc::text like 'finance.%'
union all
select format('alter table %s enable trigger %I', t.tgrelid::regclass, t.tgname) from pg_trigger as t
where t.tgrelid = any ('{finance.entry,finance.entry_line,finance.entry_counter,finance.open_item,finance.allocation}'::regclass[])
  and t.tgenabled = 'D' and t.tgfoid::regproc::text not like 'finance.%'
\gexec
vacuum (analyze) finance.entry, finance.entry_line, finance.open_item, finance.allocation, finance.balance, finance.account_balance,
  finance.party_balance;
checkpoint;
