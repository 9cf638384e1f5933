-- 0279_sales_credit_rule: an order is confirmed within the credit of its client's groups, and within what whoever
-- confirms it may give away.
-- Why: both are judged where the state changes, whoever changes it. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the triggers, the view and the functions.

-- A party and all above it, or below it, each once: even where others close a circle meanwhile.
create function sales.parties_above(p_party bigint) returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive up (id) as (
    select p_party
    union
    select p.parent_id from clients.party as p join up on p.id = up.id where p.parent_id is not null
  )
  select up.id from up;
end;
comment on function sales.parties_above is 'A party and all above it. | Контрагент и все над ним.';
create function sales.parties_below(p_party bigint) returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive down (id) as (
    select p_party
    union
    select p.id from clients.party as p join down on p.parent_id = down.id
  )
  select down.id from down;
end;
comment on function sales.parties_below is 'A party and all below it. | Контрагент и все под ним.';

-- What a party and all below it owe or will: confirmed orders that no invoice was asked for, and open requests, with
-- VAT. What is invoiced and not paid comes here with invoices.
create function sales.credit_used(p_party bigint, p_currency text, out orders numeric, out requests numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(sum(l.gross - asked.gross), 0), coalesce(sum(asked.gross), 0)
  from sales.sales_order as o
  join sales.sales_order_line as l on l.sales_order_id = o.id
  cross join lateral (
    select coalesce(round(l.gross * sum(r.quantity) / l.quantity, 4), 0) as gross
    from sales.shipment_line as s
    join sales.invoice_request_line as r on r.shipment_line_id = s.id
    join sales.invoice_request as q on q.id = r.invoice_request_id
    where s.sales_order_line_id = l.id and q.sales_order_id = o.id and q.state = 'open') as asked
  where o.party_id in (select sales.parties_below(p_party)) and o.currency = p_currency
    and o.state in ('confirmed', 'shipped', 'closed');
end;
comment on function sales.credit_used is
  'What a party and all below it owe or will. | Сколько должны или задолжают контрагент и все под ним.';

create function sales.judge_order_credit() returns trigger
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
    select u.orders + u.requests into used from sales.credit_used(rule.party_id, rule.currency) as u;
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
comment on function sales.judge_order_credit is
  'Stops or warns of an order beyond the credit of a group. | Останавливает заказ сверх лимита группы или предупреждает.';
create constraint trigger sales_order_within_credit after update on sales.sales_order
  for each row when (old.state = 'draft' and new.state = 'confirmed') execute function sales.judge_order_credit();
create constraint trigger sales_order_credit_currency after update on sales.sales_order
  for each row when (false) execute function sales.judge_order_credit();
comment on trigger sales_order_within_credit on sales.sales_order is
  'The group would owe more than its credit limit: {value}. | Группа задолжала бы больше кредитного лимита: {value}.';
comment on trigger sales_order_credit_currency on sales.sales_order is
  'The group has credit limits, but none in {value}. | У группы есть кредитные лимиты, но нет лимита в валюте {value}.';

-- What of an order comes from no quote is confirmed by somebody who may give that much away. Prices of the past count
-- no longer once they are written here, nor those of a day to come, but for tomorrow, which has begun somewhere.
create function sales.judge_order_discounts() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  beyond record;
begin
  if access.account_id() is null then
    return null;
  end if;
  select p.name, d.percent into beyond
  from sales.sales_order_line as l
  join sales.product as p on p.id = l.product_id
  cross join lateral (
    select sales.discount_of(l.product_id, new.party_id, new.currency, l.quantity,
      greatest(least(new.ordered_on, (now() at time zone 'UTC')::date + 1), (new.created_at at time zone 'UTC')::date),
      l.unit_price * (100 - l.discount_percent) * 0.01) as percent) as d
  where l.sales_order_id = new.id and l.quote_line_id is null
    and d.percent > sales.discount_limit_of(access.account_id(), p.product_category_id)
  order by l.place, l.id limit 1;
  if found then
    perform system.refuse('sales.sales_order', tg_name, '', format('%s, %s %%', beyond.name, trim_scale(beyond.percent)));
  end if;
  return null;
end
$$;
comment on function sales.judge_order_discounts is
  'Lets an order be confirmed by who may give its discounts. | Даёт подтвердить заказ тому, кто вправе дать его скидки.';
create constraint trigger sales_order_discounts after update on sales.sales_order
  for each row when (old.state = 'draft' and new.state = 'confirmed') execute function sales.judge_order_discounts();
comment on trigger sales_order_discounts on sales.sales_order is
  'The discount is beyond what you may give; have it confirmed by who may: {value}. | Скидка больше, чем вы вправе дать; пусть подтвердит тот, кто вправе: {value}.';

-- Of limits that the caller sees; the sums are of the whole group, also of what he does not see.
create function sales.credit_exposure_of(p_limit bigint, out orders numeric, out requests numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select u.orders, u.requests
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
select c.id, c.party_id, p.name as party, c.mode, c.currency, c.amount, u.orders, u.requests,
  u.orders + u.requests as exposure, c.amount - u.orders - u.requests as remaining
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
  'Orders: confirmed and in no request, with VAT. | Заказы: подтверждённые и не в заявках, с НДС.';
comment on column sales.credit_exposure.requests is
  'Requests: open ones for invoices, with VAT. | Заявки: открытые заявки на счёт, с НДС.';
comment on column sales.credit_exposure.exposure is 'Exposure: orders and requests. | Нагрузка: заказы и заявки.';
comment on column sales.credit_exposure.remaining is
  'Left: of the limit; below 0 it is exceeded. | Остаток: лимита; меньше 0 — превышен.';
grant select on sales.credit_exposure to crm_service, crm_limited, crm_reader, crm_report;
