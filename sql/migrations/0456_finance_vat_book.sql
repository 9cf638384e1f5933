-- 0456_finance_vat_book: the books of sales and purchases: base and tax of each document by tax.
-- Why: posting says which lines of the ledger are base and tax of what; the books add those up and nothing else. What the
-- buyer owes the tax of stands in both, above 0 in both. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the views and functions.
create function finance.vat_book(p_book text, p_from date, p_to date, p_as_of timestamptz)
returns table (id bigint, entry_id bigint, entry_number text, invoice_id bigint, kind text, number text,
  number_given text, invoiced_on date, posted_on date, party_id bigint, party text, tax_id bigint, tax text,
  percent numeric, net numeric, vat numeric, gross numeric)
language plpgsql stable rows 1000 set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  last constant date := coalesce(p_to, current_date);
  first constant date := coalesce(p_from, date_trunc('quarter', last::timestamp)::date);
  sign constant integer := case p_book when 'sales' then -1 else 1 end;
begin
  return query
  select b.id, e.id, e.number, i.id, i.kind, i.number, i.number_given, i.invoiced_on, e.posted_on, i.party_id, p.name,
    t.id, t.code, t.percent, b.net, b.vat, b.net + b.vat
  from (
    select min(k.id) as id, l.entry_id, k.invoice_id, k.tax_id,
      sum(case k.part when 'base' then case i.direction when 'customer' then -1 else 1 end * (l.debit - l.credit)
        else 0.0000 end) as net,
      sum(case k.part when 'tax' then sign * (l.debit - l.credit) else 0.0000 end) as vat
    from finance.tax_line as k join finance.entry_line as l on l.id = k.entry_line_id
      and l.posted_on = k.posted_on
    join finance.invoice as i on i.id = k.invoice_id
    where k.book = p_book and k.posted_on between first and last
    group by l.entry_id, k.invoice_id, k.tax_id) as b
  join finance.entry as e on e.id = b.entry_id and (p_as_of is null or e.created_at <= p_as_of)
  join finance.invoice as i on i.id = b.invoice_id
  left join clients.party as p on p.id = i.party_id
  left join finance.tax as t on t.id = b.tax_id;
end
$$;
comment on function finance.vat_book is 'Base and tax of documents. | База и налог документов.';
create function finance.sales_book(p_from date default null, p_to date default null, p_as_of timestamptz default null)
returns table (id bigint, entry_id bigint, entry_number text, invoice_id bigint, kind text, number text,
  number_given text, invoiced_on date, posted_on date, party_id bigint, party text, tax_id bigint, tax text,
  percent numeric, net numeric, vat numeric, gross numeric)
language sql stable rows 1000 set search_path = pg_catalog
begin atomic
  select b.* from finance.vat_book('sales', p_from, p_to, p_as_of) as b;
end;
comment on function finance.sales_book is 'The book of sales. | Книга продаж.';
create function finance.purchase_book(p_from date default null, p_to date default null, p_as_of timestamptz default null)
returns table (id bigint, entry_id bigint, entry_number text, invoice_id bigint, kind text, number text,
  number_given text, invoiced_on date, posted_on date, party_id bigint, party text, tax_id bigint, tax text,
  percent numeric, net numeric, vat numeric, gross numeric)
language sql stable rows 1000 set search_path = pg_catalog
begin atomic
  select b.* from finance.vat_book('purchases', p_from, p_to, p_as_of) as b;
end;
comment on function finance.purchase_book is 'The book of purchases. | Книга покупок.';
grant execute on function finance.vat_book, finance.sales_book, finance.purchase_book
  to crm_service, crm_limited, crm_reader, crm_report;
create view finance.sales_book with (security_invoker = true) as
select b.id, b.entry_id, b.entry_number, b.invoice_id, b.kind, b.number, b.number_given, b.invoiced_on, b.posted_on,
  b.party_id, b.party, b.tax_id, b.tax, b.percent, b.net, b.vat, b.gross
from finance.sales_book() as b;
create view finance.purchase_book with (security_invoker = true) as
select b.id, b.entry_id, b.entry_number, b.invoice_id, b.kind, b.number, b.number_given, b.invoiced_on, b.posted_on,
  b.party_id, b.party, b.tax_id, b.tax, b.percent, b.net, b.vat, b.gross
from finance.purchase_book() as b;
comment on view finance.sales_book is
  'Book of sales: base and tax of our documents by tax, of this quarter or as asked. | Книга продаж: база и налог наших документов по ставкам, за этот квартал или как задано.';
comment on view finance.purchase_book is
  'Book of purchases: base and tax of suppliers'' documents by tax, of this quarter or as asked. | Книга покупок: база и налог документов поставщиков по ставкам, за этот квартал или как задано.';
do $$
declare
  noun text;
  part record;
begin
  foreach noun in array array['sales_book', 'purchase_book'] loop
    for part in select * from (values
      ('id', 'Number: of the row. | Номер: строки.'),
      ('entry_id', 'Entry: by which it was posted or taken back. | Проводка: которой проведено или сторнировано.'),
      ('entry_number', 'Entry number: of the ledger. | Номер проводки: в учёте.'),
      ('invoice_id', 'Invoice: the document. | Счёт: документ.'),
      ('kind', 'Kind: of document. | Вид: документа. {invoice=Invoice/Счёт, credit_note=Credit note/Кредит-нота}'),
      ('number', 'Number: our own. | Номер: наш.'),
      ('number_given', 'Supplier''s number: of the document. | Номер поставщика: документа.'),
      ('invoiced_on', 'Date: of the document. | Дата: документа.'),
      ('posted_on', 'Posted on: in the books. | Проведено: в учёте.'),
      ('party_id', 'Party number: as a record. | Номер контрагента: номер записи.'),
      ('party', 'Party: as far as it is seen. | Контрагент: если виден.'),
      ('tax_id', 'Tax number: as a record; empty for what has none. | Номер налога: номер записи; пусто — без налога.'),
      ('tax', 'Tax: its code. | Налог: код.'),
      ('percent', 'Rate: in percent. | Ставка: в процентах.'),
      ('net', 'Net: without tax, in the currency of the books. | Без налога: в валюте учёта.'),
      ('vat', 'Tax: in the currency of the books. | Налог: в валюте учёта.'),
      ('gross', 'Gross: with tax. | С налогом: вместе.')
    ) as d (name, words) loop
      execute format('comment on column finance.%I.%I is %L', noun, part.name, part.words);
    end loop;
    execute format('grant select on finance.%I to crm_service, crm_limited, crm_reader, crm_report', noun);
    perform system.permit('{administrator,accountant,auditor}', array[noun], '{read,export}', 'all'),
      system.permit('{read_only}', array[noun], '{read}', 'all');
  end loop;
end
$$;
