-- 0332_clients_party_merge_undo: takes a merge of two parties back.
-- Why: who merged the wrong two gets both back, but for what others have changed since. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the function.

-- What has changed since stays as it is, and is told.
create function clients.undo_merge(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  merge clients.party_merge;
  waiting clients.party_merge_row[];
  stuck clients.party_merge_row[];
  part clients.party_merge_row;
  row record;
  back bigint;
  left_there jsonb := '{}';
begin
  select * into merge from clients.party_merge as m where m.id = p_id;
  perform from clients.party as p where p.id in (merge.kept_id, merge.from_id) order by p.id for update;
  if merge is null or not system.begin_verb('clients.party', 'parties', 'merge', merge.kept_id)
    or not clients.reaches(merge.kept_id, 'parties', 'update') or not clients.reaches(merge.from_id, 'parties', 'update')
  then
    return null;
  end if;
  select * into merge from clients.party_merge as m where m.id = p_id for update;
  if merge.state <> 'merged' then
    perform system.refuse_state('clients.party_merge', merge.state, '{merged}');
  end if;
  set constraints all immediate;
  update clients.party_merge as m set under_way = pg_current_xact_id() where m.id = p_id;
  update clients.party as p set merged_into_id = null, archived_at = null where p.id = merge.from_id;
  select array_agg(r order by r.table_name, r.column_name, r.record_id) into stuck
  from clients.party_merge_row as r where r.merge_id = p_id;
  for attempt in 1..2 loop
    waiting := coalesce(stuck, '{}');
    stuck := '{}';
    foreach part in array waiting loop
      back := 0;
      begin
        execute format('update %s as t set %I = $1%s where t.id = $2 and t.%I = $3 %s', part.table_name::regclass,
          part.column_name, case when part.demoted then ', is_primary = true' else '' end, part.column_name,
          case when part.row_version is not null then 'and t.version = ' || part.row_version else '' end)
        using merge.from_id, part.record_id, merge.kept_id;
        get diagnostics back = row_count;
      exception when integrity_constraint_violation or raise_exception or sqlstate 'CJ010' or sqlstate 'CL004' then
        back := 0;
      end;
      stuck := case back when 0 then stuck || part else stuck end;
    end loop;
  end loop;
  select coalesce(jsonb_object_agg(s.place, s.ids), '{}') into left_there
  from (select u.table_name || '.' || u.column_name as place, jsonb_agg(u.record_id order by u.record_id) as ids
    from unnest(stuck) as u group by 1) as s;
  for row in select f.key, f.value from jsonb_each(merge.filled) as f loop
    execute format('update clients.party as p set %1$I = %2$s where p.id = $1 and to_jsonb(p) -> %1$L = $2', row.key,
      case when row.value = 'true' then 'false' else 'null' end) using merge.kept_id, row.value;
    get diagnostics back = row_count;
    left_there := case when back = 0 then left_there || jsonb_build_object(row.key, row.value) else left_there end;
  end loop;
  if merge.moved #>> '{clients.party,parent_of_kept}' is not null then
    update clients.party as p set parent_id = merge.from_id where p.id = merge.kept_id and p.parent_id is not distinct from
      (select nullif(o.parent_id, merge.kept_id) from clients.party as o where o.id = merge.from_id);
  end if;
  update clients.duplicate_pair as d set state = 'open', decided_at = null, decided_by = null
  where d.party_id = least(merge.kept_id, merge.from_id) and d.other_id = greatest(merge.kept_id, merge.from_id)
    and d.state = 'merged';
  update clients.party_merge as m set state = 'undone', undone_at = now(), undone_by = access.account_id(),
    stayed = left_there, under_way = null where m.id = p_id;
  return p_id;
end
$$;
comment on function clients.undo_merge is
  'Takes a merge back, but for what has changed since. | Отменяет слияние, кроме изменённого с тех пор.';
grant execute on function clients.undo_merge to crm_service;
