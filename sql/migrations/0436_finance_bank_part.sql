-- 0436_finance_bank_part: what a part of a line of a statement was: a payment of an invoice, an advance, a fee, a
-- transfer, or what is in the ledger already.
-- Why: the payment, its entry and its allocation come about together with the match, or not at all. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the functions.

create function finance.refuse_part(p_rule text, p_place bigint, p_member text, p_value text default null) returns void
language sql volatile set search_path = pg_catalog
begin atomic
  select system.refuse('finance.bank_match'::regclass, p_rule, concat_ws('/', 'parts', p_place - 1, nullif(p_member, '')), p_value);
end;
comment on function finance.refuse_part is 'Refuses a part of a line. | Отклоняет часть строки.';

-- Whether the caller's right to read reaches a record with owner and department: functions of the owner see past the
-- policies.
create function finance.may_read(p_table regclass, p_resource text, p_id bigint) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
declare
  met boolean;
begin
  execute format('select true from %s as r where r.id = $1 and coalesce(access.everything($2, ''read'')
    or r.department_id = any (access.departments($2, ''read'')) or r.owner_id = any (access.owners($2, ''read'')), false)',
    p_table) into met using p_id, p_resource;
  return coalesce(met, false);
end
$$;
comment on function finance.may_read is
  'Whether the caller may read a record. | Может ли вызывающий прочитать запись.';

-- A payment in the name of who matches, posted, and allocated to the invoice that it names.
create function finance.pay_part(s finance.bank_statement, l finance.bank_statement_line, p_account bigint, p_on date,
  p_place bigint, p_amount numeric, p_party bigint, p_side text, p_invoice bigint, p_project bigint, p_contract bigint)
returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  made bigint;
  area text;
  noun text;
  rule text;
  member text;
  wanted text;
begin
  insert into finance.payment (owner_id, department_id, direction, side, party_id, paid_on, currency, amount, account_id,
    reference, purpose, project_id, contract_id)
  values (access.account_id(), s.department_id, case when p_amount > 0 then 'in' else 'out' end, p_side, p_party, p_on,
    s.currency, abs(p_amount), p_account, left(clients.tidy(coalesce(l.document_number, l.reference, l.bank_reference)), 100),
    left(clients.tidy(l.purpose), 2000), p_project, p_contract)
  returning id into made;
  perform finance.book_payment(made);
  if p_invoice is not null then
    perform finance.allocate(null, made, p_invoice, null, null, p_on);
  end if;
  return made;
exception when check_violation then
  get stacked diagnostics area = schema_name, noun = table_name, rule = constraint_name, member = column_name,
    wanted = pg_exception_hint;
  -- The day is that of all parts.
  perform system.refuse(format('%I.%I', area, noun)::regclass, rule,
    case when member in ('posted_on', 'paid_on', 'allocated_on') then 'posted_on'
      else concat_ws('/', 'parts', p_place - 1, nullif(member, '')) end, wanted);
end
$$;
comment on function finance.pay_part is 'Makes a payment of a part of a line. | Создаёт платёж из части строки.';

-- The money against an account: fees, interest, transfers.
create function finance.post_part(s finance.bank_statement, a finance.bank_account, p_on date, p_amount numeric,
  p_text text, p_place bigint, p_account bigint, p_party bigint, p_project bigint, p_contract bigint) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  kept finance.account;
  used constant text := finance.kept_by_documents(p_account);
  base constant numeric := finance.to_base(p_amount, a.currency, p_on);
  foreign_currency boolean;
begin
  select * into kept from finance.account as k where k.id = p_account;
  if kept.id is null then
    perform finance.refuse_part('bank_match_known', p_place, 'account_id');
  elsif used is not null or p_account = a.account_id then
    perform finance.refuse_part('bank_match_by_document', p_place, 'account_id', coalesce(used, kept.code));
  end if;
  -- An account of the currency of the books takes what the money is worth there.
  foreign_currency := kept.currency = finance.base_currency() and kept.currency <> a.currency;
  return finance.post_entry(finance.journal_of(a.kind), p_on, p_text, s.department_id, jsonb_build_array(
    finance.ledger_line(a.account_id, base, a.currency, p_amount, p_party, p_project, p_contract),
    finance.ledger_line(p_account, -base, case when foreign_currency then kept.currency else a.currency end,
      case when foreign_currency then -base else -p_amount end, p_party, p_project, p_contract)));
end
$$;
comment on function finance.post_part is 'Posts a part of a line to an account. | Проводит часть строки на счёт.';

create function finance.match_part(s finance.bank_statement, l finance.bank_statement_line, a finance.bank_account,
  p_on date, p_place bigint, p_rest numeric, p jsonb) returns numeric
language plpgsql set search_path = pg_catalog as $$
declare
  w record;
  i finance.invoice;
  e finance.entry_line;
  entry bigint;
  payment bigint;
  whole numeric;
begin
  select * into w from jsonb_to_record(p) as r (amount numeric, invoice_id bigint, payment_id bigint, entry_line_id bigint,
    account_id bigint, party_id bigint, side text, project_id bigint, contract_id bigint, description text);
  if num_nonnulls(w.invoice_id, w.payment_id, w.entry_line_id, w.account_id) > 1
    or num_nonnulls(w.invoice_id, w.payment_id, w.entry_line_id, w.account_id, w.party_id) = 0
  then
    perform finance.refuse_part('bank_match_one', p_place, '');
  elsif w.party_id is not null and not finance.may_read('clients.party'::regclass, 'parties', w.party_id) then
    perform finance.refuse_part('bank_match_known', p_place, 'party_id');
  elsif w.project_id is not null and not finance.may_read('work.project'::regclass, 'projects', w.project_id) then
    perform finance.refuse_part('bank_match_known', p_place, 'project_id');
  elsif w.contract_id is not null and not finance.may_read('sales.contract'::regclass, 'contracts', w.contract_id) then
    perform finance.refuse_part('bank_match_known', p_place, 'contract_id');
  elsif w.payment_id is not null and not finance.may_read('finance.payment'::regclass, 'payments', w.payment_id) then
    perform finance.refuse_part('bank_match_known', p_place, 'payment_id');
  elsif w.entry_line_id is not null and not finance.may_read('finance.entry'::regclass, 'entries',
    (select k.entry_id from finance.entry_line as k where k.id = w.entry_line_id)) then
    perform finance.refuse_part('bank_match_known', p_place, 'entry_line_id');
  end if;
  whole := coalesce(w.amount, p_rest);
  if num_nonnulls(w.payment_id, w.entry_line_id) = 0 then
    if whole is null or whole = 0 then
      perform finance.refuse_part('bank_match_amount', p_place, 'amount');
    elsif whole <> finance.round_money(whole, a.currency) then
      perform finance.refuse_part('bank_match_decimals', p_place, 'amount',
        format('%s %s', finance.round_money(whole, a.currency), a.currency));
    end if;
  end if;
  if w.invoice_id is not null then
    -- Locked and judged by the caller.
    select * into i from finance.invoice as k where k.id = w.invoice_id;
    if w.party_id is not null and w.party_id <> i.party_id then
      perform finance.refuse_part('bank_match_party', p_place, 'party_id');
    end if;
    payment := finance.pay_part(s, l, a.account_id, p_on, p_place, whole, i.party_id, i.direction, i.id,
      coalesce(w.project_id, i.project_id), coalesce(w.contract_id, i.contract_id));
  elsif w.account_id is not null then
    entry := finance.post_part(s, a, p_on, whole, left(coalesce(w.description, clients.tidy(l.purpose)), 2000), p_place,
      w.account_id, w.party_id, w.project_id, w.contract_id);
  elsif w.payment_id is not null then
    payment := w.payment_id;
  elsif w.party_id is not null and w.entry_line_id is null then
    payment := finance.pay_part(s, l, a.account_id, p_on, p_place, whole, w.party_id,
      coalesce(w.side, case when whole > 0 then 'customer' else 'supplier' end), null, w.project_id, w.contract_id);
  end if;
  if payment is not null then
    select k.entry_id into entry from finance.payment as k where k.id = payment and k.state = 'posted';
    if entry is null then
      perform finance.refuse_part('bank_match_unreversed', p_place, 'payment_id');
    end if;
  end if;
  select * into e from finance.entry_line as k
  where k.account_id = a.account_id and case when entry is null then k.id = w.entry_line_id else k.entry_id = entry end
  order by k.position limit 1;
  if e.id is null then
    perform finance.refuse_part('bank_match_true', p_place, case when payment is null then 'entry_line_id' else 'payment_id' end);
  elsif w.amount <> e.amount then
    perform finance.refuse_part('bank_match_amount', p_place, 'amount', trim_scale(e.amount)::text);
  end if;
  -- Nobody reverses it meanwhile.
  perform from finance.entry as k where k.id = e.entry_id for no key update;
  insert into finance.bank_match (statement_id, statement_line_id, entry_line_id, payment_id, amount, made)
  values (s.id, l.id, e.id, coalesce(payment, (select k.id from finance.payment as k where k.entry_id = e.entry_id)),
    e.amount, num_nonnulls(w.payment_id, w.entry_line_id) = 0);
  return e.amount;
end
$$;
comment on function finance.match_part is 'Matches a part of a line. | Разносит часть строки.';
