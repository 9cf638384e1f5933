-- 0071_system_shared_roles: one rule of with whom something may be shared, for views and mappings alike.
-- Why: the same was written twice, and what is shared next would have a third. Kind: expand.
-- Locks: system.view, system.import_mapping, for milliseconds. Time: milliseconds. Forward only.

-- One shares with those among whom one is; who may change all of the resource shares with everybody.
create function system.judge_shared_roles() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (
    select from unnest(new.role_ids) as w (id)
    where tg_op = 'INSERT' or not w.id = any (old.role_ids)
    group by w.id
    having not coalesce(bool_and(
      exists (select from access.role as r where r.id = w.id and r.archived_at is null)
      and (w.id = any (access.role_ids()) or access.everything(tg_argv[0], 'update'))), false)) then
    raise exception 'a role that is not the caller''s' using errcode = 'check_violation',
      constraint = tg_name, table = tg_table_name, schema = tg_table_schema, column = 'role_ids';
  end if;
  return null;
end
$$;
comment on function system.judge_shared_roles is
  'Lets one share with the roles that one has. | Позволяет делиться с ролями, которые есть у вызывающего.';

drop trigger view_roles_own on system.view;
create constraint trigger view_roles_own after insert or update of role_ids on system.view
  for each row execute function system.judge_shared_roles('views');
comment on trigger view_roles_own on system.view is
  'You can share with the roles that you have. | Делиться можно с ролями, которые есть у вас.';

drop trigger import_mapping_roles_own on system.import_mapping;
create constraint trigger import_mapping_roles_own after insert or update of role_ids
  on system.import_mapping
  for each row execute function system.judge_shared_roles('import_mappings');
comment on trigger import_mapping_roles_own on system.import_mapping is
  'You can share with the roles that you have. | Делиться можно с ролями, которые есть у вас.';

drop function system.judge_view_roles(), system.judge_import_mapping_roles();
