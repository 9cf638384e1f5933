-- 0415_finance_settlement: how items settle each other, with the exchange difference as lines of the entry.
-- Why: what was carried at one rate and paid at another is a gain or loss of its own; nothing of it goes into rounding.
-- Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.

-- What an amount of an item is carried at in the currency of the books; the last of it takes all that is left.
create function finance.carried(i finance.open_item, p_amount numeric) returns numeric
language sql stable set search_path = pg_catalog
begin atomic
  select case when p_amount = abs(i.amount) - i.settled then abs(i.base_amount + i.revalued) - i.settled_base
    else finance.round_money((abs(i.base_amount + i.revalued) - i.settled_base) * p_amount
      / nullif(abs(i.amount) - i.settled, 0), finance.base_currency()) end;
end;
comment on function finance.carried is
  'What a part of an item is carried at. | Учётная стоимость части позиции.';

-- Both rows are locked by the caller, in the order of their numbers.
create function finance.settle(p_debit bigint, p_debit_amount numeric, p_credit bigint, p_credit_amount numeric, p_on date)
returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  d finance.open_item;
  c finance.open_item;
  base constant text := finance.base_currency();
  debit_base numeric;
  credit_base numeric;
  lines jsonb;
  made bigint;
begin
  select * into d from finance.open_item as i where i.id = p_debit;
  select * into c from finance.open_item as i where i.id = p_credit;
  debit_base := finance.carried(d, p_debit_amount);
  credit_base := finance.carried(c, p_credit_amount);
  lines := jsonb_build_array(
    finance.ledger_line(c.account_id, credit_base, c.currency, p_credit_amount, c.party_id),
    finance.ledger_line(d.account_id, -debit_base, d.currency, -p_debit_amount, d.party_id));
  if credit_base <> debit_base then
    lines := lines || finance.ledger_line(
      finance.account_for(case when credit_base > debit_base then 'exchange_gain' else 'exchange_loss' end),
      debit_base - credit_base, base, debit_base - credit_base, d.party_id);
  end if;
  made := finance.post_entry(finance.journal_of('general'), p_on, 'Allocation', coalesce(d.department_id, c.department_id),
    lines);
  insert into finance.allocation (owner_id, department_id, kind, allocated_on, debit_item_id, credit_item_id, debit_amount,
    credit_amount, debit_base, credit_base, entry_id)
  values (access.account_id(), coalesce(d.department_id, c.department_id), 'allocation', p_on, d.id, c.id, p_debit_amount,
    p_credit_amount, debit_base, credit_base, made)
  returning id into made;
  return made;
end
$$;
comment on function finance.settle is
  'Settles two items by each other. | Погашает две позиции друг другом.';

-- The items of one document against those of another, or against all that the party has open in the currency, oldest due
-- first. P_AMOUNT is in the currency of the invoice; as much as both allow without it. The last allocation that it took.
create function finance.allocate(p_invoice bigint, p_payment bigint, p_to_invoice bigint, p_to_payment bigint,
  p_amount numeric, p_on date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  f finance.open_item;
  t finance.open_item;
  whom bigint;
  of_side text;
  money text;
  measure text;
  wanted bigint[];
  named constant text := case when p_to_invoice is not null then 'invoice_id' when p_to_payment is not null then 'payment_id'
    else '' end;
  rest numeric := p_amount;
  f_take numeric;
  t_take numeric;
  day date;
  made bigint;
begin
  select i.party_id, i.side, i.currency into whom, of_side, money from finance.open_item as i
  where i.invoice_id = p_invoice or i.payment_id = p_payment limit 1;
  if p_to_invoice is null and p_to_payment is null then
    select array_agg(i.id) into wanted from finance.open_item as i
    where finance.party_of(i.party_id) = finance.party_of(whom) and i.currency = money and i.side = of_side
      and i.settled_on is null and i.party_id in (
        select p.id from clients.party as p where p.id in (whom, finance.party_of(whom)) or p.merged_into_id is not null)
      and i.invoice_id is distinct from p_invoice and i.payment_id is distinct from p_payment;
  else
    select array_agg(i.id) into wanted from finance.open_item as i
    where i.invoice_id = p_to_invoice or i.payment_id = p_to_payment;
  end if;
  perform from finance.open_item as i
  where i.invoice_id = p_invoice or i.payment_id = p_payment or i.id = any (wanted) order by i.id for no key update;
  -- Items of several departments make entries of several.
  perform finance.hold_entry_counters(array_agg(finance.journal_of('general')), array_agg(k.department), array_agg(k.day))
  from (
    select case when a.amount > 0 then coalesce(a.department_id, b.department_id)
        else coalesce(b.department_id, a.department_id) end as department,
      coalesce(p_on, greatest(current_date, a.posted_on, b.posted_on)) as day
    from finance.open_item as a
    join finance.open_item as b on b.id = any (wanted) and sign(b.amount) <> sign(a.amount) and b.settled_on is null
    where (a.invoice_id = p_invoice or a.payment_id = p_payment) and a.settled_on is null) as k;
  select i.currency into measure from finance.open_item as i where i.id = any (wanted) limit 1;
  if p_to_invoice is null and p_invoice is not null then
    measure := money;
  end if;
  if p_amount <= 0 then
    perform system.refuse('finance.allocation'::regclass, 'allocation_positive', 'amount');
  elsif measure is null then
    perform system.refuse('finance.allocation'::regclass, 'allocation_something', '');
  end if;
  perform finance.refuse_decimals('finance.allocation'::regclass, 'allocation_decimals', measure,
    jsonb_build_object('amount', p_amount));
  loop
    exit when rest = 0;
    select * into f from finance.open_item as i
    where (i.invoice_id = p_invoice or i.payment_id = p_payment) and i.settled_on is null order by i.due_on, i.id limit 1;
    exit when not found;
    select * into t from finance.open_item as i
    where i.id = any (wanted) and i.settled_on is null
      and (num_nonnulls(p_to_invoice, p_to_payment) > 0 or sign(i.amount) <> sign(f.amount))
    order by i.due_on, i.id limit 1;
    exit when not found;
    if finance.party_of(t.party_id) <> finance.party_of(f.party_id) then
      perform system.refuse('finance.allocation'::regclass, 'allocation_party', named,
        (select p.name from clients.party as p where p.id = f.party_id));
    elsif sign(t.amount) = sign(f.amount) then
      perform system.refuse('finance.allocation'::regclass, 'allocation_side', named);
    end if;
    day := coalesce(p_on, greatest(current_date, f.posted_on, t.posted_on));
    f_take := abs(f.amount) - f.settled;
    t_take := abs(t.amount) - t.settled;
    if f.currency = t.currency then
      f_take := least(f_take, t_take, rest);
      t_take := f_take;
    elsif measure = t.currency then
      t_take := least(t_take, rest);
      if finance.across(t_take, t.currency, f.currency, day) > f_take then
        t_take := finance.across(f_take, f.currency, t.currency, day);
      else
        f_take := finance.across(t_take, t.currency, f.currency, day);
      end if;
    else
      f_take := least(f_take, rest);
      if finance.across(f_take, f.currency, t.currency, day) > t_take then
        f_take := finance.across(t_take, t.currency, f.currency, day);
      else
        t_take := finance.across(f_take, f.currency, t.currency, day);
      end if;
    end if;
    exit when f_take = 0 or t_take = 0;
    if f.amount > 0 then
      made := finance.settle(f.id, f_take, t.id, t_take, day);
    else
      made := finance.settle(t.id, t_take, f.id, f_take, day);
    end if;
    rest := rest - case when measure = t.currency then t_take else f_take end;
  end loop;
  if made is null then
    perform system.refuse('finance.allocation'::regclass, 'allocation_something', '');
  elsif rest > 0 then
    perform system.refuse('finance.allocation'::regclass, 'allocation_within_open', 'amount',
      concat_ws(' ', trim_scale(p_amount - rest), measure));
  end if;
  return made;
end
$$;
comment on function finance.allocate is
  'Allocates a document. | Разносит документ.';
