-- 0414_finance_posting_verb: posting invoices and payments.
-- Why: as in 0413. Kind: expand. Locks: finance.invoice, for triggers. Time: milliseconds. Reversible: drop them.
create function finance.post_invoice(p_invoice bigint, p_on date) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  i finance.invoice;
  wanted text := 'draft';
begin
  -- What is credited is locked before its credit note, like by who allocates one against the other.
  perform from finance.invoice as k
  where k.id = (select c.credits_id from finance.invoice as c where c.id = p_invoice) for no key update;
  if not system.begin_verb('finance.invoice'::regclass, 'invoices', 'post', p_invoice) then
    return null;
  end if;
  select * into i from finance.invoice as k where k.id = p_invoice;
  if i.kind = 'invoice' and (i.order_id is not null or exists (
    select from finance.invoice_line as l where l.invoice_id = i.id and l.order_line_id is not null))
  then
    wanted := 'matched';
  end if;
  if i.state <> wanted then
    perform system.refuse_state('finance.invoice'::regclass, i.state, array[wanted]);
  end if;
  perform finance.book_invoice(i.id, p_on);
  return i.id;
end
$$;
comment on function finance.post_invoice is 'Posts an invoice. | Проводит счёт.';

-- What a payment is before it is allocated: an advance.
create function finance.book_payment(p_payment bigint) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  p finance.payment;
  money bigint;
  owed numeric;
  owed_base numeric;
  given text;
  made bigint;
begin
  select * into p from finance.payment as k where k.id = p_payment for no key update;
  money := coalesce(p.account_id, finance.account_for('bank'));
  if finance.kept_by_documents(money) is not null then
    perform system.refuse('finance.payment'::regclass, 'payment_by_document', 'account_id', finance.kept_by_documents(money));
  elsif money <> all (finance.money_accounts()) then
    perform system.refuse('finance.payment'::regclass, 'payment_money', 'account_id');
  end if;
  owed := case p.direction when 'in' then -p.amount else p.amount end;
  owed_base := finance.to_base(owed, p.currency, p.paid_on);
  given := system.next_number('payment', p.department_id, p.paid_on);
  made := finance.post_entry(
    finance.journal_of(case when money = (select u.account_id from finance.account_use as u where u.use = 'cash')
      or exists (select from finance.bank_account as b where b.account_id = money and b.kind = 'cash')
      then 'cash' else 'bank' end),
    p.paid_on, concat_ws(' ', given, p.reference), p.department_id, jsonb_build_array(
      finance.ledger_line(
        finance.account_for(case p.side when 'customer' then 'advance_received' else 'advance_paid' end),
        owed_base, p.currency, owed, p.party_id, p.project_id, p.contract_id),
      finance.ledger_line(money, -owed_base, p.currency, -owed, p.party_id, p.project_id, p.contract_id)));
  update finance.payment as k set state = 'posted', number = given, entry_id = made, account_id = money where k.id = p.id;
  insert into finance.open_item (entry_line_id, side, payment_id, party_id, department_id, account_id, posted_on, due_on,
    currency, amount, base_amount)
  select l.id, p.side, p.id, l.party_id, e.department_id, l.account_id, e.posted_on, e.posted_on, l.currency, l.amount,
    l.debit - l.credit
  from finance.entry as e
  join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on and l.position = 1 where e.id = made;
  return made;
end
$$;
comment on function finance.book_payment is
  'Posts a payment; for functions of the owner. | Проводит платёж; для функций владельца.';

create function finance.post_payment(p_payment bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  if not system.begin_verb('finance.payment'::regclass, 'payments', 'post', p_payment) then
    return null;
  end if;
  select k.state into was from finance.payment as k where k.id = p_payment;
  if was <> 'draft' then
    perform system.refuse_state('finance.payment'::regclass, was, '{draft}');
  end if;
  perform finance.book_payment(p_payment);
  return p_payment;
end
$$;
comment on function finance.post_payment is 'Posts a payment. | Проводит платёж.';
grant execute on function finance.post_invoice, finance.post_payment to crm_service;

-- At the end of the transaction: the ledger holds what the document comes to.
create function finance.judge_posted() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  said numeric;
  held numeric;
begin
  if tg_table_name = 'invoice' then
    select s.gross * case when i.direction = 'customer' then 1 else -1 end * case i.kind when 'invoice' then 1 else -1 end
    into said from finance.invoice as i cross join lateral finance.invoice_sums(i.id) as s where i.id = new.id;
    select sum(o.amount) into held from finance.open_item as o join finance.entry_line as l
      on l.id = o.entry_line_id and l.posted_on = o.posted_on
    where o.invoice_id = new.id and l.entry_id = (to_jsonb(new) ->> 'entry_id')::bigint;
  else
    select case p.direction when 'in' then -p.amount else p.amount end into said
    from finance.payment as p where p.id = new.id;
    select sum(o.amount) into held from finance.open_item as o join finance.entry_line as l
      on l.id = o.entry_line_id and l.posted_on = o.posted_on
    where o.payment_id = new.id and l.entry_id = (to_jsonb(new) ->> 'entry_id')::bigint;
  end if;
  if said is distinct from held then
    perform system.refuse(tg_relid::regclass, tg_name, 'entry_id', trim_scale(held)::text);
  end if;
  return null;
end
$$;
comment on function finance.judge_posted is
  'Holds a posted document against its items. | Сверяет проведённый документ с его позициями.';
create constraint trigger invoice_posted_true after update of entry_id on finance.invoice
  deferrable initially deferred for each row when (new.entry_id is not null) execute function finance.judge_posted();
create constraint trigger payment_posted_true after update of entry_id on finance.payment
  deferrable initially deferred for each row when (new.entry_id is not null) execute function finance.judge_posted();
create constraint trigger invoice_has_lines after insert on finance.invoice
  for each row when (false) execute function finance.judge_posted();
create constraint trigger invoice_worth after insert on finance.invoice
  for each row when (false) execute function finance.judge_posted();
create constraint trigger invoice_credit_within after insert on finance.invoice
  for each row when (false) execute function finance.judge_posted();
comment on trigger invoice_posted_true on finance.invoice is
  'The ledger holds another amount than the invoice comes to: {value}. | В журнале другая сумма, не та, что в счёте: {value}.';
comment on trigger payment_posted_true on finance.payment is
  'The ledger holds another amount than was paid: {value}. | В журнале другая сумма, не та, что в платеже: {value}.';
comment on trigger invoice_has_lines on finance.invoice is
  'An invoice of ours without lines cannot be posted. | Наш счёт без строк нельзя провести.';
comment on trigger invoice_worth on finance.invoice is
  'The invoice comes to 0: there is nothing to post. | Сумма счёта — 0: проводить нечего.';
comment on trigger invoice_credit_within on finance.invoice is
  'The credit notes would take back more than the invoice came to: at most {value} is left. | Кредит-ноты превысили бы счёт: осталось не больше {value}.';
