-- 0420_finance_invoicing_verb: invoicing requests and orders.
-- Why: as in 0419. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.
create function finance.invoice_request(p_request bigint, p_on date, p_term bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  r sales.invoice_request;
  o sales.sales_order;
begin
  if not system.begin_verb('sales.invoice_request'::regclass, 'invoice_requests', 'invoice', p_request) then
    return null;
  end if;
  select * into r from sales.invoice_request as k where k.id = p_request;
  if r.state <> 'open' then
    perform system.refuse_state('sales.invoice_request'::regclass, r.state, '{open}');
  end if;
  select * into o from sales.sales_order as k where k.id = r.sales_order_id for no key update;
  return finance.draft_of_order(o, r.id, p_on, p_term);
end
$$;
comment on function finance.invoice_request is
  'Drafts the invoice that was asked for. | Создаёт черновик запрошенного счёта.';

create function finance.invoice_sales_order(p_order bigint, p_on date, p_term bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  o sales.sales_order;
begin
  if not system.begin_verb('sales.sales_order'::regclass, 'sales_orders', 'invoice', p_order) then
    return null;
  end if;
  select * into o from sales.sales_order as k where k.id = p_order;
  if o.state not in ('confirmed', 'shipped', 'closed') then
    perform system.refuse_state('sales.sales_order'::regclass, o.state, '{confirmed,shipped,closed}');
  end if;
  return finance.draft_of_order(o, null, p_on, p_term);
end
$$;
comment on function finance.invoice_sales_order is
  'Drafts an invoice of all that is left of an order. | Создаёт черновик счёта на остаток заказа.';

-- Of what arrived of an order and is in no invoice yet.
create function finance.invoice_purchase_order(p_order bigint, p_number text, p_on date, p_term bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  o purchasing.purchase_order;
  made bigint;
begin
  if not system.begin_verb('purchasing.purchase_order'::regclass, 'purchase_orders', 'invoice', p_order) then
    return null;
  end if;
  select * into o from purchasing.purchase_order as k where k.id = p_order;
  if o.state not in ('sent', 'received', 'closed') then
    perform system.refuse_state('purchasing.purchase_order'::regclass, o.state, '{sent,received,closed}');
  end if;
  insert into finance.invoice (owner_id, department_id, direction, party_id, order_id, number_given, invoiced_on, currency,
    net_given, vat_given, gross_given, payment_term_id)
  values (access.account_id(), o.department_id, 'supplier', o.party_id, o.id, p_number, coalesce(p_on, current_date),
    o.currency, 0, 0, 0, p_term) returning id into made;
  insert into finance.invoice_line (invoice_id, place, description, product_id, order_line_id, quantity, unit_price, vat, tax_id)
  select made, row_number() over (order by l.id), l.description, l.product_id, l.id, w.quantity, l.unit_price,
    finance.round_money(w.quantity * l.unit_price * l.vat_rate * 0.01, o.currency), finance.tax_of_rate(l.vat_rate)
  from purchasing.purchase_order_line as l
  cross join lateral (
    select purchasing.received_quantity(l.id) - coalesce(sum(k.quantity), 0) as quantity
    from finance.invoice_line as k join finance.invoice as i on i.id = k.invoice_id
    where k.order_line_id = l.id and i.state not in ('cancelled', 'reversed')) as w
  where l.order_id = o.id and w.quantity > 0;
  if not found then
    perform system.refuse('finance.invoice'::regclass, 'invoice_of_something', '');
  end if;
  update finance.invoice as k set net_given = f.net, vat_given = f.vat, gross_given = f.net + f.vat
  from (select sum(g.net) as net, sum(g.vat) as vat from finance.invoice_figures(made) as g) as f where k.id = made;
  return made;
end
$$;
comment on function finance.invoice_purchase_order is
  'Drafts the invoice of a supplier for what arrived. | Создаёт черновик счёта поставщика за полученное.';
grant execute on function finance.invoice_request, finance.invoice_sales_order, finance.invoice_purchase_order
  to crm_service;
select system.permit('{administrator,accountant}', '{invoice_requests,sales_orders,purchase_orders}', '{invoice}', 'all');
