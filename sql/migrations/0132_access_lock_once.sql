-- 0132_access_lock_once: who is locked is not locked again, nor who is not locked unlocked.
-- Why: it made a version and a change record of nothing, in READ_ONLY too, where nothing of a record may change.
-- Kind: expand. Locks: none on tables. Time: milliseconds. Forward only.
create or replace function access.lock_account(p_account bigint, p_locked boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not access.everything('accounts', 'lock') then
    raise exception 'not permitted' using errcode = 'insufficient_privilege';
  end if;
  update access.account as a set locked_at = case when p_locked then now() end
  where a.id = p_account and (a.locked_at is null) = p_locked;
  return found or exists (select from access.account as a where a.id = p_account);
end
$$;
