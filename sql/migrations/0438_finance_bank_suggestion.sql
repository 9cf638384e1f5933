-- 0438_finance_bank_suggestion: what a line of a statement probably was, the likeliest first, and why.
-- Why: most lines name a document, pay exactly what is open, or come from an account that is known; a person confirms.
-- Kind: expand. Locks: finance.open_item, SHARE, while an index is built: seconds. Time: milliseconds when empty.
-- Reversible: drop view, functions and index.
create index open_item_left_idx on finance.open_item (currency, (abs(amount) - settled)) where settled_on is null;

-- Runs as the owner: the keys of parties are nobody's. Only parties that the caller may read are told.
create function finance.parties_of_line(l finance.bank_statement_line) returns table (party_id bigint, reason text)
language sql stable security definer rows 5 set search_path = pg_catalog
begin atomic
  select f.id, f.reason from (
    select p.id, 'tax_number' as reason from clients.party as p where p.inn = clients.compact(l.party_tax_number)
    union
    select b.party_id, 'account' from clients.bank_account as b where b.account = clients.compact(l.party_account)
    union
    select b.party_id, 'account' from clients.bank_account as b where b.iban = clients.compact(l.party_account)
    union
    select b.party_id, 'account' from clients.bank_account as b
    where b.iban in (select upper(w.word) from regexp_split_to_table(l.purpose, '[^[:alnum:]]+') as w (word)
      where length(w.word) between 15 and 34)
    union
    select k.party_id, 'name' from clients.party_duplicate_key as k
    join clients.name_keys(l.party_name) as n on n.kind = k.kind and n.key = k.key
    where n.kind in ('name', 'spelling')) as f
  where finance.may_read('clients.party'::regclass, 'parties', f.id);
end;
comment on function finance.parties_of_line is
  'The parties that a line speaks of, and by what. | Контрагенты, о которых говорит строка, и по какому признаку.';

-- Weights: a number of a document 50, its amount 30, requisites 30, a name 15, what is in the ledger already 60.
create function finance.suggest_matches(p_line bigint)
returns table (place integer, score integer, reasons text[], invoice_id bigint, payment_id bigint, entry_line_id bigint,
  party_id bigint, amount numeric, due_on date)
language sql stable rows 5 set search_path = pg_catalog
begin atomic
  with line as (
    select l.*, a.account_id, a.currency, array(
      select distinct w.word from regexp_split_to_table(concat_ws(' ', l.purpose, l.reference, l.document_number,
        (select string_agg(p.value ->> 'purpose', ' ') from jsonb_array_elements(l.parts) as p)),
        '[^[:alnum:]/_.-]+') as f (piece)
      cross join lateral (values (f.piece), (upper(f.piece)), (btrim(f.piece, '/_.-')), (upper(btrim(f.piece, '/_.-')))) as w (word)
      where w.word <> '' limit 400) as words
    from finance.bank_statement_line as l join finance.bank_account as a on a.id = l.bank_account_id
    where l.id = p_line and l.amount <> 0
  ),
  known as (
    select k.party_id, max(case k.reason when 'name' then 15 else 30 end) as weight, array_agg(distinct k.reason) as reasons
    from line cross join lateral finance.parties_of_line(
      (select s from finance.bank_statement_line as s where s.id = line.id)) as k
    join clients.party as p on p.id = k.party_id
    group by k.party_id
  ),
  named as (
    select i.id from line join finance.invoice as i on i.number = any (line.words) or i.number_given = any (line.words)
    where i.state = 'posted'
  ),
  open as (
    select o.invoice_id, o.party_id, sum(abs(o.amount) - o.settled) as rest, min(o.due_on) as due_on
    from line join finance.open_item as o on o.currency = line.currency and o.settled_on is null
      and sign(o.amount) = sign(line.amount) and o.invoice_id is not null
    where o.invoice_id in (select n.id from named as n) or o.party_id in (select k.party_id from known as k)
      or o.invoice_id in (select q.invoice_id from finance.open_item as q
        where q.currency = line.currency and q.settled_on is null and abs(q.amount) - q.settled = abs(line.amount))
    group by o.invoice_id, o.party_id
  ),
  found as (
    select o.invoice_id, null::bigint as payment_id, null::bigint as entry_line_id, o.party_id,
      sign(line.amount) * least(o.rest, abs(line.amount)) as amount, o.due_on,
      array_remove(array_cat(array[case when n.id is not null then 'number' end,
        case when o.rest = abs(line.amount) then 'amount' end], k.reasons), null) as reasons,
      case when n.id is not null then 50 else 0 end + case when o.rest = abs(line.amount) then 30 else 0 end
        + coalesce(k.weight, 0) as score
    from line cross join open as o left join named as n on n.id = o.invoice_id left join known as k on k.party_id = o.party_id
    union all
    select null, p.id, e.id, e.party_id, e.amount, e.posted_on,
      array_remove(array_cat(array['posted', 'amount'], k.reasons), null), 60 + coalesce(k.weight, 0)
    from line join finance.entry_line as e on e.account_id = line.account_id and e.currency = line.currency
      and e.amount = line.amount
      and e.posted_on between coalesce(line.booked_on, line.document_on) - 30 and coalesce(line.booked_on, line.document_on) + 7
    join finance.entry as w on w.id = e.entry_id and w.reverses_id is null
    left join finance.payment as p on p.entry_id = e.entry_id left join known as k on k.party_id = coalesce(e.party_id, p.party_id)
    where not exists (select from finance.entry as r where r.reverses_id = e.entry_id)
      and not exists (select from finance.bank_match as m where m.entry_line_id = e.id and m.state = 'live')
    union all
    select null, null, null, k.party_id, line.amount, null, k.reasons, k.weight - 10 from line cross join known as k
  )
  select (row_number() over (order by f.score desc, f.due_on, f.invoice_id, f.entry_line_id, f.party_id))::integer, f.score,
    f.reasons, f.invoice_id, f.payment_id, f.entry_line_id, f.party_id, f.amount, f.due_on
  from found as f order by 1 limit 20;
end;
comment on function finance.suggest_matches is
  'What a line probably was, the likeliest first. | Чем, вероятно, была строка, начиная с вероятнейшего.';
grant execute on function finance.suggest_matches, finance.parties_of_line to crm_service, crm_limited, crm_reader, crm_report;

create view finance.bank_suggestion with (security_invoker = true) as
select l.id * 100 + s.place as id, l.id as statement_line_id, l.statement_id, s.place, s.score, s.reasons, s.invoice_id,
  s.payment_id, s.entry_line_id, s.party_id, s.amount, s.due_on
from finance.bank_statement_line as l cross join lateral finance.suggest_matches(l.id) as s
where l.state = 'open' and (select access.level('bank_suggestions', 'read')) > 0;
comment on view finance.bank_suggestion is
  'Suggestion: what an open line of a statement probably was. | Предложение: чем, вероятно, была неразнесённая строка выписки.';
comment on column finance.bank_suggestion.id is 'Number: of the line and the place. | Номер: строки и места.';
comment on column finance.bank_suggestion.statement_line_id is 'Line: of the statement. | Строка: выписки.';
comment on column finance.bank_suggestion.statement_id is 'Statement: of the line. | Выписка: строки.';
comment on column finance.bank_suggestion.place is 'Place: the likeliest is 1. | Место: вероятнейшее — 1.';
comment on column finance.bank_suggestion.score is 'Score: how likely it is. | Оценка: насколько вероятно.';
comment on column finance.bank_suggestion.reasons is
  'Reasons: number of the document, amount, posted already, tax number, account or name of the party. | Причины: номер документа, сумма, уже проведено, ИНН, счёт или название контрагента.';
comment on column finance.bank_suggestion.invoice_id is 'Invoice: that it pays. | Счёт: который оплачивает.';
comment on column finance.bank_suggestion.payment_id is 'Payment: that it is. | Платёж: которым является.';
comment on column finance.bank_suggestion.entry_line_id is 'Line of the ledger: that it is. | Строка журнала: которой является.';
comment on column finance.bank_suggestion.party_id is 'Party: the other side. | Контрагент: другая сторона.';
comment on column finance.bank_suggestion.amount is 'Amount: of the part. | Сумма: части.';
comment on column finance.bank_suggestion.due_on is
  'Day: when the invoice is due, or the entry was posted. | День: срок счёта или дата проводки.';
grant select on finance.bank_suggestion to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant}', '{bank_suggestions}', '{read,export}', 'all'),
  system.permit('{auditor}', '{bank_suggestions}', '{read,export}', 'all'),
  system.permit('{read_only}', '{bank_suggestions}', '{read}', 'all');
