-- 0416_finance_allocation_verb: allocating, taking back, writing off.
-- Why: as in 0415. Documents are locked in one order, invoices before payments, whichever of them it begins with.
-- Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.
create function finance.allocate_document(p_invoice bigint, p_payment bigint, p_to_invoice bigint, p_to_payment bigint,
  p_amount numeric, p_on date, p_oldest_first boolean) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  wanted record;
  was text;
begin
  if num_nonnulls(p_invoice, p_payment) = 0 then
    return null;
  elsif p_to_invoice = p_invoice or p_to_payment = p_payment then
    perform system.refuse('finance.allocation'::regclass, 'allocation_side',
      case when p_to_invoice = p_invoice then 'invoice_id' else 'payment_id' end);
  end if;
  for wanted in
    select * from (values ('invoice', p_invoice, true), ('invoice', p_to_invoice, false), ('payment', p_payment, true),
      ('payment', p_to_payment, false)) as d (noun, id, is_source)
    where d.id is not null order by d.noun, d.id
  loop
    if not system.begin_verb(('finance.' || wanted.noun)::regclass, wanted.noun || 's', 'allocate', wanted.id) then
      if wanted.is_source then
        return null;
      end if;
      perform system.refuse('finance.allocation'::regclass, 'allocation_known',
        case wanted.noun when 'invoice' then 'invoice_id' else 'payment_id' end);
    end if;
    execute format('select state from finance.%I where id = $1', wanted.noun) into was using wanted.id;
    if was <> 'posted' then
      perform system.refuse_state(('finance.' || wanted.noun)::regclass, was, '{posted}');
    end if;
  end loop;
  if num_nonnulls(p_to_invoice, p_to_payment, nullif(p_oldest_first, false)) <> 1 then
    perform system.refuse('finance.allocation'::regclass, 'allocation_one',
      case when num_nonnulls(p_to_invoice, p_to_payment) > 1 then 'payment_id' when p_oldest_first and
        num_nonnulls(p_to_invoice, p_to_payment) > 0 then 'oldest_first' else 'invoice_id' end);
  end if;
  return finance.allocate(p_invoice, p_payment, p_to_invoice, p_to_payment, p_amount, p_on);
end
$$;
comment on function finance.allocate_document is
  'Allocates a document by right and state. | Разносит документ по праву и состоянию.';
create function finance.allocate_payment(p_payment bigint, p_to_invoice bigint, p_to_payment bigint, p_amount numeric,
  p_on date, p_oldest_first boolean default false) returns bigint
language sql volatile security definer set search_path = pg_catalog
begin atomic
  select finance.allocate_document(null, p_payment, p_to_invoice, p_to_payment, p_amount, p_on, p_oldest_first);
end;
comment on function finance.allocate_payment is 'Allocates a payment. | Разносит платёж.';
create function finance.allocate_invoice(p_invoice bigint, p_to_invoice bigint, p_to_payment bigint, p_amount numeric,
  p_on date, p_oldest_first boolean default false) returns bigint
language sql volatile security definer set search_path = pg_catalog
begin atomic
  select finance.allocate_document(p_invoice, null, p_to_invoice, p_to_payment, p_amount, p_on, p_oldest_first);
end;
comment on function finance.allocate_invoice is
  'Allocates an invoice or credit note. | Разносит счёт или кредит-ноту.';

create function finance.reverse_allocation(p_allocation bigint, p_on date, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  a finance.allocation;
  day date;
  made bigint;
begin
  if not system.begin_verb('finance.allocation'::regclass, 'allocations', 'reverse', p_allocation) then
    return null;
  end if;
  select * into a from finance.allocation as k where k.id = p_allocation;
  if a.reverses_id is not null or a.kind = 'reversal' then
    perform system.refuse_state('finance.allocation'::regclass, 'reversal', '{allocation,write_off}');
  elsif exists (select from finance.allocation as k where k.reverses_id = a.id) then
    perform system.refuse_state('finance.allocation'::regclass, 'reversed', '{allocation,write_off}');
  end if;
  perform from finance.open_item as i where i.id in (a.debit_item_id, a.credit_item_id) order by i.id for no key update;
  day := coalesce(p_on, greatest(current_date, a.allocated_on));
  insert into finance.allocation (owner_id, department_id, kind, allocated_on, debit_item_id, credit_item_id, debit_amount,
    credit_amount, debit_base, credit_base, reverses_id, reason, entry_id)
  select access.account_id(), a.department_id, a.kind, day, a.debit_item_id, a.credit_item_id, -a.debit_amount,
    -a.credit_amount, -a.debit_base, -a.credit_base, a.id, p_reason, finance.reverse_entry(a.entry_id, day, p_reason)
  returning id into made;
  return made;
end
$$;
comment on function finance.reverse_allocation is 'Takes an allocation back. | Отменяет разнесение.';

-- What is left of a document is given up, or so much of it, within the limit of its currency.
create function finance.write_off(p_invoice bigint, p_payment bigint, p_amount numeric, p_on date, p_reason text)
returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  i finance.open_item;
  rest numeric := p_amount;
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
    insert into finance.allocation (owner_id, department_id, kind, allocated_on, debit_item_id, credit_item_id,
      debit_amount, credit_amount, debit_base, credit_base, reason, entry_id)
    select access.account_id(), i.department_id, 'write_off', day, case when factor > 0 then i.id end,
      case when factor < 0 then i.id end, case when factor > 0 then take end, case when factor < 0 then take end,
      case when factor > 0 then base end, case when factor < 0 then base end, p_reason,
      finance.post_entry(finance.journal_of('general'), day, p_reason, i.department_id, jsonb_build_array(
        finance.ledger_line(finance.account_for('write_off'), factor * base, i.currency, factor * take, i.party_id),
        finance.ledger_line(i.account_id, -factor * base, i.currency, -factor * take, i.party_id)))
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
comment on function finance.write_off is
  'Gives up what is left of a document. | Списывает остаток документа.';
create function finance.write_off_invoice(p_invoice bigint, p_amount numeric, p_on date, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  if not system.begin_verb('finance.invoice'::regclass, 'invoices', 'write_off', p_invoice) then
    return null;
  end if;
  select k.state into was from finance.invoice as k where k.id = p_invoice;
  if was <> 'posted' then
    perform system.refuse_state('finance.invoice'::regclass, was, '{posted}');
  end if;
  return finance.write_off(p_invoice, null, p_amount, p_on, p_reason);
end
$$;
comment on function finance.write_off_invoice is 'Writes off an invoice. | Списывает счёт.';
create function finance.write_off_payment(p_payment bigint, p_amount numeric, p_on date, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  if not system.begin_verb('finance.payment'::regclass, 'payments', 'write_off', p_payment) then
    return null;
  end if;
  select k.state into was from finance.payment as k where k.id = p_payment;
  if was <> 'posted' then
    perform system.refuse_state('finance.payment'::regclass, was, '{posted}');
  end if;
  return finance.write_off(null, p_payment, p_amount, p_on, p_reason);
end
$$;
comment on function finance.write_off_payment is 'Writes off a payment. | Списывает платёж.';
grant execute on function finance.allocate_payment, finance.allocate_invoice, finance.reverse_allocation,
  finance.write_off_invoice, finance.write_off_payment to crm_service;
create constraint trigger allocation_one after insert on finance.allocation
  for each row when (false) execute function finance.judge_allocation();
create constraint trigger allocation_known after insert on finance.allocation
  for each row when (false) execute function finance.judge_allocation();
alter table finance.allocation enable always trigger allocation_one, enable always trigger allocation_known;
comment on trigger allocation_one on finance.allocation is
  'Say against what: one of invoice_id, payment_id and oldest_first. | Укажите, с чем разнести: одно из invoice_id, payment_id и oldest_first.';
comment on trigger allocation_known on finance.allocation is
  'There is no such document. | Такого документа нет.';
