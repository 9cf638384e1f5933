-- 0452_finance_results: profit and loss of a period, and the balance sheet of a day.
-- Why: what was earned, and what there is. Closing entries carry the result of a year over and are no part of it.
-- Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the views and functions.
create function finance.profit_and_loss(p_from date default null, p_to date default null, p_as_of timestamptz default null)
returns table (id bigint, account_id bigint, code text, name text, type text, parent_id bigint, department_id bigint,
  department text, amount numeric, effect numeric)
language sql stable rows 100 set search_path = pg_catalog
begin atomic
  select a.id * 1000000 + coalesce(s.department_id, 0), a.id, a.code, a.name, a.type, a.parent_id, s.department_id, d.name,
    case a.type when 'income' then s.effect else -s.effect end, s.effect
  from (
    select t.account_id, t.department_id, sum(t.effect) as effect
    from (
      select c.account_id, c.department_id, c.credit - c.debit as effect
      from finance.totals_until(coalesce(p_to, current_date), p_as_of) as c
      union all
      select o.account_id, o.department_id, o.debit - o.credit
      from finance.totals_until(
        coalesce(p_from, finance.year_start(coalesce(p_to, current_date))) - 1, p_as_of) as o
      union all
      select l.account_id, l.department_id, l.debit - l.credit
      from finance.journal as j
      join finance.entry as e on e.journal_id = j.id
      join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on
      where j.kind = 'closing' and (p_as_of is null or e.created_at <= p_as_of)
        and e.posted_on between coalesce(p_from, finance.year_start(coalesce(p_to, current_date)))
          and coalesce(p_to, current_date)) as t
    group by t.account_id, t.department_id) as s
  join finance.account as a on a.id = s.account_id and a.type in ('income', 'expense')
  left join access.department as d on d.id = s.department_id
  where s.effect <> 0;
end;
comment on function finance.profit_and_loss is
  'Income and expenses of a period. | Доходы и расходы за период.';
create view finance.profit_and_loss with (security_invoker = true) as
select r.id, r.account_id, r.code, r.name, r.type, r.parent_id, r.department_id, r.department, r.amount, r.effect
from finance.profit_and_loss() as r;
comment on view finance.profit_and_loss is
  'Profit and loss: income and expenses by account and department, from the beginning of the fiscal year until today or as asked; closing entries do not count. | Прибыли и убытки: доходы и расходы по счетам и отделам с начала финансового года по сегодня или как задано; без закрывающих проводок.';
comment on column finance.profit_and_loss.id is 'Number: of account and department. | Номер: счёта и отдела.';
comment on column finance.profit_and_loss.account_id is 'Account number: as a record. | Номер счёта: номер записи.';
comment on column finance.profit_and_loss.code is 'Account: its code. | Счёт: код.';
comment on column finance.profit_and_loss.name is 'Name: of the account. | Название: счёта.';
comment on column finance.profit_and_loss.type is 'Type: of the account. | Вид: счёта. {income=Income/Доход, expense=Expense/Расход}';
comment on column finance.profit_and_loss.parent_id is 'Above: the account to which it belongs. | Выше: вышестоящий счёт.';
comment on column finance.profit_and_loss.department_id is 'Department: of the lines. | Отдел: строк.';
comment on column finance.profit_and_loss.department is 'Department''s name: of the lines. | Название отдела: строк.';
comment on column finance.profit_and_loss.amount is
  'Amount: earned or spent, in the currency of the books. | Сумма: получено или потрачено, в валюте учёта.';
comment on column finance.profit_and_loss.effect is
  'Effect: on the result; all together are the profit. | Влияние: на результат; вместе дают прибыль.';

create function finance.balance_sheet(p_at date default null, p_as_of timestamptz default null)
returns table (id bigint, section text, code text, name text, parent_id bigint, amount numeric, debit_balance numeric)
language sql stable rows 100 set search_path = pg_catalog
begin atomic
  select a.id, a.type, a.code, a.name, a.parent_id, case a.type when 'asset' then s.balance else -s.balance end, s.balance
  from (
    select t.account_id, sum(t.debit - t.credit) as balance
    from finance.totals_until(coalesce(p_at, current_date), p_as_of) as t group by t.account_id) as s
  join finance.account as a on a.id = s.account_id and a.type in ('asset', 'liability', 'equity')
  where s.balance <> 0
  union all
  select 0, 'equity', null, system.says('Result of the year', 'Результат года'), null, -r.balance, r.balance
  from (
    select sum(t.debit - t.credit) as balance
    from finance.totals_until(coalesce(p_at, current_date), p_as_of) as t
    join finance.account as a on a.id = t.account_id and a.type in ('income', 'expense')) as r
  where r.balance <> 0;
end;
comment on function finance.balance_sheet is
  'What there is and where it is from, on a day. | Активы и источники на день.';
create view finance.balance_sheet with (security_invoker = true) as
select b.id, b.section, b.code, b.name, b.parent_id, b.amount, b.debit_balance from finance.balance_sheet() as b;
comment on view finance.balance_sheet is
  'Balance sheet: assets, liabilities and equity today or on the day that is asked. | Баланс: активы, обязательства и капитал на сегодня или на заданный день.';
comment on column finance.balance_sheet.id is
  'Account number: as a record; 0 for the result that is not carried over yet. | Номер счёта: номер записи; 0 — ещё не перенесённый результат.';
comment on column finance.balance_sheet.section is
  'Section: where it stands. | Раздел: где стоит. {asset=Assets/Активы, liability=Liabilities/Обязательства, equity=Equity/Капитал}';
comment on column finance.balance_sheet.code is 'Account: its code; empty for the result. | Счёт: код; пусто у результата.';
comment on column finance.balance_sheet.name is 'Name: of the account, or of the result. | Название: счёта или результата.';
comment on column finance.balance_sheet.parent_id is 'Above: the account to which it belongs. | Выше: вышестоящий счёт.';
comment on column finance.balance_sheet.amount is
  'Amount: in its section; assets are liabilities and equity. | Сумма: в своём разделе; активы равны обязательствам и капиталу.';
comment on column finance.balance_sheet.debit_balance is
  'Balance: debit less credit; all together are 0. | Сальдо: дебет минус кредит; вместе дают 0.';
grant execute on function finance.profit_and_loss, finance.balance_sheet
  to crm_service, crm_limited, crm_reader, crm_report;
grant select on finance.profit_and_loss, finance.balance_sheet to crm_service, crm_limited, crm_reader, crm_report;
select finance.permit_report('profit_and_loss'), finance.permit_report('balance_sheet');
