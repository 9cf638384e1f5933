-- 0012_access_administration: nobody gives rights that he does not have.
-- Why: rights to give rights must not grow by being used, be it by a role, a permission or a deny that
-- ends. Whoever is a member of the owner (the migrator, a superuser) is not bound: that is the way back
-- in. Kind: expand. Locks: none. Time: milliseconds. Forward only.

-- Whether the caller's right reaches the records of all these owners and departments; an owner is
-- reached by his department too.
create function access.covers(
  p_resource text, p_action text, p_owners bigint[], p_departments bigint[]) returns boolean
language sql stable security definer set search_path = pg_catalog
begin atomic
  select access.everything(p_resource, p_action) or (
    p_departments <@ own.departments and not exists (
      select from unnest(p_owners) as wanted
      where wanted <> all (own.owners) and not exists (
        select from access.account as a
        where a.id = wanted and a.department_id = any (own.departments))))
  from (select coalesce(access.departments(p_resource, p_action), '{}') as departments,
    coalesce(access.owners(p_resource, p_action), '{}') as owners) as own;
end;
comment on function access.covers is
  'Whether the caller''s right reaches these owners and departments. | Достаёт ли право вызывающего до этих владельцев и отделов.';

-- Whether a right that an account has, or is to have, reaches what the caller's own does not.
create function access.beyond(
  p_account bigint, p_resource text, p_action text, p_level integer) returns boolean
language sql stable security definer set search_path = pg_catalog
begin atomic
  select not access.everything(p_resource, p_action) and (
    p_level > access.level(p_resource, p_action) or not access.covers(p_resource, p_action,
    case p_level when 0 then '{}' when 1 then array[p_account] else access.teammates(p_account) end,
    case p_level when 3 then array_remove(array[home.id], null) when 4 then access.subtree(home.id)
      else '{}' end))
  from (select (select a.department_id from access.account as a where a.id = p_account) as id) as home;
end;
comment on function access.beyond is
  'Whether a right at an account''s place reaches further than the caller''s. | Шире ли право на месте учётной записи, чем у вызывающего.';

-- What an account may do by its roles, now or later: what is allowed by any that has not ended and
-- denied by none that lasts.
create function access.held(p_account bigint)
returns table (resource text, action text, level integer)
language sql stable security definer set search_path = pg_catalog
begin atomic
  select p.resource, p.action, max(access.scope_level(p.scope)) filter (where p.effect = 'allow')
  from access.account_role as r
  join access.role as o on o.id = r.role_id and o.archived_at is null
  join access.permission as p on p.role_id = r.role_id
  where r.account_id = p_account and (r.valid_until is null or r.valid_until > now())
  group by p.resource, p.action
  having max(access.scope_level(p.scope)) filter (where p.effect = 'allow') > 0
    and not bool_or(p.effect = 'deny' and r.valid_from <= now() and r.valid_until is null);
end;
comment on function access.held is
  'The rights that an account has or is about to have. | Права, которые есть или вскоре будут у учётной записи.';

create function access.beyond_caller(p_account bigint) returns text
language sql stable security definer set search_path = pg_catalog
begin atomic
  select string_agg(h.resource || '.' || h.action, ', ' order by h.resource, h.action)
  from access.held(p_account) as h
  where access.beyond(p_account, h.resource, h.action, h.level);
end;
comment on function access.beyond_caller is
  'What an account may do and the caller may not. | Что может учётная запись и не может вызывающий.';

-- What a role permits further than the caller may himself: at the place of an account that has it, or
-- by its scopes alone, when nobody has it yet.
create function access.role_beyond_caller(p_role bigint, p_account bigint) returns text
language sql stable security definer set search_path = pg_catalog
begin atomic
  select string_agg(p.resource || '.' || p.action, ', ' order by p.resource, p.action)
  from access.permission as p cross join access.scope_level(p.scope) as wanted
  where p.role_id = p_role and p.effect = 'allow' and case when p_account is null
    then wanted > access.level(p.resource, p.action)
    else access.beyond(p_account, p.resource, p.action, wanted) end;
end;
comment on function access.role_beyond_caller is
  'The permissions of a role that the caller does not have. | Права роли, которых нет у вызывающего.';

create function access.role_holders(p_role bigint) returns setof bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  select distinct r.account_id from access.account_role as r
  where r.role_id = p_role and (r.valid_until is null or r.valid_until > now());
end;
comment on function access.role_holders is
  'The accounts that have a role or will have it. | Учётные записи, у которых есть или будет роль.';

-- What an account may do beyond the caller now that a role denies it no longer.
create function access.lifted(p_role bigint, p_account bigint) returns text
language sql stable security definer set search_path = pg_catalog
begin atomic
  select string_agg(h.resource || '.' || h.action, ', ' order by h.resource, h.action)
  from access.held(p_account) as h
  join access.permission as p on (p.role_id, p.resource, p.action, p.effect)
    = (p_role, h.resource, h.action, 'deny')
  where access.beyond(p_account, h.resource, h.action, h.level);
end;
comment on function access.lifted is
  'What an account may do beyond the caller without a role''s denials. | Что сверх прав вызывающего может учётная запись без запретов роли.';

-- Whether the rules bind the one who writes. Judged one writer at a time: two at once could else give
-- together what neither may alone.
create function access.bound() returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if pg_has_role(session_user, 'crm_owner', 'member') then
    return false;
  end if;
  perform access.lock_rights(false);
  return true;
end
$$;
comment on function access.bound is
  'Whether the caller is bound by his own rights. | Связан ли вызывающий собственными правами.';

create function access.refuse_beyond(p_table text, p_rule text, p_column text, p_missing text) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  if p_missing is not null then
    raise exception 'gives more than the caller has' using errcode = 'check_violation',
      schema = 'access', table = p_table, column = p_column, constraint = p_rule, detail = p_missing;
  end if;
end
$$;
comment on function access.refuse_beyond is
  'Refuses what gives rights that the giver does not have. | Отклоняет выдачу прав, которых нет у самого.';

create function access.refuse_giving() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not access.bound() then
    return null;
  end if;
  case tg_table_name
    when 'account_role' then
      -- One that has ended denies nothing any more.
      if tg_op <> 'INSERT' and coalesce(old.valid_until > now(), true) then
        perform access.refuse_beyond(
          tg_table_name, tg_name, 'valid_until', access.lifted(old.role_id, old.account_id));
      end if;
      if tg_op <> 'DELETE' then
        perform access.refuse_beyond(tg_table_name, tg_name,
          'role_id', access.role_beyond_caller(new.role_id, new.account_id));
      end if;
    when 'role' then
      perform access.refuse_beyond(tg_table_name, tg_name, 'archived_at',
        case when new.archived_at is null then access.role_beyond_caller(new.id, holder)
          else access.lifted(new.id, holder) end)
      from (select null::bigint union all select access.role_holders(new.id)) as every (holder);
    else
      if tg_op <> 'INSERT' and old.effect = 'deny' and not access.everything(old.resource, old.action) then
        perform access.refuse_beyond(tg_table_name, tg_name, 'effect', old.resource || '.' || old.action);
      end if;
      if tg_op <> 'DELETE' then
        perform access.refuse_beyond(
          tg_table_name, tg_name, 'scope', access.role_beyond_caller(new.role_id, null));
        if new.effect = 'allow' and exists (select from access.role_holders(new.role_id) as holder
            where access.beyond(holder, new.resource, new.action, access.scope_level(new.scope))) then
          perform access.refuse_beyond(tg_table_name, tg_name, 'scope', new.resource || '.' || new.action);
        end if;
      end if;
  end case;
  return null;
end
$$;
comment on function access.refuse_giving is
  'Refuses a role or permission beyond the giver''s own. | Не даёт роль или право шире собственных.';
create constraint trigger account_role_within_own after insert or update or delete on access.account_role
  for each row execute function access.refuse_giving();
create constraint trigger permission_within_own after insert or update or delete on access.permission
  for each row execute function access.refuse_giving();
create constraint trigger role_within_own after update of archived_at on access.role
  for each row when (new.archived_at is null or old.archived_at is null) execute function access.refuse_giving();
comment on trigger account_role_within_own on access.account_role is
  'Nobody can give a role, or end one that denies, so that somebody may more than he himself. | Нельзя дать роль или закончить запрещающую, если кто-то сможет больше, чем вы сами.';
comment on trigger permission_within_own on access.permission is
  'Nobody can permit more than he may himself. | Нельзя разрешить больше, чем можете вы сами.';
comment on trigger role_within_own on access.role is
  'Nobody can restore a role, or archive one that denies, so that somebody may more than he himself. | Нельзя вернуть роль или убрать в архив запрещающую, если кто-то сможет больше, чем вы сами.';
