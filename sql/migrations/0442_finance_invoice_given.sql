-- 0442_finance_invoice_given: invoices by the number that their sender gave them.
-- Why: banks write it into the purpose of a payment. Kind: expand. Locks: none that writers wait for. Time: seconds for a
-- million invoices. Reversible: drop the index.
-- crm: no-transaction
create index concurrently invoice_given_idx on finance.invoice (number_given) where number_given is not null;
