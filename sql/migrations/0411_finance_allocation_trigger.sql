-- 0411_finance_allocation_trigger: where the rules of items and allocations stand.
-- Why: as in 0410; for every role, the owner and replication included. Kind: expand. Locks: finance.open_item,
-- finance.allocation, empty. Time: milliseconds. Reversible: drop the triggers.
create constraint trigger open_item_true after insert on finance.open_item
  for each row execute function finance.judge_open_item();
create constraint trigger open_item_allocated after insert or update on finance.open_item
  deferrable initially deferred for each row execute function finance.judge_open_item();
create constraint trigger open_item_stays after update on finance.open_item
  for each row when (row(old.id, old.entry_line_id, old.side, old.invoice_id, old.payment_id, old.reference, old.party_id,
      old.department_id, old.account_id, old.posted_on, old.due_on, old.currency, old.amount, old.base_amount)
    is distinct from row(new.id, new.entry_line_id, new.side, new.invoice_id, new.payment_id, new.reference, new.party_id,
      new.department_id, new.account_id, new.posted_on, new.due_on, new.currency, new.amount, new.base_amount))
  execute function finance.refuse_settlement_change();
create trigger open_item_kept before delete on finance.open_item
  for each row execute function finance.refuse_settlement_change();
create trigger open_item_kept_whole before truncate on finance.open_item
  for each statement execute function finance.refuse_settlement_change();
comment on trigger open_item_true on finance.open_item is
  'An item says what its line of the ledger does. | Позиция повторяет строку журнала.';
comment on trigger open_item_allocated on finance.open_item is
  'What is settled follows from the allocations. | Погашенное следует из разнесений.';
comment on trigger open_item_stays on finance.open_item is
  'An item stays as it was posted. | Позиция остаётся такой, какой проведена.';

-- By their names the more telling one speaks first; what settles comes behind them all.
create constraint trigger allocation_currency after insert on finance.allocation
  for each row when (new.kind = 'allocation') execute function finance.judge_allocation();
create constraint trigger allocation_day after insert on finance.allocation
  for each row execute function finance.judge_allocation();
create constraint trigger allocation_party after insert on finance.allocation
  for each row when (new.kind = 'allocation') execute function finance.judge_allocation();
create constraint trigger allocation_side after insert on finance.allocation
  for each row execute function finance.judge_allocation();
create constraint trigger allocation_takes_back after insert on finance.allocation
  for each row when (new.reverses_id is not null) execute function finance.judge_allocation();
create constraint trigger allocation_within_limit after insert on finance.allocation
  for each row when (new.kind = 'write_off' and new.reverses_id is null) execute function finance.judge_allocation();
create trigger settle_items after insert on finance.allocation
  for each row execute function finance.settle_items();
create constraint trigger allocation_stays after update on finance.allocation
  for each row execute function finance.refuse_settlement_change();
create trigger allocation_kept before delete on finance.allocation
  for each row execute function finance.refuse_settlement_change();
create trigger allocation_kept_whole before truncate on finance.allocation
  for each statement execute function finance.refuse_settlement_change();
comment on trigger allocation_currency on finance.allocation is
  'Both sides are as much: the same in one currency, by the rate of the day in two. | Обе стороны равны: в одной валюте — точно, в разных — по курсу дня.';
comment on trigger allocation_day on finance.allocation is
  'One of the documents is later: allocate from {value} on. | Один из документов позже: разносите начиная с {value}.';
comment on trigger allocation_party on finance.allocation is
  'The documents are of different parties; right would be one of {value}. | Документы разных контрагентов; правильно: документ контрагента {value}.';
comment on trigger allocation_side on finance.allocation is
  'Both documents are on one side: what we are owed is settled by what we owe. | Оба документа на одной стороне: то, что должны нам, погашается тем, что должны мы.';
comment on trigger allocation_takes_back on finance.allocation is
  'An allocation is taken back once, wholly, not before {value}. | Разнесение отменяется один раз, целиком и не раньше {value}.';
comment on trigger allocation_within_limit on finance.allocation is
  'At most {value} of the document may be written off. | По документу можно списать не больше {value}.';
comment on trigger allocation_stays on finance.allocation is
  'An allocation stays as it was; take it back instead. | Разнесение не меняется; отмените его.';

-- Told by the verbs, which know what is left and say it.
create constraint trigger allocation_within_open after insert on finance.allocation
  for each row when (false) execute function finance.judge_allocation();
create constraint trigger allocation_something after insert on finance.allocation
  for each row when (false) execute function finance.judge_allocation();
create constraint trigger allocation_decimals after insert on finance.allocation
  for each row when (false) execute function finance.judge_allocation();
-- Told by open_item_allocated.
create constraint trigger allocation_ever_within after insert on finance.allocation
  for each row when (false) execute function finance.judge_allocation();
comment on trigger allocation_ever_within on finance.allocation is
  'On {value} more would be settled than there is, since an allocation is taken back only later: allocate after that day. | На {value} было бы погашено больше, чем есть, ведь разнесение отменено позже: разносите после этого дня.';
create constraint trigger allocation_positive after insert on finance.allocation
  for each row when (false) execute function finance.judge_allocation();
comment on trigger allocation_within_open on finance.allocation is
  'More than what is left: at most {value}. | Больше, чем осталось: не больше {value}.';
comment on trigger allocation_something on finance.allocation is
  'Nothing is left to settle here. | Погашать здесь нечего.';
comment on trigger allocation_positive on finance.allocation is
  'The amount must be more than 0. | Сумма должна быть больше 0.';
comment on trigger allocation_decimals on finance.allocation is
  'More decimals than the currency has; right would be {value}. | Знаков больше, чем у валюты; правильно: {value}.';

-- At the end of the transaction: the entry takes from the accounts of the items what the allocations say.
create function finance.judge_allocation_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (
    select from (
      select i.account_id, i.party_id, i.currency, sum(k.amount) as amount, sum(k.base) as base
      from finance.allocation as a
      cross join lateral (values (a.debit_item_id, -a.debit_amount, -a.debit_base),
        (a.credit_item_id, a.credit_amount, a.credit_base)) as k (item_id, amount, base)
      join finance.open_item as i on i.id = k.item_id
      where a.entry_id = new.entry_id
      group by i.account_id, i.party_id, i.currency) as said
    cross join lateral (
      select coalesce(sum(l.amount), 0) as amount, coalesce(sum(l.debit - l.credit), 0) as base
      from finance.entry_line as l
      where l.entry_id = new.entry_id and l.posted_on = new.allocated_on
        and l.account_id = said.account_id and l.party_id = said.party_id
        and l.currency = said.currency) as posted
    where row(said.amount, said.base) is distinct from row(posted.amount, posted.base))
    or not exists (select from finance.entry as e where e.id = new.entry_id and e.posted_on = new.allocated_on)
  then
    perform system.refuse(tg_relid::regclass, tg_name, 'entry_id');
  end if;
  return null;
end
$$;
comment on function finance.judge_allocation_entry is
  'Holds allocations against their entry. | Сверяет разнесения с проводкой.';
create constraint trigger allocation_posted after insert on finance.allocation
  deferrable initially deferred for each row execute function finance.judge_allocation_entry();
comment on trigger allocation_posted on finance.allocation is
  'The entry says something else than the allocation. | Проводка расходится с разнесением.';

do $$
declare
  g record;
begin
  for g in
    select t.tgrelid::regclass as place, t.tgname as name
    from pg_trigger as t join pg_proc as p on p.oid = t.tgfoid
    where t.tgrelid in ('finance.open_item'::regclass, 'finance.allocation'::regclass) and not t.tgisinternal
      and p.pronamespace = 'finance'::regnamespace
  loop
    execute format('alter table %s enable always trigger %I', g.place, g.name);
  end loop;
end
$$;
