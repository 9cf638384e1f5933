-- 0439_finance_bank_reconciliation: ledger and bank agree up to the end of a statement, and stay so.
-- Why: once they agree nothing is posted behind that day to the money's account, by anybody, and nothing that a statement
-- knows is reversed past its match. Kind: expand. Locks: finance.entry, finance.entry_line, finance.bank_account,
-- SHARE ROW EXCLUSIVE, for triggers: milliseconds. Forward only.

-- What stands on a money account at the end of a day, in its currency.
create function finance.money_on(p_bank_account bigint, p_on date) returns numeric
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(sum(b.amount), 0)
  from finance.bank_account as a
  join finance.balance as b on b.account_id = a.account_id and b.currency = a.currency
    and (b.grain = 'month' and b.starts_on < date_trunc('month', p_on)::date
      or b.grain = 'day' and b.starts_on between date_trunc('month', p_on)::date and p_on)
  where a.id = p_bank_account;
end;
comment on function finance.money_on is
  'The ledger''s balance of a money account at the end of a day. | Остаток денежного счёта по учёту на конец дня.';

create function finance.reconcile_statement(p_statement bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  s finance.bank_statement;
  a finance.bank_account;
  rest record;
  held numeric;
begin
  select * into s from finance.bank_statement as k where k.id = p_statement;
  -- What is being posted to the account is waited for.
  select * into a from finance.bank_account as k where k.id = s.bank_account_id for update;
  if not system.begin_verb('finance.bank_statement'::regclass, 'bank_statements', 'reconcile', p_statement) then
    return null;
  end if;
  select * into s from finance.bank_statement as k where k.id = p_statement;
  if s.state <> 'open' then
    perform system.refuse_state('finance.bank_statement'::regclass, s.state, '{open}');
  elsif s.closing is null or s.ends_on is null then
    perform system.refuse('finance.bank_statement'::regclass, 'bank_statement_closed', 'closing');
  elsif s.ends_on < a.reconciled_through then
    perform system.refuse('finance.bank_statement'::regclass, 'bank_statement_order', 'ends_on', a.reconciled_through::text);
  end if;
  -- It covers all statements of the account that end before it.
  perform from finance.bank_statement as k
  where k.bank_account_id = a.id and k.state = 'open' and (k.ends_on <= s.ends_on or k.id = s.id) order by k.id for no key update;
  select string_agg(coalesce(k.number_given, k.id::text), ', ' order by k.ends_on, k.id) filter (where k.adds_up = false) as wrong,
    string_agg(coalesce(k.number_given, k.id::text), ', ' order by k.ends_on, k.id) filter (where exists (
      select from finance.bank_statement_line as l where l.statement_id = k.id and l.state = 'open')) as unmatched
  into rest
  from finance.bank_statement as k
  where k.bank_account_id = a.id and k.state = 'open' and (k.ends_on <= s.ends_on or k.id = s.id);
  if rest.wrong is not null then
    perform system.refuse('finance.bank_statement'::regclass, 'bank_statement_adds_up', 'difference', rest.wrong);
  elsif rest.unmatched is not null then
    perform system.refuse('finance.bank_statement'::regclass, 'bank_statement_matched', 'lines', rest.unmatched);
  end if;
  held := finance.money_on(a.id, s.ends_on);
  if held <> s.closing then
    perform system.refuse('finance.bank_statement'::regclass, 'bank_statement_agrees', 'closing',
      format('%s / %s %s', trim_scale(held), trim_scale(s.closing), s.currency));
  end if;
  update finance.bank_statement as k set state = 'reconciled', reconciled_at = now(), reconciled_by = access.account_id()
  where k.bank_account_id = a.id and k.state = 'open' and (k.ends_on <= s.ends_on or k.id = s.id);
  update finance.bank_account as k set reconciled_through = s.ends_on where k.id = a.id;
  return p_statement;
end
$$;
comment on function finance.reconcile_statement is
  'Finds that ledger and bank agree, and keeps them so. | Устанавливает, что учёт и банк сходятся, и закрепляет это.';
grant execute on function finance.reconcile_statement to crm_service;

-- A reconciled statement has this balance, whoever writes.
create function finance.judge_reconciliation() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  met record;
begin
  case tg_name
    when 'bank_statement_agrees' then
      if new.state = 'reconciled' and (new.adds_up is false or exists (
          select from finance.bank_statement_line as l where l.statement_id = new.id and l.state = 'open')
        or not exists (select from finance.bank_account as a
          where a.id = new.bank_account_id and a.reconciled_through >= coalesce(new.ends_on, a.reconciled_through)))
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'closing', trim_scale(new.closing)::text);
      end if;
    when 'bank_account_agrees' then
      if not exists (
        select from finance.bank_statement as s
        where s.bank_account_id = new.id and s.state = 'reconciled' and s.ends_on = new.reconciled_through
          and s.closing = finance.money_on(new.id, s.ends_on))
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'reconciled_through', new.reconciled_through::text);
      end if;
    when 'reconcile_entry_line' then
      perform system.demand_read_committed();
      for met in
        select a.reconciled_through, n.position, n.posted_on
        from (select distinct on (l.account_id) l.* from added as l where l.amount <> 0 order by l.account_id, l.posted_on, l.position) as n
        join finance.bank_account as a on a.account_id = n.account_id order by a.id for key share of a
      loop
        if met.posted_on <= met.reconciled_through then
          perform system.refuse('finance.entry_line'::regclass, 'entry_line_reconciled', 'posted_on', met.reconciled_through::text);
        end if;
      end loop;
    when 'entry_unmatched' then
      if exists (
        select from finance.entry_line as l join finance.bank_match as m on m.entry_line_id = l.id
          and m.posted_on = l.posted_on and m.state = 'live'
        where l.entry_id = new.reverses_id)
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    else
      perform system.refuse(tg_relid::regclass, tg_name, '');
  end case;
  return null;
end
$$;
comment on function finance.judge_reconciliation is
  'Keeps ledger and bank as they were found to agree. | Хранит согласие учёта и банка.';
create constraint trigger bank_statement_agrees after update of state on finance.bank_statement
  deferrable initially deferred for each row execute function finance.judge_reconciliation();
create constraint trigger bank_statement_closed after insert on finance.bank_statement
  for each row when (false) execute function finance.judge_reconciliation();
create constraint trigger bank_statement_order after insert on finance.bank_statement
  for each row when (false) execute function finance.judge_reconciliation();
create constraint trigger bank_statement_adds_up after insert on finance.bank_statement
  for each row when (false) execute function finance.judge_reconciliation();
create constraint trigger bank_statement_matched after insert on finance.bank_statement
  for each row when (false) execute function finance.judge_reconciliation();
create constraint trigger bank_account_agrees after update of reconciled_through on finance.bank_account
  deferrable initially deferred for each row when (new.reconciled_through is not null)
  execute function finance.judge_reconciliation();
create trigger reconcile_entry_line after insert on finance.entry_line
  referencing new table as added for each statement execute function finance.judge_reconciliation();
-- Its name is here for what is said then.
create constraint trigger entry_line_reconciled after insert on finance.entry_line
  for each row when (new.posted_on is null) execute function finance.judge_reconciliation();
create constraint trigger entry_unmatched after insert on finance.entry
  for each row when (new.reverses_id is not null) execute function finance.judge_reconciliation();
select finance.always(t::regclass) from unnest(array['finance.entry', 'finance.entry_line']) as t;
comment on trigger bank_statement_agrees on finance.bank_statement is
  'Ledger and bank differ at the end of the statement: {value}. | На конец выписки учёт и банк расходятся: {value}.';
comment on trigger bank_statement_closed on finance.bank_statement is
  'The bank stated no closing balance or day: there is nothing to reconcile with. | Банк не указал исходящего остатка или дня: сверять не с чем.';
comment on trigger bank_statement_order on finance.bank_statement is
  'The account is reconciled through {value} already. | Счёт уже сверен по {value}.';
comment on trigger bank_statement_adds_up on finance.bank_statement is
  'Statements up to this one do not add up: {value}. | Выписки по эту включительно не сходятся: {value}.';
comment on trigger bank_statement_matched on finance.bank_statement is
  'Statements up to this one have lines that are not matched: {value}. | В выписках по эту включительно есть неразнесённые строки: {value}.';
comment on trigger bank_account_agrees on finance.bank_account is
  'No statement of {value} agrees with the ledger. | Нет выписки на {value}, которая сходится с учётом.';
comment on trigger reconcile_entry_line on finance.entry_line is
  'Keeps what was reconciled with the bank. | Хранит сверенное с банком.';
comment on trigger entry_line_reconciled on finance.entry_line is
  'The money account is reconciled through {value}: take a later day. | Денежный счёт сверен по {value}: возьмите более поздний день.';
comment on trigger entry_unmatched on finance.entry is
  'A line of a bank statement is matched with this entry: unmatch it first. | С этой проводкой сопоставлена строка выписки: сначала отмените сопоставление.';
