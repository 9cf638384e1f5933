-- 0488_finance_revaluable: advances of before the books are not revalued, and money is wherever it stands.
-- Why: advances stay as they were paid, those that came as opening balances too (PBU 3/2006, IFRIC 22); and an
-- account of ours in a bank was left out as long as no payment had gone through it. Kind: expand. Locks: none. Time:
-- milliseconds. Reversible: restore the function of 0422.

create or replace function finance.revaluable(p_on date)
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
    -- What a party had paid before the books were begun is an advance too.
    and not (i.invoice_id is null and (i.side = 'customer') = (i.amount < 0) and i.account_id in (
      select u.account_id from finance.account_use as u where u.use in ('advance_received', 'advance_paid')))
    and daterange(i.posted_on, i.settled_on) operator(pg_catalog.@>) p_on
    and i.amount - coalesce(d.amount, 0) + coalesce(c.amount, 0) <> 0
  union all
  select null, b.account_id, null, b.currency, sum(b.amount), sum(b.debit - b.credit), abs(sum(b.amount)),
    sum(b.debit - b.credit)
  from finance.balance as b join finance.account as a on a.id = b.account_id
  where b.currency <> finance.base_currency() and a.type in ('asset', 'liability')
    and case b.grain when 'month' then b.starts_on < date_trunc('month', p_on)
      when 'day' then b.starts_on between date_trunc('month', p_on) and p_on end
    and (a.currency = b.currency or exists (select from finance.bank_account as k where k.account_id = a.id)
      or exists (select from finance.payment as p where p.account_id = a.id and p.entry_id is not null)
      or exists (select from finance.account_use as u where u.account_id = a.id and u.use in ('bank', 'cash')))
    and not exists (select from finance.open_item as i where i.account_id = a.id)
  group by b.account_id, b.currency;
end;
