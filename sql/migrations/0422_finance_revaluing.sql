-- 0422_finance_revaluing: revaluing, taking the last revaluation back, and what both leave as it is.
-- Why: as in 0421. What was settled after the day has its difference in its own entry, so its part of the revaluation
-- goes back the day after. Kind: expand. Locks: finance.open_item, finance.allocation, for triggers. Time: milliseconds.
-- Reversible: drop functions and triggers.

-- What is open at a day in other currencies than that of the books, and what it is carried at.
create function finance.revaluable(p_on date)
returns table (open_item_id bigint, account_id bigint, party_id bigint, currency text, amount numeric, carried numeric,
  left_amount numeric, left_base numeric)
language sql stable set search_path = pg_catalog
begin atomic
  select i.id, i.account_id, i.party_id, i.currency, i.amount - coalesce(d.amount, 0) + coalesce(c.amount, 0),
    i.base_amount + coalesce(r.base, 0) - coalesce(d.base, 0) + coalesce(c.base, 0), abs(i.amount) - i.settled,
    i.base_amount + i.revalued - i.settled_base * sign(i.amount)
  from finance.open_item as i
  cross join lateral (
    select sum(a.debit_amount) as amount, sum(a.debit_base) as base from finance.allocation as a
    where a.debit_item_id = i.id and a.allocated_on <= p_on) as d
  cross join lateral (
    select sum(a.credit_amount) as amount, sum(a.credit_base) as base from finance.allocation as a
    where a.credit_item_id = i.id and a.allocated_on <= p_on) as c
  cross join lateral (
    select sum(l.kept) as base from finance.revaluation_line as l join finance.revaluation as v on v.id = l.revaluation_id
    where l.open_item_id = i.id and v.state = 'posted') as r
  where i.currency <> finance.base_currency() and i.payment_id is null
    and daterange(i.posted_on, i.settled_on) operator(pg_catalog.@>) p_on
    and i.amount - coalesce(d.amount, 0) + coalesce(c.amount, 0) <> 0
  union all
  select null, b.account_id, null, b.currency, sum(b.amount), sum(b.debit - b.credit), abs(sum(b.amount)),
    sum(b.debit - b.credit)
  from finance.balance as b join finance.account as a on a.id = b.account_id
  where b.currency <> finance.base_currency() and a.type in ('asset', 'liability')
    and case b.grain when 'month' then b.starts_on < date_trunc('month', p_on)
      when 'day' then b.starts_on between date_trunc('month', p_on) and p_on end
    and (a.currency = b.currency or exists (select from finance.payment as p where p.account_id = a.id and p.entry_id is not null)
      or exists (select from finance.account_use as u where u.account_id = a.id and u.use in ('bank', 'cash')))
    and not exists (select from finance.open_item as i where i.account_id = a.id)
  group by b.account_id, b.currency;
end;
comment on function finance.revaluable is
  'What is open in other currencies at a day. | Что открыто в других валютах на день.';

-- Lines of an entry that revalues by so much, and what stands opposite.
create function finance.revaluing_lines(p_revaluation bigint, p_returned boolean) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  with d as (
    select l.account_id, l.party_id, l.currency, sum(case when p_returned then l.kept - l.difference else l.difference end) as base
    from finance.revaluation_line as l where l.revaluation_id = p_revaluation
    group by l.open_item_id, l.account_id, l.party_id, l.currency)
  select jsonb_agg(k.line) from (
    select finance.ledger_line(d.account_id, d.base, d.currency, 0, d.party_id) as line from d where d.base <> 0
    union all
    select finance.ledger_line(finance.account_for(case when (s.base > 0) <> p_returned then 'exchange_gain' else 'exchange_loss' end),
      -s.base, finance.base_currency(), -s.base, null)
    from (select sum(d.base) as base from d where d.base <> 0 group by d.base > 0) as s) as k;
end;
comment on function finance.revaluing_lines is
  'Lines of the entry of a revaluation. | Строки проводки переоценки.';

create function finance.book_revaluation(p_revaluation bigint) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  v finance.revaluation;
  items bigint[];
  free date;
  lines jsonb;
  back jsonb;
begin
  select * into v from finance.revaluation as k where k.id = p_revaluation for no key update;
  lock table finance.revaluation_line in share row exclusive mode;
  -- Until another one was reversed, the ledger has its differences too.
  select max(case k.state when 'posted' then k.revalued_on + 1 else k.reversed_on end) into free
  from finance.revaluation as k
  where k.state = 'posted' and k.revalued_on >= v.revalued_on or k.state = 'reversed' and k.reversed_on > v.revalued_on;
  if free is not null then
    perform system.refuse('finance.revaluation'::regclass, 'revaluation_in_order', 'revalued_on', free::text);
  end if;
  -- Items that are posted or opened again meanwhile come after the revaluation: nobody holds them for it.
  select array_agg(o.id) into items
  from (
    select i.id from finance.open_item as i
    where i.currency <> finance.base_currency() and i.payment_id is null
      and daterange(i.posted_on, i.settled_on) operator(pg_catalog.@>) v.revalued_on
    order by i.id for no key update) as o;
  insert into finance.revaluation_line (revaluation_id, open_item_id, account_id, party_id, currency, amount, rate, carried,
    difference, kept, left_amount)
  select v.id, r.open_item_id, r.account_id, r.party_id, r.currency, r.amount, r.rate, r.carried, r.worth - r.carried,
    -- What is left of what was open is worth its part from now on, whatever it was carried at.
    case when r.left_amount >= abs(r.amount)
      then r.worth - coalesce(finance.round_money(r.left_base * abs(r.amount) / nullif(r.left_amount, 0), finance.base_currency()),
        r.left_base)
      else finance.round_money(r.worth * r.left_amount / abs(r.amount), finance.base_currency()) - r.left_base end,
    r.left_amount
  from (
    select k.*, finance.rate_on(k.currency, v.revalued_on) as rate,
      finance.to_base(k.amount, k.currency, v.revalued_on) as worth
    from finance.revaluable(v.revalued_on) as k
    where k.open_item_id is null or k.open_item_id = any (items)) as r;
  lines := finance.revaluing_lines(v.id, false);
  back := finance.revaluing_lines(v.id, true);
  if lines is null then
    perform system.refuse('finance.revaluation'::regclass, 'revaluation_something', '');
  end if;
  update finance.revaluation as k set state = 'posted',
    entry_id = finance.post_entry(finance.journal_of('exchange'), v.revalued_on, coalesce(v.note, 'Revaluation'),
      v.department_id, lines),
    return_entry_id = case when back is not null then finance.post_entry(finance.journal_of('exchange'), v.revalued_on + 1,
      coalesce(v.note, 'Revaluation'), v.department_id, back) end
  where k.id = v.id;
  update finance.open_item as i set revalued = i.revalued + l.kept
  from finance.revaluation_line as l where l.revaluation_id = v.id and l.open_item_id = i.id and l.kept <> 0;
end
$$;
comment on function finance.book_revaluation is
  'Writes a revaluation into the ledger. | Проводит переоценку в учёте.';

create function finance.post_revaluation(p_revaluation bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  was text;
begin
  if not system.begin_verb('finance.revaluation'::regclass, 'revaluations', 'post', p_revaluation) then
    return null;
  end if;
  select k.state into was from finance.revaluation as k where k.id = p_revaluation;
  if was <> 'draft' then
    perform system.refuse_state('finance.revaluation'::regclass, was, '{draft}');
  end if;
  perform finance.book_revaluation(p_revaluation);
  return p_revaluation;
end
$$;
comment on function finance.post_revaluation is 'Posts a revaluation. | Проводит переоценку.';

create function finance.reverse_revaluation(p_revaluation bigint, p_on date, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v finance.revaluation;
  day date;
  settled date;
begin
  if not system.begin_verb('finance.revaluation'::regclass, 'revaluations', 'reverse', p_revaluation) then
    return null;
  end if;
  select * into v from finance.revaluation as k where k.id = p_revaluation;
  if v.state <> 'posted' then
    perform system.refuse_state('finance.revaluation'::regclass, v.state, '{posted}');
  end if;
  lock table finance.revaluation_line in share row exclusive mode;
  if exists (select from finance.revaluation as k where k.state = 'posted' and k.revalued_on > v.revalued_on) then
    perform system.refuse('finance.revaluation'::regclass, 'revaluation_last', '');
  end if;
  perform from finance.open_item as i
  where i.id in (select l.open_item_id from finance.revaluation_line as l where l.revaluation_id = v.id)
  order by i.id for no key update;
  if exists (
    select from finance.revaluation_line as l
    join finance.allocation as a on l.open_item_id in (a.debit_item_id, a.credit_item_id)
    where l.revaluation_id = v.id and l.kept <> 0 and a.entry_id > v.entry_id
      and a.reverses_id is null and not exists (select from finance.allocation as b where b.reverses_id = a.id))
  then
    perform system.refuse('finance.revaluation'::regclass, 'revaluation_unsettled', '');
  end if;
  day := coalesce(p_on, v.revalued_on);
  -- What was allocated since, and taken back, had its part of the revaluation until then.
  select max(a.allocated_on) into settled
  from finance.revaluation_line as l join finance.allocation as a on l.open_item_id in (a.debit_item_id, a.credit_item_id)
  where l.revaluation_id = v.id and (l.difference <> 0 or l.kept <> 0) and a.entry_id > v.entry_id;
  if day < settled then
    perform system.refuse('finance.revaluation'::regclass, 'revaluation_reversed_after', 'reversed_on', settled::text);
  end if;
  perform finance.reverse_entry(v.entry_id, day, p_reason);
  if v.return_entry_id is not null then
    perform finance.reverse_entry(v.return_entry_id, greatest(day, v.revalued_on + 1), p_reason);
  end if;
  update finance.revaluation as k set state = 'reversed', reversed_on = day, reversal_reason = p_reason where k.id = v.id;
  update finance.open_item as i set revalued = i.revalued - l.kept
  from finance.revaluation_line as l where l.revaluation_id = v.id and l.open_item_id = i.id and l.kept <> 0;
  return v.id;
end
$$;
comment on function finance.reverse_revaluation is 'Reverses a revaluation. | Сторнирует переоценку.';
grant execute on function finance.post_revaluation, finance.reverse_revaluation to crm_service;
