-- 0412_finance_tax_line: which lines of the ledger are the base or the tax of which tax, in which book.
-- Why: the books of sales and purchases add up lines of the ledger; which ones is known where they are posted and could
-- not be told from accounts later. The base of what a buyer owes the tax of himself stands in both. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table finance.tax_line (
  id bigint generated always as identity constraint tax_line_pkey primary key,
  entry_line_id bigint not null,
  invoice_id bigint not null constraint tax_line_invoice_fkey references finance.invoice,
  tax_id bigint constraint tax_line_tax_fkey references finance.tax,
  book text not null constraint tax_line_book_known check (book in ('sales', 'purchases')),
  part text not null constraint tax_line_part_known check (part in ('base', 'tax')),
  posted_on date not null,
  constraint tax_line_line_key unique (entry_line_id, posted_on, book),
  constraint tax_line_line_fkey foreign key (entry_line_id, posted_on) references finance.entry_line (id, posted_on)
);
create index tax_line_book_idx on finance.tax_line (book, posted_on, id);
create index tax_line_invoice_idx on finance.tax_line (invoice_id);
create index tax_line_tax_idx on finance.tax_line (tax_id, posted_on) where tax_id is not null;
comment on table finance.tax_line is
  'Tax line: a line of the ledger in a VAT book. | Налоговая строка: строка журнала в книге НДС.';
comment on column finance.tax_line.id is 'Number: of the row. | Номер: строки.';
comment on column finance.tax_line.entry_line_id is 'Line: of the ledger; the amounts are its. | Строка: журнала; суммы её.';
comment on column finance.tax_line.invoice_id is 'Invoice: whose it is. | Счёт: к которому относится.';
comment on column finance.tax_line.tax_id is 'Tax: none where none was said. | Налог: пусто, если не указан.';
comment on column finance.tax_line.book is
  'Book: in which it stands. | Книга: в которой стоит. {sales=Sales/Продаж, purchases=Purchases/Покупок}';
comment on column finance.tax_line.part is
  'Part: what it is. | Часть: что это. {base=Base/База, tax=Tax/Налог}';
comment on column finance.tax_line.posted_on is 'Posted on: date of the entry. | Дата: проводки.';
comment on constraint tax_line_line_key on finance.tax_line is
  'A line stands in a book once. | Строка стоит в книге один раз.';
comment on constraint tax_line_line_fkey on finance.tax_line is 'There is no such line. | Такой строки нет.';
comment on constraint tax_line_invoice_fkey on finance.tax_line is 'There is no such invoice. | Такого счёта нет.';
comment on constraint tax_line_tax_fkey on finance.tax_line is 'There is no such tax. | Такого налога нет.';
comment on constraint tax_line_book_known on finance.tax_line is
  'The book is sales or purchases. | Книга: sales или purchases.';
comment on constraint tax_line_part_known on finance.tax_line is 'The part is base or tax. | Часть: base или tax.';
alter table finance.tax_line enable row level security;
select access.make_policy('finance.tax_line'::regclass, 'select', '(select access.everything(''tax_lines'', ''read''))');
grant select on finance.tax_line to crm_service, crm_limited, crm_reader, crm_report;
select system.permit('{administrator,accountant,auditor}', '{tax_lines}', '{read,export}', 'all'),
  system.permit('{read_only}', '{tax_lines}', '{read}', 'all');
-- Of the entry of its document, or of the one that took it back.
create function finance.judge_tax_line() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (
    select from finance.entry_line as l join finance.entry as e on e.id = l.entry_id
    join finance.invoice as i on i.entry_id in (e.id, e.reverses_id)
    where l.id = new.entry_line_id and i.id = new.invoice_id and l.posted_on = new.posted_on
      and l.tax_id is not distinct from new.tax_id)
  then
    perform system.refuse(tg_relid::regclass, tg_name, '');
  end if;
  return null;
end
$$;
comment on function finance.judge_tax_line is
  'Holds a line of a book to the entry of its document. | Держит строку книги при проводке её документа.';
create constraint trigger tax_line_true after insert on finance.tax_line
  for each row execute function finance.judge_tax_line();
comment on trigger tax_line_true on finance.tax_line is
  'A line of a book is one of its document''s entry, with its day and tax. | Строка книги — строка проводки её документа, с её датой и налогом.';
create constraint trigger tax_line_stays after update on finance.tax_line
  for each row execute function finance.refuse_settlement_change();
create trigger tax_line_kept before delete on finance.tax_line
  for each row execute function finance.refuse_settlement_change();
create trigger tax_line_kept_whole before truncate on finance.tax_line
  for each statement execute function finance.refuse_settlement_change();
comment on trigger tax_line_stays on finance.tax_line is
  'A line of a book stays as it was posted. | Строка книги остаётся такой, какой проведена.';
select finance.always('finance.tax_line'::regclass);
-- Which party an item is of stays with its line; documents that are drafts follow a merge.
create or replace function clients.party_places() returns table (table_name text, column_name text, by_record boolean)
language sql stable set search_path = pg_catalog
begin atomic
  select r.table_name, r.column_name, false from system.references_to('clients.party') as r
  where r.table_name not in ('clients.party_merge', 'clients.duplicate_pair', 'clients.party_duplicate_key',
      'finance.entry_line', 'finance.open_item')
    and r.place <> 'clients.party.merged_into_id'
  union all
  select n.nspname || '.' || c.relname, 'record_id', true
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  join pg_attribute as a on a.attrelid = c.oid and a.attname = 'record_id' and not a.attisdropped
  join pg_attribute as b on b.attrelid = c.oid and b.attname = 'table_name' and not b.attisdropped
  join pg_attribute as i on i.attrelid = c.oid and i.attname = 'id' and not i.attisdropped
  -- What happened stays what happened; so does what a job or a merge did.
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('audit', 'pg_catalog', 'information_schema')
    and n.nspname || '.' || c.relname not in ('system.event', 'system.delivery', 'system.job_reversal', 'clients.party_merge_row')
  order by 1, 2;
end;
