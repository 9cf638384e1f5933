-- 0378_finance_entry_rule: what an entry and its lines must be, and that they stay.
-- Why: no DML and no TRUNCATE of anybody, the owner included, unbalances, changes, removes or renumbers what was posted;
-- deploy/verify.sql tells of a trigger here that is missing or not "always". Kind: expand. Locks: finance.entry,
-- finance.entry_line, empty. Time: milliseconds. Reversible: drop the triggers and functions.

create function finance.refuse_ledger_change() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  perform system.refuse(('finance.' || tg_argv[0])::regclass, tg_argv[0] || '_stays', '');
  return null;
end
$$;
comment on function finance.refuse_ledger_change is
  'Refuses to change what was posted. | Отклоняет изменение проведённого.';

-- The rules of the ledger hold whatever the role of the session: "always" is not left out by replication.
create function finance.always(p_table regclass) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  g name;
begin
  for g in
    select t.tgname from pg_trigger as t join pg_proc as p on p.oid = t.tgfoid
    where t.tgrelid = p_table and not t.tgisinternal and p.pronamespace = 'finance'::regnamespace
  loop
    execute format('alter table %s enable always trigger %I', p_table, g);
  end loop;
end
$$;
comment on function finance.always is
  'Makes the triggers of the ledger fire always. | Включает триггеры книги всегда.';

-- The day of the line is its entry's, by which it lies in its year, and the entry has a place for it: none comes once all
-- are taken.
create function finance.place_entry_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  e record;
begin
  select k.posted_on, k.line_count into e from finance.entry as k where k.id = new.entry_id;
  if new.position > e.line_count then
    perform system.refuse('finance.entry_line'::regclass, 'entry_line_stays', '');
  elsif new.posted_on <> e.posted_on then
    perform system.refuse('finance.entry_line'::regclass, 'entry_line_day', 'posted_on', e.posted_on::text);
  end if;
  return new;
end
$$;
comment on function finance.place_entry_line is
  'Keeps a line on the day and within the lines of its entry. | Держит строку в дате и в числе строк её проводки.';

create function finance.judge_entry_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  line constant text := 'lines/' || new.position - 1;
  base text;
  a record;
begin
  if tg_name = 'entry_line_account' then
    select coalesce(k.code, k.name) as code, k.type, k.currency, k.by_party, k.archived_at into a
    from finance.account as k where k.id = new.account_id for key share;
    if a.type is null or a.archived_at is not null
      or exists (select from finance.account as k where k.parent_id = new.account_id)
    then
      perform system.refuse('finance.entry_line'::regclass, tg_name, line || '/account_id', a.code);
    elsif a.by_party and new.party_id is null then
      perform system.refuse('finance.entry_line'::regclass, 'entry_line_party', line || '/party_id', a.code);
    elsif new.currency <> a.currency then
      perform system.refuse('finance.entry_line'::regclass, 'entry_line_currency', line || '/currency',
        concat_ws(': ', a.code, a.currency));
    end if;
    if new.tax_id is not null then
      perform finance.demand_unlocked('tax', new.posted_on);
    end if;
    return null;
  end if;
  base := finance.base_currency();
  if tg_name = 'entry_line_amount' then
    if new.currency = base then
      perform system.refuse('finance.entry_line'::regclass, tg_name, line || '/amount', trim_scale(new.debit - new.credit)::text);
    end if;
  elsif new.debit + new.credit <> finance.round_money(new.debit + new.credit, base) then
    perform system.refuse('finance.entry_line'::regclass, tg_name, line || case when new.debit > 0 then '/debit' else '/credit' end,
      concat_ws(' ', finance.round_money(new.debit + new.credit, base), base));
  elsif new.amount <> finance.round_money(new.amount, new.currency) then
    perform system.refuse('finance.entry_line'::regclass, tg_name, line || '/amount',
      concat_ws(' ', finance.round_money(new.amount, new.currency), new.currency));
  end if;
  return null;
end
$$;
comment on function finance.judge_entry_line is
  'Judges a line: account, party, currency, decimals. | Проверяет строку: счёт, контрагента, валюту, знаки.';

-- At the end of the transaction, or when the constraint is asked for at once.
create function finance.judge_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  sums record;
  j finance.journal;
  year finance.fiscal_year;
  was finance.entry;
  other text;
begin
  case tg_name
    when 'entry_balanced' then
      select count(*) as lines, sum(l.debit) as debit, sum(l.credit) as credit into sums
      from finance.entry_line as l where l.entry_id = new.id and l.posted_on = new.posted_on;
      if sums.lines <> new.line_count or sums.debit <> sums.credit or sums.debit <> new.total or sums.debit is null then
        perform system.refuse(tg_relid::regclass, tg_name, 'lines',
          concat_ws(' / ', trim_scale(sums.debit), trim_scale(sums.credit)));
      end if;
      if (select k.by_currency from finance.journal as k where k.id = new.journal_id) then
        select string_agg(concat_ws(' ', trim_scale(s.amount), s.currency), ', ' order by s.currency) into other
        from (select l.currency, sum(l.amount) as amount from finance.entry_line as l
          where l.entry_id = new.id and l.posted_on = new.posted_on group by l.currency) as s where s.amount <> 0;
        if other is not null then
          perform system.refuse(tg_relid::regclass, 'entry_by_currency', 'lines', other);
        end if;
      end if;
      if new.reverses_id is not null then
        select * into was from finance.entry as e where e.id = new.reverses_id;
        if new.line_count <> was.line_count or exists (
          select from finance.entry_line as l
          left join finance.entry_line as o on o.entry_id = was.id and o.posted_on = was.posted_on and o.position = l.position
          where l.entry_id = new.id and l.posted_on = new.posted_on and row(l.account_id, l.party_id, l.department_id,
              l.project_id, l.contract_id, l.currency, l.tax_id, l.debit, l.credit, l.amount)
            is distinct from row(o.account_id, o.party_id, o.department_id, o.project_id, o.contract_id, o.currency,
              o.tax_id, o.credit, o.debit, -o.amount))
        then
          perform system.refuse(tg_relid::regclass, 'entry_reversal', 'lines');
        end if;
      end if;
    when 'entry_reversal' then
      if exists (select from finance.entry as e
        where e.id = new.reverses_id and (e.reverses_id is not null or e.posted_on > new.posted_on))
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'posted_on');
      end if;
    when 'entry_by_currency' then
      perform system.refuse(tg_relid::regclass, tg_name, 'lines');
    when 'entry_by_closing' then
      if (select k.kind from finance.journal as k where k.id = new.journal_id) = 'closing' then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    else
      select * into j from finance.journal as k where k.id = new.journal_id;
      if j.archived_at is not null then
        perform system.refuse_state('finance.journal'::regclass, 'archived', '{restored}');
      end if;
      select * into year from finance.fiscal_year as y where new.posted_on between y.starts_on and y.ends_on;
      if year.state is distinct from 'open' then
        perform system.refuse(tg_relid::regclass, 'entry_year', 'posted_on', concat_ws(', ', new.posted_on, year.state));
      end if;
      -- A year is locked first and closed then.
      if j.kind <> 'closing' then
        perform finance.demand_unlocked(case j.kind when 'sales' then 'sales' when 'purchase' then 'purchases' else 'all' end,
          new.posted_on);
      end if;
  end case;
  return null;
end
$$;
comment on function finance.judge_entry is
  'Judges an entry: balance, year, locks, reversal. | Проверяет проводку: равенство, год, запреты, сторно.';

create trigger entry_kept before update or delete on finance.entry
  for each row execute function finance.refuse_ledger_change('entry');
create trigger entry_kept_whole before truncate on finance.entry
  for each statement execute function finance.refuse_ledger_change('entry');
create constraint trigger entry_stays after update on finance.entry
  for each row execute function finance.refuse_ledger_change('entry');
create constraint trigger entry_balanced after insert on finance.entry
  deferrable initially deferred for each row execute function finance.judge_entry();
create constraint trigger entry_unlocked after insert on finance.entry
  for each row execute function finance.judge_entry();
create constraint trigger entry_reversal after insert on finance.entry
  for each row when (new.reverses_id is not null) execute function finance.judge_entry();
-- Told by entry_unlocked and entry_balanced, which know all of it; their names are here for what is said then.
create constraint trigger entry_year after insert on finance.entry
  for each row when (new.posted_on is null) execute function finance.judge_entry();
create constraint trigger entry_by_currency after insert on finance.entry
  for each row when (new.line_count is null) execute function finance.judge_entry();
-- Reports tell the closing of a year from what was earned by its journal.
create constraint trigger entry_by_closing after insert on finance.entry
  for each row when (new.origin = 'manual') execute function finance.judge_entry();
create trigger place_entry_line before insert on finance.entry_line
  for each row execute function finance.place_entry_line();
create trigger entry_line_kept before update or delete on finance.entry_line
  for each row execute function finance.refuse_ledger_change('entry_line');
create trigger entry_line_kept_whole before truncate on finance.entry_line
  for each statement execute function finance.refuse_ledger_change('entry_line');
create constraint trigger entry_line_stays after update on finance.entry_line
  for each row execute function finance.refuse_ledger_change('entry_line');
create constraint trigger entry_line_account after insert on finance.entry_line
  for each row execute function finance.judge_entry_line();
create constraint trigger entry_line_amount after insert on finance.entry_line
  for each row when (new.amount <> new.debit - new.credit) execute function finance.judge_entry_line();
create constraint trigger entry_line_decimals after insert on finance.entry_line
  for each row when (new.debit <> trunc(new.debit) or new.credit <> trunc(new.credit) or new.amount <> trunc(new.amount))
  execute function finance.judge_entry_line();

-- Told by entry_line_account, which has the account before it; their names are here for what is said then.
create constraint trigger entry_line_currency after insert on finance.entry_line
  for each row when (new.currency is null) execute function finance.judge_entry_line();
create constraint trigger entry_line_range after insert on finance.entry_line
  for each row when (new.debit is null) execute function finance.judge_entry_line();
create constraint trigger entry_line_day after insert on finance.entry_line
  for each row when (new.posted_on is null) execute function finance.judge_entry_line();
create constraint trigger entry_line_party after insert on finance.entry_line
  for each row when (new.account_id is null) execute function finance.judge_entry_line();

comment on trigger entry_by_closing on finance.entry is
  'The closing of a year alone is entered in this journal: choose another. | В этом журнале только закрытие года: выберите другой.';
comment on trigger entry_kept on finance.entry is
  'Refuses to change or delete an entry. | Не даёт изменить или удалить проводку.';
comment on trigger entry_kept_whole on finance.entry is
  'Refuses to empty the ledger. | Не даёт опустошить книгу.';
comment on trigger entry_stays on finance.entry is
  'What was posted neither changes nor goes: reverse it. | Проведённое не меняется и не удаляется: сторнируйте его.';
comment on trigger entry_balanced on finance.entry is
  'Debits and credits must be equal, and all lines there: {value}. | Дебет и кредит должны быть равны, и все строки на месте: {value}.';
comment on trigger entry_unlocked on finance.entry is
  'This day is locked: {value}. Take a later one, or ask for an exception. | Этот день закрыт: {value}. Возьмите более поздний или попросите исключение.';
comment on trigger entry_year on finance.entry is
  'There is no open fiscal year for this day: {value}. | Для этого дня нет открытого финансового года: {value}.';
comment on trigger entry_by_currency on finance.entry is
  'In this journal each currency must balance by itself; left over: {value}. | В этом журнале каждая валюта сходится отдельно; осталось: {value}.';
comment on trigger entry_reversal on finance.entry is
  'A reversal has the lines of its entry on the other side, is not before it, and is not reversed itself. | Сторно повторяет строки проводки на другой стороне, не раньше её и само не сторнируется.';
comment on trigger place_entry_line on finance.entry_line is
  'Keeps a line on the day and within the lines of its entry. | Держит строку в дате и в числе строк её проводки.';
comment on trigger entry_line_day on finance.entry_line is
  'A line stands on the day of its entry, {value}. | Строка стоит в дате своей проводки, {value}.';
comment on trigger entry_line_kept on finance.entry_line is
  'Refuses to change or delete a line. | Не даёт изменить или удалить строку.';
comment on trigger entry_line_kept_whole on finance.entry_line is
  'Refuses to empty the ledger. | Не даёт опустошить книгу.';
comment on trigger entry_line_stays on finance.entry_line is
  'What was posted neither changes nor goes, and no line comes to it: reverse it. | Проведённое не меняется, не удаляется и не дополняется: сторнируйте его.';
comment on trigger entry_line_account on finance.entry_line is
  'Entries go to an account of a type, in use and without others below it, which this is not: {value}. | Проводки идут на действующий счёт с видом, под которым нет других; это не такой счёт: {value}.';
comment on trigger entry_line_currency on finance.entry_line is
  'This account is kept in one currency, {value}. | Счёт ведётся в одной валюте, {value}.';
comment on trigger entry_line_party on finance.entry_line is
  'This account is kept by party: say which. Account: {value}. | Счёт ведётся по контрагентам: укажите контрагента. Счёт: {value}.';
comment on trigger entry_line_amount on finance.entry_line is
  'In the currency of the books the amount is the debit less the credit, {value}. | В валюте учёта сумма равна дебету минус кредит, {value}.';
comment on trigger entry_line_decimals on finance.entry_line is
  'More decimals than the currency has; right would be {value}. | Знаков больше, чем у валюты; правильно: {value}.';
comment on trigger entry_line_range on finance.entry_line is
  'An amount is less than 1,000,000,000,000,000. | Сумма меньше 1 000 000 000 000 000.';
select finance.always(t::regclass) from unnest(array['finance.entry', 'finance.entry_line']) as t;
