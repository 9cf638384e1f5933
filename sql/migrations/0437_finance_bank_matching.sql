-- 0437_finance_bank_matching: matching a line of a statement, and taking it back.
-- Why: a line is matched whole, and taken back whole, by reversals. Locks go from the money account to the statement, its
-- line, invoices, entries. Kind: expand. Locks: finance.bank_match, empty. Time: milliseconds. Reversible: drop the
-- functions and triggers.
create function finance.match_bank_line(p_line bigint, p_on date, p_parts jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  s finance.bank_statement;
  l finance.bank_statement_line;
  a finance.bank_account;
  day date;
  part record;
  was text;
  total numeric := 0;
  rest numeric;
begin
  select * into l from finance.bank_statement_line as k where k.id = p_line;
  select * into a from finance.bank_account as k where k.id = l.bank_account_id for key share;
  if not system.begin_verb('finance.bank_statement'::regclass, 'bank_statements', 'match', l.statement_id) then
    return null;
  end if;
  select * into s from finance.bank_statement as k where k.id = l.statement_id;
  select * into l from finance.bank_statement_line as k where k.id = p_line for no key update;
  if s.state <> 'open' then
    perform system.refuse_state('finance.bank_statement'::regclass, s.state, '{open}');
  elsif l.state <> 'open' then
    perform system.refuse_state('finance.bank_statement_line'::regclass, l.state, '{open}');
  end if;
  day := coalesce(p_on, l.booked_on, l.valued_on);
  if day is null then
    perform system.refuse('finance.bank_match'::regclass, 'bank_match_dated', 'posted_on');
  end if;
  for part in
    select e.place, (e.value ->> 'invoice_id')::bigint as id from jsonb_array_elements(p_parts) with ordinality as e (value, place)
    where e.value ->> 'invoice_id' is not null order by 2, 1
  loop
    if not system.begin_verb('finance.invoice'::regclass, 'invoices', 'allocate', part.id) then
      perform finance.refuse_part('bank_match_known', part.place, 'invoice_id');
    end if;
    select k.state into was from finance.invoice as k where k.id = part.id;
    if was <> 'posted' then
      perform finance.refuse_part('bank_match_posted', part.place, 'invoice_id', was);
    end if;
  end loop;
  -- The one part without an amount is what the others leave.
  select l.amount - coalesce(sum((e.value ->> 'amount')::numeric), 0) into rest from jsonb_array_elements(p_parts) as e
  having count(*) filter (where e.value ->> 'amount' is null) = 1;
  for part in select * from jsonb_array_elements(p_parts) with ordinality as e (value, place) order by e.place loop
    total := total + finance.match_part(s, l, a, day, part.place, rest, part.value);
  end loop;
  if total <> l.amount then
    perform system.refuse('finance.bank_match'::regclass, 'bank_match_whole', 'parts', trim_scale(l.amount)::text);
  end if;
  update finance.bank_statement_line as k set state = 'matched' where k.id = p_line;
  return p_line;
end
$$;
comment on function finance.match_bank_line is
  'Says what a line of a statement was, and posts it. | Разносит строку выписки и проводит её.';

-- What the matching posted is reversed on its own days; what was there before stays.
create function finance.unmatch_bank_line(p_line bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  s finance.bank_statement;
  l finance.bank_statement_line;
  m finance.bank_match;
  items bigint[];
  settled record;
  why constant text := 'Bank statement line unmatched';
begin
  select * into l from finance.bank_statement_line as k where k.id = p_line;
  perform from finance.bank_account as k where k.id = l.bank_account_id for key share;
  if not system.begin_verb('finance.bank_statement'::regclass, 'bank_statements', 'match', l.statement_id) then
    return null;
  end if;
  select * into s from finance.bank_statement as k where k.id = l.statement_id;
  select * into l from finance.bank_statement_line as k where k.id = p_line for no key update;
  if s.state <> 'open' then
    perform system.refuse_state('finance.bank_statement'::regclass, s.state, '{open}');
  elsif l.state <> 'matched' then
    perform system.refuse_state('finance.bank_statement_line'::regclass, l.state, '{matched}');
  end if;
  -- As whoever pays and matches does: first the invoices, then what is open, then the counters.
  select array_agg(distinct o.id) into items
  from finance.bank_match as k join finance.open_item as p on p.payment_id = k.payment_id
  left join finance.allocation as x on p.id in (x.debit_item_id, x.credit_item_id)
  join finance.open_item as o on o.id in (p.id, x.debit_item_id, x.credit_item_id)
  where k.statement_line_id = p_line and k.state = 'live' and k.made;
  perform from finance.invoice as i
  where i.id in (select o.invoice_id from finance.open_item as o where o.id = any (items)) order by i.id for no key update;
  perform from finance.open_item as o where o.id = any (items) order by o.id for no key update;
  perform finance.hold_entry_counters(array_agg(e.journal_id), array_agg(e.department_id), array_agg(e.posted_on))
  from finance.entry as e
  where e.id in (
    select coalesce(y.entry_id, n.entry_id)
    from finance.bank_match as k left join finance.payment as y on y.id = k.payment_id
    left join finance.entry_line as n on n.id = k.entry_line_id and n.posted_on = k.posted_on
    where k.statement_line_id = p_line and k.state = 'live' and k.made
    union all
    select x.entry_id from finance.allocation as x
    where x.debit_item_id = any (items) or x.credit_item_id = any (items));
  update finance.bank_statement_line as k set state = 'open' where k.id = p_line;
  for m in select * from finance.bank_match as k where k.statement_line_id = p_line and k.state = 'live' order by k.id loop
    update finance.bank_match as k set state = 'undone', undone_at = now(), undone_by = access.account_id() where k.id = m.id;
    continue when not m.made;
    if m.payment_id is null then
      perform finance.reverse_entry((select e.entry_id from finance.entry_line as e where e.id = m.entry_line_id), null, why);
      continue;
    end if;
    for settled in
      select k.id, k.allocated_on from finance.allocation as k
      where k.kind <> 'reversal' and k.reverses_id is null
        and exists (select from finance.open_item as o where o.payment_id = m.payment_id and o.id in (k.debit_item_id, k.credit_item_id))
        and not exists (select from finance.allocation as r where r.reverses_id = k.id)
      order by k.id desc
    loop
      if finance.reverse_allocation(settled.id, settled.allocated_on, why) is null then
        raise exception 'allocations.reverse' using errcode = 'insufficient_privilege';
      end if;
    end loop;
    if finance.reverse_payment(m.payment_id, (select k.paid_on from finance.payment as k where k.id = m.payment_id), why)
      is null
    then
      raise exception 'payments.reverse' using errcode = 'insufficient_privilege';
    end if;
  end loop;
  return p_line;
end
$$;
comment on function finance.unmatch_bank_line is
  'Takes back what a line of a statement was said to be. | Отменяет разнесение строки выписки.';
grant execute on function finance.match_bank_line, finance.unmatch_bank_line to crm_service;

-- Told by the functions; their names are here for what is said then.
create constraint trigger bank_match_one after insert on finance.bank_match
  for each row when (false) execute function finance.judge_bank_match();
create constraint trigger bank_match_known after insert on finance.bank_match
  for each row when (false) execute function finance.judge_bank_match();
create constraint trigger bank_match_amount after insert on finance.bank_match
  for each row when (false) execute function finance.judge_bank_match();
create constraint trigger bank_match_decimals after insert on finance.bank_match
  for each row when (false) execute function finance.judge_bank_match();
create constraint trigger bank_match_party after insert on finance.bank_match
  for each row when (false) execute function finance.judge_bank_match();
create constraint trigger bank_match_posted after insert on finance.bank_match
  for each row when (false) execute function finance.judge_bank_match();
create constraint trigger bank_match_dated after insert on finance.bank_match
  for each row when (false) execute function finance.judge_bank_match();
create constraint trigger bank_match_by_document after insert on finance.bank_match
  for each row when (false) execute function finance.judge_bank_match();
comment on trigger bank_match_one on finance.bank_match is
  'A part is one of: an invoice, a payment, a line of the ledger, an account, or a party alone. | Часть — это одно из: счёт, платёж, строка журнала, счёт учёта или только контрагент.';
comment on trigger bank_match_known on finance.bank_match is 'There is no such record. | Такой записи нет.';
comment on trigger bank_match_amount on finance.bank_match is
  'Give the amount of the part, with its sign; one part alone may go without, and takes the rest. | Укажите сумму части со знаком; без суммы может быть только одна часть: она берёт остаток.';
comment on trigger bank_match_decimals on finance.bank_match is
  'More decimals than the currency has; right would be {value}. | Знаков больше, чем у валюты; правильно: {value}.';
comment on trigger bank_match_party on finance.bank_match is
  'The invoice is of another party. | Счёт относится к другому контрагенту.';
comment on trigger bank_match_posted on finance.bank_match is
  'The invoice is {value}: only one that is posted is paid. | Состояние счёта — {value}: оплачивается только проведённый.';
comment on trigger bank_match_dated on finance.bank_match is
  'The bank told no day: give the day of posting. | Банк не указал дня: укажите дату проводки.';
comment on trigger bank_match_by_document on finance.bank_match is
  'Documents explain this account ({value}): name an invoice, a payment or a party. | Этот счёт объясняют документы ({value}): укажите счёт, платёж или контрагента.';
