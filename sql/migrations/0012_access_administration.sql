-- 0012_access_administration: nobody gives what he does not have, and somebody can always administer.
-- Why: rights to give rights must not grow by being used. Whoever is a member of the owner (the
-- migrator, a superuser) is not bound: that is the way back in. Kind: expand. Locks: none.
-- Time: milliseconds. Forward only.

-- What of a role's permissions reaches further than the caller's own; null for nothing.
create function access.beyond_caller(p_role bigint) returns text
language sql stable security definer set search_path = pg_catalog
begin atomic
  select string_agg(p.resource || '.' || p.action, ', ' order by p.resource, p.action)
  from access.permission as p
  where p.role_id = p_role and p.effect = 'allow'
    and access.scope_level(p.scope) > access.level(p.resource, p.action);
end;
comment on function access.beyond_caller is
  'The permissions of a role that the caller does not have. | Права роли, которых нет у вызывающего.';

-- The permissions of a role judged as a whole; and who lifts a deny must have that right to all.
create function access.refuse_escalation() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  missing text;
begin
  if pg_has_role(session_user, 'crm_owner', 'member') then
    return null;
  end if;
  if tg_table_name = 'permission' and tg_op <> 'INSERT' then
    if old.effect = 'deny' and not access.everything(old.resource, old.action) then
      missing := old.resource || '.' || old.action;
    end if;
  end if;
  if tg_op <> 'DELETE' then
    missing := coalesce(missing, access.beyond_caller(
      case tg_table_name when 'role' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'role_id' end::bigint));
  end if;
  if missing is not null then
    raise exception 'grants more than the caller has' using errcode = 'check_violation',
      schema = 'access', table = tg_table_name, constraint = tg_name, detail = missing;
  end if;
  return null;
end
$$;
comment on function access.refuse_escalation is
  'Refuses to give rights that the giver does not have. | Не даёт раздавать права, которых нет у самого.';
create constraint trigger account_role_within_own after insert or update on access.account_role
  for each row execute function access.refuse_escalation();
create constraint trigger permission_within_own after insert or update or delete on access.permission
  for each row execute function access.refuse_escalation();
create constraint trigger role_within_own after update of archived_at on access.role
  for each row when (new.archived_at is null) execute function access.refuse_escalation();
comment on constraint account_role_within_own on access.account_role is
  'Nobody can give a role that permits more than he may himself. | Нельзя дать роль, которая разрешает больше, чем можете вы сами.';
comment on constraint permission_within_own on access.permission is
  'Nobody can permit more than he may himself. | Нельзя разрешить больше, чем можете вы сами.';
comment on constraint role_within_own on access.role is
  'Nobody can restore a role that permits more than he may himself. | Нельзя вернуть роль, которая разрешает больше, чем можете вы сами.';

-- What an administrator cannot do without.
create function access.essential(resource text, action_name text) returns boolean
language sql immutable strict parallel safe
return resource || '.' || action_name in ('accounts.update', 'account_roles.create', 'permissions.create');
comment on function access.essential is
  'Whether administering needs this permission. | Нужно ли это право для администрирования.';

-- Whether some active person has all of that, for ever and denied by none of his roles.
create function access.administered() returns boolean
language sql stable security definer set search_path = pg_catalog
begin atomic
  select exists (
    select from access.account as a
    where a.kind = 'person' and a.locked_at is null and a.archived_at is null and (
      select count(distinct p.resource) filter (where p.effect = 'allow' and p.scope = 'all'
          and r.valid_from <= now() and r.valid_until is null) = 3
        and count(*) filter (where p.effect = 'deny') = 0
      from access.account_role as r
      join access.role as o on o.id = r.role_id and o.archived_at is null
      join access.permission as p on p.role_id = r.role_id and access.essential(p.resource, p.action)
      where r.account_id = a.id and (r.valid_until is null or r.valid_until > now())));
end;
comment on function access.administered is
  'Whether somebody can administer. | Есть ли кому администрировать.';

-- Judged at the end of the transaction, and only when a change touches what administering needs.
create function access.keep_administrator() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
  roles bigint[] := case tg_table_name
    when 'account' then array(select r.role_id from access.account_role as r
      where r.account_id = (after ->> 'id')::bigint)
    when 'role' then array[(after ->> 'id')::bigint]
    else array[(before ->> 'role_id')::bigint, (after ->> 'role_id')::bigint] end;
begin
  perform access.lock_rights(false);
  if not access.administered() and (
    access.essential(before ->> 'resource', before ->> 'action')
    or access.essential(after ->> 'resource', after ->> 'action')
    or exists (select from access.permission as p
      where p.role_id = any (roles) and access.essential(p.resource, p.action)
        and (tg_op <> 'INSERT' or p.effect = 'deny'))
  ) then
    raise exception 'nobody is left to administer' using errcode = 'check_violation',
      schema = 'access', table = tg_table_name, constraint = tg_name;
  end if;
  return null;
end
$$;
comment on function access.keep_administrator is
  'Refuses to take the last administrator away. | Не даёт убрать последнего администратора.';
