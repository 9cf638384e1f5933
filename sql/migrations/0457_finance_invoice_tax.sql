-- 0457_finance_invoice_tax: what of each document stands in which VAT book, line by line, with its amounts.
-- Why: the books add documents up; whoever checks one asks for its lines, under the document and by themselves.
-- Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the view.
create view finance.invoice_tax with (security_invoker = true) as
select t.id, t.invoice_id, t.entry_line_id, t.tax_id, t.book, t.part, t.posted_on, l.currency,
  k.sign * l.amount as amount, k.sign * (l.debit - l.credit) as base_amount
from finance.tax_line as t
join finance.entry_line as l on l.id = t.entry_line_id and l.posted_on = t.posted_on
join finance.invoice as i on i.id = t.invoice_id
-- The base of what the buyer owes the tax of is above 0 in both books, as the tax is.
cross join lateral (
  select case when t.book = 'sales' and (t.part = 'tax' or i.direction = 'customer') then -1 else 1 end as sign) as k
where (select access.level('tax_lines', 'read')) > 0;
comment on view finance.invoice_tax is
  'Tax lines: what of a document stands in a VAT book. | Налоговые строки: что из документа стоит в книге НДС.';
comment on column finance.invoice_tax.id is 'Number: of the row. | Номер: строки.';
comment on column finance.invoice_tax.invoice_id is 'Invoice: whose it is. | Счёт: к которому относится.';
comment on column finance.invoice_tax.entry_line_id is
  'Line: of the ledger. | Строка: проводки.';
comment on column finance.invoice_tax.tax_id is 'Tax: none where none was said. | Налог: пусто, если не указан.';
comment on column finance.invoice_tax.book is
  'Book: in which it stands. | Книга: в которой стоит. {sales=Sales/Продаж, purchases=Purchases/Покупок}';
comment on column finance.invoice_tax.part is 'Part: what it is. | Часть: что это. {base=Base/База, tax=Tax/Налог}';
comment on column finance.invoice_tax.posted_on is 'Posted on: date of the entry. | Дата: проводки.';
comment on column finance.invoice_tax.currency is 'Currency: of the amount. | Валюта: суммы.';
comment on column finance.invoice_tax.amount is
  'Amount: in the currency of the document; less than nothing where it takes back. | Сумма: в валюте документа; отрицательная, если уменьшает.';
comment on column finance.invoice_tax.base_amount is
  'Amount in the books: in the currency of the books. | Сумма в учёте: в валюте учёта.';
grant select on finance.invoice_tax to crm_service, crm_limited, crm_reader, crm_report;
