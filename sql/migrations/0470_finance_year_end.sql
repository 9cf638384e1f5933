-- 0470_finance_year_end: closing a fiscal year and what it carries over.
-- Why: the result of a year goes to what was retained, each year once and in order, and what was carried over is kept
-- beside the ledger, to be held against it. Kind: expand. Locks: a trigger on finance.fiscal_year; closing holds
-- finance.entry against other writers until it commits. Time: milliseconds. Forward only.
create table finance.year_close (
  id bigint generated always as identity constraint year_close_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  fiscal_year_id bigint not null constraint year_close_year_fkey references finance.fiscal_year,
  entry_id bigint constraint year_close_entry_fkey references finance.entry,
  result numeric(19, 4) not null,
  reopened_at timestamptz,
  reopened_by bigint constraint year_close_reopened_by_fkey references access.account,
  -- When its lines became read-only for everybody (0480), and what they were then.
  shut_at timestamptz,
  shut_by bigint constraint year_close_shut_by_fkey references access.account,
  shut_lines bigint,
  shut_digest numeric(40, 0),
  constraint year_close_shut check (num_nonnulls(shut_at, shut_lines, shut_digest) in (0, 3)
    and (shut_at is null or reopened_at is null) and (shut_by is null or shut_at is not null)),
  constraint year_close_once exclude using btree (fiscal_year_id with =) where (reopened_at is null)
);
create index year_close_year_idx on finance.year_close (fiscal_year_id);
create index year_close_entry_idx on finance.year_close (entry_id) where entry_id is not null;
create index year_close_shut_by_idx on finance.year_close (shut_by) where shut_by is not null;
create index year_close_reopened_by_idx on finance.year_close (reopened_by) where reopened_by is not null;
comment on table finance.year_close is 'Close of a year: by which entry, with which result. | Закрытие года: какой проводкой и с каким результатом.';
comment on column finance.year_close.fiscal_year_id is 'Year: that was closed. | Год: который закрыт.';
comment on column finance.year_close.entry_id is 'Entry: that carries the result over; empty where there was none. | Проводка: переносящая результат; пусто, если его не было.';
comment on column finance.year_close.result is 'Result: profit, or loss below 0. | Результат: прибыль, или убыток со знаком минус.';
comment on column finance.year_close.reopened_at is 'Reopened at: when the year was opened again. | Открыт снова: когда.';
comment on column finance.year_close.reopened_by is 'Reopened by: who. | Кем открыт: кто.';
comment on column finance.year_close.shut_at is 'Archived at: when its lines became read-only for everybody. | В архив: когда её строки стали неизменяемыми для всех.';
comment on column finance.year_close.shut_by is 'Archived by: who. | Кем передан в архив: кто.';
comment on column finance.year_close.shut_lines is 'Lines: how many were archived. | Строк: сколько передано в архив.';
comment on column finance.year_close.shut_digest is 'Digest: of the archived lines; they are held against it. | Отпечаток: архивных строк; с ним их сверяют.';
comment on constraint year_close_shut_by_fkey on finance.year_close is 'There is no such account. | Такой учётной записи нет.';
comment on constraint year_close_shut on finance.year_close is
  'A year that was archived was not reopened, and says what was archived. | Архивный год не открывали снова, и сказано, что передано в архив.';
comment on constraint year_close_year_fkey on finance.year_close is 'There is no such fiscal year. | Такого финансового года нет.';
comment on constraint year_close_entry_fkey on finance.year_close is 'There is no such entry. | Такой проводки нет.';
comment on constraint year_close_reopened_by_fkey on finance.year_close is 'There is no such account. | Такой учётной записи нет.';
comment on constraint year_close_once on finance.year_close is 'The year is closed. | Год закрыт.';
select clients.describe_common('finance.year_close'::regclass);
select system.business('finance.year_close'::regclass);
select access.protect_shared('finance.year_close'::regclass, 'year_closes');
insert into system.succession (place, rule, condition) values ('finance.year_close.reopened_by', 'keep', null),
  ('finance.year_close.shut_by', 'keep', null);

create table finance.carried_balance (
  id bigint generated always as identity constraint carried_balance_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  fiscal_year_id bigint not null constraint carried_balance_year_fkey references finance.fiscal_year,
  account_id bigint not null constraint carried_balance_account_fkey references finance.account,
  currency text not null constraint carried_balance_currency_fkey references system.currency,
  amount numeric(25, 4) not null,
  balance numeric(25, 4) not null,
  constraint carried_balance_once unique (fiscal_year_id, account_id, currency)
);
create index carried_balance_account_idx on finance.carried_balance (account_id);
create index carried_balance_currency_idx on finance.carried_balance (currency);
comment on table finance.carried_balance is
  'Carried balance: with what an account goes into the year after a closed one. | Перенесённый остаток: с чем счёт переходит в следующий год.';
comment on column finance.carried_balance.fiscal_year_id is 'Year: that was closed. | Год: закрытый.';
comment on column finance.carried_balance.account_id is 'Account: of the ledger. | Счёт: учёта.';
comment on column finance.carried_balance.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column finance.carried_balance.amount is 'Amount: in its currency, debit positive. | Сумма: в своей валюте, дебет со знаком плюс.';
comment on column finance.carried_balance.balance is 'Balance: in the currency of the books, debit positive. | Остаток: в валюте учёта, дебет со знаком плюс.';
comment on constraint carried_balance_year_fkey on finance.carried_balance is 'There is no such fiscal year. | Такого финансового года нет.';
comment on constraint carried_balance_account_fkey on finance.carried_balance is 'There is no such account of the ledger. | Такого счёта учёта нет.';
comment on constraint carried_balance_currency_fkey on finance.carried_balance is 'There is no such currency. | Такой валюты нет.';
comment on constraint carried_balance_once on finance.carried_balance is
  'The account was carried over already. | Остаток счёта уже перенесён.';
select clients.describe_common('finance.carried_balance'::regclass);
select system.business('finance.carried_balance'::regclass);
select access.protect_shared('finance.carried_balance'::regclass, 'carried_balances');
do $$
declare
  t regclass;
begin
  foreach t in array array['finance.year_close', 'finance.carried_balance']::regclass[] loop
    execute format('revoke insert, update, delete on %s from crm_service', t);
    execute (select format('revoke insert (%1$s), update (%1$s) on %2$s from crm_service',
      string_agg(quote_ident(a.attname), ', '), t) from pg_attribute as a
      where a.attrelid = t and a.attnum > 0 and not a.attisdropped);
  end loop;
end
$$;
select system.permit('{administrator,accountant}', '{fiscal_years}', '{close,reopen,archive}', 'all'),
  system.permit('{administrator,accountant,auditor}', '{year_closes,carried_balances}', '{read,export}', 'all'),
  system.permit('{read_only}', '{year_closes,carried_balances}', '{read}', 'all');

-- What the lines of some days are, in whatever order they lie.
create function finance.lines_digest(p_first date, p_last date) returns table (lines bigint, digest numeric)
language sql stable security definer set search_path = pg_catalog set datestyle = 'ISO, YMD'
begin atomic
  -- Of the text, by a standard: what PostgreSQL hashes for itself may be another number in its next version.
  select count(*), coalesce(sum(('x' || encode(substr(sha256(convert_to(row(l.id, l.entry_id, l.position, l.posted_on,
    l.account_id, l.party_id, l.department_id, l.project_id, l.contract_id, l.currency, l.debit, l.credit, l.amount,
    l.tax_id, l.description)::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint), 0)
  from finance.entry_line as l where l.posted_on between p_first and p_last;
end;
comment on function finance.lines_digest is
  'How many lines there are, and what they are. | Сколько строк и каковы они.';

-- Whether each year has its partition with what guards it; an archived one takes nothing and is what it was.
create function finance.year_part_faults()
returns table (fiscal_year_id bigint, subject text, expected numeric, found numeric)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select p.id, p.name || ': ' || f.fault, null::numeric, null::numeric
  from (
    select y.id, y.name, y.state, c.oid, c.relname, c.relrowsecurity, c.relacl,
      pg_get_expr(c.relpartbound, c.oid) = format('FOR VALUES FROM (%L) TO (%L)', y.starts_on, y.ends_on + 1) as placed,
      exists (select from pg_constraint as k where k.conrelid = c.oid and k.conname = 'entry_line_archived'
        and k.contype = 'c' and pg_get_constraintdef(k.oid) in ('CHECK (false) NOT VALID', 'CHECK (false)')) as shut
    from finance.fiscal_year as y
    left join (pg_class as c
      join pg_inherits as i on i.inhrelid = c.oid and i.inhparent = 'finance.entry_line'::regclass)
      on c.relname = finance.year_part(y.starts_on)) as p
  cross join lateral (
    select 'its lines have no partition' as fault where p.oid is null
    union all
    select 'its partition has other days' where not p.placed
    union all
    select 'its partition is open to others than the owner'
    where not p.relrowsecurity
      or exists (select from aclexplode(p.relacl) as a where pg_get_userbyid(a.grantee) <> 'crm_owner')
    union all
    select format('trigger %s of its partition is missing or does not fire always', g.name)
    from unnest(array['entry_line_part_kept', 'entry_line_kept', 'place_entry_line']) as g (name)
    where p.oid is not null and not exists (
      select from pg_trigger as t where t.tgrelid = p.oid and t.tgname = g.name and t.tgenabled = 'A')
    union all
    select case p.state when 'archived' then 'is archived, but its partition takes lines'
      else 'is not archived, but its partition takes no lines' end
    where p.oid is not null and p.shut <> (p.state = 'archived')) as f
  union all
  select y.id, y.name || ': its lines are not those that were archived', c.shut_lines, d.lines
  from finance.fiscal_year as y
  left join finance.year_close as c on c.fiscal_year_id = y.id and c.shut_at is not null
  cross join lateral finance.lines_digest(y.starts_on, y.ends_on) as d
  where y.state = 'archived' and (d.lines, d.digest) is distinct from (c.shut_lines, c.shut_digest);
end;
comment on function finance.year_part_faults is
  'What is wrong with the partitions of years. | Что не так с секциями годов.';
