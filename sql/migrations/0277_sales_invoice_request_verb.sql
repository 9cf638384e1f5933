-- 0277_sales_invoice_request_verb: an invoice is asked for, of an order or of one shipment, and the request taken back.
-- Why: whoever reckons is told what has left, once. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the
-- functions.

-- P_LINES is [{"shipment_line_id": 1, "quantity": "2"}]; without it all that was shipped and not asked for yet, of
-- P_SHIPMENT alone where it is given. The order is locked by now.
create function sales.make_invoice_request(p_order bigint, p_shipment bigint, p_notes text, p_lines jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  o sales.sales_order;
  made bigint;
  wanted jsonb := p_lines;
begin
  select * into o from sales.sales_order as t where t.id = p_order for no key update;
  if wanted is null then
    select jsonb_agg(jsonb_build_object('shipment_line_id', s.id, 'quantity', s.quantity - asked.quantity) order by s.id)
    into wanted
    from sales.shipment as d join sales.shipment_line as s on s.shipment_id = d.id
    cross join lateral (
      select coalesce(sum(r.quantity), 0) as quantity
      from sales.invoice_request_line as r join sales.invoice_request as q on q.id = r.invoice_request_id
      where r.shipment_line_id = s.id and q.sales_order_id = o.id and q.state = 'open') as asked
    where d.sales_order_id = o.id and d.state = 'shipped' and asked.quantity < s.quantity
      and (p_shipment is null or d.id = p_shipment);
    if wanted is null then
      perform system.refuse('sales.invoice_request'::regclass, 'invoice_request_has_lines', '');
    end if;
  elsif exists (
    select from jsonb_to_recordset(wanted) as w (shipment_line_id bigint)
    where not exists (
      select from sales.shipment_line as s join sales.shipment as d on d.id = s.shipment_id
      where s.id = w.shipment_line_id and d.sales_order_id = o.id and (p_shipment is null or d.id = p_shipment)))
  then
    perform system.refuse('sales.invoice_request_line'::regclass, 'invoice_request_line_of_order', 'shipment_line_id');
  end if;
  insert into sales.invoice_request (owner_id, department_id, sales_order_id, notes)
  values (o.owner_id, o.department_id, o.id, p_notes) returning id into made;
  insert into sales.invoice_request_line (invoice_request_id, shipment_line_id, quantity)
  select made, w.shipment_line_id, w.quantity
  from jsonb_to_recordset(wanted) as w (shipment_line_id bigint, quantity numeric);
  if not found then
    perform system.refuse('sales.invoice_request'::regclass, 'invoice_request_has_lines', '');
  end if;
  perform sales.settle_order(o.id);
  return made;
end
$$;
comment on function sales.make_invoice_request is
  'Makes a request for an invoice. | Создаёт заявку на счёт.';
create constraint trigger invoice_request_has_lines after insert on sales.invoice_request
  for each row when (false) execute function sales.judge_invoice_request();
comment on trigger invoice_request_has_lines on sales.invoice_request is
  'Nothing that was shipped is left to invoice. | Всё отгруженное уже в заявках.';

create function sales.request_invoice(p_order bigint, p_notes text, p_lines jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  if not system.begin_verb('sales.sales_order'::regclass, 'sales_orders', 'request', p_order) then
    return null;
  end if;
  select o.state into was from sales.sales_order as o where o.id = p_order;
  if was not in ('confirmed', 'shipped') then
    perform system.refuse_state('sales.sales_order'::regclass, was, '{confirmed,shipped}');
  end if;
  return sales.make_invoice_request(p_order, null, p_notes, p_lines);
end
$$;
comment on function sales.request_invoice is
  'Asks for an invoice of what was shipped of an order. | Запрашивает счёт за отгруженное по заказу.';

create function sales.request_shipment_invoice(p_shipment bigint, p_notes text, p_lines jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  d sales.shipment;
begin
  if not system.begin_verb('sales.shipment'::regclass, 'shipments', 'request', p_shipment) then
    return null;
  end if;
  select * into d from sales.shipment as t where t.id = p_shipment;
  if d.state <> 'shipped' then
    perform system.refuse_state('sales.shipment'::regclass, d.state, '{shipped}');
  end if;
  return sales.make_invoice_request(d.sales_order_id, d.id, p_notes, p_lines);
end
$$;
comment on function sales.request_shipment_invoice is
  'Asks for an invoice of a shipment. | Запрашивает счёт за отгрузку.';

create function sales.cancel_invoice_request(p_request bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  q sales.invoice_request;
begin
  if not system.begin_verb('sales.invoice_request'::regclass, 'invoice_requests', 'cancel', p_request) then
    return null;
  end if;
  select * into q from sales.invoice_request as t where t.id = p_request;
  if q.state <> 'open' then
    perform system.refuse_state('sales.invoice_request'::regclass, q.state, '{open}');
  end if;
  perform from sales.sales_order as o where o.id = q.sales_order_id for no key update;
  update sales.invoice_request as t set state = 'cancelled', cancelled_at = now(), cancellation_reason = p_reason
  where t.id = q.id;
  perform sales.settle_order(q.sales_order_id);
  return q.id;
end
$$;
comment on function sales.cancel_invoice_request is
  'Cancels a request for an invoice. | Отменяет заявку на счёт.';
grant execute on function sales.request_invoice, sales.request_shipment_invoice, sales.cancel_invoice_request
  to crm_service;
