-- 0423_finance_revaluation_rule: what was revalued stays, and nothing is allocated behind it.
-- Why: as in 0421. Kind: expand. Locks: finance.open_item, finance.allocation, for triggers. Time: milliseconds.
-- Reversible: drop the triggers and the function.
create function finance.judge_revaluation() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  last date;
begin
  case tg_name
    when 'open_item_revalued' then
      if (select i.revalued from finance.open_item as i where i.id = new.id) <> (
        select coalesce(sum(l.kept), 0) from finance.revaluation_line as l
        join finance.revaluation as v on v.id = l.revaluation_id where l.open_item_id = new.id and v.state = 'posted')
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    when 'allocation_after_revaluation' then
      -- Until a reversal the ledger has what was revalued, which an allocation of before takes nothing of.
      select max(case v.state when 'posted' then v.revalued_on else v.reversed_on - 1 end) into last
      from finance.revaluation_line as l join finance.revaluation as v on v.id = l.revaluation_id
      where l.open_item_id in (new.debit_item_id, new.credit_item_id) and v.state <> 'draft'
        and (l.difference <> 0 or l.kept <> 0);
      if new.allocated_on <= last then
        perform system.refuse(tg_relid::regclass, tg_name, 'allocated_on', last::text);
      end if;
    when 'revaluation_reversed_true' then
      if not exists (select from finance.entry as e where e.reverses_id = new.entry_id and e.posted_on = new.reversed_on)
        or new.return_entry_id is not null
          and not exists (select from finance.entry as e where e.reverses_id = new.return_entry_id)
        or exists (
        select from finance.revaluation_line as k join finance.open_item as i on i.id = k.open_item_id
        where k.revaluation_id = new.id and i.revalued <> (
          select coalesce(sum(l.kept), 0) from finance.revaluation_line as l
          join finance.revaluation as v on v.id = l.revaluation_id where l.open_item_id = i.id and v.state = 'posted'))
      then
        perform system.refuse(tg_relid::regclass, tg_name, '');
      end if;
    when 'revaluation_posted' then
      if exists (
        select from (
          select k.entry_id, l.account_id, l.party_id, l.currency, k.base from finance.revaluation_line as l
          cross join lateral (values (new.entry_id, l.difference), (new.return_entry_id, l.kept - l.difference)) as k (entry_id, base)
          where l.revaluation_id = new.id
          union all
          select e.entry_id, e.account_id, e.party_id, e.currency, e.credit - e.debit from finance.entry_line as e
          where (e.entry_id = new.entry_id and e.posted_on = new.revalued_on
              or e.entry_id = new.return_entry_id and e.posted_on = new.revalued_on + 1)
            and e.account_id in (select l.account_id from finance.revaluation_line as l where l.revaluation_id = new.id)) as s
        group by s.entry_id, s.account_id, s.party_id, s.currency having sum(s.base) <> 0)
      then
        perform system.refuse(tg_relid::regclass, tg_name, 'entry_id');
      end if;
    when 'revaluation_line_of_draft' then
      if (select v.state from finance.revaluation as v where v.id = new.revaluation_id) <> 'draft' then
        perform system.refuse(tg_relid::regclass, tg_name, 'revaluation_id');
      end if;
    when 'revaluation_begins' then
      perform system.refuse(tg_relid::regclass, tg_name, 'state');
    else
      perform system.refuse_frozen(tg_relid::regclass, tg_name, old.state);
  end case;
  return null;
end
$$;
comment on function finance.judge_revaluation is
  'Keeps the rules of revaluations. | Следит за правилами переоценок.';
create constraint trigger open_item_revalued after update of revalued on finance.open_item
  deferrable initially deferred for each row execute function finance.judge_revaluation();
create constraint trigger allocation_after_revaluation after insert on finance.allocation
  for each row execute function finance.judge_revaluation();
create constraint trigger revaluation_begins after insert on finance.revaluation
  for each row when (new.state <> 'draft') execute function finance.judge_revaluation();
create constraint trigger revaluation_frozen after update on finance.revaluation
  for each row when (old.state = 'draft' and new.state = 'reversed' or old.state <> 'draft' and (row(old.revalued_on,
      old.entry_id, old.return_entry_id, old.department_id)
    is distinct from row(new.revalued_on, new.entry_id, new.return_entry_id, new.department_id)
    or old.state <> new.state and not (old.state = 'posted' and new.state = 'reversed')))
  execute function finance.judge_revaluation();
create constraint trigger revaluation_posted after update of state on finance.revaluation
  deferrable initially deferred for each row when (new.state = 'posted') execute function finance.judge_revaluation();
create constraint trigger revaluation_line_of_draft after insert on finance.revaluation_line
  for each row execute function finance.judge_revaluation();
create constraint trigger revaluation_reversed_true after update of state on finance.revaluation
  deferrable initially deferred for each row when (new.state = 'reversed') execute function finance.judge_revaluation();
create constraint trigger revaluation_kept after delete on finance.revaluation
  for each row when (old.state <> 'draft') execute function finance.judge_revaluation();
create constraint trigger revaluation_in_order after insert on finance.revaluation
  for each row when (false) execute function finance.judge_revaluation();
create constraint trigger revaluation_last after insert on finance.revaluation
  for each row when (false) execute function finance.judge_revaluation();
create constraint trigger revaluation_something after insert on finance.revaluation
  for each row when (false) execute function finance.judge_revaluation();
create constraint trigger revaluation_unsettled after insert on finance.revaluation
  for each row when (false) execute function finance.judge_revaluation();
create constraint trigger revaluation_reversed_after after insert on finance.revaluation
  for each row when (false) execute function finance.judge_revaluation();
create constraint trigger revaluation_line_stays after update on finance.revaluation_line
  for each row execute function finance.refuse_settlement_change();
create trigger revaluation_line_kept before delete on finance.revaluation_line
  for each row execute function finance.refuse_settlement_change();
create trigger revaluation_line_kept_whole before truncate on finance.revaluation_line
  for each statement execute function finance.refuse_settlement_change();
comment on trigger open_item_revalued on finance.open_item is
  'What is revalued follows from the revaluations. | Переоценка позиции следует из переоценок.';
comment on trigger allocation_after_revaluation on finance.allocation is
  'What the document was revalued by stands in the ledger through {value}: allocate later. | Переоценка документа стоит в учёте по {value}: разносите позже.';
comment on trigger revaluation_begins on finance.revaluation is
  'A revaluation begins as a draft. | Переоценка начинается черновиком.';
comment on trigger revaluation_frozen on finance.revaluation is
  'The revaluation is {value}: only a draft changes. | Состояние переоценки — {value}: меняется только черновик.';
comment on trigger revaluation_posted on finance.revaluation is
  'The entries say something else than the revaluation. | Проводки расходятся с переоценкой.';
comment on trigger revaluation_line_of_draft on finance.revaluation_line is
  'Lines come before the revaluation is posted. | Строки появляются до проведения переоценки.';
comment on trigger revaluation_reversed_true on finance.revaluation is
  'A revaluation is reversed by an entry that takes back its own. | Переоценка сторнируется проводкой, обратной её собственной.';
comment on trigger revaluation_kept on finance.revaluation is
  'The revaluation is {value}: only a draft goes. | Состояние переоценки — {value}: удалить можно только черновик.';
comment on trigger revaluation_in_order on finance.revaluation is
  'Before {value} the ledger has another revaluation: revalue that day or a later one, or reverse the other on its own day. | До {value} в учёте стоит другая переоценка: выберите этот день или более поздний либо сторнируйте ту её же датой.';
comment on trigger revaluation_last on finance.revaluation is
  'There is a later revaluation: reverse that first. | Есть более поздняя переоценка: сначала сторнируйте её.';
comment on trigger revaluation_something on finance.revaluation is
  'Nothing is worth another amount on that day. | На этот день переоценивать нечего.';
comment on trigger revaluation_unsettled on finance.revaluation is
  'Something that was revalued is settled since: take that back first. | Часть переоценённого с тех пор погашена: сначала отмените это.';
comment on trigger revaluation_reversed_after on finance.revaluation is
  'Something that was revalued was settled until {value}: reverse on that day or later. | Часть переоценённого была погашена до {value}: сторнируйте этой датой или позже.';
comment on trigger revaluation_line_stays on finance.revaluation_line is
  'A line of a revaluation stays as it was. | Строка переоценки не меняется.';
do $$
declare
  g record;
begin
  for g in
    select t.tgrelid::regclass as place from pg_trigger as t
    where t.tgrelid in ('finance.open_item'::regclass, 'finance.allocation'::regclass, 'finance.revaluation_line'::regclass)
    group by t.tgrelid
  loop
    perform finance.always(g.place);
  end loop;
end
$$;
