-- 0129_access_many_roles: who administers is asked only where a change touches that, and then of few accounts.
-- Why: each of 400 roles given at once looked through all accounts at the end of the transaction, 115 ms a role
-- with 2,000 of them. What is refused is the same. Kind: expand. Locks: none. Time: milliseconds. Reversible: the
-- functions as they were.

-- As before, but not strict, so that it is no call for each row.
create or replace function access.essential(resource text, action_name text) returns boolean
language sql immutable parallel safe
return resource || '.' || action_name in ('accounts.update', 'account_roles.create', 'permissions.create');

-- As before, but from the few permissions that administering needs to the accounts that have them.
create or replace function access.administered() returns boolean
language sql stable security definer set search_path = pg_catalog
begin atomic
  with needed as materialized (
    select p.role_id, p.resource, p.effect, p.scope
    from access.permission as p join access.role as o on o.id = p.role_id and o.archived_at is null
    where access.essential(p.resource, p.action)
  )
  select exists (
    select from needed as n
    join access.account_role as r on r.role_id = n.role_id and (r.valid_until is null or r.valid_until > now())
    join access.account as a on a.id = r.account_id
      and a.kind = 'person' and a.locked_at is null and a.archived_at is null
    group by a.id
    having count(distinct n.resource) filter (where n.effect = 'allow' and n.scope = 'all'
        and r.valid_from <= now() and r.valid_until is null) = 3
      and count(*) filter (where n.effect = 'deny') = 0);
end;

-- As before, but by the account's key: the triggers of every row that a log-in of its own writes ask this, and
-- looked through all accounts, 4 ms a row with 2,000 of them.
create or replace function access.login_account() returns bigint
language plpgsql stable parallel safe security definer set search_path = pg_catalog as $$
begin
  return (
    select a.id from access.account as a
    where a.id = (select l.account_id from access.database_login as l where l.login_name = session_user)
      and a.locked_at is null and a.archived_at is null);
end
$$;

-- As before, but the cheap question comes first. The lock comes before both: whoever else takes an administrator
-- away has committed, and the statements behind it see that.
create or replace function access.keep_administrator() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
  roles bigint[];
begin
  perform access.lock_rights(false);
  roles := case tg_table_name
    when 'account' then array(select r.role_id from access.account_role as r
      where r.account_id = (after ->> 'id')::bigint)
    when 'role' then array[(after ->> 'id')::bigint]
    else array[(before ->> 'role_id')::bigint, (after ->> 'role_id')::bigint] end;
  if coalesce(access.essential(before ->> 'resource', before ->> 'action'), false)
    or coalesce(access.essential(after ->> 'resource', after ->> 'action'), false)
    or exists (select from access.permission as p
      where p.role_id = any (roles) and access.essential(p.resource, p.action)
        and (tg_op <> 'INSERT' or p.effect = 'deny'))
  then
    if not access.administered() then
      raise exception 'nobody is left to administer' using errcode = 'check_violation',
        schema = 'access', table = tg_table_name, constraint = tg_name;
    end if;
  end if;
  return null;
end
$$;
