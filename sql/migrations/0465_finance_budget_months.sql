-- 0465_finance_budget_months: plan, spending and promises of a budget, month by month.
-- Why: what documents are held to and what the report shows is reckoned in one place. Kind: expand. Locks: none. Time:
-- milliseconds. Reversible: drop the functions and view.

-- What is promised and not posted yet: of an order what was not invoiced, of a requisition what was not ordered.
create view finance.budget_commitment with (security_invoker = true) as
select k.kind, k.requisition_id, k.order_id, k.department_id, k.account_id, k.month, k.currency,
  round(k.amount * coalesce(case when k.currency = finance.base_currency() then 1 else (
    select r.rate from finance.rate as r where r.currency = k.currency and r.rated_on <= k.dated_on
    order by r.rated_on desc limit 1) end, 0), 4) as amount
from (
  select 'order' as kind, null::bigint as requisition_id, o.id as order_id, o.department_id,
    finance.purchase_account(l.product_id, null) as account_id,
    date_trunc('month', coalesce(o.expected_on, o.ordered_on)::timestamp)::date as month, o.currency,
    o.ordered_on as dated_on,
    l.net * greatest(0, 1 - coalesce((
      select sum(case i.kind when 'credit_note' then -v.quantity else v.quantity end)
      from finance.invoice_line as v join finance.invoice as i on i.id = v.invoice_id
      where v.order_line_id = l.id and i.state = 'posted'), 0) / l.quantity) as amount
  from purchasing.purchase_order as o join purchasing.purchase_order_line as l on l.order_id = o.id
  where o.state in ('approved', 'sent', 'received')
  union all
  select 'requisition', r.id, null, r.department_id, finance.purchase_account(l.product_id, l.product_category_id),
    date_trunc('month', coalesce(r.needed_on, r.created_at::date)::timestamp)::date, r.currency, r.created_at::date,
    coalesce(l.estimated_price, 0) * greatest(0, l.quantity - coalesce((
      select sum(p.quantity) from purchasing.purchase_order_line as p
      join purchasing.purchase_order as o on o.id = p.order_id and o.state in ('approved', 'sent', 'received', 'closed')
      where p.requisition_line_id = l.id), 0))
  from purchasing.requisition as r join purchasing.requisition_line as l on l.requisition_id = r.id
  where r.state in ('submitted', 'approved', 'ordered')) as k;
comment on view finance.budget_commitment is
  'Promise: what is ordered or asked for and not posted yet. | Обязательство: что заказано или запрошено и ещё не проведено.';
comment on column finance.budget_commitment.kind is 'Kind: of document. | Вид: документа. {order=Order/Заказ, requisition=Requisition/Заявка}';
comment on column finance.budget_commitment.requisition_id is 'Requisition: that asks for it. | Заявка: которая просит.';
comment on column finance.budget_commitment.order_id is 'Order: by which it is promised. | Заказ: по которому обещано.';
comment on column finance.budget_commitment.department_id is 'Department: of the document. | Отдел: документа.';
comment on column finance.budget_commitment.account_id is 'Account: on which it counts. | Счёт: на который относится.';
comment on column finance.budget_commitment.month is 'Month: in which it is expected. | Месяц: в котором ожидается.';
comment on column finance.budget_commitment.currency is 'Currency: of the document. | Валюта: документа.';
comment on column finance.budget_commitment.amount is 'Amount: in the currency of the books. | Сумма: в валюте учёта.';
grant select on finance.budget_commitment to crm_service, crm_limited, crm_reader, crm_report;

-- Of the accounts that the budget plans; P_ACCOUNT one of them. Until a day, as known at an instant; promises are of now.
create function finance.budget_months(p_budget bigint, p_account bigint default null, p_at date default 'infinity',
  p_as_of timestamptz default null)
returns table (account_id bigint, month date, planned numeric, actual numeric, ordered numeric, requested numeric)
language plpgsql stable rows 100 set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  b constant finance.budget := (select k from finance.budget as k where k.id = p_budget);
  departments constant bigint[] := access.subtree(b.department_id);
  accounts constant bigint[] := array(
    select distinct l.account_id from finance.budget_line as l
    where l.budget_id = p_budget and (p_account is null or l.account_id = p_account));
  y constant finance.fiscal_year := (select k from finance.fiscal_year as k where k.id = b.fiscal_year_id);
  -- The month of which only some days count.
  running constant date := case when p_at < y.ends_on then date_trunc('month', (p_at + 1)::timestamp)::date else y.ends_on + 1 end;
begin
  return query
  select f.account_id, f.month, sum(f.planned), sum(case when a.type in ('asset', 'expense') then f.spent else -f.spent end),
    sum(f.ordered), sum(f.requested)
  from (
    select l.account_id, l.month, l.amount as planned, 0.0000 as spent, 0.0000 as ordered, 0.0000 as requested
    from finance.budget_line as l where l.budget_id = p_budget and l.account_id = any (accounts)
    union all
    select k.account_id, k.starts_on, 0, k.debit - k.credit, 0, 0 from finance.balance as k
    where k.grain = 'month' and k.starts_on >= y.starts_on and k.starts_on < running and k.starts_on <= y.ends_on
      and k.account_id = any (accounts) and (b.department_id is null or k.department_id = any (departments))
    union all
    select k.account_id, running, 0, k.debit - k.credit, 0, 0 from finance.balance as k
    where k.grain = 'day' and k.starts_on between running and least(p_at, y.ends_on)
      and k.account_id = any (accounts) and (b.department_id is null or k.department_id = any (departments))
    union all
    select l.account_id, date_trunc('month', l.posted_on::timestamp)::date, 0, l.credit - l.debit, 0, 0
    from finance.entry as e join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on
    where e.created_at > p_as_of and l.posted_on between y.starts_on and least(p_at, y.ends_on)
      and l.account_id = any (accounts) and (b.department_id is null or l.department_id = any (departments))
      and e.journal_id not in (select j.id from finance.journal as j where j.kind = 'closing')
    union all
    -- What closes the year is not spent.
    select l.account_id, date_trunc('month', l.posted_on::timestamp)::date, 0, l.credit - l.debit, 0, 0
    from finance.journal as j join finance.entry as e on e.journal_id = j.id
    join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on
    where j.kind = 'closing' and e.posted_on between y.starts_on and least(p_at, y.ends_on)
      and l.account_id = any (accounts) and (b.department_id is null or l.department_id = any (departments))
    union all
    select c.account_id, c.month, 0, 0, case c.kind when 'order' then c.amount else 0 end,
      case c.kind when 'requisition' then c.amount else 0 end
    from finance.budget_commitment as c
    where c.account_id = any (accounts) and (b.department_id is null or c.department_id = any (departments))
      and c.month between date_trunc('month', y.starts_on::timestamp)::date and y.ends_on) as f
  join finance.account as a on a.id = f.account_id
  group by f.account_id, f.month;
end
$$;
comment on function finance.budget_months is
  'Plan, spending and promises of a budget by month. | План, расход и обязательства бюджета по месяцам.';
grant execute on function finance.budget_months to crm_service, crm_limited, crm_reader, crm_report;

-- What documents are held to and what the figures say is left: of a cumulative budget plan and use from the beginning of the
-- year through the month, otherwise those of the month.
create function finance.budget_standing(p_budget bigint, p_account bigint default null, p_at date default 'infinity',
  p_as_of timestamptz default null)
returns table (account_id bigint, month date, planned numeric, actual numeric, ordered numeric, requested numeric,
  planned_to_date numeric, actual_to_date numeric, plan_held numeric, actual_held numeric, ordered_held numeric,
  requested_held numeric)
language sql stable rows 100 set search_path = pg_catalog
begin atomic
  select s.account_id, s.month, s.planned, s.actual, s.ordered, s.requested, s.planned_to_date, s.actual_to_date,
    case when b.cumulative then s.planned_to_date else s.planned end,
    case when b.cumulative then s.actual_to_date else s.actual end,
    case when b.cumulative then s.ordered_to_date else s.ordered end,
    case when b.cumulative then s.requested_to_date else s.requested end
  from finance.budget as b
  cross join lateral (
    select m.account_id, m.month, m.planned, m.actual, m.ordered, m.requested, sum(m.planned) over w as planned_to_date,
      sum(m.actual) over w as actual_to_date, sum(m.ordered) over w as ordered_to_date,
      sum(m.requested) over w as requested_to_date
    from finance.budget_months(b.id, p_account, p_at, p_as_of) as m
    window w as (partition by m.account_id order by m.month rows unbounded preceding)) as s
  where b.id = p_budget;
end;
comment on function finance.budget_standing is
  'How a budget stands by its own rule, month by month. | Как бюджет исполняется по его правилу, по месяцам.';
grant execute on function finance.budget_standing to crm_service, crm_limited, crm_reader, crm_report;
