-- 0242_access_permission_refresh: a statement that changes permissions refreshes the sessions that it reaches once.
-- Why: row by row, changing all permissions of a role rewrote the sessions of its people once for each of them; with the
-- areas to come these are hundreds. Kind: expand. Locks: access.permission, SHARE ROW EXCLUSIVE, milliseconds.
-- Time: milliseconds. Reversible: the trigger as it was in 0011.
create function access.permissions_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  roles bigint[];
begin
  perform access.lock_rights(false);
  if tg_op = 'UPDATE' then
    roles := array(select c.role_id from changed as c union select b.role_id from before as b);
  else
    roles := array(select distinct c.role_id from changed as c);
  end if;
  perform access.refresh(array(
    select distinct r.account_id from access.account_role as r where r.role_id = any (roles)));
  return null;
end
$$;
comment on function access.permissions_changed is
  'Finds whose rights changed permissions touch. | Находит, чьи права затронуты изменением разрешений.';
drop trigger rights_permission on access.permission;
create trigger rights_permission_insert after insert on access.permission
  referencing new table as changed for each statement execute function access.permissions_changed();
create trigger rights_permission_update after update on access.permission
  referencing old table as before new table as changed
  for each statement execute function access.permissions_changed();
create trigger rights_permission_delete after delete on access.permission
  referencing old table as changed for each statement execute function access.permissions_changed();
