-- 0440_clients_bank_account_number: whose account a number is, found without reading the others.
-- Why: each line of a bank statement asks for it. Kind: expand. Locks: none that writers wait for. Time: seconds for a
-- million accounts. Reversible: drop the index.
-- crm: no-transaction
create index concurrently bank_account_number_idx on clients.bank_account (account) where account is not null;
