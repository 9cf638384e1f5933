-- 0485_finance_purchase_posting: what is bought is posted where it was promised.
-- Why: requisitions and orders count on the account of their product's category (0464), and invoices of them were posted to
-- the account of expenses: once invoiced, they left the budget that had to hold them. Kind: expand. Locks: none. Time:
-- milliseconds. Reversible: restore the function of 0413.

create or replace function finance.counter_lines(p_invoice bigint)
returns table (account_id bigint, tax_id bigint, part text, book text, amount numeric)
language sql stable
begin atomic
  with i as (
    select k.*, case when k.direction = 'customer' then -1 else 1 end * case k.kind when 'invoice' then 1 else -1 end
      as factor, case k.direction when 'customer' then 'sales' else 'purchases' end as book
    from finance.invoice as k where k.id = p_invoice),
  f as (
    -- What is bought goes where budgets expect it, by the category of the product.
    select coalesce(g.account_id, case when i.direction = 'supplier' and coalesce(l.product_id, o.product_id) is not null
      then finance.purchase_account(coalesce(l.product_id, o.product_id), null) end) as account_id, g.tax_id, g.net, g.vat,
      g.line_id
    from i cross join finance.invoice_figures(p_invoice) as g join finance.invoice_line as l on l.id = g.line_id
    left join purchasing.purchase_order_line as o on o.id = l.order_line_id
    union all
    select null, null, i.net_given, i.vat_given, null from i
    where i.direction = 'supplier' and not exists (select from finance.invoice_line as l where l.invoice_id = i.id)),
  s as (
    select f.tax_id, sum(f.vat) as vat from f group by f.tax_id),
  -- Rounded for each line or for the document, as taxes that the seller owes are.
  b as (
    select k.tax_id, sum(finance.round_money(k.net * t.percent * 0.01, k.currency)) as due
    from (
      select f.tax_id, i.currency, sum(f.net) as net from f cross join i where i.direction = 'supplier'
      group by f.tax_id, i.currency, case i.tax_rounding when 'line' then f.line_id end) as k
    join finance.tax as t on t.id = k.tax_id where t.kind = 'reverse_charge' group by k.tax_id)
  select coalesce(f.account_id, finance.account_for(case i.direction when 'customer' then 'revenue' else 'expense' end)),
    f.tax_id, 'base', i.book, i.factor * sum(f.net)
  from i cross join f group by i.direction, i.book, i.factor, f.account_id, f.tax_id having sum(f.net) <> 0
  union all
  select case i.direction when 'customer' then coalesce(t.output_account_id, finance.account_for('tax_output'))
      else coalesce(t.input_account_id, finance.account_for('tax_input')) end,
    s.tax_id, 'tax', i.book, i.factor * s.vat
  from i cross join s left join finance.tax as t on t.id = s.tax_id where s.vat <> 0
  union all
  select case k.book when 'sales' then coalesce(t.output_account_id, finance.account_for('tax_output'))
      else coalesce(t.input_account_id, finance.account_for('tax_input')) end,
    b.tax_id, 'tax', k.book, k.factor * i.factor * b.due
  from i cross join b join finance.tax as t on t.id = b.tax_id
  cross join (values ('purchases', 1), ('sales', -1)) as k (book, factor)
  where b.due <> 0;
end;
