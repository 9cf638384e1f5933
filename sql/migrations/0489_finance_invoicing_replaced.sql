-- 0489_finance_invoicing_replaced: goods that were sent back, credited and replaced are invoiced anew.
-- Why: what a posted credit note had taken back counted as invoiced still, so that what came instead had no invoice. As sales
-- have it (0419). Kind: expand. Locks: none. Time: milliseconds. Reversible: restore the function of 0420.

create or replace function finance.invoice_purchase_order(p_order bigint, p_number text, p_on date, p_term bigint) returns bigint
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
    select purchasing.received_quantity(l.id) - coalesce(sum(k.quantity - coalesce((
      select sum(c.quantity) from finance.invoice_line as c join finance.invoice as n on n.id = c.invoice_id
      where c.credits_line_id = k.id and n.state = 'posted'), 0)), 0) as quantity
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
