-- 0484_finance_opening_once: what stood on an account is entered once, whatever the department of who enters it.
-- Why: the department was part of what must not repeat, so that two accountants could both begin with the same money.
-- Kind: expand. Locks: finance.opening_balance, ACCESS EXCLUSIVE, milliseconds. Time: milliseconds. Where that has happened
-- it fails and names the account: reverse one of the two (a closed year is opened again for that), then run it again.
-- Reversible: put the constraint of 0468 back.
alter table finance.opening_balance drop constraint opening_balance_once,
  add constraint opening_balance_once exclude using btree (account_id with =, coalesce(party_id, 0) with =, currency with =,
    coalesce(reference, '') with =) where (state = 'posted');
comment on constraint opening_balance_once on finance.opening_balance is
  'The account has its opening balance: reverse it first. | У счёта уже есть начальный остаток: сначала сторнируйте его.';
