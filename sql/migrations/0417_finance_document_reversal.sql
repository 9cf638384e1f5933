-- 0417_finance_document_reversal: taking back an invoice or a payment that was posted.
-- Why: nothing that was posted vanishes; what was wrong is taken back by an entry of its own, and its items are settled
-- by it. What is allocated is taken back first, step by step. Kind: expand. Locks: finance.invoice, for a trigger.
-- Time: milliseconds. Reversible: drop the functions.
create function finance.close_items(p_invoice bigint, p_payment bigint, p_entry bigint, p_on date, p_reason text)
returns void
language plpgsql set search_path = pg_catalog as $$
declare
  rule constant text := case when p_payment is null then 'invoice_unsettled' else 'payment_unsettled' end;
  place constant regclass := case when p_payment is null then 'finance.invoice' else 'finance.payment' end;
begin
  if exists (
    select from finance.open_item as i
    where (i.invoice_id = p_invoice or i.payment_id = p_payment) and (i.settled <> 0 or i.revalued <> 0))
  then
    perform system.refuse(place, rule, '');
  end if;
  insert into finance.allocation (owner_id, department_id, kind, allocated_on, debit_item_id, credit_item_id, debit_amount,
    credit_amount, debit_base, credit_base, reason, entry_id)
  select access.account_id(), i.department_id, 'reversal', p_on, case when i.amount > 0 then i.id end,
    case when i.amount < 0 then i.id end, case when i.amount > 0 then i.amount end, case when i.amount < 0 then -i.amount end,
    case when i.amount > 0 then i.base_amount end, case when i.amount < 0 then -i.base_amount end, p_reason, p_entry
  from finance.open_item as i where i.invoice_id = p_invoice or i.payment_id = p_payment order by i.id;
end
$$;
comment on function finance.close_items is
  'Settles the items of a document by its reversal. | Погашает позиции документа его сторно.';

create function finance.reverse_invoice(p_invoice bigint, p_on date, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  i finance.invoice;
  day date;
  made bigint;
begin
  if not system.begin_verb('finance.invoice'::regclass, 'invoices', 'reverse', p_invoice) then
    return null;
  end if;
  select * into i from finance.invoice as k where k.id = p_invoice;
  if i.state <> 'posted' then
    perform system.refuse_state('finance.invoice'::regclass, i.state, '{posted}');
  elsif exists (select from finance.invoice as k where k.credits_id = i.id and k.state = 'posted') then
    perform system.refuse('finance.invoice'::regclass, 'invoice_uncredited', '');
  end if;
  perform from finance.open_item as k where k.invoice_id = i.id order by k.id for no key update;
  day := coalesce(p_on, greatest(current_date, i.posted_on));
  if exists (select from finance.tax_line as t where t.invoice_id = i.id and t.part = 'tax') then
    perform finance.demand_unlocked('tax', day);
  end if;
  made := finance.reverse_entry(i.entry_id, day, p_reason);
  perform finance.close_items(i.id, null, made, day, p_reason);
  insert into finance.tax_line (entry_line_id, invoice_id, tax_id, book, part, posted_on)
  select b.id, t.invoice_id, t.tax_id, t.book, t.part, b.posted_on
  from finance.entry_line as a join finance.tax_line as t on t.entry_line_id = a.id and t.posted_on = a.posted_on
  join finance.entry_line as b on b.entry_id = made and b.position = a.position and b.posted_on = day
  where a.entry_id = i.entry_id;
  update finance.invoice as k set state = 'reversed', reversed_on = day, reversal_reason = p_reason where k.id = i.id;
  perform purchasing.void_match_of(i.id);
  return i.id;
end
$$;
comment on function finance.reverse_invoice is 'Reverses an invoice. | Сторнирует счёт.';

create function finance.reverse_payment(p_payment bigint, p_on date, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  p finance.payment;
  day date;
begin
  if not system.begin_verb('finance.payment'::regclass, 'payments', 'reverse', p_payment) then
    return null;
  end if;
  select * into p from finance.payment as k where k.id = p_payment;
  if p.state <> 'posted' then
    perform system.refuse_state('finance.payment'::regclass, p.state, '{posted}');
  end if;
  perform from finance.open_item as k where k.payment_id = p.id order by k.id for no key update;
  day := coalesce(p_on, greatest(current_date, p.paid_on));
  perform finance.close_items(null, p.id, finance.reverse_entry(p.entry_id, day, p_reason), day, p_reason);
  update finance.payment as k set state = 'reversed', reversed_on = day, reversal_reason = p_reason where k.id = p.id;
  return p.id;
end
$$;
comment on function finance.reverse_payment is 'Reverses a payment. | Сторнирует платёж.';
grant execute on function finance.reverse_invoice, finance.reverse_payment to crm_service;
create constraint trigger invoice_unsettled after insert on finance.invoice
  for each row when (false) execute function finance.judge_posted();
create constraint trigger invoice_uncredited after insert on finance.invoice
  for each row when (false) execute function finance.judge_posted();
create constraint trigger payment_unsettled after insert on finance.payment
  for each row when (false) execute function finance.judge_posted();
comment on trigger invoice_unsettled on finance.invoice is
  'Something of it is allocated, written off or revalued: take that back first. | Часть уже разнесена, списана или переоценена: сначала отмените это.';
comment on trigger invoice_uncredited on finance.invoice is
  'It has credit notes: reverse them first. | По счёту есть кредит-ноты: сначала сторнируйте их.';
comment on trigger payment_unsettled on finance.payment is
  'Something of it is allocated, written off or revalued: take that back first. | Часть уже разнесена, списана или переоценена: сначала отмените это.';

-- At the end of the transaction: what is reversed was taken back in the ledger, and what was taken back there is reversed.
create function finance.judge_reversed() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  taken bigint;
begin
  if tg_table_name = 'allocation' then
    if exists (
      select from finance.open_item as i
      join finance.entry_line as l on l.id = i.entry_line_id and l.posted_on = i.posted_on
      left join finance.invoice as v on v.id = i.invoice_id
      left join finance.payment as p on p.id = i.payment_id
      where i.id in (new.debit_item_id, new.credit_item_id)
        and (coalesce(v.state, p.state, 'reversed') <> 'reversed' or not exists (
          select from finance.entry as e where e.id = new.entry_id and e.reverses_id = l.entry_id)))
    then
      perform system.refuse(tg_relid::regclass, tg_name, 'entry_id');
    end if;
    return null;
  end if;
  select e.id into taken from finance.entry as e where e.reverses_id = new.entry_id and e.posted_on = new.reversed_on;
  if taken is null or exists (
    select from finance.open_item as i
    where case tg_table_name when 'invoice' then i.invoice_id else i.payment_id end = new.id and not exists (
      select from finance.allocation as a
      where i.id in (a.debit_item_id, a.credit_item_id) and a.kind = 'reversal' and a.entry_id = taken))
  then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function finance.judge_reversed is
  'Holds reversed documents against the ledger. | Сверяет сторнированные документы с журналом.';
create constraint trigger invoice_reversed_true after update of state on finance.invoice
  deferrable initially deferred for each row when (new.state = 'reversed') execute function finance.judge_reversed();
create constraint trigger payment_reversed_true after update of state on finance.payment
  deferrable initially deferred for each row when (new.state = 'reversed') execute function finance.judge_reversed();
create constraint trigger allocation_of_reversal after insert on finance.allocation
  deferrable initially deferred for each row when (new.kind = 'reversal') execute function finance.judge_reversed();
alter table finance.allocation enable always trigger allocation_of_reversal;
comment on trigger invoice_reversed_true on finance.invoice is
  'An invoice is reversed by an entry that takes back its own. | Счёт сторнируется проводкой, обратной его собственной.';
comment on trigger payment_reversed_true on finance.payment is
  'A payment is reversed by an entry that takes back its own. | Платёж сторнируется проводкой, обратной его собственной.';
comment on trigger allocation_of_reversal on finance.allocation is
  'Only the reversal of its document settles an item so. | Так позицию погашает только сторно её документа.';
