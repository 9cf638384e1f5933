-- 0019_access_moving: nobody's reach grows beyond the mover's by moving accounts, teams or departments.
-- Why: rights reach over departments and teams, so who may move people and departments could else give
-- himself, or a friend, what he does not have. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the triggers and the function, grant the columns.

-- An account that comes back has all its rights again; one that moves has those over departments at the
-- new place.
create function access.refuse_account() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not access.bound() then
    return null;
  end if;
  if new.kind <> old.kind or coalesce(old.locked_at, old.archived_at) is not null
    and coalesce(new.locked_at, new.archived_at) is null
  then
    perform access.refuse_beyond(tg_table_name, tg_name, 'kind', access.beyond_caller(new.id));
  end if;
  if new.department_id <> coalesce(old.department_id, 0) then
    perform access.refuse_beyond(tg_table_name, tg_name, 'department_id',
      string_agg(h.resource || '.' || h.action, ', ' order by h.resource, h.action))
    from access.held(new.id) as h
    where h.level in (3, 4) and not access.covers(h.resource, h.action, '{}',
      case h.level when 3 then array[new.department_id] else access.subtree(new.department_id) end);
  end if;
  return null;
end
$$;
comment on function access.refuse_account is
  'Refuses to move or bring back an account that could then do more than the caller. | Не даёт перевести или вернуть учётную запись, которая сможет больше вызывающего.';
create constraint trigger account_within_own
  after update of department_id, kind, locked_at, archived_at on access.account
  for each row execute function access.refuse_account();
comment on trigger account_within_own on access.account is
  'The account could then do more than you may yourself. | Учётная запись смогла бы больше, чем можете вы сами.';

-- Who joins a team reaches the others' records, and they reach his.
create function access.refuse_team() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  after constant jsonb := to_jsonb(new);
  whole constant boolean := tg_table_name = 'team';
  place constant bigint := after ->> case when whole then 'id' else 'team_id' end;
  joining constant bigint := after ->> 'account_id';
  members constant bigint[] := array(select m.account_id
    from access.team_member as m join access.team as t on t.id = m.team_id
    where m.team_id = place and t.archived_at is null);
begin
  if not access.bound() then
    return null;
  end if;
  perform access.refuse_beyond(tg_table_name, tg_name,
    case when whole then 'archived_at' else 'account_id' end,
    string_agg(distinct h.resource || '.' || h.action, ', '))
  from unnest(members) as member cross join access.held(member) as h
  where h.level between 2 and 4 and not access.covers(h.resource, h.action,
    case when whole or member = joining then array_remove(members, member) else array[joining] end, '{}');
  return null;
end
$$;
comment on function access.refuse_team is
  'Refuses a team whose members could then do more than the caller. | Не даёт составить группу, участники которой смогут больше вызывающего.';
create constraint trigger team_member_within_own after insert or update on access.team_member
  for each row execute function access.refuse_team();
create constraint trigger team_within_own after update of archived_at on access.team
  for each row when (new.archived_at is null) execute function access.refuse_team();
comment on trigger team_member_within_own on access.team_member is
  'A member of the team could then do more than you may yourself. | Участник группы смог бы больше, чем можете вы сами.';
comment on trigger team_within_own on access.team is
  'A member of the team could then do more than you may yourself. | Участник группы смог бы больше, чем можете вы сами.';

-- The departments above the new place reach down to what is moved.
create function access.refuse_department() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not access.bound() then
    return null;
  end if;
  perform access.refuse_beyond(tg_table_name, tg_name, 'parent_id',
    string_agg(distinct h.resource || '.' || h.action, ', '))
  from unnest(access.accounts_above(array[new.parent_id])) as account cross join access.held(account) as h
  where h.level = 4 and account <> all (coalesce(access.accounts_above(array[old.parent_id]), '{}'))
    and not access.covers(h.resource, h.action, '{}', access.subtree(new.id));
  return null;
end
$$;
comment on function access.refuse_department is
  'Refuses to move a department where somebody above could then do more than the caller. | Не даёт перенести отдел туда, где вышестоящие смогут больше вызывающего.';
create constraint trigger department_within_own after update of parent_id on access.department
  for each row execute function access.refuse_department();
comment on trigger department_within_own on access.department is
  'Somebody above the new place could then do more than you may yourself. | Кто-то выше нового места смог бы больше, чем можете вы сами.';

-- Locking is a right of its own; that a password must change is said by resetting it.
revoke insert (locked_at, must_change_password), update (locked_at, must_change_password)
  on access.account from crm_service;
create function access.lock_account(p_account bigint, p_locked boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not access.everything('accounts', 'lock') then
    raise exception 'not permitted' using errcode = 'insufficient_privilege';
  end if;
  update access.account as a set locked_at = case when p_locked then coalesce(a.locked_at, now()) end
  where a.id = p_account;
  return found;
end
$$;
comment on function access.lock_account is
  'Locks an account or unlocks it; false for an unknown one. | Блокирует учётную запись или снимает блокировку; false — нет такой.';
grant execute on function access.lock_account to crm_service, crm_limited;
