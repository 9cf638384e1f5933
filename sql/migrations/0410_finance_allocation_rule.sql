-- 0410_finance_allocation_rule: an allocation settles items of one party, within both, and stays.
-- Why: the item's row is the lock: whoever comes second adds to what the first has left, and a CHECK says whether that is
-- too much. Kind: expand. Locks: finance.open_item, finance.allocation, empty. Time: milliseconds. Forward only.

create function finance.refuse_settlement_change() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.refuse(tg_relid::regclass, tg_table_name || '_stays', '');
  return null;
end
$$;
comment on function finance.refuse_settlement_change is
  'Keeps what was settled as it was. | Не даёт менять погашенное.';

create function finance.judge_allocation() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  d finance.open_item;
  c finance.open_item;
  was finance.allocation;
  allowed numeric;
  given numeric;
begin
  perform system.demand_read_committed();
  -- The rows are locked in one order by all who allocate.
  perform from finance.open_item as i where i.id in (new.debit_item_id, new.credit_item_id) order by i.id for no key update;
  select * into d from finance.open_item as i where i.id = new.debit_item_id;
  select * into c from finance.open_item as i where i.id = new.credit_item_id;
  case tg_name
    when 'allocation_party' then
      if finance.party_of(d.party_id) <> finance.party_of(c.party_id) then
        perform system.refuse(tg_relid::regclass, tg_name, '', (select p.name from clients.party as p where p.id = d.party_id));
      end if;
    when 'allocation_side' then
      if d.amount < 0 or c.amount > 0 then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    when 'allocation_day' then
      if new.allocated_on < greatest(d.posted_on, c.posted_on) then
        perform system.refuse(tg_relid::regclass, tg_name, 'allocated_on', greatest(d.posted_on, c.posted_on)::text);
      end if;
    when 'allocation_currency' then
      if d.currency = c.currency and new.debit_amount <> new.credit_amount
        or d.currency <> c.currency and new.reverses_id is null
        and new.credit_amount <> finance.across(new.debit_amount, d.currency, c.currency, new.allocated_on)
        and new.debit_amount <> finance.across(new.credit_amount, c.currency, d.currency, new.allocated_on)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'amount');
      end if;
    when 'allocation_within_limit' then
      -- All parts of the document together.
      select least(l.amount, finance.round_money(abs(sum(k.amount)) * l.percent * 0.01, min(k.currency))),
        (select sum(coalesce(a.debit_amount, a.credit_amount)) from finance.allocation as a
          where a.kind = 'write_off' and coalesce(a.debit_item_id, a.credit_item_id) = any (array_agg(k.id)))
      into allowed, given
      from finance.open_item as k left join finance.write_off_limit as l on l.currency = k.currency
      where k.id = coalesce(d.id, c.id) or k.invoice_id = coalesce(d.invoice_id, c.invoice_id)
        or k.payment_id = coalesce(d.payment_id, c.payment_id)
      group by l.amount, l.percent;
      if given > coalesce(allowed, 0) then
        perform system.refuse(tg_relid::regclass, tg_name, 'amount',
          concat_ws(' ', trim_scale(coalesce(allowed, 0)), coalesce(d.currency, c.currency)));
      end if;
    else
      select * into was from finance.allocation as a where a.id = new.reverses_id;
      if was.reverses_id is not null or new.allocated_on < was.allocated_on
        or row(new.kind, new.debit_item_id, new.credit_item_id, -new.debit_amount, -new.credit_amount, -new.debit_base,
          -new.credit_base) is distinct from row(was.kind, was.debit_item_id, was.credit_item_id, was.debit_amount,
          was.credit_amount, was.debit_base, was.credit_base)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'allocated_on', was.allocated_on::text);
      end if;
  end case;
  return null;
end
$$;
comment on function finance.judge_allocation is
  'Keeps the rules of allocations. | Следит за правилами разнесений.';

-- What an amount is in another currency on a day, in money of it.
create function finance.across(p_amount numeric, p_from text, p_to text, p_on date) returns numeric
language sql stable set search_path = pg_catalog
begin atomic
  select finance.round_money(p_amount * finance.rate_on(p_from, p_on) / finance.rate_on(p_to, p_on), p_to);
end;
comment on function finance.across is
  'An amount in another currency. | Сумма в другой валюте.';

-- From when on nothing is left, null while something is; and before when all of it was.
create function finance.settle_items() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update finance.open_item as i set settled = i.settled + k.amount, settled_base = i.settled_base + k.base,
    first_settled_on = least(i.first_settled_on, new.allocated_on),
    settled_on = case when i.settled + k.amount = abs(i.amount) then greatest(i.posted_on, (
      -- What was taken back on its own day has settled nothing.
      select max(d.day) from (
        select a.allocated_on as day from finance.allocation as a where a.debit_item_id = i.id
        group by a.allocated_on having sum(a.debit_amount) <> 0
        union all
        select a.allocated_on from finance.allocation as a where a.credit_item_id = i.id
        group by a.allocated_on having sum(a.credit_amount) <> 0) as d)) end
  from (values (new.debit_item_id, new.debit_amount, new.debit_base),
    (new.credit_item_id, new.credit_amount, new.credit_base)) as k (id, amount, base)
  where i.id = k.id;
  return null;
end
$$;
comment on function finance.settle_items is
  'Adds to what is settled of the items. | Прибавляет погашенное к позициям.';

-- At the end: what the row of an item says is what its allocations do.
create function finance.judge_open_item() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  i finance.open_item;
  said record;
begin
  select * into i from finance.open_item as k where k.id = new.id;
  if tg_name = 'open_item_true' then
    if not exists (
      select from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
      where l.id = i.entry_line_id and l.posted_on = i.posted_on and row(l.account_id, l.party_id, l.currency, l.amount, l.debit - l.credit,
        e.posted_on, e.department_id) is not distinct from row(i.account_id, i.party_id, i.currency, i.amount,
        i.base_amount, i.posted_on, i.department_id))
      or finance.kept_by_documents(i.account_id) is null
    then
      perform system.refuse(tg_relid::regclass, tg_name, '');
    end if;
    return null;
  end if;
  if i.amount > 0 then
    select coalesce(sum(d.amount), 0) as amount, coalesce(sum(d.base), 0) as base, min(d.day) as first,
      max(d.day) filter (where d.amount <> 0) as day, max(d.day) filter (where d.until > abs(i.amount)) as beyond
    into said from (
      select a.allocated_on as day, sum(a.debit_amount) as amount, sum(a.debit_base) as base,
        sum(sum(a.debit_amount)) over (order by a.allocated_on) as until
      from finance.allocation as a where a.debit_item_id = i.id group by a.allocated_on) as d;
  else
    select coalesce(sum(d.amount), 0) as amount, coalesce(sum(d.base), 0) as base, min(d.day) as first,
      max(d.day) filter (where d.amount <> 0) as day, max(d.day) filter (where d.until > abs(i.amount)) as beyond
    into said from (
      select a.allocated_on as day, sum(a.credit_amount) as amount, sum(a.credit_base) as base,
        sum(sum(a.credit_amount)) over (order by a.allocated_on) as until
      from finance.allocation as a where a.credit_item_id = i.id group by a.allocated_on) as d;
  end if;
  if said.beyond is not null then
    perform system.refuse('finance.allocation'::regclass, 'allocation_ever_within', 'allocated_on', said.beyond::text);
  elsif row(i.settled, i.settled_base, i.first_settled_on) is distinct from row(said.amount, said.base, said.first)
    or i.settled_on <> greatest(i.posted_on, said.day)
  then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function finance.judge_open_item is
  'Holds an item against the ledger and its allocations. | Сверяет позицию с журналом и разнесениями.';
