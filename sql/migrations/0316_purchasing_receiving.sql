-- 0316_purchasing_receiving: receiving, cancelling a receipt and returning, each in one step.
-- Why: the document, its lines and the state of the order change together or not at all. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the functions.

-- An order of which all came is received, and sent again when something is lacking.
create function purchasing.settle_order(p_order bigint) returns void
language sql set search_path = pg_catalog
begin atomic
  update purchasing.purchase_order as o set state = s.state
  from (select case when exists (
      select from purchasing.purchase_order_line as l
      where l.order_id = p_order and purchasing.received_quantity(l.id) < l.quantity)
    then 'sent' else 'received' end as state) as s
  where o.id = p_order and o.state in ('sent', 'received') and o.state <> s.state;
end;
comment on function purchasing.settle_order is
  'Makes an order received when all of it came. | Отмечает заказ полученным, когда пришло всё.';

-- Receives what P_LINES says, [{order_line_id, quantity}], or all that is open; the receipt.
create function purchasing.receive_order(
  p_order bigint, p_received_on date, p_delivery_note text, p_notes text, p_lines jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  o purchasing.purchase_order;
  made bigint;
begin
  if not system.begin_verb('purchasing.purchase_order'::regclass, 'receipts', 'create', p_order) then
    return null;
  end if;
  select * into o from purchasing.purchase_order as k where k.id = p_order;
  -- What is received already may be followed by what the tolerance allows, said line by line.
  if o.state <> 'sent' and (o.state <> 'received' or p_lines is null) then
    perform system.refuse_state('purchasing.purchase_order'::regclass, o.state, '{sent}');
  end if;
  insert into purchasing.receipt (order_id, owner_id, department_id, received_on, delivery_note, notes)
  values (o.id, o.owner_id, o.department_id, coalesce(p_received_on, current_date), p_delivery_note, p_notes)
  returning id into made;
  if p_lines is null then
    insert into purchasing.receipt_line (receipt_id, order_line_id, quantity)
    select made, l.id, l.quantity - h.quantity
    from purchasing.purchase_order_line as l
    cross join lateral (select purchasing.received_quantity(l.id) as quantity) as h
    where l.order_id = o.id and l.quantity > h.quantity order by l.place, l.id;
  else
    insert into purchasing.receipt_line (receipt_id, order_line_id, quantity)
    select made, (l.line ->> 'order_line_id')::bigint, (l.line ->> 'quantity')::numeric
    from jsonb_array_elements(p_lines) with ordinality as l (line, place) order by l.place;
  end if;
  if not found then
    perform system.refuse('purchasing.receipt_line'::regclass, 'receipt_line_within_order', 'lines', '0');
  end if;
  perform purchasing.settle_order(o.id);
  return made;
end
$$;
comment on function purchasing.receive_order is
  'Receives what arrived of an order. | Принимает пришедшее по заказу.';

create function purchasing.cancel_receipt(p_receipt bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  r purchasing.receipt;
begin
  if not system.begin_verb('purchasing.receipt'::regclass, 'receipts', 'cancel', p_receipt) then
    return null;
  end if;
  select * into r from purchasing.receipt as k where k.id = p_receipt;
  if r.state <> 'posted' then
    perform system.refuse_state('purchasing.receipt'::regclass, r.state, '{posted}');
  end if;
  update purchasing.receipt as k set state = 'cancelled', cancelled_at = now(), cancelled_by = access.account_id(),
    cancellation_reason = p_reason where k.id = r.id;
  perform purchasing.settle_order(r.order_id);
  return r.id;
end
$$;
comment on function purchasing.cancel_receipt is
  'Cancels a receipt that nothing depends on. | Отменяет поступление, от которого ничего не зависит.';

-- Sends back what P_LINES says, [{receipt_line_id, quantity}], or all that is there of the receipt; the return.
create function purchasing.return_receipt(p_receipt bigint, p_returned_on date, p_reason text, p_lines jsonb)
returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  r purchasing.receipt;
  made bigint;
begin
  if not system.begin_verb('purchasing.receipt'::regclass, 'purchase_returns', 'create', p_receipt) then
    return null;
  end if;
  select * into r from purchasing.receipt as k where k.id = p_receipt;
  if r.state <> 'posted' then
    perform system.refuse_state('purchasing.receipt'::regclass, r.state, '{posted}');
  end if;
  perform from purchasing.purchase_order as k where k.id = r.order_id for no key update;
  insert into purchasing.purchase_return (receipt_id, owner_id, department_id, returned_on, reason)
  values (r.id, r.owner_id, r.department_id, coalesce(p_returned_on, current_date), p_reason) returning id into made;
  if p_lines is null then
    insert into purchasing.purchase_return_line (purchase_return_id, receipt_line_id, quantity)
    select made, l.id, l.quantity - b.quantity
    from purchasing.receipt_line as l
    cross join lateral (
      select coalesce(sum(k.quantity), 0) as quantity from purchasing.purchase_return_line as k
      where k.receipt_line_id = l.id) as b
    where l.receipt_id = r.id and l.quantity > b.quantity order by l.id;
  else
    insert into purchasing.purchase_return_line (purchase_return_id, receipt_line_id, quantity)
    select made, (l.line ->> 'receipt_line_id')::bigint, (l.line ->> 'quantity')::numeric
    from jsonb_array_elements(p_lines) with ordinality as l (line, place) order by l.place;
  end if;
  if not found then
    perform system.refuse('purchasing.purchase_return_line'::regclass, 'purchase_return_line_within_receipt',
      'lines', '0');
  end if;
  perform purchasing.settle_order(r.order_id);
  return made;
end
$$;
comment on function purchasing.return_receipt is
  'Sends back what arrived. | Возвращает полученное поставщику.';
grant execute on function purchasing.receive_order, purchasing.cancel_receipt, purchasing.return_receipt
  to crm_service;
