-- 0013_access_last_administrator: somebody can always administer.
-- Why: each of these changes could lock everybody out. Judged at the end of the transaction, so that one
-- may hand over within it. Kind: expand. Locks: empty tables. Time: milliseconds. Reversible: drop them.

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
create constraint trigger account_last_administrator
  after update of locked_at, archived_at, kind on access.account
  deferrable initially deferred for each row
  when (new.locked_at is not null or new.archived_at is not null or new.kind <> 'person')
  execute function access.keep_administrator();
create constraint trigger account_role_last_administrator
  after update or delete on access.account_role
  deferrable initially deferred for each row execute function access.keep_administrator();
create constraint trigger account_role_denies_administrator
  after insert on access.account_role
  deferrable initially deferred for each row execute function access.keep_administrator();
create constraint trigger permission_last_administrator
  after update or delete on access.permission
  deferrable initially deferred for each row execute function access.keep_administrator();
create constraint trigger permission_denies_administrator
  after insert on access.permission
  deferrable initially deferred for each row when (new.effect = 'deny')
  execute function access.keep_administrator();
create constraint trigger role_last_administrator
  after update of archived_at on access.role
  deferrable initially deferred for each row when (new.archived_at is not null)
  execute function access.keep_administrator();

comment on trigger account_last_administrator on access.account is
  'The last administrator cannot be locked or archived. | Последнего администратора нельзя заблокировать или убрать в архив.';
comment on trigger account_role_last_administrator on access.account_role is
  'The last administrator cannot lose the role. | Последнего администратора нельзя лишить роли.';
comment on trigger account_role_denies_administrator on access.account_role is
  'This role would leave nobody to administer. | Из-за этой роли некому будет администрировать.';
comment on trigger permission_last_administrator on access.permission is
  'Without this permission nobody could administer. | Без этого права некому будет администрировать.';
comment on trigger permission_denies_administrator on access.permission is
  'This deny would leave nobody to administer. | Из-за этого запрета некому будет администрировать.';
comment on trigger role_last_administrator on access.role is
  'The last role that administers cannot be archived. | Последнюю роль администратора нельзя убрать в архив.';
