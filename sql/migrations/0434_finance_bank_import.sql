-- 0434_finance_bank_import: what a file of statements becomes.
-- Why: a statement comes in whole or not at all, and once; a movement that another statement had already is kept and
-- marked, and is not matched twice. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.

-- Which money account a number of a statement means. Before a slash stands the bank, which either may leave out.
create function finance.bank_account_of(p_given text) returns bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select min(a.id) from finance.bank_account as a
  where a.kind = 'bank' and (
    a.iban = clients.compact(p_given)
    or clients.compact(a.number) = clients.compact(p_given)
    or (p_given not like '%/%' or coalesce(a.number, '') not like '%/%')
      and clients.compact(regexp_replace(p_given, '^.*/', ''))
        in (a.iban, clients.compact(regexp_replace(a.number, '^.*/', ''))))
  having count(*) = 1;
end;
comment on function finance.bank_account_of is
  'The money account that a number means; none where it means several. | Денежный счёт по номеру; пусто, если подходит несколько.';

-- One statement: what became of it. The account is locked by the caller.
create function finance.take_statement(a finance.bank_account, p_format text, p_file text, p_statement jsonb)
returns jsonb
language plpgsql set search_path = pg_catalog as $$
declare
  s finance.bank_statement;
  rows finance.bank_statement_line[];
  sums record;
  met record;
begin
  s := jsonb_populate_record(null::finance.bank_statement, p_statement);
  select array_agg(l order by l.position) into rows
  from jsonb_array_elements(p_statement -> 'lines') with ordinality as e (value, place)
  cross join lateral jsonb_populate_record(null::finance.bank_statement_line,
    e.value || jsonb_build_object('position', e.place, 'bank_account_id', a.id)) as l;
  select coalesce(sum(l.amount), 0) as whole, coalesce(sum(l.amount) filter (where l.amount > 0), 0) as credits,
    -coalesce(sum(l.amount) filter (where l.amount < 0), 0) as debits, count(*) as lines,
    count(*) filter (where l.amount is null) as unread,
    array_agg(finance.bank_line_fingerprint(l) order by l.position) as prints into sums
  from unnest(rows) as l;
  s.fingerprint := finance.bank_statement_fingerprint(s, sums.prints);
  select k.id, k.fingerprint = s.fingerprint as is_same into met from finance.bank_statement as k
  where k.bank_account_id = a.id and (k.fingerprint = s.fingerprint or left(k.number_given, 500) = left(s.number_given, 500)
    and k.begins_on is not distinct from s.begins_on and k.ends_on is not distinct from s.ends_on)
  order by 2 desc limit 1;
  if met.id is not null then
    return jsonb_build_object('refused', case when met.is_same then 'bank_statement_once' else 'bank_statement_number_once' end,
      'id', met.id);
  end if;
  insert into finance.bank_statement (owner_id, department_id, bank_account_id, format, file_name, file_line, account_given,
    bank_given, number_given, begins_on, ends_on, currency, opening, closing, credits_given, debits_given, difference,
    credits_difference, debits_difference, fingerprint)
  values (a.owner_id, a.department_id, a.id, p_format, p_file, s.file_line, s.account_given, s.bank_given, s.number_given,
    s.begins_on, s.ends_on, a.currency, s.opening, s.closing, s.credits_given, s.debits_given,
    s.opening + sums.whole - s.closing, sums.credits - s.credits_given, sums.debits - s.debits_given, s.fingerprint)
  returning * into s;
  insert into finance.bank_statement_line (statement_id, bank_account_id, position, file_line, amount, fault, booked_on,
    valued_on, kind_given, document_number, document_on, reference, bank_reference, purpose, party_name, party_account,
    party_bank, party_tax_number, parts, source, fingerprint, occurrence, repeats_id, state)
  select s.id, a.id, l.position, l.file_line, l.amount, l.fault, l.booked_on, l.valued_on, l.kind_given, l.document_number,
    l.document_on, l.reference, l.bank_reference, l.purpose, l.party_name, l.party_account, l.party_bank,
    l.party_tax_number, l.parts, l.source, f.print, f.occurrence, k.id,
    case when k.id is not null then 'repeated' when coalesce(l.amount, 0) = 0 then 'idle' else 'open' end
  from unnest(rows) as l
  join (select p.place, p.print, row_number() over (partition by p.print order by p.place) as occurrence
    from unnest(sums.prints) with ordinality as p (print, place)) as f on f.place = l.position
  left join finance.bank_statement_line as k on k.bank_account_id = a.id and k.fingerprint = f.print
    and k.occurrence = f.occurrence and k.repeats_id is null
  order by l.position;
  return jsonb_build_object('id', s.id, 'lines', sums.lines, 'unread', sums.unread, 'repeated', (
      select count(*) from finance.bank_statement_line as l where l.statement_id = s.id and l.state = 'repeated'),
    'difference', trim_scale(s.difference)::text, 'credits_difference', trim_scale(s.credits_difference)::text,
    'debits_difference', trim_scale(s.debits_difference)::text, 'adds_up', s.adds_up);
end
$$;
comment on function finance.take_statement is
  'Takes a statement into a money account. | Загружает выписку в денежный счёт.';

-- All statements of a file, each for itself: a list of what became of them, in their order. Null where the account that
-- is named is none of the caller's.
create function finance.take_statements(p_account bigint, p_format text, p_file text, p_statements jsonb) returns jsonb
language plpgsql security definer set search_path = pg_catalog as $$
declare
  one record;
  a finance.bank_account;
  done jsonb;
  report jsonb := '[]';
begin
  perform licensing.demand_writing();
  if p_account is not null
    and not system.begin_verb('finance.bank_account'::regclass, 'bank_statements', 'import', p_account)
  then
    return null;
  end if;
  -- Accounts are locked in the order of their numbers, whatever the order of the file.
  perform system.begin_verb('finance.bank_account'::regclass, 'bank_statements', 'import', w.id)
  from (select distinct finance.bank_account_of(e.value ->> 'account_given') as id
    from jsonb_array_elements(p_statements) as e where p_account is null order by 1) as w where w.id is not null;
  for one in
    select e.value, e.value ->> 'account_given' as given,
      coalesce(p_account, finance.bank_account_of(e.value ->> 'account_given')) as id
    from jsonb_array_elements(p_statements) with ordinality as e (value, place) order by e.place
  loop
    a := null;
    if p_account is not null or one.id is not null
      and system.begin_verb('finance.bank_account'::regclass, 'bank_statements', 'import', one.id)
    then
      select * into a from finance.bank_account as k where k.id = one.id;
    end if;
    if a.id is null then
      done := jsonb_build_object('refused', 'unknown_account');
    elsif one.given is not null and num_nonnulls(a.number, a.iban) > 0
      and finance.bank_account_of(one.given) is distinct from a.id
    then
      done := jsonb_build_object('refused', 'other_account', 'expected', coalesce(a.number, a.iban));
    elsif coalesce(one.value ->> 'currency', a.currency) <> a.currency then
      done := jsonb_build_object('refused', 'other_currency', 'expected', a.currency);
    else
      done := finance.take_statement(a, p_format, p_file, one.value);
    end if;
    report := report || jsonb_build_array(jsonb_build_object('line', one.value -> 'file_line', 'account', one.given,
      'number', one.value ->> 'number_given', 'currency', one.value ->> 'currency', 'bank_account_id', a.id) || done);
  end loop;
  return report;
end
$$;
comment on function finance.take_statements is
  'Takes the statements of a file. | Загружает выписки файла.';
grant execute on function finance.take_statements to crm_service;

-- The bank did the same twice: the line is one of its own after all.
create function finance.distinguish_bank_line(p_line bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  l finance.bank_statement_line;
begin
  select * into l from finance.bank_statement_line as k where k.id = p_line;
  perform from finance.bank_account as a where a.id = l.bank_account_id for no key update;
  if not system.begin_verb('finance.bank_statement'::regclass, 'bank_statements', 'match', l.statement_id) then
    return null;
  end if;
  select * into l from finance.bank_statement_line as k where k.id = p_line for no key update;
  if l.state <> 'repeated' then
    perform system.refuse_state('finance.bank_statement_line'::regclass, l.state, '{repeated}');
  end if;
  update finance.bank_statement_line as k set repeats_id = null,
    state = case when coalesce(k.amount, 0) = 0 then 'idle' else 'open' end,
    occurrence = 1 + (select max(o.occurrence) from finance.bank_statement_line as o
      where o.bank_account_id = l.bank_account_id and o.fingerprint = l.fingerprint)
  where k.id = p_line;
  return p_line;
end
$$;
comment on function finance.distinguish_bank_line is
  'Says that a line that looks like a repetition is none. | Отмечает, что строка — не повтор.';
grant execute on function finance.distinguish_bank_line to crm_service;
