-- 0419_finance_invoicing: invoices of requests and orders, ours and suppliers', drafted from what they say.
-- Why: what was agreed is not typed again, and never invoiced twice. Kind: expand. Locks: finance.invoice_line,
-- sales.invoice_request, sales.sales_order, for triggers. Time: milliseconds. Reversible: drop triggers and functions.

-- The tax of a rate that an order says.
create function finance.tax_of_rate(p_percent numeric) returns bigint
language plpgsql stable set search_path = pg_catalog as $$
declare
  found_id constant bigint := (select t.id from finance.tax as t
    where t.kind = 'standard' and t.percent = p_percent and t.archived_at is null order by t.id limit 1);
begin
  if found_id is null and p_percent <> 0 then
    perform system.refuse('finance.tax'::regclass, 'tax_known', 'lines', trim_scale(p_percent)::text);
  end if;
  return found_id;
end
$$;
comment on function finance.tax_of_rate is 'The tax of a rate. | Налог по ставке.';
create constraint trigger tax_known after insert on finance.tax
  for each row when (false) execute function finance.judge_tax();
comment on trigger tax_known on finance.tax is
  'There is no tax of {value} %: add it to the taxes. | Нет налога со ставкой {value} %: добавьте его в налоги.';

-- What live invoices have of a line of an order, less what was credited.
create function finance.invoiced_quantity(p_order_line bigint) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(sum(l.quantity - coalesce((
    select sum(c.quantity) from finance.invoice_line as c join finance.invoice as n on n.id = c.invoice_id
    where c.credits_line_id = l.id and n.state = 'posted'), 0)), 0)
  from finance.invoice_line as l join finance.invoice as i on i.id = l.invoice_id
  where l.sales_order_line_id = p_order_line and i.state not in ('cancelled', 'reversed');
end;
comment on function finance.invoiced_quantity is
  'How much of a line of an order is invoiced. | Сколько выставлено по строке заказа.';

create function finance.judge_order_invoice() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  s record;
begin
  perform system.demand_read_committed();
  case tg_name
    when 'invoice_line_within_order' then
      select o.id, o.party_id, o.currency, o.state, l.quantity into s
      from sales.sales_order_line as l join sales.sales_order as o on o.id = l.sales_order_id
      where l.id = new.sales_order_line_id for no key update of o;
      if not exists (
        select from finance.invoice as i where i.id = new.invoice_id and i.party_id = s.party_id
          and i.currency = s.currency and i.direction = 'customer' and i.kind = 'invoice'
          and coalesce(i.sales_order_id, s.id) = s.id)
        or s.state not in ('confirmed', 'shipped', 'closed')
      then
        perform system.refuse(tg_relid::regclass, 'invoice_line_of_order', 'sales_order_line_id');
      elsif finance.invoiced_quantity(new.sales_order_line_id) > s.quantity then
        perform system.refuse(tg_relid::regclass, tg_name, 'quantity',
          trim_scale(s.quantity - finance.invoiced_quantity(new.sales_order_line_id) + new.quantity)::text);
      end if;
    when 'invoice_credit_used' then
      perform from sales.sales_order as o
      where o.id in (
        select k.sales_order_id from finance.invoice_line as c join finance.invoice_line as l on l.id = c.credits_line_id
        join sales.sales_order_line as k on k.id = l.sales_order_line_id where c.invoice_id = new.id)
      order by o.id for no key update;
      if exists (
        select from finance.invoice_line as c join finance.invoice_line as l on l.id = c.credits_line_id
        join sales.sales_order_line as k on k.id = l.sales_order_line_id
        where c.invoice_id = new.id and finance.invoiced_quantity(k.id) > k.quantity)
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    when 'invoice_request_uninvoiced' then
      if exists (
        select from finance.invoice as i where i.invoice_request_id = new.id and i.state not in ('cancelled', 'reversed'))
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    else
      if exists (
        select from sales.sales_order_line as l join finance.invoice_line as k on k.sales_order_line_id = l.id
        join finance.invoice as i on i.id = k.invoice_id
        where l.sales_order_id = new.id and i.state not in ('cancelled', 'reversed'))
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
  end case;
  return null;
end
$$;
comment on function finance.judge_order_invoice is
  'Keeps invoices within their order. | Держит счета в пределах заказа.';
create constraint trigger invoice_line_within_order after insert or update of sales_order_line_id, quantity, invoice_id
  on finance.invoice_line for each row when (new.sales_order_line_id is not null)
  execute function finance.judge_order_invoice();
create constraint trigger invoice_line_of_order after insert on finance.invoice_line
  for each row when (false) execute function finance.judge_order_invoice();
create constraint trigger invoice_credit_used after update of state on finance.invoice
  for each row when (new.kind = 'credit_note' and old.state = 'posted' and new.state = 'reversed')
  execute function finance.judge_order_invoice();
create constraint trigger invoice_request_uninvoiced after update on sales.invoice_request
  for each row when (old.state = 'open' and new.state = 'cancelled') execute function finance.judge_order_invoice();
create constraint trigger sales_order_uninvoiced after update on sales.sales_order
  for each row when (old.state <> 'cancelled' and new.state = 'cancelled') execute function finance.judge_order_invoice();
comment on trigger invoice_line_within_order on finance.invoice_line is
  'More would be invoiced than was ordered: at most {value}. | Выставлено было бы больше, чем заказано: не больше {value}.';
comment on trigger invoice_line_of_order on finance.invoice_line is
  'This is a line of another customer''s order, of another currency, or of one that is not confirmed. | Это строка заказа другого клиента, в другой валюте или неподтверждённого.';
comment on trigger invoice_credit_used on finance.invoice is
  'What it credited was invoiced anew: cancel or reverse that invoice first. | Возвращённое по ней выставлено снова: сначала отмените или сторнируйте тот счёт.';
comment on trigger invoice_request_uninvoiced on sales.invoice_request is
  'It was invoiced: cancel or reverse the invoice first. | По заявке выставлен счёт: сначала отмените или сторнируйте его.';
comment on trigger sales_order_uninvoiced on sales.sales_order is
  'It was invoiced: cancel or reverse the invoice first. | По заказу выставлен счёт: сначала отмените или сторнируйте его.';

create function finance.draft_of_order(o sales.sales_order, p_request bigint, p_on date, p_term bigint) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  made bigint;
begin
  insert into finance.invoice (owner_id, department_id, direction, party_id, sales_order_id, invoice_request_id,
    invoiced_on, currency, payment_term_id)
  values (access.account_id(), o.department_id, 'customer', o.party_id, o.id, p_request, coalesce(p_on, current_date),
    o.currency, p_term) returning id into made;
  insert into finance.invoice_line (invoice_id, place, product_id, description, quantity, unit_price, discount_percent,
    tax_id, sales_order_line_id, request_line_id)
  select made, row_number() over (order by w.place, w.id), w.product_id, w.description, w.quantity, w.unit_price,
    w.discount_percent, finance.tax_of_rate(w.vat_rate), w.id, w.request_line_id
  from (
    select l.id, l.place, l.product_id, l.description, r.quantity, l.unit_price, l.discount_percent, l.vat_rate,
      r.id as request_line_id
    from sales.invoice_request_line as r
    join sales.shipment_line as s on s.id = r.shipment_line_id
    join sales.sales_order_line as l on l.id = s.sales_order_line_id
    where r.invoice_request_id = p_request
    union all
    select l.id, l.place, l.product_id, l.description, l.quantity - finance.invoiced_quantity(l.id), l.unit_price,
      l.discount_percent, l.vat_rate, null
    from sales.sales_order_line as l
    where p_request is null and l.sales_order_id = o.id and l.quantity > finance.invoiced_quantity(l.id)) as w;
  if not found then
    perform system.refuse('finance.invoice'::regclass, 'invoice_of_something', '');
  end if;
  return made;
end
$$;
comment on function finance.draft_of_order is
  'Drafts an invoice of an order or a request. | Создаёт черновик счёта по заказу или заявке.';
create constraint trigger invoice_of_something after insert on finance.invoice
  for each row when (false) execute function finance.judge_posted();
comment on trigger invoice_of_something on finance.invoice is
  'Nothing is left to invoice. | Выставлять больше нечего.';
