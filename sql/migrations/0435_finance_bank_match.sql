-- 0435_finance_bank_match: which line of the ledger a line of a statement is.
-- Why: money that moved is in the ledger once. A line of a statement is matched whole, by lines of the ledger on the
-- account of the money, each of them for one line of a statement; what was matched is taken back by a reversal, never
-- deleted. Kind: expand. Locks: finance.entry, finance.entry_line, for triggers. Time: milliseconds. Forward only.
create table finance.bank_match (
  id bigint generated always as identity constraint bank_match_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  statement_id bigint not null constraint bank_match_statement_fkey references finance.bank_statement,
  statement_line_id bigint not null constraint bank_match_line_fkey references finance.bank_statement_line,
  entry_line_id bigint not null,
  -- Of that line, which is found by it in its year.
  posted_on date not null,
  payment_id bigint constraint bank_match_payment_fkey references finance.payment,
  amount numeric(19, 4) not null,
  made boolean not null,
  state text not null default 'live' constraint bank_match_state_known check (state in ('live', 'undone')),
  undone_at timestamptz,
  undone_by bigint constraint bank_match_undone_by_fkey references access.account,
  constraint bank_match_entry_line_fkey
    foreign key (entry_line_id, posted_on) references finance.entry_line (id, posted_on),
  constraint bank_match_entry_line_once exclude using btree (entry_line_id with =) where (state = 'live'),
  constraint bank_match_amount_range check (amount <> 0),
  constraint bank_match_undoing check ((state = 'undone') = (undone_at is not null)
    and (state = 'undone' or undone_by is null))
);
create index bank_match_created_idx on finance.bank_match (created_at, id);
create index bank_match_statement_idx on finance.bank_match (statement_id, id);
create index bank_match_line_idx on finance.bank_match (statement_line_id, id);
create index bank_match_entry_line_idx on finance.bank_match (entry_line_id, posted_on);
create index bank_match_payment_idx on finance.bank_match (payment_id) where payment_id is not null;
create index bank_match_undone_by_idx on finance.bank_match (undone_by) where undone_by is not null;
comment on table finance.bank_match is
  'Match: a line of the ledger that a line of a statement is. | Сопоставление: строка журнала, которой соответствует строка выписки.';
comment on column finance.bank_match.statement_id is 'Statement: of the line. | Выписка: к которой относится строка.';
comment on column finance.bank_match.statement_line_id is 'Line of the statement: that moved the money. | Строка выписки: двинувшая деньги.';
comment on column finance.bank_match.entry_line_id is
  'Line of the ledger: on the account of the money. | Строка журнала: на счёте этих денег.';
comment on column finance.bank_match.posted_on is 'Posted on: the day of the line of the ledger. | Дата: строки журнала.';
comment on column finance.bank_match.payment_id is 'Payment: that it is. | Платёж: которым является.';
comment on column finance.bank_match.amount is
  'Amount: of the line of the ledger, in the currency of the account. | Сумма: строки журнала, в валюте счёта.';
comment on column finance.bank_match.made is
  'Made: whether the matching posted it. | Создано: проведено ли сопоставлением.';
comment on column finance.bank_match.state is
  'State: whether it holds. | Состояние: действует ли. {live=In force/Действует, undone=Undone/Отменено}';
comment on column finance.bank_match.undone_at is 'Undone at: when. | Отменено: когда.';
comment on column finance.bank_match.undone_by is 'Undone by: who. | Кем отменено: кто.';
comment on constraint bank_match_statement_fkey on finance.bank_match is 'There is no such statement. | Такой выписки нет.';
comment on constraint bank_match_line_fkey on finance.bank_match is
  'There is no such line, or it was matched once. | Такой строки нет, или она сопоставлялась.';
comment on constraint bank_match_entry_line_fkey on finance.bank_match is
  'There is no such line of the ledger. | Такой строки журнала нет.';
comment on constraint bank_match_payment_fkey on finance.bank_match is 'There is no such payment. | Такого платежа нет.';
comment on constraint bank_match_state_known on finance.bank_match is 'The state is live or undone. | Состояние: live или undone.';
comment on constraint bank_match_undone_by_fkey on finance.bank_match is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint bank_match_entry_line_once on finance.bank_match is
  'This line of the ledger is matched with another line of a statement. | Эта строка журнала сопоставлена с другой строкой выписки.';
comment on constraint bank_match_amount_range on finance.bank_match is 'A match is of some amount. | Сумма сопоставления не равна 0.';
comment on constraint bank_match_undoing on finance.bank_match is
  'What is undone says when, and nothing else does. | У отменённого и только у него указано, когда.';
select clients.describe_common('finance.bank_match'::regclass);
select system.business('finance.bank_match'::regclass, 'statement_id', 'finance.bank_statement'::regclass);
select access.protect_child('finance.bank_match'::regclass, 'bank_statements', 'statement_id',
  'finance.bank_statement'::regclass);
do $$
declare
  columns constant text := (select string_agg(quote_ident(a.attname), ', ') from pg_attribute as a
    where a.attrelid = 'finance.bank_match'::regclass and a.attnum > 0 and not a.attisdropped);
begin
  execute format('revoke insert (%1$s), update (%1$s), delete on finance.bank_match from crm_service', columns);
end
$$;
insert into system.succession (place, rule, condition) values ('finance.bank_match.undone_by', 'keep', null);
select system.permit('{administrator,accountant,auditor}', '{bank_matches}', '{read,export}', 'all'),
  system.permit('{head_of_department}', '{bank_matches}', '{read,export}', 'below'),
  system.permit('{read_only}', '{bank_matches}', '{read}', 'all');

create function finance.judge_bank_match() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  l finance.bank_statement_line;
  a finance.bank_account;
  matched numeric;
  wanted bigint;
begin
  case tg_name
    when 'bank_match_true' then
      select * into l from finance.bank_statement_line as k where k.id = new.statement_line_id;
      select * into a from finance.bank_account as k where k.id = l.bank_account_id;
      if l.statement_id <> new.statement_id or not exists (
        select from finance.entry_line as e
        where e.id = new.entry_line_id and e.posted_on = new.posted_on and e.account_id = a.account_id and e.currency = a.currency and e.amount = new.amount)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'parts');
      elsif exists (
        select from finance.entry_line as e join finance.entry as r on e.entry_id in (r.reverses_id, r.id)
        where e.id = new.entry_line_id and e.posted_on = new.posted_on and r.reverses_id is not null)
      then
        perform system.refuse(tg_relid::regclass, 'bank_match_unreversed', 'parts');
      elsif new.payment_id is not null and not exists (
        select from finance.payment as p join finance.entry_line as e on e.entry_id = p.entry_id
        where p.id = new.payment_id and e.id = new.entry_line_id and e.posted_on = new.posted_on)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'parts');
      end if;
    when 'bank_match_open', 'bank_statement_line_open' then
      -- What is being reconciled is waited for.
      perform system.demand_read_committed();
      if (select s.state from finance.bank_statement as s
        where s.id = coalesce(new.statement_id, old.statement_id) for share) = 'reconciled'
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    when 'bank_match_whole' then
      -- At the end of the transaction, for lines and matches alike: matched is what is matched whole.
      wanted := case tg_table_name when 'bank_match' then (to_jsonb(new) ->> 'statement_line_id')::bigint else new.id end;
      select * into l from finance.bank_statement_line as k where k.id = wanted;
      select sum(m.amount) into matched from finance.bank_match as m where m.statement_line_id = wanted and m.state = 'live';
      if l.id is not null and matched is distinct from (case l.state when 'matched' then l.amount end) then
        perform system.refuse('finance.bank_match'::regclass, tg_name, 'parts', trim_scale(l.amount)::text);
      end if;
    else
      perform system.refuse(tg_relid::regclass, tg_name, '');
  end case;
  return null;
end
$$;
comment on function finance.judge_bank_match is
  'Keeps matches true, whole and in force. | Следит, чтобы сопоставления были верными, полными и не исчезали.';
create function finance.place_bank_match() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  new.posted_on := (select l.posted_on from finance.entry_line as l where l.id = new.entry_line_id);
  return new;
end
$$;
comment on function finance.place_bank_match is
  'Gives a match the day of its line of the ledger. | Даёт сопоставлению дату строки журнала.';
create trigger place_bank_match before insert on finance.bank_match
  for each row execute function finance.place_bank_match();
comment on trigger place_bank_match on finance.bank_match is
  'Gives a match the day of its line of the ledger. | Даёт сопоставлению дату строки журнала.';
create constraint trigger bank_match_true after insert on finance.bank_match
  for each row execute function finance.judge_bank_match();
create constraint trigger bank_match_open after insert or update on finance.bank_match
  for each row execute function finance.judge_bank_match();
create constraint trigger bank_match_unreversed after insert on finance.bank_match
  for each row when (false) execute function finance.judge_bank_match();
create constraint trigger bank_match_kept after update on finance.bank_match
  for each row when (old.state = 'undone' or row(old.statement_id, old.statement_line_id, old.entry_line_id, old.posted_on,
      old.payment_id, old.amount, old.made)
    is distinct from row(new.statement_id, new.statement_line_id, new.entry_line_id, new.posted_on, new.payment_id,
      new.amount, new.made))
  execute function finance.judge_bank_match();
create constraint trigger bank_match_stays after delete on finance.bank_match
  for each row execute function finance.judge_bank_match();
create trigger bank_match_kept_whole before truncate on finance.bank_match
  for each statement execute function finance.judge_bank_match();
comment on trigger bank_match_kept_whole on finance.bank_match is
  'Refuses to empty the matches. | Не даёт опустошить сопоставления.';
create constraint trigger bank_match_whole after insert or update on finance.bank_match
  deferrable initially deferred for each row execute function finance.judge_bank_match();
create constraint trigger bank_match_whole after update of state on finance.bank_statement_line
  deferrable initially deferred for each row when (old.state <> new.state) execute function finance.judge_bank_match();
create constraint trigger bank_statement_line_begins after insert on finance.bank_statement_line
  for each row when (new.state = 'matched') execute function finance.judge_bank_match();
create constraint trigger bank_statement_line_open after update on finance.bank_statement_line
  for each row when (row(old.state, old.repeats_id, old.occurrence) is distinct from row(new.state, new.repeats_id, new.occurrence))
  execute function finance.judge_bank_match();
comment on trigger bank_match_true on finance.bank_match is
  'A match is a line of the ledger on the account of the money, of that amount. | Сопоставляется строка журнала на счёте этих денег с той же суммой.';
comment on trigger bank_match_open on finance.bank_match is
  'The statement is reconciled: its matches stay. | Выписка сверена: сопоставления не меняются.';
comment on trigger bank_match_unreversed on finance.bank_match is
  'What was reversed moved no money. | Сторнированное денег не двигало.';
comment on trigger bank_match_kept on finance.bank_match is
  'A match does not change: undo it. | Сопоставление не меняется: отмените его.';
comment on trigger bank_match_stays on finance.bank_match is
  'A match is undone, not deleted. | Сопоставление отменяется, а не удаляется.';
comment on trigger bank_match_whole on finance.bank_match is
  'The parts must add up to the line of the statement, {value}. | Части должны составить строку выписки, {value}.';
comment on trigger bank_match_whole on finance.bank_statement_line is
  'What is matched is matched whole. | Разнесённое разнесено полностью.';
comment on trigger bank_statement_line_begins on finance.bank_statement_line is
  'A line begins without a match. | Строка начинается без сопоставлений.';
comment on trigger bank_statement_line_open on finance.bank_statement_line is
  'The statement is reconciled: its lines stay. | Выписка сверена: её строки не меняются.';
