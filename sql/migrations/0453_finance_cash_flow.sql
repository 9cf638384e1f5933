-- 0453_finance_cash_flow: where money came from and where it went, by the accounts on the other side (direct method).
-- Why: profit is no money. Entries balance, so what the other lines of an entry come to is what moved in it. Kind:
-- expand. Locks: none. Time: milliseconds. Reversible: drop the view and functions.

-- Accounts on which money stands.
create function finance.money_accounts() returns bigint[]
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(array_agg(distinct m.account_id), '{}')
  from (
    select u.account_id from finance.account_use as u where u.use in ('bank', 'cash', 'transfer')
    union all
    select b.account_id from finance.bank_account as b) as m;
end;
comment on function finance.money_accounts is 'The accounts on which money stands. | Счета денежных средств.';

-- What came of or went for an account of this type and these uses.
create function finance.activity_of(p_type text, p_uses text[]) returns text
language sql immutable set search_path = pg_catalog
return case
  when p_uses && array['exchange_gain', 'exchange_loss'] then 'exchange'
  when p_uses && array['receivable', 'payable', 'advance_received', 'advance_paid', 'tax_output', 'tax_input', 'write_off']
    or p_type in ('income', 'expense') then 'operating'
  when p_type = 'asset' then 'investing'
  else 'financing' end;
comment on function finance.activity_of is 'To which activity money belongs. | К какой деятельности относятся деньги.';

create function finance.cash_flow(p_from date default null, p_to date default null, p_as_of timestamptz default null)
returns table (id bigint, account_id bigint, code text, name text, activity text, inflow numeric, outflow numeric,
  net numeric)
language plpgsql stable rows 100 set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  last constant date := coalesce(p_to, current_date);
  first constant date := coalesce(p_from, finance.year_start(last));
  money constant bigint[] := finance.money_accounts();
begin
  return query
  select a.id, a.id, a.code, a.name, finance.activity_of(a.type, u.uses), s.inflow, s.outflow, s.inflow - s.outflow
  from (
    select l.account_id, sum(l.credit) as inflow, sum(l.debit) as outflow
    from finance.entry_line as l
    where l.entry_id in (
        select m.entry_id from finance.entry_line as m join finance.entry as e on e.id = m.entry_id
        where m.account_id = any (money) and m.posted_on between first and last
          and (p_as_of is null or e.created_at <= p_as_of))
      and l.account_id <> all (money)
    group by l.account_id) as s
  join finance.account as a on a.id = s.account_id
  cross join lateral (
    select coalesce(array_agg(k.use), '{}') as uses from finance.account_use as k where k.account_id = a.id) as u;
end
$$;
comment on function finance.cash_flow is
  'Money in and out by the account on the other side. | Поступления и выплаты по корреспондирующим счетам.';
grant execute on function finance.money_accounts, finance.activity_of, finance.cash_flow
  to crm_service, crm_limited, crm_reader, crm_report;
create view finance.cash_flow with (security_invoker = true) as
select c.id, c.account_id, c.code, c.name, c.activity, c.inflow, c.outflow, c.net from finance.cash_flow() as c;
comment on view finance.cash_flow is
  'Cash flow: money in and out by the account on the other side, from the beginning of the fiscal year until today or as asked. | Движение денежных средств: поступления и выплаты по корреспондирующим счетам с начала финансового года по сегодня или как задано.';
comment on column finance.cash_flow.id is 'Account number: as a record. | Номер счёта: номер записи.';
comment on column finance.cash_flow.account_id is 'Account number: on the other side. | Номер счёта: корреспондирующего.';
comment on column finance.cash_flow.code is 'Account: its code. | Счёт: код.';
comment on column finance.cash_flow.name is 'Name: of the account. | Название: счёта.';
comment on column finance.cash_flow.activity is
  'Activity: to which it belongs. | Деятельность: к которой относится. {operating=Operating/Текущая, investing=Investing/Инвестиционная, financing=Financing/Финансовая, exchange=Exchange differences/Курсовые разницы}';
comment on column finance.cash_flow.inflow is 'Inflow: in the currency of the books. | Поступило: в валюте учёта.';
comment on column finance.cash_flow.outflow is 'Outflow: in the currency of the books. | Выплачено: в валюте учёта.';
comment on column finance.cash_flow.net is
  'Net: inflow less outflow; all together are the change of money. | Сальдо: поступило минус выплачено; вместе дают изменение денег.';
grant select on finance.cash_flow to crm_service, crm_limited, crm_reader, crm_report;
select finance.permit_report('cash_flow');
