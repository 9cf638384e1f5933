-- 0275_sales_shipment_rule: nothing is shipped beyond the order, nothing invoiced beyond what was shipped.
-- Why: every part of the chain is within the one before it, whoever writes, and however many at once: all of them wait
-- for the order. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the triggers.

create function sales.judge_shipment() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_name = 'shipment_unrequested' then
    if exists (
      select from sales.shipment_line as l
      join sales.invoice_request_line as r on r.shipment_line_id = l.id
      join sales.invoice_request as q on q.id = r.invoice_request_id
      where l.shipment_id = new.id and q.sales_order_id = new.sales_order_id and q.state = 'open')
    then
      perform system.refuse('sales.shipment', tg_name, '');
    end if;
  elsif tg_op = 'INSERT' or old.state = 'cancelled'
    or row(old.sales_order_id, old.kind, old.shipped_on, old.number)
      is distinct from row(new.sales_order_id, new.kind, new.shipped_on, new.number)
  then
    perform system.refuse('sales.shipment', tg_name, '', new.number);
  end if;
  return null;
end
$$;
comment on function sales.judge_shipment is 'Keeps the rules of shipments. | Следит за правилами отгрузок.';
create constraint trigger shipment_begins after insert on sales.shipment
  for each row when (new.state <> 'shipped') execute function sales.judge_shipment();
create constraint trigger shipment_kept after update on sales.shipment
  for each row when (row(old.state, old.sales_order_id, old.kind, old.shipped_on, old.number)
    is distinct from row(new.state, new.sales_order_id, new.kind, new.shipped_on, new.number))
  execute function sales.judge_shipment();
create constraint trigger shipment_unrequested after update on sales.shipment
  for each row when (old.state <> 'cancelled' and new.state = 'cancelled') execute function sales.judge_shipment();
comment on trigger shipment_begins on sales.shipment is
  'A shipment begins as shipped. | Отгрузка начинается как действующая.';
comment on trigger shipment_kept on sales.shipment is
  'A shipment stays as it is; cancel it and ship anew. | Отгрузка не меняется: отмените её и отгрузите заново.';
comment on trigger shipment_unrequested on sales.shipment is
  'An invoice was asked for: cancel the request first. | По отгрузке есть заявка на счёт: сначала отмените её.';

create function sales.judge_shipment_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  delivery sales.shipment;
  parent sales.sales_order;
  line sales.sales_order_line;
  shipped numeric;
begin
  if tg_op <> 'INSERT' then
    perform system.refuse('sales.shipment_line', 'shipment_line_kept', '');
  end if;
  select * into delivery from sales.shipment as d where d.id = new.shipment_id;
  select * into parent from sales.sales_order as o where o.id = delivery.sales_order_id for no key update;
  select * into line from sales.sales_order_line as l where l.id = new.sales_order_line_id;
  select sum(s.quantity) into shipped
  from sales.shipment_line as s join sales.shipment as d on d.id = s.shipment_id
  where s.sales_order_line_id = line.id and d.sales_order_id = line.sales_order_id and d.state = 'shipped';
  if line.sales_order_id <> parent.id or delivery.state <> 'shipped' or parent.state <> 'confirmed' then
    perform system.refuse('sales.shipment_line', 'shipment_line_of_order', 'sales_order_line_id', parent.number);
  elsif delivery.kind <> (select p.kind from sales.product as p where p.id = line.product_id) then
    perform system.refuse('sales.shipment_line', 'shipment_line_kind', 'sales_order_line_id');
  elsif shipped > line.quantity then
    perform system.refuse('sales.shipment_line', 'shipment_line_within_order', 'quantity',
      trim_scale(line.quantity - shipped + new.quantity)::text);
  end if;
  return null;
end
$$;
comment on function sales.judge_shipment_line is
  'Ships nothing beyond the order. | Не даёт отгрузить больше заказанного.';
create constraint trigger shipment_line_within_order after insert on sales.shipment_line
  for each row execute function sales.judge_shipment_line();
create constraint trigger shipment_line_kept after update or delete on sales.shipment_line
  for each row execute function sales.judge_shipment_line();
-- Rules of the same function that have their own words.
create constraint trigger shipment_line_of_order after insert on sales.shipment_line
  for each row when (false) execute function sales.judge_shipment_line();
create constraint trigger shipment_line_kind after insert on sales.shipment_line
  for each row when (false) execute function sales.judge_shipment_line();
comment on trigger shipment_line_within_order on sales.shipment_line is
  'No more is shipped than was ordered; left of the line: {value}. | Нельзя отгрузить больше, чем заказано; по строке осталось: {value}.';
comment on trigger shipment_line_kept on sales.shipment_line is
  'What was shipped stays as it is; cancel the shipment. | Отгруженное не меняется: отмените отгрузку.';
comment on trigger shipment_line_of_order on sales.shipment_line is
  'Only lines of its own confirmed order are shipped: {value}. | Отгружают только строки своего подтверждённого заказа: {value}.';
comment on trigger shipment_line_kind on sales.shipment_line is
  'Goods go by a waybill, services by an act. | Товары — по накладной, услуги — по акту.';

create function sales.judge_invoice_request() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' or old.state = 'cancelled'
    or row(old.sales_order_id, old.requested_on, old.number)
      is distinct from row(new.sales_order_id, new.requested_on, new.number)
  then
    perform system.refuse('sales.invoice_request', tg_name, '', new.number);
  end if;
  return null;
end
$$;
comment on function sales.judge_invoice_request is
  'Keeps the rules of requests for invoices. | Следит за правилами заявок на счёт.';
create constraint trigger invoice_request_begins after insert on sales.invoice_request
  for each row when (new.state <> 'open') execute function sales.judge_invoice_request();
create constraint trigger invoice_request_kept after update on sales.invoice_request
  for each row when (row(old.state, old.sales_order_id, old.requested_on, old.number)
    is distinct from row(new.state, new.sales_order_id, new.requested_on, new.number))
  execute function sales.judge_invoice_request();
comment on trigger invoice_request_begins on sales.invoice_request is
  'A request begins as open. | Заявка начинается как открытая.';
comment on trigger invoice_request_kept on sales.invoice_request is
  'A request stays as it is; cancel it and ask anew. | Заявка не меняется: отмените её и подайте новую.';

create function sales.judge_invoice_request_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  asked sales.invoice_request;
  delivery sales.shipment;
  shipped sales.shipment_line;
  requested numeric;
begin
  if tg_op <> 'INSERT' then
    perform system.refuse('sales.invoice_request_line', 'invoice_request_line_kept', '');
  end if;
  select * into asked from sales.invoice_request as q where q.id = new.invoice_request_id;
  perform from sales.sales_order as o where o.id = asked.sales_order_id for no key update;
  select * into shipped from sales.shipment_line as l where l.id = new.shipment_line_id;
  select * into delivery from sales.shipment as d where d.id = shipped.shipment_id;
  select sum(r.quantity) into requested
  from sales.invoice_request_line as r join sales.invoice_request as q on q.id = r.invoice_request_id
  where r.shipment_line_id = shipped.id and q.sales_order_id = asked.sales_order_id and q.state = 'open';
  if delivery.sales_order_id <> asked.sales_order_id or delivery.state <> 'shipped' or asked.state <> 'open' then
    perform system.refuse('sales.invoice_request_line', 'invoice_request_line_of_order', 'shipment_line_id');
  elsif requested > shipped.quantity then
    perform system.refuse('sales.invoice_request_line', 'invoice_request_line_within_shipment', 'quantity',
      trim_scale(shipped.quantity - requested + new.quantity)::text);
  end if;
  return null;
end
$$;
comment on function sales.judge_invoice_request_line is
  'Asks for no invoice beyond what was shipped. | Не даёт запросить счёт больше чем за отгруженное.';
create constraint trigger invoice_request_line_within_shipment after insert on sales.invoice_request_line
  for each row execute function sales.judge_invoice_request_line();
create constraint trigger invoice_request_line_kept after update or delete on sales.invoice_request_line
  for each row execute function sales.judge_invoice_request_line();
create constraint trigger invoice_request_line_of_order after insert on sales.invoice_request_line
  for each row when (false) execute function sales.judge_invoice_request_line();
comment on trigger invoice_request_line_within_shipment on sales.invoice_request_line is
  'No more is invoiced than was shipped; left of the line: {value}. | Нельзя запросить счёт больше чем за отгруженное; по строке осталось: {value}.';
comment on trigger invoice_request_line_kept on sales.invoice_request_line is
  'What was asked for stays as it is; cancel the request. | Запрошенное не меняется: отмените заявку.';
comment on trigger invoice_request_line_of_order on sales.invoice_request_line is
  'Only what of its own order was shipped is invoiced. | Счёт — только за отгруженное по своему заказу.';
