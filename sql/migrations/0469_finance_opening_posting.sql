-- 0469_finance_opening_posting: opening balances come into the ledger as they are entered, and go back out by a verb.
-- Why: what was entered and is not in the ledger would be a second truth. Kind: expand. Locks: finance.opening_balance,
-- empty. Time: milliseconds. Reversible: drop the triggers and functions.
create function finance.post_opening() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  base constant text := finance.base_currency();
  worth numeric := new.base_amount;
  use text;
  made bigint;
  place text;
  rule text;
  told text;
begin
  select u.use into use from finance.account_use as u
  where u.account_id = new.account_id and u.use in ('receivable', 'payable', 'advance_received', 'advance_paid')
  order by u.id limit 1;
  if use is not null and new.party_id is null then
    perform system.refuse(tg_relid::regclass, 'opening_balance_party', 'party_id', use);
  elsif new.account_id = finance.account_for('opening') then
    perform system.refuse(tg_relid::regclass, 'opening_balance_other', 'account_id');
  elsif new.currency = base and worth <> new.amount then
    perform system.refuse(tg_relid::regclass, 'opening_balance_same', 'base_amount', trim_scale(new.amount)::text);
  end if;
  perform finance.refuse_decimals(tg_relid::regclass, 'opening_balance_decimals', new.currency,
    jsonb_build_object('amount', new.amount));
  perform finance.refuse_decimals(tg_relid::regclass, 'opening_balance_decimals', base,
    jsonb_build_object('base_amount', new.base_amount));
  worth := coalesce(worth, finance.to_base(new.amount, new.currency, new.opened_on));
  begin
    made := finance.post_entry(finance.journal_of('opening'), new.opened_on, concat_ws(' ', 'Opening', new.reference),
      new.department_id, jsonb_build_array(
        finance.ledger_line(new.account_id, worth, new.currency, new.amount, new.party_id),
        finance.ledger_line(finance.account_for('opening'), -worth, base, -worth, new.party_id)));
  exception when check_violation then
    -- What the ledger says of its day and its line is told of the day and the fields here.
    get stacked diagnostics place = column_name, rule = constraint_name, told = pg_exception_hint;
    place := case when place = 'posted_on' then 'opened_on' else substring(place from '^lines/0/((?:account|party)_id|currency)$') end;
    if place is null then
      raise;
    end if;
    perform system.refuse((case place when 'opened_on' then 'finance.entry' else 'finance.entry_line' end)::regclass,
      rule, place, told);
  end;
  update finance.opening_balance as o set entry_id = made, base_amount = worth where o.id = new.id;
  if use is not null then
    insert into finance.open_item (entry_line_id, side, reference, party_id, department_id, account_id, posted_on, due_on,
      currency, amount, base_amount)
    select l.id, case when use in ('receivable', 'advance_received') then 'customer' else 'supplier' end, new.reference,
      l.party_id, e.department_id, l.account_id, e.posted_on, coalesce(new.due_on, new.opened_on), l.currency, l.amount,
      l.debit - l.credit
    from finance.entry as e join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on and l.position = 1 where e.id = made;
  end if;
  return null;
end
$$;
comment on function finance.post_opening is 'Posts an opening balance. | Проводит начальный остаток.';
create trigger opening_balance_a_post after insert on finance.opening_balance
  for each row execute function finance.post_opening();
comment on trigger opening_balance_a_post on finance.opening_balance is
  'Posts it. | Проводит его.';

-- After the entry was written, which a year that is being closed waits for, or which waits for that.
create function finance.judge_opening() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_name = 'opening_balance_before_close' then
    if exists (select from finance.fiscal_year as y where y.state <> 'open') then
      perform system.refuse(tg_relid::regclass, tg_name, '');
    end if;
  elsif tg_name = 'opening_balance_true' then
    if not exists (
      select from finance.opening_balance as o join finance.entry as e on e.id = o.entry_id
      join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on and l.position = 1
      where o.id = new.id and row(l.account_id, l.currency, l.amount, l.debit - l.credit, e.posted_on)
          is not distinct from row(o.account_id, o.currency, o.amount, o.base_amount, o.opened_on)
        and (o.state = 'reversed') = exists (select from finance.entry as r where r.reverses_id = e.id))
    then
      perform system.refuse(tg_relid::regclass, tg_name, 'entry_id');
    end if;
  elsif tg_op = 'DELETE' or not system.merged(to_jsonb(old), to_jsonb(new)) then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function finance.judge_opening is 'Judges an opening balance. | Проверяет начальный остаток.';
create constraint trigger opening_balance_before_close after insert or update on finance.opening_balance
  for each row execute function finance.judge_opening();
create constraint trigger opening_balance_true after insert or update on finance.opening_balance
  deferrable initially deferred for each row execute function finance.judge_opening();
create constraint trigger opening_balance_stays after update on finance.opening_balance
  for each row when (old.state = 'reversed' or old.entry_id is not null and row(old.opened_on, old.account_id, old.party_id,
    old.reference, old.due_on, old.currency, old.amount, old.base_amount, old.entry_id, old.department_id)
    is distinct from row(new.opened_on, new.account_id, new.party_id, new.reference, new.due_on, new.currency, new.amount,
    new.base_amount, new.entry_id, new.department_id)) execute function finance.judge_opening();
create constraint trigger opening_balance_kept after delete on finance.opening_balance
  for each row execute function finance.judge_opening();
-- Their names are here for what is said then.
create constraint trigger opening_balance_party after insert on finance.opening_balance
  for each row when (false) execute function finance.judge_opening();
create constraint trigger opening_balance_other after insert on finance.opening_balance
  for each row when (false) execute function finance.judge_opening();
create constraint trigger opening_balance_same after insert on finance.opening_balance
  for each row when (false) execute function finance.judge_opening();
create constraint trigger opening_balance_decimals after insert on finance.opening_balance
  for each row when (false) execute function finance.judge_opening();
create constraint trigger opening_balance_unsettled after insert on finance.opening_balance
  for each row when (false) execute function finance.judge_opening();
comment on trigger opening_balance_before_close on finance.opening_balance is
  'A year is closed: opening balances stay as they are. | Год закрыт: начальные остатки больше не меняются.';
comment on trigger opening_balance_true on finance.opening_balance is
  'The ledger says the same. | В учёте то же самое.';
comment on trigger opening_balance_stays on finance.opening_balance is
  'What was posted stays: reverse it and enter it anew. | Проведённое не меняется: сторнируйте и внесите заново.';
comment on trigger opening_balance_kept on finance.opening_balance is
  'What was posted stays: reverse it. | Проведённое не удаляется: сторнируйте.';
comment on trigger opening_balance_party on finance.opening_balance is
  'The account is of parties ({value}): say whose balance it is. | Счёт расчётов с контрагентами ({value}): укажите, чей остаток.';
comment on trigger opening_balance_other on finance.opening_balance is
  'This account stands opposite all opening balances. | Этот счёт стоит напротив всех начальных остатков.';
comment on trigger opening_balance_same on finance.opening_balance is
  'In the currency of the books it is the amount itself: {value}. | В валюте учёта это та же сумма: {value}.';
comment on trigger opening_balance_decimals on finance.opening_balance is
  'Money of this currency has fewer decimals: {value}. | У денег этой валюты меньше знаков: {value}.';
comment on trigger opening_balance_unsettled on finance.opening_balance is
  'Something was allocated to it: take that back first. | По нему есть разнесения: сначала отмените их.';

create function finance.reverse_opening(p_id bigint, p_on date, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  o finance.opening_balance;
  i finance.open_item;
  day date;
  made bigint;
begin
  if not system.begin_verb('finance.opening_balance'::regclass, 'opening_balances', 'reverse', p_id) then
    return null;
  end if;
  select * into o from finance.opening_balance as k where k.id = p_id;
  if o.state <> 'posted' then
    perform system.refuse_state('finance.opening_balance'::regclass, o.state, '{posted}');
  end if;
  select k.* into i from finance.entry_line as l join finance.open_item as k
    on k.entry_line_id = l.id and k.posted_on = l.posted_on
  where l.entry_id = o.entry_id for no key update of k;
  if i.settled <> 0 or i.revalued <> 0 then
    perform system.refuse('finance.opening_balance'::regclass, 'opening_balance_unsettled', '');
  end if;
  day := coalesce(p_on, o.opened_on);
  made := finance.reverse_entry(o.entry_id, day, p_reason);
  if i.id is not null then
    insert into finance.allocation (owner_id, department_id, kind, allocated_on, debit_item_id, credit_item_id, debit_amount,
      credit_amount, debit_base, credit_base, reason, entry_id)
    values (access.account_id(), i.department_id, 'reversal', day, case when i.amount > 0 then i.id end,
      case when i.amount < 0 then i.id end, case when i.amount > 0 then i.amount end, case when i.amount < 0 then -i.amount end,
      case when i.amount > 0 then i.base_amount end, case when i.amount < 0 then -i.base_amount end, p_reason, made);
  end if;
  update finance.opening_balance as k set state = 'reversed', reversed_on = day, reversal_reason = p_reason
  where k.id = p_id;
  return p_id;
end
$$;
comment on function finance.reverse_opening is 'Takes an opening balance back. | Сторнирует начальный остаток.';
grant execute on function finance.reverse_opening to crm_service;
