-- 0274_sales_order_rule: what may become of an order and its lines, whoever writes.
-- Why: what was confirmed stays as it was, a state is what has happened, and an order of a quote asks for nothing
-- beyond it. The rules look at rows that the caller may not see. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the triggers.

-- That documents are of the same order is said again, for the sake of plans: a table without statistics would be
-- read by its states otherwise. How far an order is: closed when all was asked to be invoiced, shipped when all has left.
create function sales.order_stage(p_order bigint) returns text
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return (select case
    when bool_and(requested.quantity >= l.quantity) then 'closed'
    when bool_and(shipped.quantity >= l.quantity) then 'shipped'
    else 'confirmed' end
  from sales.sales_order_line as l
  cross join lateral (
    select coalesce(sum(s.quantity), 0) as quantity
    from sales.shipment_line as s join sales.shipment as d on d.id = s.shipment_id
    where s.sales_order_line_id = l.id and d.sales_order_id = l.sales_order_id and d.state = 'shipped') as shipped
  cross join lateral (
    select coalesce(sum(r.quantity), 0) as quantity
    from sales.shipment_line as s
    join sales.invoice_request_line as r on r.shipment_line_id = s.id
    join sales.invoice_request as q on q.id = r.invoice_request_id
    where s.sales_order_line_id = l.id and q.sales_order_id = l.sales_order_id and q.state = 'open') as requested
  where l.sales_order_id = p_order);
end
$$;
comment on function sales.order_stage is 'How far an order is. | На каком этапе заказ.';

create function sales.judge_order() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  case tg_name
    when 'sales_order_begins' then
      perform system.refuse('sales.sales_order', tg_name, 'state', new.state);
    when 'sales_order_number_given' then
      -- A number like ours that the counter has not come to.
      if exists (
        select from system.number_series as s where s.kind = 'sales_order' and starts_with(new.number, s.prefix || '-')
          and not exists (
            select from system.number_counter as c left join access.department as d on d.id = c.department_id
            where c.series_id = s.id and c.department_id = coalesce(new.department_id, 0)
              and c.year = extract(year from new.ordered_on) and c.last >= substring(new.number from '[0-9]+$')::numeric
              and starts_with(new.number, concat_ws('-', s.prefix, coalesce(d.code, d.id::text), c.year) || '-')))
      then
        perform system.refuse('sales.sales_order', tg_name, 'number', new.number);
      end if;
    when 'sales_order_frozen' then
      if not system.merged(to_jsonb(old), to_jsonb(new), '{party_id,shipper_id}') then
        perform system.refuse_frozen('sales.sales_order', tg_name, old.state);
      end if;
    when 'sales_order_contact_of_client' then
      if not exists (
        select from clients.contact as c where c.id = new.contact_id and c.company_id = new.party_id)
      then
        perform system.refuse('sales.sales_order', tg_name, 'contact_id');
      end if;
    when 'sales_order_has_lines' then
      if not exists (select from sales.sales_order_line as l where l.sales_order_id = new.id) then
        perform system.refuse('sales.sales_order', tg_name, '');
      end if;
    when 'sales_order_unshipped' then
      if exists (select from sales.shipment as d where d.sales_order_id = new.id and d.state = 'shipped') then
        perform system.refuse('sales.sales_order', tg_name, '');
      end if;
    when 'sales_order_of_quote' then
      -- Whoever would revise the quote waits, and finds the order then.
      if row(old.quote_id, old.party_id, old.currency) is distinct from row(new.quote_id, new.party_id, new.currency)
      then
        perform system.demand_read_committed();
        perform from sales.quote as q where q.id = new.quote_id and q.party_id = new.party_id
          and q.currency = new.currency and q.state = 'accepted' for no key update;
        if not found then
          perform system.refuse('sales.sales_order', tg_name, '');
        end if;
      end if;
    else
      if (case
        when new.state = 'draft' then true
        when old.state = 'draft' then new.state not in ('confirmed', 'cancelled')
        when new.state = 'cancelled' then old.state <> 'confirmed'
        else old.state = 'cancelled' or new.state <> sales.order_stage(new.id) end)
      then
        perform system.refuse('sales.sales_order', tg_name, 'state', new.state);
      end if;
  end case;
  return null;
end
$$;
comment on function sales.judge_order is 'Keeps the rules of orders. | Следит за правилами заказов.';
create constraint trigger sales_order_begins after insert on sales.sales_order
  for each row when (new.state <> 'draft') execute function sales.judge_order();
create constraint trigger sales_order_frozen after update on sales.sales_order
  for each row when (old.number is distinct from new.number or old.state <> 'draft' and row(
    old.party_id, old.contact_id, old.quote_id, old.currency, old.ordered_on, old.required_on, old.freight,
    old.shipper_id, old.ship_name, old.ship_address, old.ship_city, old.ship_region, old.ship_postal_code,
    old.ship_country) is distinct from row(
    new.party_id, new.contact_id, new.quote_id, new.currency, new.ordered_on, new.required_on, new.freight,
    new.shipper_id, new.ship_name, new.ship_address, new.ship_city, new.ship_region, new.ship_postal_code,
    new.ship_country)) execute function sales.judge_order();
create constraint trigger sales_order_has_lines after update on sales.sales_order
  for each row when (old.state = 'draft' and new.state = 'confirmed') execute function sales.judge_order();
create constraint trigger sales_order_moves after update on sales.sales_order
  for each row when (old.state <> new.state) execute function sales.judge_order();
create constraint trigger sales_order_contact_of_client after insert or update of contact_id, party_id
  on sales.sales_order
  for each row when (new.contact_id is not null) execute function sales.judge_order();
create constraint trigger sales_order_number_given after insert on sales.sales_order
  for each row execute function sales.judge_order();
create constraint trigger sales_order_of_quote after insert or update on sales.sales_order
  for each row when (new.quote_id is not null) execute function sales.judge_order();
create constraint trigger sales_order_unshipped after update on sales.sales_order
  for each row when (old.state <> 'cancelled' and new.state = 'cancelled') execute function sales.judge_order();
comment on trigger sales_order_begins on sales.sales_order is
  'An order begins as a draft. | Заказ начинается с черновика.';
comment on trigger sales_order_frozen on sales.sales_order is
  'What was confirmed or cancelled stays as it is, and a number for ever. | Подтверждённый или отменённый заказ не меняется, а номер — никогда.';
comment on trigger sales_order_has_lines on sales.sales_order is
  'An order without lines cannot be confirmed. | Заказ без строк нельзя подтвердить.';
comment on trigger sales_order_moves on sales.sales_order is
  'The order has not come so far: {value}. | Заказ до этого не дошёл: {value}.';
comment on trigger sales_order_contact_of_client on sales.sales_order is
  'The contact is not one of the client. | Это контакт другого контрагента.';
comment on trigger sales_order_number_given on sales.sales_order is
  'Only our series gives numbers like its own: {value}. | Такие номера выдаёт только наша нумерация: {value}.';
comment on trigger sales_order_of_quote on sales.sales_order is
  'An order of a quote is for its client, in its currency, and of an accepted one. | Заказ по предложению — для его клиента, в его валюте и только по принятому.';
comment on trigger sales_order_unshipped on sales.sales_order is
  'Something of the order was shipped: cancel its shipments first. | По заказу уже есть отгрузки: сначала отмените их.';

-- The order is locked, so that nobody confirms it meanwhile; and the sum over a line of a quote is nobody else's.
create function sales.judge_order_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept sales.sales_order_line := case tg_op when 'DELETE' then old else new end;
  parent sales.sales_order;
  offered sales.quote_line;
begin
  select * into parent from sales.sales_order as o where o.id = kept.sales_order_id for no key update;
  if tg_name <> 'sales_order_line_within_quote' then
    if parent.state <> 'draft' then
      perform system.refuse_frozen('sales.sales_order_line', tg_name, parent.state);
    elsif tg_op = 'UPDATE' and old.sales_order_id <> new.sales_order_id then
      perform system.refuse('sales.sales_order_line', tg_name, 'sales_order_id', parent.number);
    elsif tg_op <> 'DELETE' and parent.quote_id is not null and new.quote_line_id is null then
      perform system.refuse('sales.sales_order_line', 'sales_order_line_within_quote', 'quote_line_id');
    end if;
    return null;
  end if;
  select * into offered from sales.quote_line as l where l.id = new.quote_line_id for no key update;
  if offered.quote_id is distinct from parent.quote_id
    or row(offered.product_id, offered.unit_id, offered.unit_price, offered.discount_percent, offered.vat_rate)
      is distinct from row(new.product_id, new.unit_id, new.unit_price, new.discount_percent, new.vat_rate)
    or offered.quantity < (
      select sum(l.quantity) from sales.sales_order_line as l
      join sales.sales_order as o on o.id = l.sales_order_id
      where l.quote_line_id = offered.id and o.state <> 'cancelled')
  then
    perform system.refuse('sales.sales_order_line', tg_name, '');
  end if;
  return null;
end
$$;
comment on function sales.judge_order_line is 'Keeps the rules of order lines. | Следит за правилами строк заказа.';
create constraint trigger sales_order_line_open after insert or delete on sales.sales_order_line
  for each row execute function sales.judge_order_line();
create constraint trigger sales_order_line_kept after update on sales.sales_order_line
  for each row when (row(old.sales_order_id, old.place, old.product_id, old.description, old.quantity, old.unit_id,
    old.unit_price, old.discount_percent, old.vat_rate, old.quote_line_id) is distinct from row(
    new.sales_order_id, new.place, new.product_id, new.description, new.quantity, new.unit_id, new.unit_price,
    new.discount_percent, new.vat_rate, new.quote_line_id)) execute function sales.judge_order_line();
create constraint trigger sales_order_line_within_quote after insert or update on sales.sales_order_line
  for each row when (new.quote_line_id is not null) execute function sales.judge_order_line();
comment on trigger sales_order_line_kept on sales.sales_order_line is
  'Only lines of a draft are changed, and they stay in their order: {value}. | Строки меняют только в черновике и только в своём заказе: {value}.';
comment on trigger sales_order_line_open on sales.sales_order_line is
  'Only a draft takes or loses lines: {value}. | Строки добавляют и убирают только в черновике: {value}.';
comment on trigger sales_order_line_within_quote on sales.sales_order_line is
  'An order of a quote has its products, prices and discounts, and no more of them. | Заказ по предложению содержит его товары, цены и скидки и не больше их.';
