-- 0441_clients_bank_account_iban: the same for international numbers.
-- Why: see 0440. Kind: expand. Locks: none that writers wait for. Time: seconds for a million accounts. Reversible: drop
-- the index.
-- crm: no-transaction
create index concurrently bank_account_iban_idx on clients.bank_account (iban) where iban is not null;
