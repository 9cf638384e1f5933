-- 0424_sales_credit_receivable: what is invoiced and not paid counts against the credit of a client's groups.
-- Why: an order is owed once it is confirmed, asked to be invoiced, invoiced, until it is paid: at each step in one of
-- these figures and never in two. Kind: expand; the view has a column more. Locks: sales.credit_exposure, for
-- milliseconds. Reversible: the functions and the view as they were in 0279.
drop view sales.credit_exposure;
drop function sales.credit_exposure_of(bigint);
drop function sales.credit_used(bigint, text);

-- Confirmed orders that nobody asked to invoice, open requests that were not invoiced, and what is open of documents that
-- were posted, less advances. With VAT.
create function sales.credit_used(p_party bigint, p_currency text, out orders numeric, out requests numeric,
  out receivables numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  with family as (select f.id from sales.parties_below(p_party) as f (id)),
  ordered as (
    select coalesce(sum(round(l.gross * greatest(l.quantity - asked.quantity - direct.quantity, 0) / l.quantity, 4)), 0) as orders,
      coalesce(sum(round(l.gross * greatest(asked.quantity - billed.quantity, 0) / l.quantity, 4)), 0) as requests
    from sales.sales_order as o
    join sales.sales_order_line as l on l.sales_order_id = o.id
    cross join lateral (
      select coalesce(sum(r.quantity), 0) as quantity
      from sales.shipment_line as s
      join sales.invoice_request_line as r on r.shipment_line_id = s.id
      join sales.invoice_request as q on q.id = r.invoice_request_id
      where s.sales_order_line_id = l.id and q.sales_order_id = o.id and q.state = 'open') as asked
    cross join lateral (
      select coalesce(sum(k.quantity), 0) as quantity
      from finance.invoice_line as k join finance.invoice as i on i.id = k.invoice_id
      where k.sales_order_line_id = l.id and k.request_line_id is null and i.state = 'posted') as direct
    cross join lateral (
      select coalesce(sum(k.quantity), 0) as quantity
      from finance.invoice_line as k join finance.invoice as i on i.id = k.invoice_id
      where k.sales_order_line_id = l.id and k.request_line_id is not null and i.state = 'posted') as billed
    where o.party_id in (select family.id from family) and o.currency = p_currency
      and o.state in ('confirmed', 'shipped', 'closed'))
  select ordered.orders, ordered.requests, (
    select coalesce(sum(i.amount - sign(i.amount) * i.settled), 0) from finance.open_item as i
    where i.party_id in (select family.id from family) and i.currency = p_currency and i.side = 'customer'
      and i.settled_on is null)
  from ordered;
end;
comment on function sales.credit_used is
  'What a party and all below it owe or will. | Сколько должны или задолжают контрагент и все под ним.';

create or replace function sales.judge_order_credit() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  rule sales.credit_limit;
  used numeric;
  currencies text[] := '{}';
  stops boolean := false;
begin
  perform system.demand_read_committed();
  for rule in
    select * from sales.credit_limit as c
    where c.party_id in (select sales.parties_above(new.party_id))
      and current_date between c.valid_from and coalesce(c.valid_until, 'infinity')
    order by c.id for no key update
  loop
    currencies := currencies || rule.currency;
    stops := stops or rule.mode = 'stop';
    continue when rule.currency <> new.currency;
    -- Asked behind the lock: whoever came before has confirmed by now.
    select u.orders + u.requests + u.receivables into used from sales.credit_used(rule.party_id, rule.currency) as u;
    continue when used <= rule.amount;
    if rule.mode = 'stop' then
      perform system.refuse('sales.sales_order', tg_name, '',
        format('%s > %s %s', trim_scale(used), trim_scale(rule.amount), rule.currency));
    end if;
    insert into sales.credit_warning (sales_order_id, credit_limit_id, exposure, amount, currency)
    values (new.id, rule.id, used, rule.amount, rule.currency);
  end loop;
  if stops and new.currency <> all (currencies) then
    perform system.refuse('sales.sales_order', 'sales_order_credit_currency', 'currency', new.currency);
  end if;
  return null;
end
$$;

-- Of limits that the caller sees; the sums are of the whole group, also of what he does not see.
create function sales.credit_exposure_of(p_limit bigint, out orders numeric, out requests numeric, out receivables numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select u.orders, u.requests, u.receivables
  from sales.credit_limit as c
  join clients.party as p on p.id = c.party_id
  cross join lateral sales.credit_used(c.party_id, c.currency) as u
  where c.id = p_limit and access.level('credit_exposures', 'read') > 0
    and (access.everything('parties', 'read') or p.department_id = any (access.departments('parties', 'read'))
      or p.owner_id = any (access.owners('parties', 'read')));
end;
comment on function sales.credit_exposure_of is
  'How much of a limit is used. | Сколько использовано из лимита.';
grant execute on function sales.credit_exposure_of to crm_service, crm_limited, crm_reader, crm_report;
create view sales.credit_exposure with (security_invoker = true) as
select c.id, c.party_id, p.name as party, c.mode, c.currency, c.amount, u.orders, u.requests, u.receivables,
  u.orders + u.requests + u.receivables as exposure, c.amount - u.orders - u.requests - u.receivables as remaining
from sales.credit_limit as c
join clients.party as p on p.id = c.party_id
cross join lateral sales.credit_exposure_of(c.id) as u
where current_date between c.valid_from and coalesce(c.valid_until, 'infinity');
comment on view sales.credit_exposure is
  'Credit exposure: how much of each limit of today is used. | Кредитная нагрузка: сколько использовано из каждого лимита сегодня.';
comment on column sales.credit_exposure.id is 'Number: of the limit. | Номер: лимита.';
comment on column sales.credit_exposure.party_id is 'Client: the top of the group. | Клиент: вершина группы.';
comment on column sales.credit_exposure.party is 'Name: of the client. | Название: клиента.';
comment on column sales.credit_exposure.mode is
  'Mode: what happens beyond it. | Режим: что будет сверх лимита. {stop=Stop/Запретить, warn=Warn/Предупредить}';
comment on column sales.credit_exposure.currency is 'Currency: of all sums. | Валюта: всех сумм.';
comment on column sales.credit_exposure.amount is 'Limit: how much may be owed. | Лимит: сколько можно задолжать.';
comment on column sales.credit_exposure.orders is
  'Orders: confirmed and neither in requests nor invoiced, with VAT. | Заказы: подтверждённые, не в заявках и не в счетах, с НДС.';
comment on column sales.credit_exposure.requests is
  'Requests: open ones that are not invoiced yet, with VAT. | Заявки: открытые, ещё без счёта, с НДС.';
comment on column sales.credit_exposure.receivables is
  'Receivables: what is open of posted documents, less advances. | Задолженность: открытая по проведённым документам за вычетом авансов.';
comment on column sales.credit_exposure.exposure is
  'Exposure: orders, requests and receivables. | Нагрузка: заказы, заявки и задолженность.';
comment on column sales.credit_exposure.remaining is
  'Left: of the limit; below 0 it is exceeded. | Остаток: лимита; меньше 0 — превышен.';
grant select on sales.credit_exposure to crm_service, crm_limited, crm_reader, crm_report;
