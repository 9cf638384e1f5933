-- 0225_clients_tree_isolation: a tree stays a tree under every isolation.
-- Why: under REPEATABLE READ the walk behind the lock does not see what the last holder of the lock has committed, so
-- that two writers could close a circle together. Kind: expand. Locks: none. Time: milliseconds. Reversible: the
-- function as it was.

-- As before, but under READ COMMITTED only.
create or replace function clients.refuse_cycle() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  circle boolean;
begin
  perform system.demand_read_committed();
  perform pg_advisory_xact_lock(tg_relid::bigint);
  execute format(
    'with recursive above (id, parent_id) as (
       select id, parent_id from %1$s where id = $1
       union
       select t.id, t.parent_id from %1$s as t join above as a on t.id = a.parent_id
     )
     select exists (select from above where id = $2)', tg_relid::regclass)
    into circle using new.parent_id, new.id;
  if circle then
    raise exception 'a record cannot stand above itself'
      using errcode = 'check_violation', schema = tg_table_schema, table = tg_table_name,
        column = 'parent_id', constraint = tg_name;
  end if;
  return null;
end
$$;
