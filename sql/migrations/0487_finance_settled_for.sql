-- 0487_finance_settled_for: what settles a document counts for its project and its contract.
-- Why: invoices and payments are in the ledger with both, and what settled them was with neither: what a contract owed
-- stayed open on its account though it was paid. Departments stay each in balance, as they were. Kind: expand. Locks:
-- none. Time: milliseconds. Reversible: restore the functions of 0415 and 0416.

create or replace function finance.settle(p_debit bigint, p_debit_amount numeric, p_credit bigint, p_credit_amount numeric, p_on date)
returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  d finance.open_item;
  c finance.open_item;
  dl finance.entry_line;
  cl finance.entry_line;
  base constant text := finance.base_currency();
  debit_base numeric;
  credit_base numeric;
  lines jsonb;
  made bigint;
begin
  select * into d from finance.open_item as i where i.id = p_debit;
  select * into c from finance.open_item as i where i.id = p_credit;
  select * into dl from finance.entry_line as l where l.id = d.entry_line_id and l.posted_on = d.posted_on;
  select * into cl from finance.entry_line as l where l.id = c.entry_line_id and l.posted_on = c.posted_on;
  debit_base := finance.carried(d, p_debit_amount);
  credit_base := finance.carried(c, p_credit_amount);
  lines := jsonb_build_array(
    finance.ledger_line(c.account_id, credit_base, c.currency, p_credit_amount, c.party_id,
      cl.project_id, cl.contract_id),
    finance.ledger_line(d.account_id, -debit_base, d.currency, -p_debit_amount, d.party_id,
      dl.project_id, dl.contract_id));
  if credit_base <> debit_base then
    lines := lines || finance.ledger_line(
      finance.account_for(case when credit_base > debit_base then 'exchange_gain' else 'exchange_loss' end),
      debit_base - credit_base, base, debit_base - credit_base, d.party_id, coalesce(dl.project_id, cl.project_id),
      coalesce(dl.contract_id, cl.contract_id));
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

create or replace function finance.write_off(p_invoice bigint, p_payment bigint, p_amount numeric, p_on date, p_reason text)
returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  i finance.open_item;
  rest numeric := p_amount;
  l finance.entry_line;
  take numeric;
  base numeric;
  day date;
  factor numeric;
  made bigint;
begin
  perform from finance.open_item as k where k.invoice_id = p_invoice or k.payment_id = p_payment order by k.id
  for no key update;
  if p_amount <= 0 then
    perform system.refuse('finance.allocation'::regclass, 'allocation_positive', 'amount');
  end if;
  for i in
    select * from finance.open_item as k
    where (k.invoice_id = p_invoice or k.payment_id = p_payment) and k.settled_on is null order by k.due_on, k.id
  loop
    exit when rest = 0;
    perform finance.refuse_decimals('finance.allocation'::regclass, 'allocation_decimals', i.currency,
      jsonb_build_object('amount', p_amount));
    take := least(abs(i.amount) - i.settled, rest);
    base := finance.carried(i, take);
    day := coalesce(p_on, greatest(current_date, i.posted_on));
    factor := sign(i.amount);
    select * into l from finance.entry_line as k where k.id = i.entry_line_id and k.posted_on = i.posted_on;
    insert into finance.allocation (owner_id, department_id, kind, allocated_on, debit_item_id, credit_item_id,
      debit_amount, credit_amount, debit_base, credit_base, reason, entry_id)
    select access.account_id(), i.department_id, 'write_off', day, case when factor > 0 then i.id end,
      case when factor < 0 then i.id end, case when factor > 0 then take end, case when factor < 0 then take end,
      case when factor > 0 then base end, case when factor < 0 then base end, p_reason,
      finance.post_entry(finance.journal_of('general'), day, p_reason, i.department_id, jsonb_build_array(
        finance.ledger_line(finance.account_for('write_off'), factor * base, i.currency, factor * take, i.party_id,
          l.project_id, l.contract_id),
        finance.ledger_line(i.account_id, -factor * base, i.currency, -factor * take, i.party_id,
          l.project_id, l.contract_id)))
    returning id into made;
    rest := rest - take;
  end loop;
  if made is null then
    perform system.refuse('finance.allocation'::regclass, 'allocation_something', '');
  elsif rest > 0 then
    perform system.refuse('finance.allocation'::regclass, 'allocation_within_open', 'amount',
      concat_ws(' ', trim_scale(p_amount - rest), i.currency));
  end if;
  return made;
end
$$;
