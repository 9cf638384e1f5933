-- 0471_finance_year_closing: the verbs that close a year and open it again, and the order of both.
-- Why: as in 0470. Kind: expand. Locks: a trigger on finance.fiscal_year. Time: milliseconds. Reversible: drop them.

-- What stood on an account after a year; years end with months.
create function finance.year_balances(p_until date)
returns table (account_id bigint, party_id bigint, department_id bigint, currency text, amount numeric, balance numeric)
language sql stable set search_path = pg_catalog
begin atomic
  select b.account_id, null::bigint, b.department_id, b.currency, sum(b.amount), sum(b.debit - b.credit)
  from finance.balance as b join finance.account as a on a.id = b.account_id
  where b.grain = 'month' and b.starts_on <= p_until and not a.by_party
  group by b.account_id, b.department_id, b.currency
  union all
  select b.account_id, b.party_id, b.department_id, b.currency, sum(b.amount), sum(b.debit - b.credit)
  from finance.party_balance as b join finance.account as a on a.id = b.account_id
  where b.month <= p_until and a.by_party
  group by b.account_id, b.party_id, b.department_id, b.currency;
end;
comment on function finance.year_balances is 'Balances after a year. | Остатки после года.';

create function finance.judge_year_order() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  -- A year that is being closed is waited for.
  perform system.demand_read_committed();
  lock table finance.entry in share row exclusive mode;
  if tg_op = 'UPDATE' and old.state = 'archived' then
    perform system.refuse(tg_relid::regclass, 'fiscal_year_shut', 'state', old.name);
  elsif new.state = 'archived' and (tg_op = 'INSERT' or old.state <> 'closed') then
    perform system.refuse(tg_relid::regclass, 'fiscal_year_closed_first', 'state', new.name);
  elsif new.state = 'closed' then
    if exists (select from finance.fiscal_year as y where y.ends_on < new.starts_on and y.state = 'open') then
      perform system.refuse(tg_relid::regclass, 'fiscal_year_in_order', 'state');
    elsif exists (
      select from finance.year_balances(new.ends_on) as b
      join finance.account as a on a.id = b.account_id and a.type in ('income', 'expense')
      group by b.account_id having sum(b.balance) <> 0)
    then
      perform system.refuse(tg_relid::regclass, 'fiscal_year_carried', 'state');
    end if;
  elsif new.state = 'open'
    and exists (select from finance.fiscal_year as y where y.starts_on > new.ends_on and y.state <> 'open')
  then
    perform system.refuse(tg_relid::regclass, 'fiscal_year_last', 'state');
  end if;
  return null;
end
$$;
comment on function finance.judge_year_order is 'Keeps the order of closing. | Держит порядок закрытия годов.';
create constraint trigger fiscal_year_in_order after insert or update of state, starts_on, ends_on on finance.fiscal_year
  for each row execute function finance.judge_year_order();
-- Their names are here for what is said then.
create constraint trigger fiscal_year_carried after insert on finance.fiscal_year
  for each row when (false) execute function finance.judge_year_order();
create constraint trigger fiscal_year_shut after insert on finance.fiscal_year
  for each row when (false) execute function finance.judge_year_order();
create constraint trigger fiscal_year_closed_first after insert on finance.fiscal_year
  for each row when (false) execute function finance.judge_year_order();
create constraint trigger fiscal_year_last after insert on finance.fiscal_year
  for each row when (false) execute function finance.judge_year_order();
comment on trigger fiscal_year_in_order on finance.fiscal_year is
  'A year before it is open: close that first. | Предыдущий год открыт: сначала закройте его.';
comment on trigger fiscal_year_carried on finance.fiscal_year is
  'Income and expenses of a closed year are carried over. | Доходы и расходы закрытого года перенесены.';
comment on trigger fiscal_year_shut on finance.fiscal_year is
  'The year {value} is archived and stays as it is. | Год {value} в архиве и остаётся как есть.';
comment on trigger fiscal_year_closed_first on finance.fiscal_year is
  'The year {value} is not closed: close it first. | Год {value} не закрыт: сначала закройте его.';
comment on trigger fiscal_year_last on finance.fiscal_year is
  'A year after it is closed. | Следующий за ним год закрыт.';

create function finance.close_year(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  y finance.fiscal_year;
  base constant text := finance.base_currency();
  lines jsonb;
  profit numeric;
  made bigint;
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  if not access.everything('fiscal_years', 'close') then
    return null;
  end if;
  -- Who posts is waited for, and waits.
  lock table finance.entry in share row exclusive mode;
  select * into y from finance.fiscal_year as k where k.id = p_id for no key update;
  if y.id is null then
    return null;
  elsif y.state <> 'open' then
    perform system.refuse_state('finance.fiscal_year'::regclass, y.state, '{open}');
  elsif exists (select from finance.fiscal_year as k where k.ends_on < y.starts_on and k.state = 'open') then
    perform system.refuse('finance.fiscal_year'::regclass, 'fiscal_year_in_order', '');
  end if;
  with open as (
    select b.* from finance.year_balances(y.ends_on) as b
    join finance.account as a on a.id = b.account_id and a.type in ('income', 'expense')
    where b.balance <> 0 or b.amount <> 0
  )
  select jsonb_agg(k.line), coalesce(-sum(k.base), 0) into lines, profit
  from (
    -- A line has one side in both currencies; where rates turned them apart, there are two.
    select jsonb_set(finance.ledger_line(o.account_id, -p.base, o.currency, -p.amount, o.party_id), '{department_id}',
      coalesce(to_jsonb(o.department_id), 'null')) as line, p.base
    from open as o cross join lateral (
      select o.balance as base, o.amount where o.balance * o.amount > 0
      union all
      select v.base, v.amount from (values (o.balance, 0), (0, o.amount)) as v (base, amount)
      where o.balance * o.amount <= 0 and (v.base <> 0 or v.amount <> 0)) as p
    union all
    -- What is left of another currency alone goes over in it.
    select jsonb_set(finance.ledger_line(finance.account_for('retained_earnings'), 0, o.currency, sum(o.amount), null),
      '{department_id}', coalesce(to_jsonb(o.department_id), 'null')), 0
    from open as o where o.balance = 0 group by o.department_id, o.currency having sum(o.amount) <> 0
    union all
    select jsonb_set(finance.ledger_line(finance.account_for('retained_earnings'), sum(o.balance), base, sum(o.balance), null),
      '{department_id}', coalesce(to_jsonb(o.department_id), 'null')), 0
    from open as o group by o.department_id having sum(o.balance) <> 0) as k;
  if lines is not null then
    made := finance.post_entry(finance.journal_of('closing'), y.ends_on, 'Closing of ' || y.name, null, lines);
  end if;
  update finance.fiscal_year as k set state = 'closed' where k.id = y.id;
  insert into finance.year_close (fiscal_year_id, entry_id, result) values (y.id, made, profit);
  insert into finance.carried_balance (fiscal_year_id, account_id, currency, amount, balance)
  select y.id, b.account_id, b.currency, sum(b.amount), sum(b.balance) from finance.year_balances(y.ends_on) as b
  group by b.account_id, b.currency having sum(b.amount) <> 0 or sum(b.balance) <> 0 order by 2, 3;
  return y.id;
end
$$;
comment on function finance.close_year is 'Closes a fiscal year. | Закрывает финансовый год.';

create function finance.reopen_year(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  y finance.fiscal_year;
  c finance.year_close;
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  if not access.everything('fiscal_years', 'reopen') then
    return null;
  end if;
  lock table finance.entry in share row exclusive mode;
  select * into y from finance.fiscal_year as k where k.id = p_id for no key update;
  if y.id is null then
    return null;
  elsif y.state <> 'closed' then
    perform system.refuse_state('finance.fiscal_year'::regclass, y.state, '{closed}');
  end if;
  update finance.fiscal_year as k set state = 'open' where k.id = y.id;
  update finance.year_close as k set reopened_at = now(), reopened_by = access.account_id()
  where k.fiscal_year_id = y.id and k.reopened_at is null returning * into c;
  delete from finance.carried_balance as k where k.fiscal_year_id = y.id;
  if c.entry_id is not null then
    perform finance.reverse_entry(c.entry_id, y.ends_on, 'Reopening of ' || y.name);
  end if;
  return y.id;
end
$$;
comment on function finance.reopen_year is 'Opens a closed fiscal year again. | Снова открывает закрытый год.';
grant execute on function finance.close_year, finance.reopen_year to crm_service;
