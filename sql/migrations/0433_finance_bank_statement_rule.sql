-- 0433_finance_bank_statement_rule: a statement and its lines stay as the bank wrote them, and say rightly whether they
-- add up; a money account keeps its account of the ledger.
-- Why: what is held against the ledger must not give way to it. The differences are found again from the lines, whoever
-- writes. Kind: expand. Locks: finance.bank_account, finance.bank_statement, finance.bank_statement_line, empty.
-- Time: milliseconds. Reversible: drop the triggers and functions.

create function finance.bank_line_fingerprint(l finance.bank_statement_line) returns text
language sql stable set search_path = pg_catalog
begin atomic
  select encode(sha256(convert_to(case when l.bank_reference is not null
    then jsonb_build_array(l.booked_on, trim_scale(l.amount), l.bank_reference)
    else jsonb_build_array(l.booked_on, l.valued_on, trim_scale(l.amount), l.kind_given, l.document_number, l.document_on,
      l.reference, l.purpose, l.party_name, l.party_account, l.party_bank, l.party_tax_number,
      case when l.amount is null then l.source end) end::text, 'UTF8')), 'hex');
end;
comment on function finance.bank_line_fingerprint is
  'What tells a movement from others: the bank''s reference, else all that it says. | По чему узнают операцию: ссылка банка, иначе всё её содержание.';
create function finance.bank_statement_fingerprint(s finance.bank_statement, p_lines text[]) returns text
language sql stable set search_path = pg_catalog
begin atomic
  select encode(sha256(convert_to(jsonb_build_array(s.number_given, s.begins_on, s.ends_on, trim_scale(s.opening),
    trim_scale(s.closing), trim_scale(s.credits_given), trim_scale(s.debits_given), p_lines)::text, 'UTF8')), 'hex');
end;
comment on function finance.bank_statement_fingerprint is
  'What tells a statement from others. | По чему узнают выписку.';

-- What a statement says of itself follows from its lines.
create function finance.demand_statement_true(p_statement bigint) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  s finance.bank_statement;
  sums record;
begin
  select * into s from finance.bank_statement as k where k.id = p_statement;
  if s.id is null then
    return;
  end if;
  select coalesce(sum(l.amount), 0) as whole, coalesce(sum(l.amount) filter (where l.amount > 0), 0) as credits,
    -coalesce(sum(l.amount) filter (where l.amount < 0), 0) as debits,
    array_agg(l.fingerprint order by l.position) as prints,
    coalesce(bool_and(l.fingerprint = finance.bank_line_fingerprint(l) and l.bank_account_id = s.bank_account_id), true)
      as is_true into sums
  from finance.bank_statement_line as l where l.statement_id = s.id;
  if row(s.difference, s.credits_difference, s.debits_difference) is distinct from row(s.opening + sums.whole - s.closing,
      sums.credits - s.credits_given, sums.debits - s.debits_given)
    or s.fingerprint <> finance.bank_statement_fingerprint(s, sums.prints) or not sums.is_true
  then
    perform system.refuse('finance.bank_statement'::regclass, 'bank_statement_true', '',
      trim_scale(s.opening + sums.whole - s.closing)::text);
  end if;
end
$$;
comment on function finance.demand_statement_true is
  'Refuses a statement that does not say what its lines do. | Отклоняет выписку, расходящуюся со своими строками.';

create function finance.judge_bank_statement() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  wanted bigint;
begin
  case tg_name
    when 'bank_statement_true' then
      perform finance.demand_statement_true(new.id);
    when 'bank_statement_lines_true' then
      for wanted in select distinct a.statement_id from added as a loop
        perform finance.demand_statement_true(wanted);
      end loop;
    when 'bank_statement_line_kept' then
      -- Lines go with their statement.
      if exists (select from finance.bank_statement as s where s.id = old.statement_id) then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    else
      perform system.refuse(tg_relid::regclass, tg_name, '');
  end case;
  return null;
end
$$;
comment on function finance.judge_bank_statement is
  'Keeps statements and their lines as the bank wrote them. | Хранит выписки и строки такими, как их записал банк.';
create constraint trigger bank_statement_true after insert on finance.bank_statement
  deferrable initially deferred for each row execute function finance.judge_bank_statement();
create constraint trigger bank_statement_kept after update on finance.bank_statement
  for each row when (row(old.bank_account_id, old.format, old.file_name, old.file_line, old.account_given, old.bank_given,
      old.number_given, old.begins_on, old.ends_on, old.currency, old.opening, old.closing, old.credits_given,
      old.debits_given, old.difference, old.credits_difference, old.debits_difference, old.fingerprint)
    is distinct from row(new.bank_account_id, new.format, new.file_name, new.file_line, new.account_given, new.bank_given,
      new.number_given, new.begins_on, new.ends_on, new.currency, new.opening, new.closing, new.credits_given,
      new.debits_given, new.difference, new.credits_difference, new.debits_difference, new.fingerprint))
  execute function finance.judge_bank_statement();
create constraint trigger bank_statement_begins after insert on finance.bank_statement
  for each row when (new.state <> 'open') execute function finance.judge_bank_statement();
create constraint trigger bank_statement_final after update on finance.bank_statement
  for each row when (old.state = 'reconciled' and row(old.state, old.reconciled_at, old.reconciled_by)
    is distinct from row(new.state, new.reconciled_at, new.reconciled_by)) execute function finance.judge_bank_statement();
create constraint trigger bank_statement_stays after delete on finance.bank_statement
  for each row when (old.state = 'reconciled') execute function finance.judge_bank_statement();
create trigger bank_statement_lines_true after insert on finance.bank_statement_line
  referencing new table as added for each statement execute function finance.judge_bank_statement();
create constraint trigger bank_statement_line_kept after delete on finance.bank_statement_line
  for each row execute function finance.judge_bank_statement();
create constraint trigger bank_statement_line_written after update on finance.bank_statement_line
  for each row when (row(old.statement_id, old.bank_account_id, old.position, old.file_line, old.amount, old.fault,
      old.booked_on, old.valued_on, old.kind_given, old.document_number, old.document_on, old.reference,
      old.bank_reference, old.purpose, old.party_name, old.party_account, old.party_bank, old.party_tax_number, old.parts,
      old.source, old.fingerprint)
    is distinct from row(new.statement_id, new.bank_account_id, new.position, new.file_line, new.amount, new.fault,
      new.booked_on, new.valued_on, new.kind_given, new.document_number, new.document_on, new.reference,
      new.bank_reference, new.purpose, new.party_name, new.party_account, new.party_bank, new.party_tax_number, new.parts,
      new.source, new.fingerprint)) execute function finance.judge_bank_statement();
create trigger bank_statement_kept_whole before truncate on finance.bank_statement
  for each statement execute function finance.judge_bank_statement();
create trigger bank_statement_line_kept_whole before truncate on finance.bank_statement_line
  for each statement execute function finance.judge_bank_statement();
comment on trigger bank_statement_kept_whole on finance.bank_statement is
  'Refuses to empty the statements. | Не даёт опустошить выписки.';
comment on trigger bank_statement_line_kept_whole on finance.bank_statement_line is
  'Refuses to empty the lines. | Не даёт опустошить строки.';
comment on trigger bank_statement_true on finance.bank_statement is
  'What a statement says of its sums follows from its lines; left over is {value}. | Сказанное выпиской о суммах следует из строк; расхождение — {value}.';
comment on trigger bank_statement_kept on finance.bank_statement is
  'A statement stays as the bank wrote it. | Выписка остаётся такой, как её записал банк.';
comment on trigger bank_statement_begins on finance.bank_statement is
  'A statement begins open. | Выписка начинается открытой.';
comment on trigger bank_statement_final on finance.bank_statement is
  'What was reconciled stays so. | Сверенное остаётся сверенным.';
comment on trigger bank_statement_stays on finance.bank_statement is
  'A statement that was reconciled does not go. | Сверенную выписку удалить нельзя.';
comment on trigger bank_statement_lines_true on finance.bank_statement_line is
  'Holds a statement against its lines. | Сверяет выписку с её строками.';
comment on trigger bank_statement_line_kept on finance.bank_statement_line is
  'A line goes with its statement alone. | Строка удаляется только вместе с выпиской.';
comment on trigger bank_statement_line_written on finance.bank_statement_line is
  'A line stays as the bank wrote it. | Строка остаётся такой, как её записал банк.';

create function finance.judge_bank_account() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  -- Statements of whoever came before are seen then.
  perform system.demand_read_committed();
  if tg_name = 'bank_account_ledger' then
    if not exists (
      select from finance.account as a
      where a.id = new.account_id and a.type in ('asset', 'liability') and a.archived_at is null
        and coalesce(a.currency, new.currency) = new.currency and not a.by_party
        and finance.kept_by_documents(a.id) is null
        and not exists (select from finance.account as b where b.parent_id = a.id))
    then
      perform system.refuse(tg_relid::regclass, tg_name, 'account_id', new.currency);
    end if;
  elsif tg_name = 'bank_account_reconciled'
    or exists (select from finance.bank_statement as s where s.bank_account_id = new.id)
  then
    perform system.refuse(tg_relid::regclass, tg_name, case when old.account_id <> new.account_id then 'account_id'
      when old.currency <> new.currency then 'currency' when old.kind <> new.kind then 'kind' end,
      old.reconciled_through::text);
  end if;
  return null;
end
$$;
comment on function finance.judge_bank_account is
  'Keeps a money account at its account of the ledger. | Держит денежный счёт при его счёте учёта.';
create constraint trigger bank_account_ledger after insert or update of account_id, currency on finance.bank_account
  for each row execute function finance.judge_bank_account();
create constraint trigger bank_account_used after update on finance.bank_account
  for each row when (row(old.account_id, old.currency, old.kind) is distinct from row(new.account_id, new.currency, new.kind))
  execute function finance.judge_bank_account();
create constraint trigger bank_account_reconciled after update on finance.bank_account
  for each row when (old.reconciled_through is not null
    and (new.reconciled_through is null or new.reconciled_through < old.reconciled_through))
  execute function finance.judge_bank_account();
comment on trigger bank_account_ledger on finance.bank_account is
  'The ledger account must be an asset or a liability in use, with none below it, kept neither by party nor by documents, in {value} or any currency. | Счёт учёта должен быть действующим активом или обязательством без нижестоящих, не по контрагентам и не по документам, в валюте {value} или любой.';
comment on trigger bank_account_used on finance.bank_account is
  'Statements are here: kind, currency and ledger account stay. | Выписки уже загружены: вид, валюта и счёт учёта не меняются.';
comment on trigger bank_account_reconciled on finance.bank_account is
  'The account is reconciled through {value}, and stays so. | Счёт сверен по {value}, и это не отменяется.';
