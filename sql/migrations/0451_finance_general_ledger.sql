-- 0451_finance_general_ledger: every line of an account with the balance behind it.
-- Why: each figure of the other reports is followed to its entries here. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the view and function.

-- Planned for what is asked: one account of a year takes another way than all of a month.
create function finance.general_ledger(p_account bigint default null, p_from date default null, p_to date default null,
  p_as_of timestamptz default null)
returns table (id bigint, entry_id bigint, number text, journal_id bigint, posted_on date, account_id bigint, code text,
  name text, party_id bigint, party text, department_id bigint, project_id bigint, contract_id bigint, currency text,
  amount numeric, debit numeric, credit numeric, balance numeric, description text, reverses_id bigint)
language plpgsql stable rows 1000 set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  last constant date := coalesce(p_to, current_date);
  first constant date := coalesce(p_from, date_trunc('month', last::timestamp)::date);
begin
  return query
  select l.id, e.id, e.number, e.journal_id, l.posted_on, a.id, a.code, a.name, l.party_id, p.name, l.department_id,
    l.project_id, l.contract_id, l.currency, l.amount, l.debit, l.credit,
    coalesce(o.balance, 0) + sum(l.debit - l.credit) over (
      partition by l.account_id order by l.posted_on, l.entry_id, l.position rows unbounded preceding),
    coalesce(l.description, e.description), e.reverses_id
  from finance.entry_line as l
  join finance.entry as e on e.id = l.entry_id
  join finance.account as a on a.id = l.account_id
  left join clients.party as p on p.id = l.party_id
  left join (
    select t.account_id, sum(t.debit - t.credit) as balance from finance.totals_until(first - 1, p_as_of) as t
    group by t.account_id) as o on o.account_id = l.account_id
  where (p_account is null or l.account_id = p_account) and l.posted_on between first and last
    and (p_as_of is null or e.created_at <= p_as_of)
  order by a.code, l.posted_on, l.entry_id, l.position;
end
$$;
comment on function finance.general_ledger is
  'The lines of accounts with running balances. | Строки счетов с нарастающим сальдо.';
grant execute on function finance.general_ledger to crm_service, crm_limited, crm_reader, crm_report;
create view finance.general_ledger with (security_invoker = true) as
select g.id, g.entry_id, g.number, g.journal_id, g.posted_on, g.account_id, g.code, g.name, g.party_id, g.party,
  g.department_id, g.project_id, g.contract_id, g.currency, g.amount, g.debit, g.credit, g.balance, g.description,
  g.reverses_id
from finance.general_ledger() as g;
comment on view finance.general_ledger is
  'General ledger: the lines of accounts with the balance behind each, of this month or as asked. | Карточка счёта: строки счетов с сальдо после каждой, за этот месяц или как задано.';
comment on column finance.general_ledger.id is 'Line: of the entry. | Строка: проводки.';
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
comment on column finance.general_ledger.debit is 'Debit: in the currency of the books. | Дебет: в валюте учёта.';
comment on column finance.general_ledger.credit is 'Credit: in the currency of the books. | Кредит: в валюте учёта.';
comment on column finance.general_ledger.balance is
  'Balance: of the account behind this line. | Сальдо: счёта после этой строки.';
comment on column finance.general_ledger.description is 'Description: of the line, or of the entry. | Содержание: строки или проводки.';
comment on column finance.general_ledger.reverses_id is 'Reverses: the entry that it takes back. | Сторнирует: проводку.';
grant select on finance.general_ledger to crm_service, crm_limited, crm_reader, crm_report;
select finance.permit_report('general_ledger');
