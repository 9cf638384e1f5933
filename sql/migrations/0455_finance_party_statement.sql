-- 0455_finance_party_statement: what passed between us and a customer or supplier, line by line, with what is open.
-- Why: this is what is sent to the other side to be agreed upon. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the views and functions.

-- Of the accounts with these uses. A row without an entry is the balance before the first day, of each party and currency.
create function finance.party_statement(p_uses text[], p_party bigint, p_from date, p_to date, p_as_of timestamptz)
returns table (id bigint, kind text, party_id bigint, party_name text, posted_on date, entry_id bigint, number text,
  description text, currency text, amount numeric, amount_balance numeric, debit numeric, credit numeric, balance numeric)
language plpgsql stable rows 100 set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  last constant date := coalesce(p_to, current_date);
  first constant date := coalesce(p_from, date_trunc('month', last::timestamp)::date);
  start constant date := date_trunc('month', first::timestamp)::date;
  accounts constant bigint[] := (
    select array_agg(distinct u.account_id) from finance.account_use as u where u.use = any (p_uses));
  parties bigint[];
begin
  if p_party is not null then
    parties := array(select p_party union select m.party_id from finance.merged_parties() as m where m.whole_id = p_party);
  end if;
  return query
  with opening as (
    select coalesce(m.whole_id, o.party_id) as party_id, o.currency, sum(o.amount) as amount, sum(o.base) as base
    from (
      select b.party_id, b.currency, b.amount, b.debit - b.credit as base from finance.party_balance as b
      where b.account_id = any (accounts) and (p_party is null or b.party_id = any (parties)) and b.month < start
      union all
      select l.party_id, l.currency, l.amount, l.debit - l.credit from finance.entry_line as l
      where l.account_id = any (accounts) and l.party_id is not null and (p_party is null or l.party_id = any (parties))
        and l.posted_on >= start and l.posted_on < first
      union all
      select l.party_id, l.currency, -l.amount, l.credit - l.debit
      from finance.entry as e join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on
      where e.created_at > p_as_of and l.account_id = any (accounts) and l.party_id is not null
        and (p_party is null or l.party_id = any (parties)) and l.posted_on < first) as o
    left join finance.merged_parties() as m on m.party_id = o.party_id
    group by 1, o.currency
  ), moves as (
    select l.id, coalesce(m.whole_id, l.party_id) as party_id, l.posted_on, l.position as place, l.entry_id, e.number,
      coalesce(l.description, e.description) as description, l.currency, l.amount, l.debit, l.credit,
      exists (select from finance.allocation as a where a.entry_id = l.entry_id and a.kind = 'allocation') as allocates
    from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
    left join finance.merged_parties() as m on m.party_id = l.party_id
    where l.account_id = any (accounts) and l.party_id is not null and (p_party is null or l.party_id = any (parties))
      and l.posted_on between first and last and (p_as_of is null or e.created_at <= p_as_of)
  ), lines as (
    select -(o.party_id * 1000 + c.id) as id, 'opening' as kind, o.party_id, first - 1 as posted_on, 0 as place,
      null::bigint as entry_id, null::text as number, null::text as description, o.currency, o.amount,
      greatest(o.base, 0.0000) as debit, greatest(-o.base, 0.0000) as credit
    from opening as o join system.currency as c on c.code = o.currency
    where o.amount <> 0 or o.base <> 0
    union all
    select o.id, 'line', o.party_id, o.posted_on, o.place, o.entry_id, o.number, o.description, o.currency, o.amount,
      o.debit, o.credit
    from moves as o where not o.allocates
    union all
    -- Nothing passes when one document of a party settles another: both halves are one row, of an exchange difference, or none.
    select min(o.id), 'line', o.party_id, o.posted_on, min(o.place), o.entry_id, o.number, min(o.description), o.currency,
      sum(o.amount), greatest(sum(o.debit - o.credit), 0.0000), greatest(sum(o.credit - o.debit), 0.0000)
    from moves as o where o.allocates
    group by o.party_id, o.posted_on, o.entry_id, o.number, o.currency
    having sum(o.amount) <> 0 or sum(o.debit - o.credit) <> 0
  )
  select l.id, l.kind, l.party_id, p.name, l.posted_on, l.entry_id, l.number, l.description, l.currency, l.amount,
    sum(l.amount) over (partition by l.party_id, l.currency order by l.posted_on, l.entry_id nulls first, l.place, l.id
      rows unbounded preceding),
    l.debit, l.credit,
    sum(l.debit - l.credit) over (partition by l.party_id order by l.posted_on, l.entry_id nulls first, l.place, l.id
      rows unbounded preceding)
  from lines as l left join clients.party as p on p.id = l.party_id;
end
$$;
comment on function finance.party_statement is
  'What passed between us and parties. | Взаиморасчёты с контрагентами.';
create function finance.customer_statement(p_party bigint default null, p_from date default null,
  p_to date default null, p_as_of timestamptz default null)
returns table (id bigint, kind text, party_id bigint, party_name text, posted_on date, entry_id bigint, number text,
  description text, currency text, amount numeric, amount_balance numeric, debit numeric, credit numeric, balance numeric)
language sql stable rows 100 set search_path = pg_catalog
begin atomic
  select s.* from finance.party_statement('{receivable,advance_received}', p_party, p_from, p_to, p_as_of) as s;
end;
comment on function finance.customer_statement is
  'What passed between us and customers. | Взаиморасчёты с покупателями.';
create function finance.supplier_statement(p_party bigint default null, p_from date default null,
  p_to date default null, p_as_of timestamptz default null)
returns table (id bigint, kind text, party_id bigint, party_name text, posted_on date, entry_id bigint, number text,
  description text, currency text, amount numeric, amount_balance numeric, debit numeric, credit numeric, balance numeric)
language sql stable rows 100 set search_path = pg_catalog
begin atomic
  select s.* from finance.party_statement('{payable,advance_paid}', p_party, p_from, p_to, p_as_of) as s;
end;
comment on function finance.supplier_statement is
  'What passed between us and suppliers. | Взаиморасчёты с поставщиками.';
grant execute on function finance.party_statement, finance.customer_statement, finance.supplier_statement
  to crm_service, crm_limited, crm_reader, crm_report;
create view finance.customer_statement with (security_invoker = true) as
select s.id, s.kind, s.party_id, s.party_name, s.posted_on, s.entry_id, s.number, s.description, s.currency, s.amount,
  s.amount_balance, s.debit, s.credit, s.balance
from finance.customer_statement() as s;
create view finance.supplier_statement with (security_invoker = true) as
select s.id, s.kind, s.party_id, s.party_name, s.posted_on, s.entry_id, s.number, s.description, s.currency, s.amount,
  s.amount_balance, s.debit, s.credit, s.balance
from finance.supplier_statement() as s;
comment on view finance.customer_statement is
  'Customer statement: what passed between us and customers, of this month or as asked; not what allocations move between their own accounts. | Акт сверки с покупателем: взаиморасчёты за этот месяц или как задано; без перемещений между его счетами при разнесении.';
comment on view finance.supplier_statement is
  'Supplier statement: what passed between us and suppliers, of this month or as asked; not what allocations move between their own accounts. | Акт сверки с поставщиком: взаиморасчёты за этот месяц или как задано; без перемещений между его счетами при разнесении.';
do $$
declare
  noun text;
  part record;
begin
  foreach noun in array array['customer_statement', 'supplier_statement'] loop
    for part in select * from (values
      ('id', 'Line: of the entry; below 0 for a balance before the first day. | Строка: проводки; меньше 0 у сальдо на начало.'),
      ('kind', 'Kind: what the row is. | Вид: что это за строка. {opening=Opening balance/Сальдо на начало, line=Line/Строка}'),
      ('party_id', 'Party number: with whom. | Номер контрагента: с кем.'),
      ('party_name', 'Party: as far as it is seen. | Контрагент: если виден.'),
      ('posted_on', 'Posted on: day of the entry. | Дата: проводки.'),
      ('entry_id', 'Entry: whose line. | Проводка: чья строка.'),
      ('number', 'Number: of the entry. | Номер: проводки.'),
      ('description', 'Description: of the line, or of the entry. | Содержание: строки или проводки.'),
      ('currency', 'Currency: of the amount. | Валюта: суммы.'),
      ('amount', 'Amount: in its currency, debit positive. | Сумма: в своей валюте, дебет со знаком плюс.'),
      ('amount_balance', 'Balance in the currency: behind this row. | Сальдо в валюте: после этой строки.'),
      ('debit', 'Debit: in the currency of the books. | Дебет: в валюте учёта.'),
      ('credit', 'Credit: in the currency of the books. | Кредит: в валюте учёта.'),
      ('balance', 'Balance: behind this row, in the currency of the books. | Сальдо: после этой строки, в валюте учёта.')
    ) as d (name, words) loop
      execute format('comment on column finance.%I.%I is %L', noun, part.name, part.words);
    end loop;
    execute format('grant select on finance.%I to crm_service, crm_limited, crm_reader, crm_report', noun);
    perform finance.permit_report(noun);
  end loop;
end
$$;
