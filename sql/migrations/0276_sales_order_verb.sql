-- 0276_sales_order_verb: an order is made of a quote, confirmed, cancelled, shipped, and asked to be invoiced.
-- Why: each is one step that the rules judge, and the state of the order follows from what has happened. All wait for
-- the order's row. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.

create function sales.order_quote(p_quote bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  q sales.quote;
  made bigint;
begin
  if not system.begin_verb('sales.quote'::regclass, 'quotes', 'order', p_quote) then
    return null;
  end if;
  select * into q from sales.quote as t where t.id = p_quote;
  if q.state <> 'accepted' then
    perform system.refuse_state('sales.quote'::regclass, q.state, '{accepted}');
  end if;
  insert into sales.sales_order (owner_id, department_id, party_id, contact_id, quote_id, currency, notes)
  values (q.owner_id, q.department_id, q.party_id, q.contact_id, q.id, q.currency, q.notes) returning id into made;
  insert into sales.sales_order_line (sales_order_id, place, product_id, description, quantity, unit_id, unit_price,
    discount_percent, vat_rate, quote_line_id)
  select made, l.place, l.product_id, l.description, l.quantity, l.unit_id, l.unit_price, l.discount_percent,
    l.vat_rate, l.id
  from sales.quote_line as l where l.quote_id = q.id order by l.place, l.id;
  return made;
end
$$;
comment on function sales.order_quote is
  'Makes a draft order of an accepted quote. | Создаёт черновик заказа по принятому предложению.';

-- What was confirmed or is cancelled by now has come so far by what was shipped and asked for.
create function sales.settle_order(p_order bigint) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  stage constant text := sales.order_stage(p_order);
begin
  update sales.sales_order as o set state = stage
  where o.id = p_order and o.state in ('confirmed', 'shipped', 'closed') and o.state <> stage;
end
$$;
comment on function sales.settle_order is
  'Brings the state of an order to what has happened. | Приводит состояние заказа к случившемуся.';

create function sales.confirm_order(p_order bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  if not system.begin_verb('sales.sales_order'::regclass, 'sales_orders', 'confirm', p_order) then
    return null;
  end if;
  select o.state into was from sales.sales_order as o where o.id = p_order;
  if was <> 'draft' then
    perform system.refuse_state('sales.sales_order'::regclass, was, '{draft}');
  end if;
  update sales.sales_order as o set state = 'confirmed', confirmed_at = now() where o.id = p_order;
  return p_order;
end
$$;
comment on function sales.confirm_order is 'Confirms an order. | Подтверждает заказ.';

create function sales.cancel_order(p_order bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  if not system.begin_verb('sales.sales_order'::regclass, 'sales_orders', 'cancel', p_order) then
    return null;
  end if;
  select o.state into was from sales.sales_order as o where o.id = p_order;
  if was not in ('draft', 'confirmed') then
    perform system.refuse_state('sales.sales_order'::regclass, was, '{draft,confirmed}');
  end if;
  update sales.sales_order as o set state = 'cancelled', cancelled_at = now(), cancellation_reason = p_reason
  where o.id = p_order;
  return p_order;
end
$$;
comment on function sales.cancel_order is 'Cancels an order. | Отменяет заказ.';

-- P_LINES is [{"sales_order_line_id": 1, "quantity": "2"}]; without it all that is open of P_KIND, or of the kind of
-- the first open line where that is not said either.
create function sales.ship_order(p_order bigint, p_kind text, p_shipped_on date, p_notes text, p_lines jsonb)
returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  o sales.sales_order;
  made bigint;
  wanted jsonb := p_lines;
  sort text := p_kind;
begin
  if not system.begin_verb('sales.sales_order'::regclass, 'sales_orders', 'ship', p_order) then
    return null;
  end if;
  select * into o from sales.sales_order as t where t.id = p_order;
  if o.state <> 'confirmed' then
    perform system.refuse_state('sales.sales_order'::regclass, o.state, '{confirmed}');
  end if;
  if wanted is null then
    with open as (
      select l.id, l.place, p.kind, l.quantity - coalesce((
        select sum(s.quantity) from sales.shipment_line as s join sales.shipment as d on d.id = s.shipment_id
        where s.sales_order_line_id = l.id and d.sales_order_id = o.id and d.state = 'shipped'), 0) as quantity
      from sales.sales_order_line as l join sales.product as p on p.id = l.product_id
      where l.sales_order_id = o.id
    ), first as (
      select coalesce(p_kind, (select f.kind from open as f where f.quantity > 0 order by f.place, f.id limit 1)) as kind
    )
    select jsonb_agg(jsonb_build_object('sales_order_line_id', open.id, 'quantity', open.quantity)
      order by open.place, open.id), min(first.kind)
    into wanted, sort from open join first on first.kind = open.kind where open.quantity > 0;
    if wanted is null then
      perform system.refuse('sales.shipment'::regclass, 'shipment_has_lines', '');
    end if;
  elsif sort is null then
    select p.kind into sort
    from jsonb_to_recordset(wanted) as w (sales_order_line_id bigint)
    join sales.sales_order_line as l on l.id = w.sales_order_line_id and l.sales_order_id = o.id
    join sales.product as p on p.id = l.product_id limit 1;
    if sort is null then
      perform system.refuse('sales.shipment_line'::regclass, 'shipment_line_of_order', 'sales_order_line_id', o.number);
    end if;
  end if;
  insert into sales.shipment (owner_id, department_id, sales_order_id, kind, shipped_on, notes)
  values (o.owner_id, o.department_id, o.id, sort, coalesce(p_shipped_on, current_date), p_notes)
  returning id into made;
  insert into sales.shipment_line (shipment_id, sales_order_line_id, quantity)
  select made, w.sales_order_line_id, w.quantity
  from jsonb_to_recordset(wanted) as w (sales_order_line_id bigint, quantity numeric);
  if not found then
    perform system.refuse('sales.shipment'::regclass, 'shipment_has_lines', '');
  end if;
  perform sales.settle_order(o.id);
  return made;
end
$$;
comment on function sales.ship_order is 'Ships of an order. | Отгружает по заказу.';
create constraint trigger shipment_has_lines after insert on sales.shipment
  for each row when (false) execute function sales.judge_shipment();
comment on trigger shipment_has_lines on sales.shipment is
  'Nothing of the order is left to ship. | Отгружать по заказу больше нечего.';

create function sales.cancel_shipment(p_shipment bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  d sales.shipment;
begin
  if not system.begin_verb('sales.shipment'::regclass, 'shipments', 'cancel', p_shipment) then
    return null;
  end if;
  select * into d from sales.shipment as t where t.id = p_shipment;
  if d.state <> 'shipped' then
    perform system.refuse_state('sales.shipment'::regclass, d.state, '{shipped}');
  end if;
  perform from sales.sales_order as o where o.id = d.sales_order_id for no key update;
  update sales.shipment as t set state = 'cancelled', cancelled_at = now(), cancellation_reason = p_reason
  where t.id = d.id;
  perform sales.settle_order(d.sales_order_id);
  return d.id;
end
$$;
comment on function sales.cancel_shipment is 'Cancels a shipment. | Отменяет отгрузку.';
grant execute on function sales.order_quote, sales.confirm_order, sales.cancel_order, sales.ship_order,
  sales.cancel_shipment to crm_service;
select system.permit('{administrator}', '{quotes}', '{order}', 'all'),
  system.permit('{head_of_department}', '{quotes}', '{order}', 'below'),
  system.permit('{sales}', '{quotes}', '{order}', 'own');
