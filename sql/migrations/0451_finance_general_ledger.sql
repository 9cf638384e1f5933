-- 0451_finance_general_ledger: the balance of an account before, and every line with the balance behind it.
-- Why: each figure of the other reports is followed to its entries here. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the view and function.

-- A row without an entry is the balance before the first day, of each account and currency. Planned for what is asked: one
-- account of a year takes another way than all of a month.
create function finance.general_ledger(p_account bigint default null, p_currency text default null,
  p_from date default null, p_to date default null, p_as_of timestamptz default null)
returns table (id bigint, kind text, entry_id bigint, number text, journal_id bigint, posted_on date, account_id bigint,
  code text, name text, party_id bigint, party text, department_id bigint, project_id bigint, contract_id bigint,
  currency text, amount numeric, amount_balance numeric, debit numeric, credit numeric, balance numeric,
  description text, reverses_id bigint)
language plpgsql stable rows 1000 set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  last constant date := coalesce(p_to, current_date);
  first constant date := coalesce(p_from, date_trunc('month', last::timestamp)::date);
begin
  return query
  with shown as (
    select -(o.account_id * 1000 + c.id) as id, 'opening' as kind, null::bigint as entry_id, null::text as number,
      null::bigint as journal_id, first - 1 as posted_on, 0 as place, o.account_id, null::bigint as party_id,
      null::bigint as department_id, null::bigint as project_id, null::bigint as contract_id, o.currency, o.amount,
      greatest(o.base, 0.0000) as debit, greatest(-o.base, 0.0000) as credit, null::text as description,
      null::bigint as reverses_id
    from (
      select t.account_id, t.currency, sum(t.amount) as amount, sum(t.debit - t.credit) as base
      from finance.totals_until(first - 1, p_as_of) as t
      where (p_account is null or t.account_id = p_account) and (p_currency is null or t.currency = p_currency)
      group by t.account_id, t.currency) as o
    join system.currency as c on c.code = o.currency
    where o.amount <> 0 or o.base <> 0
    union all
    select l.id, 'line', e.id, e.number, e.journal_id, l.posted_on, l.position, l.account_id, l.party_id,
      l.department_id, l.project_id, l.contract_id, l.currency, l.amount, l.debit, l.credit,
      coalesce(l.description, e.description), e.reverses_id
    from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
    where (p_account is null or l.account_id = p_account) and (p_currency is null or l.currency = p_currency)
      and l.posted_on between first and last and (p_as_of is null or e.created_at <= p_as_of))
  select s.id, s.kind, s.entry_id, s.number, s.journal_id, s.posted_on, s.account_id, a.code, a.name, s.party_id, p.name,
    s.department_id, s.project_id, s.contract_id, s.currency, s.amount,
    sum(s.amount) over (partition by s.account_id, s.currency order by s.posted_on, s.entry_id nulls first, s.place, s.id
      rows unbounded preceding),
    s.debit, s.credit,
    sum(s.debit - s.credit) over (partition by s.account_id order by s.posted_on, s.entry_id nulls first, s.place, s.id
      rows unbounded preceding),
    s.description, s.reverses_id
  from shown as s
  join finance.account as a on a.id = s.account_id
  left join clients.party as p on p.id = s.party_id
  order by a.code, s.posted_on, s.entry_id nulls first, s.place, s.id;
end
$$;
comment on function finance.general_ledger is
  'The lines of accounts with running balances. | Строки счетов с нарастающим сальдо.';
grant execute on function finance.general_ledger to crm_service, crm_limited, crm_reader, crm_report;
create view finance.general_ledger with (security_invoker = true) as
select g.id, g.kind, g.entry_id, g.number, g.journal_id, g.posted_on, g.account_id, g.code, g.name, g.party_id, g.party,
  g.department_id, g.project_id, g.contract_id, g.currency, g.amount, g.amount_balance, g.debit, g.credit, g.balance,
  g.description, g.reverses_id
from finance.general_ledger() as g;
comment on view finance.general_ledger is
  'General ledger: the balance of accounts before, their lines and the balance behind each, of this month or as asked. | Карточка счёта: сальдо счетов на начало, строки и сальдо после каждой, за этот месяц или как задано.';
comment on column finance.general_ledger.id is
  'Line: of the entry; below 0 for a balance before the first day. | Строка: проводки; меньше 0 у сальдо на начало.';
comment on column finance.general_ledger.kind is
  'Kind: what the row is. | Вид: что это за строка. {opening=Opening balance/Сальдо на начало, line=Line/Строка}';
comment on column finance.general_ledger.entry_id is 'Entry: whose line. | Проводка: чья строка.';
comment on column finance.general_ledger.number is 'Number: of the entry. | Номер: проводки.';
comment on column finance.general_ledger.journal_id is 'Journal: of the entry. | Журнал: проводки.';
comment on column finance.general_ledger.posted_on is 'Posted on: day of the entry. | Дата: проводки.';
comment on column finance.general_ledger.account_id is 'Account number: as a record. | Номер счёта: номер записи.';
comment on column finance.general_ledger.code is 'Account: its code. | Счёт: код.';
comment on column finance.general_ledger.name is 'Name: of the account. | Название: счёта.';
comment on column finance.general_ledger.party_id is 'Party: with whom. | Контрагент: с кем.';
comment on column finance.general_ledger.party is 'Party''s name: as far as it is seen. | Название контрагента: если виден.';
comment on column finance.general_ledger.department_id is 'Department: of the line. | Отдел: строки.';
comment on column finance.general_ledger.project_id is 'Project: of the line. | Проект: строки.';
comment on column finance.general_ledger.contract_id is 'Contract: of the line. | Договор: строки.';
comment on column finance.general_ledger.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column finance.general_ledger.amount is 'Amount: in its currency, debit positive. | Сумма: в своей валюте, дебет со знаком плюс.';
comment on column finance.general_ledger.amount_balance is
  'Balance in the currency: of the account behind this row. | Сальдо в валюте: счёта после этой строки.';
comment on column finance.general_ledger.debit is 'Debit: in the currency of the books. | Дебет: в валюте учёта.';
comment on column finance.general_ledger.credit is 'Credit: in the currency of the books. | Кредит: в валюте учёта.';
comment on column finance.general_ledger.balance is
  'Balance: of the account behind this row, in the currency of the books; of one currency where one is asked. | Сальдо: счёта после этой строки, в валюте учёта; если задана валюта — только по ней.';
comment on column finance.general_ledger.description is 'Description: of the line, or of the entry. | Содержание: строки или проводки.';
comment on column finance.general_ledger.reverses_id is 'Reverses: the entry that it takes back. | Сторнирует: проводку.';
grant select on finance.general_ledger to crm_service, crm_limited, crm_reader, crm_report;
select finance.permit_report('general_ledger');
