-- 0379_finance_balance: what has been posted, by account and year, month and day, and by party and month, kept exact.
-- Why: a balance at any date is some rows of these instead of all lines there ever were, however long the books are. Each
-- of up to 64 writers adds to rows of a lane of its own, so that nobody waits for another; readers add up the lanes.
-- Kind: expand. Locks: finance.entry_line, empty. Time: milliseconds. Reversible: drop trigger, tables and functions.
create table finance.balance (
  id bigint generated always as identity constraint balance_pkey primary key,
  account_id bigint not null,
  department_id bigint,
  currency text not null,
  grain text not null constraint balance_grain_known check (grain in ('year', 'month', 'day')),
  starts_on date not null,
  lane integer not null,
  debit numeric(25, 4) not null,
  credit numeric(25, 4) not null,
  amount numeric(25, 4) not null,
  constraint balance_key unique nulls not distinct (account_id, department_id, currency, grain, starts_on, lane)
) with (fillfactor = 70);
create index balance_grain_idx on finance.balance (grain, starts_on, account_id);
comment on table finance.balance is
  'Balance: what was posted to an account in a year, in a month, and on a day. | Обороты: что проведено по счёту за год, за месяц и за день.';
comment on column finance.balance.id is 'Number: of the row. | Номер: строки.';
comment on column finance.balance.account_id is 'Account: whose. | Счёт: чьи.';
comment on column finance.balance.department_id is 'Department: whose lines. | Отдел: чьи строки.';
comment on column finance.balance.currency is 'Currency: of the lines. | Валюта: строк.';
comment on column finance.balance.grain is
  'Grain: each line counts in a year, a month and a day. | Шаг: каждая строка учтена в годе, месяце и дне. {year=Year/Год, month=Month/Месяц, day=Day/День}';
comment on column finance.balance.starts_on is 'Starts on: the first day of it. | Начало: первый день.';
comment on column finance.balance.lane is
  'Lane: of those who wrote at once; they are added up. | Дорожка: писавших одновременно; складываются.';
comment on column finance.balance.debit is 'Debit: in the currency of the books. | Дебет: в валюте учёта.';
comment on column finance.balance.credit is 'Credit: in the currency of the books. | Кредит: в валюте учёта.';
comment on column finance.balance.amount is 'Amount: in the currency of the lines. | Сумма: в валюте строк.';
comment on constraint balance_grain_known on finance.balance is 'The grain is year, month or day. | Шаг: year, month или day.';
comment on constraint balance_key on finance.balance is
  'One row for each account, department, currency, time and lane. | Одна строка на счёт, отдел, валюту, время и дорожку.';

create table finance.party_balance (
  id bigint generated always as identity constraint party_balance_pkey primary key,
  account_id bigint not null,
  party_id bigint not null,
  department_id bigint,
  currency text not null,
  month date not null,
  lane integer not null,
  debit numeric(25, 4) not null,
  credit numeric(25, 4) not null,
  amount numeric(25, 4) not null,
  constraint party_balance_key unique nulls not distinct (account_id, party_id, department_id, currency, month, lane)
) with (fillfactor = 80);
create index party_balance_party_idx on finance.party_balance (party_id, account_id, month);
comment on table finance.party_balance is
  'Balance of a party: what was posted to an account with it in a month. | Обороты контрагента: что проведено с ним по счёту за месяц.';
comment on column finance.party_balance.id is 'Number: of the row. | Номер: строки.';
comment on column finance.party_balance.account_id is 'Account: whose. | Счёт: чьи.';
comment on column finance.party_balance.party_id is 'Party: with whom. | Контрагент: с кем.';
comment on column finance.party_balance.department_id is 'Department: whose lines. | Отдел: чьи строки.';
comment on column finance.party_balance.currency is 'Currency: of the lines. | Валюта: строк.';
comment on column finance.party_balance.month is 'Month: its first day. | Месяц: его первый день.';
comment on column finance.party_balance.lane is
  'Lane: of those who wrote at once; they are added up. | Дорожка: писавших одновременно; складываются.';
comment on column finance.party_balance.debit is 'Debit: in the currency of the books. | Дебет: в валюте учёта.';
comment on column finance.party_balance.credit is 'Credit: in the currency of the books. | Кредит: в валюте учёта.';
comment on column finance.party_balance.amount is 'Amount: in the currency of the lines. | Сумма: в валюте строк.';
comment on constraint party_balance_key on finance.party_balance is
  'One row for each account, party, department, currency, month and lane. | Одна строка на счёт, контрагента, отдел, валюту, месяц и дорожку.';

-- Seen by department, like the entries that they sum.
do $$
declare
  t regclass;
begin
  foreach t in array array['finance.balance', 'finance.party_balance']::regclass[] loop
    execute format('alter table %s enable row level security', t);
    perform access.make_policy(t, 'select', '(select access.everything(''entries'', ''read''))
      or department_id = any ((select access.departments(''entries'', ''read''))::bigint[])');
    execute format('grant select on %s to crm_service, crm_limited, crm_reader, crm_report', t);
  end loop;
end
$$;

-- A lane that no other transaction has: 6517357 is the product's, 3700 up are the lanes. Should all be taken, rows of
-- further ones are waited for.
create function finance.lane() returns integer
language plpgsql volatile set search_path = pg_catalog as $$
begin
  for n in 0..63 loop
    if pg_try_advisory_xact_lock(6517357, 3700 + n) then
      return n;
    end if;
  end loop;
  return 64 + mod(pg_backend_pid(), 64);
end
$$;
comment on function finance.lane is
  'A lane of this transaction alone. | Дорожка только этой транзакции.';

create function finance.keep_balances() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  own constant integer := finance.lane();
begin
  insert into finance.balance as b (account_id, department_id, currency, grain, starts_on, lane, debit, credit, amount)
  select a.account_id, a.department_id, a.currency, g.grain,
    date_trunc(g.grain, a.posted_on::timestamp)::date, own, sum(a.debit), sum(a.credit), sum(a.amount)
  from added as a cross join (values ('year'), ('month'), ('day')) as g (grain)
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict on constraint balance_key do update
  set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit, amount = b.amount + excluded.amount;
  insert into finance.party_balance as b (account_id, party_id, department_id, currency, month, lane, debit, credit, amount)
  select a.account_id, a.party_id, a.department_id, a.currency, date_trunc('month', a.posted_on::timestamp)::date, own,
    sum(a.debit), sum(a.credit), sum(a.amount)
  from added as a where a.party_id is not null
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict on constraint party_balance_key do update
  set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit, amount = b.amount + excluded.amount;
  return null;
end
$$;
comment on function finance.keep_balances is
  'Adds new lines to the balances. | Добавляет новые строки к оборотам.';
create trigger keep_balances after insert on finance.entry_line
  referencing new table as added for each statement execute function finance.keep_balances();
comment on trigger keep_balances on finance.entry_line is
  'Adds new lines to the balances. | Добавляет новые строки к оборотам.';

-- Only what comes of entries gets there: a statement of anybody, the owner included, is refused.
create function finance.refuse_derived_change() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if pg_trigger_depth() < 2 or tg_op in ('DELETE', 'TRUNCATE') then
    raise exception 'This follows from entries alone: post one.' using errcode = 'insufficient_privilege';
  end if;
  return null;
end
$$;
comment on function finance.refuse_derived_change is
  'Keeps what follows from entries from any other hand. | Не даёт менять производное от проводок.';
create trigger balance_kept before insert or update or delete or truncate on finance.balance
  for each statement execute function finance.refuse_derived_change();
create trigger party_balance_kept before insert or update or delete or truncate on finance.party_balance
  for each statement execute function finance.refuse_derived_change();
create trigger entry_counter_kept before insert or update or delete or truncate on finance.entry_counter
  for each statement execute function finance.refuse_derived_change();
-- Whichever trigger writes it: numbers begin with 1, and behind each comes the next.
create function finance.judge_entry_counter() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'This follows from entries alone: post one.' using errcode = 'insufficient_privilege';
end
$$;
comment on function finance.judge_entry_counter is
  'Keeps numbers in a row. | Следит, чтобы номера шли подряд.';
create constraint trigger entry_counter_begins after insert on finance.entry_counter
  for each row when (new.last <> 0) execute function finance.judge_entry_counter();
create constraint trigger entry_counter_by_one after update on finance.entry_counter
  for each row when (new.last <> old.last + 1 or row(old.id, old.journal_id, old.department_id, old.year, old.prefix)
    is distinct from row(new.id, new.journal_id, new.department_id, new.year, new.prefix))
  execute function finance.judge_entry_counter();
comment on trigger entry_counter_begins on finance.entry_counter is
  'Numbers begin with 1. | Нумерация начинается с 1.';
comment on trigger entry_counter_by_one on finance.entry_counter is
  'Numbers are given one by one. | Номера выдаются по одному.';
comment on trigger entry_counter_kept on finance.entry_counter is
  'Keeps numbers from any other hand. | Не даёт менять нумерацию иначе как проводками.';
comment on trigger balance_kept on finance.balance is
  'Keeps balances from any other hand. | Не даёт менять обороты иначе как проводками.';
comment on trigger party_balance_kept on finance.party_balance is
  'Keeps balances from any other hand. | Не даёт менять обороты иначе как проводками.';
select finance.always(t::regclass)
from unnest(array['finance.entry_line', 'finance.entry_counter', 'finance.balance', 'finance.party_balance']) as t;
