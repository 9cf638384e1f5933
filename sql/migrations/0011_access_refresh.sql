-- 0011_access_refresh: whoever changes rights changes the sessions they reach, in the same transaction.
-- Why: a revoked right is refused by the next request. One lock, held to the end of the transaction,
-- puts changes of rights and the opening of sessions in a row: a session opened beside a change, or
-- two changes at once, would else keep rights that the other had just taken. Kind: expand.
-- Locks: none. Time: milliseconds. Forward only.
create function access.lock_rights(p_shared boolean) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'rights change under READ COMMITTED only, which sees what was just committed'
      using errcode = 'feature_not_supported';
  end if;
  if p_shared then
    perform pg_advisory_xact_lock_shared(6517357, 2);
  else
    perform pg_advisory_xact_lock(6517357, 2);
  end if;
end
$$;
comment on function access.lock_rights is
  'Puts changes of rights, and sessions that are opened meanwhile, in a row. | Выстраивает изменения прав и открытие сеансов в очередь.';

create function access.refresh(accounts bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform access.lock_rights(false);
  delete from access.session as s using access.account as a
  where s.account_id = any (accounts) and a.id = s.account_id
    and (a.locked_at is not null or a.archived_at is not null);
  update access.session as s
  set version = s.version + 1, context_until = c.context_until, department = c.department,
    team = c.team, below = c.below, may_read = c.may_read, may_create = c.may_create,
    may_update = c.may_update, may_delete = c.may_delete, may_act = c.may_act
  from (select old.id, fresh.* from access.session as old
    cross join lateral access.context(old.account_id, old.narrowed) as fresh
    where old.account_id = any (accounts) and old.expires_at > now()) as c
  where s.id = c.id;
end
$$;
comment on function access.refresh is
  'Rewrites the contexts of the sessions of these accounts, ends those of locked ones. | Обновляет контексты сеансов, закрывает сеансы заблокированных.';

-- Accounts of these departments and of all above, whose reach goes down to them.
create function access.accounts_above(departments bigint[]) returns bigint[]
language sql stable set search_path = pg_catalog
begin atomic
  with recursive above (id) as (
    select unnest(departments)
    union
    select d.parent_id from access.department as d join above on d.id = above.id
  )
  select array_agg(a.id) from access.account as a join above on above.id = a.department_id;
end;
comment on function access.accounts_above is
  'The accounts of departments and of those above. | Учётные записи отделов и вышестоящих.';

create function access.rights_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
begin
  perform access.lock_rights(false);
  perform access.refresh(case tg_table_name
    when 'account' then array[(after ->> 'id')::bigint]
    when 'account_role' then array[(before ->> 'account_id')::bigint, (after ->> 'account_id')::bigint]
    when 'permission' then array(select r.account_id from access.account_role as r
      where r.role_id in ((before ->> 'role_id')::bigint, (after ->> 'role_id')::bigint))
    when 'role' then array(select r.account_id from access.account_role as r
      where r.role_id = (after ->> 'id')::bigint)
    when 'team' then array(select m.account_id from access.team_member as m
      where m.team_id = (after ->> 'id')::bigint)
    when 'team_member' then array(select m.account_id from access.team_member as m
      where m.team_id in ((before ->> 'team_id')::bigint, (after ->> 'team_id')::bigint)
      union select (before ->> 'account_id')::bigint)
    when 'department' then access.accounts_above(
      array[(before ->> 'parent_id')::bigint, (after ->> 'parent_id')::bigint]) end);
  return null;
end
$$;
comment on function access.rights_changed is
  'Finds whose rights a change touches. | Находит, чьи права затронуты изменением.';
create trigger rights_account
  after update of department_id, kind, locked_at, archived_at, must_change_password, language,
    time_zone, login, name
  on access.account for each row execute function access.rights_changed();
create trigger rights_account_role after insert or update or delete on access.account_role
  for each row execute function access.rights_changed();
create trigger rights_permission after insert or update or delete on access.permission
  for each row execute function access.rights_changed();
create trigger rights_role after update of archived_at on access.role
  for each row execute function access.rights_changed();
create trigger rights_team after update of archived_at on access.team
  for each row execute function access.rights_changed();
create trigger rights_team_member after insert or update or delete on access.team_member
  for each row execute function access.rights_changed();
create trigger rights_department after insert or update of parent_id on access.department
  for each row execute function access.rights_changed();
