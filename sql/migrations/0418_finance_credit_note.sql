-- 0418_finance_credit_note: credit notes of an invoice, and paying a document, or back, in one step.
-- Why: a credit note repeats the lines of what it credits, so that taxes and accounts agree; and what is paid at once is
-- allocated at once. Kind: expand. Locks: finance.invoice_line, for triggers. Time: milliseconds. Reversible: drop them.

-- P_LINES is [{"line_id": 1, "quantity": "2"}]; all that is not credited yet without it.
create function finance.credit_invoice(p_invoice bigint, p_on date, p_note text, p_lines jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  i finance.invoice;
  fault record;
  made bigint;
  worth numeric;
begin
  if not system.begin_verb('finance.invoice'::regclass, 'invoices', 'credit', p_invoice) then
    return null;
  end if;
  select * into i from finance.invoice as k where k.id = p_invoice;
  if i.kind <> 'invoice' then
    perform system.refuse_state('finance.invoice'::regclass, i.kind, '{invoice}');
  elsif i.state <> 'posted' then
    perform system.refuse_state('finance.invoice'::regclass, i.state, '{posted}');
  end if;
  select w.place - 1 as place, l.id, w.quantity, l.quantity - finance.credited_quantity(l.id) as rest into fault
  from rows from (jsonb_to_recordset(p_lines) as (line_id bigint, quantity numeric))
    with ordinality as w (line_id, quantity, place)
  left join finance.invoice_line as l on l.id = w.line_id and l.invoice_id = i.id
  where l.id is null or w.quantity > l.quantity - finance.credited_quantity(l.id) or w.quantity <= 0 order by w.place limit 1;
  if fault.place is not null then
    perform system.refuse('finance.invoice_line'::regclass,
      case when fault.id is null then 'invoice_line_credits_own' when fault.quantity <= 0 then 'invoice_line_quantity_range'
        else 'invoice_line_within_credited' end,
      format('lines/%s/%s', fault.place, case when fault.id is null then 'line_id' else 'quantity' end),
      trim_scale(fault.rest)::text);
  end if;
  insert into finance.invoice (owner_id, department_id, direction, kind, party_id, credits_id, invoiced_on, currency,
    net_given, vat_given, gross_given, tax_rounding, contract_id, project_id, notes)
  select i.owner_id, i.department_id, i.direction, 'credit_note', i.party_id, i.id, coalesce(p_on, current_date),
    i.currency, w.net, w.vat, w.net + w.vat, i.tax_rounding, i.contract_id, i.project_id, p_note
  from (
    -- Of a document without lines, what no live credit note takes back.
    select case i.direction when 'supplier' then greatest(i.net_given - coalesce(sum(k.net_given), 0), 0) end as net,
      case i.direction when 'supplier' then greatest(i.vat_given - coalesce(sum(k.vat_given), 0), 0) end as vat
    from finance.invoice as k where k.credits_id = i.id and k.state not in ('cancelled', 'reversed')) as w
  returning id, gross_given into made, worth;
  insert into finance.invoice_line (invoice_id, place, description, product_id, quantity, unit_price, discount_percent,
    includes_tax, tax_id, vat, account_id, category, credits_line_id)
  select made, l.place, coalesce(l.description, s.description, p.name, 'Line ' || l.place), l.product_id, k.quantity,
    l.unit_price, l.discount_percent, l.includes_tax, l.tax_id, round(l.vat * k.quantity / l.quantity, 4), l.account_id,
    l.category, l.id
  from finance.invoice_line as l
  left join purchasing.purchase_order_line as s on s.id = l.order_line_id
  left join sales.product as p on p.id = l.product_id
  cross join lateral (
    select coalesce((select sum(w.quantity) from jsonb_to_recordset(p_lines) as w (line_id bigint, quantity numeric)
        where w.line_id = l.id),
      case when p_lines is null then l.quantity - finance.credited_quantity(l.id) else 0 end) as quantity) as k
  where l.invoice_id = i.id and k.quantity <> 0;
  if i.direction = 'supplier' and exists (select from finance.invoice_line as l where l.invoice_id = made) then
    update finance.invoice as k set net_given = f.net, vat_given = f.vat, gross_given = f.net + f.vat
    from (select sum(g.net) as net, sum(g.vat) as vat from finance.invoice_figures(made) as g) as f where k.id = made;
  end if;
  if exists (select from finance.invoice_line as l where l.invoice_id = i.id) then
    if not exists (select from finance.invoice_line as l where l.invoice_id = made) then
      perform system.refuse('finance.invoice_line'::regclass, 'invoice_line_within_credited', 'lines', '0');
    end if;
  elsif worth = 0 then
    perform system.refuse('finance.invoice'::regclass, 'invoice_credit_within', '', concat_ws(' ', 0, i.currency));
  end if;
  return made;
end
$$;
comment on function finance.credit_invoice is
  'Drafts a credit note of an invoice. | Создаёт черновик кредит-ноты по счёту.';

-- What live credit notes take back of a line.
create function finance.credited_quantity(p_line bigint) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(sum(l.quantity), 0)
  from finance.invoice_line as l join finance.invoice as i on i.id = l.invoice_id
  where l.credits_line_id = p_line and i.state not in ('cancelled', 'reversed');
end;
comment on function finance.credited_quantity is
  'What is credited of a line. | Сколько возвращено по строке.';

create function finance.judge_credit_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  whole finance.invoice_line;
begin
  perform system.demand_read_committed();
  select * into whole from finance.invoice_line as l where l.id = new.credits_line_id;
  perform from finance.invoice as i where i.id = whole.invoice_id for no key update;
  if not exists (
    select from finance.invoice as i where i.id = new.invoice_id and i.credits_id = whole.invoice_id)
  then
    perform system.refuse(tg_relid::regclass, 'invoice_line_credits_own', 'credits_line_id');
  elsif finance.credited_quantity(whole.id) > whole.quantity then
    perform system.refuse(tg_relid::regclass, 'invoice_line_within_credited', 'quantity',
      trim_scale(whole.quantity - finance.credited_quantity(whole.id) + new.quantity)::text);
  end if;
  return null;
end
$$;
comment on function finance.judge_credit_line is
  'Keeps credit notes within their invoice. | Держит кредит-ноты в пределах счёта.';
create function finance.judge_credit_day() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  first constant date := (select i.invoiced_on from finance.invoice as i where i.id = new.credits_id);
begin
  if new.invoiced_on < first then
    perform system.refuse(tg_relid::regclass, tg_name, 'invoiced_on', first::text);
  end if;
  return null;
end
$$;
comment on function finance.judge_credit_day is
  'Keeps a credit note behind its invoice. | Держит кредит-ноту не раньше её счёта.';
create constraint trigger invoice_credit_day after insert or update of invoiced_on, credits_id on finance.invoice
  for each row when (new.credits_id is not null) execute function finance.judge_credit_day();
comment on trigger invoice_credit_day on finance.invoice is
  'A credit note is not earlier than its invoice: from {value} on. | Кредит-нота не раньше своего счёта: с {value}.';
create constraint trigger invoice_line_within_credited after insert or update of credits_line_id, quantity, invoice_id
  on finance.invoice_line for each row when (new.credits_line_id is not null)
  execute function finance.judge_credit_line();
create constraint trigger invoice_line_credits_own after insert on finance.invoice_line
  for each row when (false) execute function finance.judge_credit_line();
comment on trigger invoice_line_within_credited on finance.invoice_line is
  'More would be credited than was invoiced: at most {value}. | Возвращено было бы больше, чем выставлено: не больше {value}.';
comment on trigger invoice_line_credits_own on finance.invoice_line is
  'This is no line of the invoice that is credited. | Это строка другого счёта.';

-- A payment of what is left of a document, or of so much, the other way than the document: an invoice is paid, a credit
-- note or an advance is paid back.
create function finance.pay(p_invoice bigint, p_payment bigint, p_amount numeric, p_on date, p_account bigint,
  p_reference text) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  open record;
  made bigint;
begin
  perform from finance.open_item as i where i.invoice_id = p_invoice or i.payment_id = p_payment order by i.id
  for no key update;
  select min(i.side) as side, min(i.party_id) as party_id, min(i.department_id) as department_id,
    min(i.currency) as currency, sum(i.amount - sign(i.amount) * i.settled) as amount, max(i.posted_on) as posted_on into open
  from finance.open_item as i where i.invoice_id = p_invoice or i.payment_id = p_payment;
  if open.amount = 0 then
    perform system.refuse('finance.allocation'::regclass, 'allocation_something', '');
  elsif p_amount > abs(open.amount) then
    perform system.refuse('finance.allocation'::regclass, 'allocation_within_open', 'amount',
      concat_ws(' ', trim_scale(abs(open.amount)), open.currency));
  end if;
  -- A column would round what is too long.
  perform finance.refuse_decimals('finance.payment'::regclass, 'payment_decimals', open.currency,
    jsonb_build_object('amount', p_amount));
  insert into finance.payment (owner_id, department_id, direction, side, party_id, paid_on, currency, amount, account_id,
    reference, contract_id, project_id, refunds_invoice_id, refunds_payment_id)
  select access.account_id(), open.department_id, case when open.amount > 0 then 'in' else 'out' end, open.side,
    open.party_id, coalesce(p_on, greatest(current_date, open.posted_on)), open.currency,
    coalesce(p_amount, abs(open.amount)), p_account, p_reference, coalesce(i.contract_id, p.contract_id),
    coalesce(i.project_id, p.project_id), case i.kind when 'credit_note' then i.id end, p.id
  from (values (1)) as one (row)
  left join finance.invoice as i on i.id = p_invoice
  left join finance.payment as p on p.id = p_payment
  returning id into made;
  perform finance.book_payment(made);
  perform finance.allocate(p_invoice, p_payment, null, made, null,
    (select greatest(k.paid_on, open.posted_on) from finance.payment as k where k.id = made));
  return made;
end
$$;
comment on function finance.pay is
  'Pays a document, or back. | Оплачивает документ или возвращает деньги.';
create function finance.pay_invoice(p_invoice bigint, p_amount numeric, p_on date, p_account bigint, p_reference text)
returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  if not system.begin_verb('finance.invoice'::regclass, 'invoices', 'pay', p_invoice) then
    return null;
  end if;
  select i.state into was from finance.invoice as i where i.id = p_invoice;
  if was <> 'posted' then
    perform system.refuse_state('finance.invoice'::regclass, was, '{posted}');
  end if;
  return finance.pay(p_invoice, null, p_amount, p_on, p_account, p_reference);
end
$$;
comment on function finance.pay_invoice is
  'Pays an invoice, or back a credit note. | Оплачивает счёт или возмещает кредит-ноту.';
create function finance.refund_payment(p_payment bigint, p_amount numeric, p_on date, p_account bigint, p_reference text)
returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  if not system.begin_verb('finance.payment'::regclass, 'payments', 'refund', p_payment) then
    return null;
  end if;
  select p.state into was from finance.payment as p where p.id = p_payment;
  if was <> 'posted' then
    perform system.refuse_state('finance.payment'::regclass, was, '{posted}');
  end if;
  return finance.pay(null, p_payment, p_amount, p_on, p_account, p_reference);
end
$$;
comment on function finance.refund_payment is 'Pays an advance back. | Возвращает аванс.';
grant execute on function finance.credit_invoice, finance.pay_invoice, finance.refund_payment to crm_service;
