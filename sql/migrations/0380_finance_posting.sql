-- 0380_finance_posting: how entries come about: by documents, by hand, and by reversal.
-- Why: one function writes the ledger, whoever posts. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the functions.

create function finance.write_entry(p_journal bigint, p_on date, p_description text, p_department bigint, p_lines jsonb,
  p_origin text, p_reverses bigint, p_owner bigint default null) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  base constant text := finance.base_currency();
  year text;
  made bigint;
  fault record;
begin
  if p_on is null then
    perform system.refuse('finance.entry'::regclass, 'entry_year', 'posted_on', '');
  end if;
  -- What is told in its own currency alone is reckoned by the rate of the day.
  if exists (select from jsonb_to_recordset(p_lines) as l (debit numeric, credit numeric, amount numeric)
    where l.debit is null and l.credit is null and l.amount is not null)
  then
    select jsonb_agg(l.value || case when l.value ->> 'amount' is not null
        and coalesce(l.value ->> 'debit', l.value ->> 'credit') is null
      then (select jsonb_build_object('debit', greatest(w.worth, 0), 'credit', greatest(-w.worth, 0))
        from (select finance.to_base((l.value ->> 'amount')::numeric, coalesce(l.value ->> 'currency', base), p_on) as worth) as w)
      else '{}' end order by l.position)
    into p_lines from jsonb_array_elements(p_lines) with ordinality as l (value, position);
  end if;
  -- Where a line is wrong in itself: a column would round what is too long, and a constraint names no line.
  select l.position, w.rule, w.name, w.value into fault
  from rows from (jsonb_to_recordset(p_lines) as (debit numeric, credit numeric, currency text, amount numeric))
    with ordinality as l (debit, credit, currency, amount, position)
  left join system.currency as c on c.code = coalesce(l.currency, base)
  cross join lateral (
    select case when abs(v.value) >= 1e15 then 'entry_line_range' else 'entry_line_decimals' end as rule, v.name,
      concat_ws(' ', finance.round_money(v.value, v.currency), v.currency) as value, 2 as rank
    from (values ('debit', l.debit, base), ('credit', l.credit, base), ('amount', l.amount, c.code)) as v (name, value, currency)
    where v.value <> round(v.value, 4) or abs(v.value) >= 1e15
    union all
    select 'entry_line_one_side', case when l.debit is null and l.credit is null then 'debit'
      when l.debit < 0 then 'debit' when l.credit < 0 then 'credit' when l.debit > 0 and l.credit > 0 then 'credit'
      else 'amount' end, null, 1
    where coalesce(l.debit, 0) < 0 or coalesce(l.credit, 0) < 0 or l.debit > 0 and l.credit > 0
      or l.amount is null and c.code <> base
      or coalesce(l.amount, 0) * (coalesce(l.debit, 0) - coalesce(l.credit, 0)) < 0
      or coalesce(l.debit, 0) = 0 and coalesce(l.credit, 0) = 0 and coalesce(l.amount, 0) = 0
    union all
    select 'entry_known', 'currency', l.currency, 0 where c.code is null) as w
  order by l.position, w.rank, w.name limit 1;
  if fault.name is not null then
    perform system.refuse(case fault.rule when 'entry_known' then 'finance.entry' else 'finance.entry_line' end::regclass,
      fault.rule, format('lines/%s/%s', fault.position - 1, fault.name), fault.value);
  end if;
  -- A line lies in the part of its year: where there is none, that is told before the lines are written.
  select y.state into year from finance.fiscal_year as y where p_on between y.starts_on and y.ends_on;
  if year is distinct from 'open' then
    perform system.refuse('finance.entry'::regclass, 'entry_year', 'posted_on', concat_ws(', ', p_on, year));
  end if;
  -- In one statement: where rules are judged behind each, as in imports, the entry has its lines by then.
  with head as (
    insert into finance.entry (journal_id, posted_on, description, owner_id, department_id, origin, reverses_id, line_count, total)
    select p_journal, p_on, p_description, coalesce(p_owner, access.account_id()), p_department, p_origin, p_reverses,
      count(*), coalesce(sum(l.debit), 0)
    from jsonb_to_recordset(p_lines) as l (debit numeric) returning id, posted_on, department_id
  ), written as (
    insert into finance.entry_line (entry_id, position, posted_on, account_id, party_id, department_id, project_id, contract_id,
      currency, debit, credit, amount, tax_id, description)
    select h.id, l.position, h.posted_on, l.account_id, l.party_id,
      -- A reversal has the lines of its entry, those of no department too.
      case when p_reverses is null then coalesce(l.department_id, h.department_id) else l.department_id end,
      l.project_id, l.contract_id,
      coalesce(l.currency, base), coalesce(l.debit, 0), coalesce(l.credit, 0),
      coalesce(l.amount, case when coalesce(l.currency, base) = base then coalesce(l.debit, 0) - coalesce(l.credit, 0) end),
      l.tax, l.description
    from head as h cross join rows from (jsonb_to_recordset(p_lines) as (account_id bigint, party_id bigint,
      department_id bigint, project_id bigint, contract_id bigint, currency text, debit numeric, credit numeric,
      amount numeric, tax bigint, description text))
      with ordinality as l (account_id, party_id, department_id, project_id, contract_id, currency, debit, credit, amount,
      tax, description, position)
    order by l.position
  )
  select h.id into made from head as h;
  -- Told here, where it can be mended, and once more at the end, of the lines that were written.
  select sum(l.debit) as debit, sum(l.credit) as credit into fault
  from jsonb_to_recordset(p_lines) as l (debit numeric, credit numeric);
  if coalesce(fault.debit, 0) <> coalesce(fault.credit, 0) then
    perform system.refuse('finance.entry'::regclass, 'entry_balanced', 'lines',
      concat_ws(' / ', trim_scale(coalesce(fault.debit, 0)), trim_scale(coalesce(fault.credit, 0))));
  end if;
  return made;
end
$$;
comment on function finance.write_entry is 'Writes an entry with its lines. | Записывает проводку со строками.';

create function finance.post_entry(p_journal bigint, p_on date, p_description text, p_department bigint, p_lines jsonb)
returns bigint
language sql volatile security definer set search_path = pg_catalog
begin atomic
  select finance.write_entry(p_journal, p_on, p_description, p_department, p_lines, 'document', null);
end;
comment on function finance.post_entry is
  'Posts an entry of a document; for functions of the owner. | Проводит документ; для функций владельца.';

-- The same lines on the other side.
create function finance.reverse_entry(p_entry bigint, p_on date, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept finance.entry;
  lines jsonb;
begin
  select * into kept from finance.entry as e where e.id = p_entry for no key update;
  if kept.id is null then
    return null;
  end if;
  select jsonb_agg(jsonb_build_object('account_id', l.account_id, 'party_id', l.party_id, 'department_id', l.department_id,
    'project_id', l.project_id, 'contract_id', l.contract_id, 'currency', l.currency, 'debit', l.credit, 'credit', l.debit,
    'amount', -l.amount, 'tax', l.tax_id, 'description', l.description) order by l.position) into lines
  from finance.entry_line as l where l.entry_id = p_entry and l.posted_on = kept.posted_on;
  return finance.write_entry(kept.journal_id, coalesce(p_on, kept.posted_on), p_reason, kept.department_id, lines,
    kept.origin, kept.id);
end
$$;
comment on function finance.reverse_entry is
  'Reverses an entry by one of the same lines on the other side. | Сторнирует проводку такими же строками на другой стороне.';

-- By hand: not to accounts whose balances documents explain.
create function finance.enter_by_hand(p_journal bigint, p_on date, p_description text, p_department bigint, p_lines jsonb)
returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  fault record;
begin
  perform licensing.demand_writing();
  if not coalesce(access.everything('entries', 'create')
    or p_department = any (access.departments('entries', 'create')), false)
    or not exists (select from finance.journal as j where j.id = p_journal)
  then
    return null;
  end if;
  select l.position - 1 as place, l.account_id, u.use,
    case when a.id is null then 'account_id' when l.party_id is not null and p.id is null then 'party_id'
      when l.project_id is not null and w.id is null then 'project_id' when l.contract_id is not null and c.id is null then 'contract_id'
      when l.department_id is not null and d.id is null then 'department_id' end as unknown into fault
  from rows from (jsonb_to_recordset(p_lines) as (account_id bigint, party_id bigint, project_id bigint, contract_id bigint,
      department_id bigint)) with ordinality as l (account_id, party_id, project_id, contract_id, department_id, position)
  left join finance.account as a on a.id = l.account_id
  left join finance.account_use as u on u.account_id = l.account_id
    and u.use in ('receivable', 'payable', 'advance_received', 'advance_paid')
  -- What one may not see one cannot name.
  left join clients.party as p on p.id = l.party_id and clients.reaches(p.id, 'parties', 'read')
  left join work.project as w on w.id = l.project_id and (access.everything('projects', 'read')
    or w.department_id = any (access.departments('projects', 'read')) or w.owner_id = any (access.owners('projects', 'read')))
  left join sales.contract as c on c.id = l.contract_id and (access.everything('contracts', 'read')
    or c.department_id = any (access.departments('contracts', 'read')) or c.owner_id = any (access.owners('contracts', 'read')))
  left join access.department as d on d.id = l.department_id
  where a.id is null or u.use is not null or l.party_id is not null and p.id is null or l.project_id is not null and w.id is null
    or l.contract_id is not null and c.id is null or l.department_id is not null and d.id is null
  order by l.position limit 1;
  if fault.unknown is not null then
    perform system.refuse('finance.entry'::regclass, 'entry_known', format('lines/%s/%s', fault.place, fault.unknown), '');
  elsif fault.use is not null then
    perform system.refuse('finance.entry'::regclass, 'entry_by_hand', format('lines/%s/account_id', fault.place), fault.use);
  end if;
  return finance.write_entry(p_journal, p_on, p_description, p_department, p_lines, 'manual', null);
end
$$;
comment on function finance.enter_by_hand is 'Posts an entry by hand. | Проводит вручную.';
create function finance.reverse_by_hand(p_entry bigint, p_on date, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept finance.entry;
begin
  if not system.begin_verb('finance.entry'::regclass, 'entries', 'reverse', p_entry) then
    return null;
  end if;
  select * into kept from finance.entry as e where e.id = p_entry;
  if exists (select from finance.entry as e where e.reverses_id = p_entry) then
    perform system.refuse_state('finance.entry'::regclass, 'reversed', '{posted}');
  elsif kept.reverses_id is not null then
    perform system.refuse_state('finance.entry'::regclass, 'reversal', '{posted}');
  elsif kept.origin <> 'manual' then
    perform system.refuse_state('finance.entry'::regclass, kept.origin, '{manual}');
  end if;
  return finance.reverse_entry(p_entry, p_on, p_reason);
end
$$;
comment on function finance.reverse_by_hand is
  'Reverses an entry that was posted by hand. | Сторнирует проведённое вручную.';
grant execute on function finance.enter_by_hand, finance.reverse_by_hand to crm_service;
-- Their names are here for what is said then.
create constraint trigger entry_known after insert on finance.entry
  for each row when (new.journal_id is null) execute function finance.judge_entry();
create constraint trigger entry_by_hand after insert on finance.entry
  for each row when (new.origin is null) execute function finance.judge_entry();
-- The checks of the table say it of the row; this says it of the line of an entry.
create constraint trigger entry_line_one_side after insert on finance.entry_line
  for each row when (new.debit < 0 or new.credit < 0 or new.debit > 0 and new.credit > 0)
  execute function finance.judge_entry_line();
comment on trigger entry_line_one_side on finance.entry_line is
  'A line has either a debit or a credit above 0, and an amount of the same sign where it is in another currency. | В строке либо дебет, либо кредит больше 0, а в другой валюте — и сумма того же знака.';
comment on trigger entry_known on finance.entry is 'There is no such record. | Такой записи нет.';
comment on trigger entry_by_hand on finance.entry is
  'Documents explain the balance of this account: enter a document instead ({value}). | Остаток этого счёта объясняют документы: внесите документ ({value}).';
select finance.always(t::regclass) from unnest(array['finance.entry', 'finance.entry_line']) as t;
