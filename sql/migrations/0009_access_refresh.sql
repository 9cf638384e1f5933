-- 0009_access_refresh: whoever changes rights changes the sessions they reach, in the same transaction.
-- Why: a revoked right is refused by the next request. Kind: expand. Locks: none. Time: milliseconds.
-- Forward only.
create function access.refresh(accounts bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from access.session as s using access.account as a
  where s.account_id = any (accounts) and a.id = s.account_id
    and (a.locked_at is not null or a.archived_at is not null);
  update access.session as s
  set version = s.version + 1, context_until = c.context_until, department = c.department,
    team = c.team, below = c.below, may_read = c.may_read, may_create = c.may_create,
    may_update = c.may_update, may_delete = c.may_delete, may_act = c.may_act
  from (select old.id, fresh.* from access.session as old
    cross join lateral access.context(old.account_id, old.narrowed) as fresh
    where old.account_id = any (accounts)) as c
  where s.id = c.id;
end
$$;
comment on function access.refresh is
  'Rewrites the contexts of the sessions of these accounts, ends those of locked ones. | Обновляет контексты сеансов, закрывает сеансы заблокированных.';

create function access.rights_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
begin
  perform access.refresh(case tg_table_name
    when 'account' then array[(after ->> 'id')::bigint]
    when 'account_role' then array[(before ->> 'account_id')::bigint, (after ->> 'account_id')::bigint]
    when 'permission' then array(select r.account_id from access.account_role as r
      where r.role_id in ((before ->> 'role_id')::bigint, (after ->> 'role_id')::bigint))
    when 'role' then array(select r.account_id from access.account_role as r
      where r.role_id = (after ->> 'id')::bigint)
    when 'team_member' then array(select m.account_id from access.team_member as m
      where m.team_id in ((before ->> 'team_id')::bigint, (after ->> 'team_id')::bigint)
      union select (before ->> 'account_id')::bigint)
    else array(select s.account_id from access.session as s) end);
  return null;
end
$$;
comment on function access.rights_changed is
  'Finds whose rights a change touches. | Находит, чьи права затронуты изменением.';
create trigger rights_account after update of department_id, locked_at, archived_at, language, time_zone, login, name
  on access.account for each row execute function access.rights_changed();
create trigger rights_account_role after insert or update or delete on access.account_role
  for each row execute function access.rights_changed();
create trigger rights_permission after insert or update or delete on access.permission
  for each row execute function access.rights_changed();
create trigger rights_role after update of archived_at on access.role
  for each row execute function access.rights_changed();
create trigger rights_team_member after insert or update or delete on access.team_member
  for each row execute function access.rights_changed();
create trigger rights_department after update of parent_id on access.department
  for each row execute function access.rights_changed();

-- Nobody grants what he does not have himself; without a context (installation) everything goes.
create function access.refuse_escalation() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  missing text;
begin
  if session_user = 'crm_migrator' then
    return null;
  end if;
  select string_agg(p.resource || '.' || p.action, ', ' order by p.resource, p.action) into missing
  from access.permission as p
  where p.role_id = new.role_id and p.effect = 'allow'
    and access.scope_level(p.scope) > access.level(p.resource, p.action);
  if missing is not null then
    raise exception 'grants more than the caller has' using errcode = 'check_violation',
      schema = 'access', table = tg_table_name, column = 'role_id', constraint = tg_name,
      detail = missing;
  end if;
  return null;
end
$$;
comment on function access.refuse_escalation is
  'Refuses to give rights that the giver does not have. | Не даёт раздавать права, которых нет у самого.';
create constraint trigger account_role_within_own after insert or update on access.account_role
  for each row execute function access.refuse_escalation();
create constraint trigger permission_within_own after insert or update on access.permission
  for each row execute function access.refuse_escalation();
comment on constraint account_role_within_own on access.account_role is
  'Nobody can give a role that permits more than he may himself. | Нельзя дать роль, которая разрешает больше, чем можете вы сами.';
comment on constraint permission_within_own on access.permission is
  'Nobody can permit more than he may himself. | Нельзя разрешить больше, чем можете вы сами.';

-- Somebody must be able to administer the rest.
create function access.keep_administrator() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform from access.role where code = 'administrator' for update;
  if exists (select from access.role where code = 'administrator') and not exists (
    select from access.account_role as r
    join access.role as o on o.id = r.role_id and o.code = 'administrator' and o.archived_at is null
    join access.account as a on a.id = r.account_id and a.locked_at is null and a.archived_at is null
    where r.valid_from <= now() and r.valid_until = 'infinity'
  ) then
    raise exception 'nobody is left to administer' using errcode = 'check_violation',
      schema = 'access', table = tg_table_name, constraint = tg_name;
  end if;
  return null;
end
$$;
comment on function access.keep_administrator is
  'Refuses to take the last administrator away. | Не даёт убрать последнего администратора.';
create constraint trigger account_role_last_administrator after update or delete on access.account_role
  deferrable initially deferred for each row execute function access.keep_administrator();
create constraint trigger account_last_administrator after update of locked_at, archived_at on access.account
  deferrable initially deferred for each row
  when (new.locked_at is not null or new.archived_at is not null)
  execute function access.keep_administrator();
comment on constraint account_role_last_administrator on access.account_role is
  'The last administrator cannot lose the role. | Последнего администратора нельзя лишить роли.';
comment on constraint account_last_administrator on access.account is
  'The last administrator cannot be locked or archived. | Последнего администратора нельзя заблокировать или убрать в архив.';
