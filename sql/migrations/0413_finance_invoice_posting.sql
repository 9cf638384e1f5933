-- 0413_finance_invoice_posting: how an invoice comes into the ledger: entry, number, items and tax lines in one step.
-- Why: a document that is posted and an entry that says something else is what an auditor finds first. Kind: expand.
-- Locks: finance.invoice, for triggers. Time: milliseconds. Reversible: drop the functions and triggers.

-- A line as finance.post_entry takes it: P_BASE and P_AMOUNT are debits above 0, credits below.
create function finance.ledger_line(p_account bigint, p_base numeric, p_currency text, p_amount numeric, p_party bigint,
  p_project bigint default null, p_contract bigint default null, p_tax bigint default null) returns jsonb
language sql immutable
begin atomic
  select jsonb_build_object('account_id', p_account, 'debit', greatest(p_base, 0), 'credit', greatest(-p_base, 0),
    'currency', p_currency, 'amount', p_amount, 'party_id', p_party, 'project_id', p_project, 'contract_id', p_contract,
    'tax', p_tax);
end;
comment on function finance.ledger_line is
  'A line of an entry. | Строка проводки.';

-- What stands opposite the claim: income or expense by account and tax, and the taxes; debits above 0. A buyer who owes
-- the tax himself owes and deducts it at once.
create function finance.counter_lines(p_invoice bigint)
returns table (account_id bigint, tax_id bigint, part text, book text, amount numeric)
language sql stable
begin atomic
  with i as (
    select k.*, case when k.direction = 'customer' then -1 else 1 end * case k.kind when 'invoice' then 1 else -1 end
      as factor, case k.direction when 'customer' then 'sales' else 'purchases' end as book
    from finance.invoice as k where k.id = p_invoice),
  f as (
    select g.account_id, g.tax_id, g.net, g.vat, g.line_id from finance.invoice_figures(p_invoice) as g
    union all
    select null, null, i.net_given, i.vat_given, null from i
    where i.direction = 'supplier' and not exists (select from finance.invoice_line as l where l.invoice_id = i.id)),
  s as (
    select f.tax_id, sum(f.vat) as vat from f group by f.tax_id),
  -- Rounded for each line or for the document, as taxes that the seller owes are.
  b as (
    select k.tax_id, sum(finance.round_money(k.net * t.percent * 0.01, k.currency)) as due
    from (
      select f.tax_id, i.currency, sum(f.net) as net from f cross join i where i.direction = 'supplier'
      group by f.tax_id, i.currency, case i.tax_rounding when 'line' then f.line_id end) as k
    join finance.tax as t on t.id = k.tax_id where t.kind = 'reverse_charge' group by k.tax_id)
  select coalesce(f.account_id, finance.account_for(case i.direction when 'customer' then 'revenue' else 'expense' end)),
    f.tax_id, 'base', i.book, i.factor * sum(f.net)
  from i cross join f group by i.direction, i.book, i.factor, f.account_id, f.tax_id having sum(f.net) <> 0
  union all
  select case i.direction when 'customer' then coalesce(t.output_account_id, finance.account_for('tax_output'))
      else coalesce(t.input_account_id, finance.account_for('tax_input')) end,
    s.tax_id, 'tax', i.book, i.factor * s.vat
  from i cross join s left join finance.tax as t on t.id = s.tax_id where s.vat <> 0
  union all
  select case k.book when 'sales' then coalesce(t.output_account_id, finance.account_for('tax_output'))
      else coalesce(t.input_account_id, finance.account_for('tax_input')) end,
    b.tax_id, 'tax', k.book, k.factor * i.factor * b.due
  from i cross join b join finance.tax as t on t.id = b.tax_id
  cross join (values ('purchases', 1), ('sales', -1)) as k (book, factor)
  where b.due <> 0;
end;
comment on function finance.counter_lines is
  'What stands opposite the claim of an invoice. | Что стоит напротив требования по счёту.';

-- Credit notes of an invoice take back no more than it came to. The credited one is locked.
create function finance.demand_creditable(i finance.invoice, p_gross numeric) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  left_over numeric;
begin
  if i.credits_id is null then
    return;
  end if;
  perform from finance.invoice as k where k.id = i.credits_id and k.state = 'posted' for no key update;
  if not found then
    perform system.refuse('finance.invoice'::regclass, 'invoice_credits_own', 'credits_id');
  end if;
  select s.gross - coalesce((
    select sum(c.gross) from finance.invoice as k cross join lateral finance.invoice_sums(k.id) as c
    where k.credits_id = i.credits_id and k.state = 'posted'), 0) into left_over
  from finance.invoice_sums(i.credits_id) as s;
  if p_gross > left_over then
    perform system.refuse('finance.invoice'::regclass, 'invoice_credit_within', '',
      concat_ws(' ', trim_scale(left_over), i.currency));
  end if;
end
$$;
comment on function finance.demand_creditable is
  'Refuses a credit note beyond its invoice. | Отклоняет кредит-ноту сверх счёта.';

create function finance.book_invoice(p_invoice bigint, p_on date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  i finance.invoice;
  sums record;
  counters jsonb;
  parts jsonb;
  day date;
  owed numeric;
  owed_base numeric;
  given text;
  made bigint;
begin
  select * into i from finance.invoice as k where k.id = p_invoice for no key update;
  select * into sums from finance.invoice_sums(i.id);
  day := coalesce(p_on, i.invoiced_on, i.paid_on);
  if i.direction = 'customer' and sums.lines = 0 then
    perform system.refuse('finance.invoice'::regclass, 'invoice_has_lines', 'lines');
  elsif sums.gross = 0 then
    perform system.refuse('finance.invoice'::regclass, 'invoice_worth', '');
  end if;
  perform finance.demand_creditable(i, sums.gross);
  select jsonb_agg(jsonb_build_object('account', c.account_id, 'tax', c.tax_id, 'part', c.part, 'book', c.book,
      'amount', c.amount, 'base', finance.to_base(c.amount, i.currency, day)) order by c.book, c.part, c.tax_id, c.account_id),
    -sum(c.amount), -sum(finance.to_base(c.amount, i.currency, day))
  into counters, owed, owed_base from finance.counter_lines(i.id) as c;
  if abs(owed) <> sums.gross then
    perform system.refuse('finance.invoice'::regclass, 'invoice_lines_sum', 'net_given', trim_scale(abs(owed))::text);
  elsif sums.vat <> 0 then
    perform finance.demand_unlocked('tax', day);
  end if;
  select min(finance.kept_by_documents(c.account)) into given from jsonb_to_recordset(counters) as c (account bigint);
  if given is not null then
    perform system.refuse('finance.invoice_line'::regclass, 'invoice_line_by_document', 'lines', given);
  end if;
  -- The parts of the claim make it, in both currencies; the last has what is left.
  select jsonb_agg(jsonb_build_object('due', d.due_on, 'amount', d.amount, 'base',
    finance.round_money(owed_base * d.upto / owed, finance.base_currency())
      - finance.round_money(owed_base * (d.upto - d.amount) / owed, finance.base_currency())) order by d.due_on, d.place)
  into parts
  from (
    select p.due_on, sign(owed) * p.amount as amount, p.place,
      sum(sign(owed) * p.amount) over (order by p.due_on, p.place) as upto
    from (
      select q.due_on, q.amount, q.place
      from finance.due_parts(i.payment_term_id, coalesce(i.invoiced_on, day), abs(owed), i.currency)
        with ordinality as q (due_on, amount, place)
      union all
      select coalesce(i.due_on, i.invoiced_on, day), abs(owed), 1
      where not exists (select from finance.payment_term_part as t where t.payment_term_id = i.payment_term_id)) as p
    where p.amount <> 0) as d;
  given := system.next_number(case i.direction when 'customer' then '' else 'supplier_' end
    || case i.kind when 'credit_note' then 'credit_note' when 'invoice' then
      case i.direction when 'customer' then 'sales_invoice' else 'invoice' end end, i.department_id, day);
  made := finance.post_entry(
    finance.journal_of(case i.direction when 'customer' then 'sales' else 'purchase' end), day,
    concat_ws(' ', given, i.number_given), i.department_id, (
    select jsonb_agg(l.line order by l.place, l.position) from (
      select 1 as place, p.position, finance.ledger_line(
        finance.account_for(case i.direction when 'customer' then 'receivable' else 'payable' end),
        (p.row ->> 'base')::numeric, i.currency, (p.row ->> 'amount')::numeric, i.party_id, i.project_id, i.contract_id) as line
      from jsonb_array_elements(parts) with ordinality as p (row, position)
      union all
      select 2, c.position, finance.ledger_line((c.row ->> 'account')::bigint, (c.row ->> 'base')::numeric, i.currency,
        (c.row ->> 'amount')::numeric, i.party_id, i.project_id, i.contract_id, (c.row ->> 'tax')::bigint)
      from jsonb_array_elements(counters) with ordinality as c (row, position)) as l));
  update finance.invoice as k set state = 'posted', number = given, posted_on = day, entry_id = made where k.id = i.id;
  insert into finance.open_item (entry_line_id, side, invoice_id, party_id, department_id, account_id, posted_on, due_on,
    currency, amount, base_amount)
  select l.id, i.direction, i.id, l.party_id, e.department_id, l.account_id, e.posted_on, (p.row ->> 'due')::date,
    l.currency, l.amount, l.debit - l.credit
  from finance.entry as e join finance.entry_line as l on l.entry_id = e.id and l.posted_on = e.posted_on
  join jsonb_array_elements(parts) with ordinality as p (row, position) on p.position = l.position
  where e.id = made;
  -- What the buyer owes the tax of stands in the book of sales too, base and tax.
  insert into finance.tax_line (entry_line_id, invoice_id, tax_id, book, part, posted_on)
  select l.id, i.id, l.tax_id, k.book, c.row ->> 'part', l.posted_on
  from finance.entry_line as l
  join jsonb_array_elements(counters) with ordinality as c (row, position)
    on c.position = l.position - jsonb_array_length(parts)
  left join finance.tax as t on t.id = l.tax_id
  cross join lateral (
    select c.row ->> 'book' as book
    union all
    select 'sales' where i.direction = 'supplier' and t.kind = 'reverse_charge' and c.row ->> 'part' = 'base') as k
  where l.entry_id = made and l.posted_on = day
  order by l.id, k.book;
  return made;
end
$$;
comment on function finance.book_invoice is
  'Posts an invoice; for functions of the owner. | Проводит счёт; для функций владельца.';
