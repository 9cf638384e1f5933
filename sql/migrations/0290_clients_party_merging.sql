-- 0290_clients_party_merging: merges two parties, and tells before what it would do.
-- Why: nothing that hangs on a party may be lost, in whatever table it is, also one that comes later: the references
-- are found in the catalogue. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the functions.

-- Moves what one place names; the rows that a rule forbids stay and are told.
create function clients.move_place(p_merge bigint, p_place record, p_from bigint, p_to bigint) returns jsonb
language plpgsql set search_path = pg_catalog as $$
declare
  target constant regclass := p_place.table_name::regclass;
  own constant text := case when p_place.by_record then ' and t.table_name = ''clients.party''' else '' end;
  versioned constant boolean := exists (
    select from pg_attribute where attrelid = target and attname = 'version' and not attisdropped);
  primary_column constant text := (
    select a.attname from pg_attribute as a where a.attrelid = target and a.attname = 'is_primary' and not a.attisdropped);
  move constant text := format(
    'with m as (update %s as t set %I = $2 %%s where t.%I = $1%s %%s returning t.id, %s as v)
     insert into clients.party_merge_row (merge_id, table_name, column_name, record_id, row_version, demoted)
     select $3, %L, %L, m.id, m.v, %%s from m', target, p_place.column_name, p_place.column_name, own,
    case when versioned then 't.version' else 'null::bigint' end, p_place.table_name, p_place.column_name);
  aside jsonb := '[]';
  moved bigint := 0;
  whole boolean := false;
  row_id bigint;
  rule text;
  fault text;
  once boolean;
begin
  if licensing.absent(array[p_place.table_name]) <> '{}' then
    execute format('select jsonb_agg(jsonb_build_object(''id'', t.id, ''rule'', ''module_off'') order by t.id)
      from %s as t where t.%I = $1%s', target, p_place.column_name, own) into aside using p_from;
    return case when aside is not null then jsonb_build_object('moved', 0, 'kept_aside', aside) end;
  end if;
  begin
    execute format(move, '', '', 'false') using p_from, p_to, p_merge;
    get diagnostics moved = row_count;
    whole := true;
  exception when integrity_constraint_violation or raise_exception or sqlstate 'CJ010' then
    null;
  end;
  if whole and moved = 0 then
    return null;
  end if;
  for row_id in execute format('select t.id from %s as t where t.%I = $1%s order by t.id', target,
    p_place.column_name, own) using p_from
  loop
    -- As it is, then as one that is not the first of its kind.
    foreach once in array case when primary_column is null then '{false}' else '{false,true}' end::boolean[] loop
      begin
        execute format(move, case when once then ', is_primary = false' else '' end,
          format(' and t.id = %s%s', row_id, case when once then ' and t.is_primary' else '' end), once::text)
        using p_from, p_to, p_merge;
        get diagnostics moved = row_count;
        fault := case moved when 0 then fault end;
        exit when moved > 0;
      exception when integrity_constraint_violation or raise_exception or sqlstate 'CJ010' then
        get stacked diagnostics rule = constraint_name, fault = returned_sqlstate;
        fault := coalesce(nullif(rule, ''), fault);
      end;
    end loop;
    if fault is not null then
      aside := aside || jsonb_build_object('id', row_id, 'rule', fault);
      fault := null;
    end if;
  end loop;
  select count(*) into moved from clients.party_merge_row as r
  where r.merge_id = p_merge and r.table_name = p_place.table_name and r.column_name = p_place.column_name;
  return jsonb_build_object('moved', moved, 'kept_aside', aside);
end
$$;
comment on function clients.move_place is
  'Moves the rows of one reference. | Переносит строки одной ссылки.';

-- The fields that KEPT lacks and FROM has, and writes them; one that a rule forbids stays empty.
create function clients.fill_party(p_kept bigint, p_from bigint) returns jsonb
language plpgsql set search_path = pg_catalog as $$
declare
  filled jsonb := '{}';
  field record;
begin
  for field in
    select a.attname as name, f.value
    from pg_attribute as a
    cross join lateral (select to_jsonb(p) as row from clients.party as p where p.id = p_kept) as k
    cross join lateral (select to_jsonb(p) -> a.attname as value from clients.party as p where p.id = p_from) as f
    where a.attrelid = 'clients.party'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and a.attname <> all ('{id,version,created_at,created_by,updated_at,updated_by,owner_id,department_id,kind,name,archived_at,merged_into_id,external_source,external_key,code}')
      and k.row -> a.attname in ('null', 'false') and f.value not in ('null', 'false')
      and not (a.attname = 'parent_id' and f.value = to_jsonb(p_kept))
    order by a.attname <> 'country', a.attnum
  loop
    begin
      execute format('update clients.party set %1$I = (jsonb_populate_record(null::clients.party, $1)).%1$I where id = $2',
        field.name) using jsonb_build_object(field.name, field.value), p_kept;
      filled := filled || jsonb_build_object(field.name, field.value);
    exception when integrity_constraint_violation or raise_exception then
      null;
    end;
  end loop;
  return filled;
end
$$;
comment on function clients.fill_party is
  'Fills empty fields of a party from another. | Заполняет пустые поля контрагента из другого.';

create function clients.merge_party(p_kept bigint, p_from bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  other clients.party;
  merge_id bigint;
  place record;
  part jsonb;
  got jsonb;
  what jsonb := '{}';
begin
  -- In one order, whoever merges which into which.
  perform from clients.party as p where p.id in (p_kept, p_from) order by p.id for update;
  if not system.begin_verb('clients.party', 'parties', 'merge', p_kept) or not clients.reaches(p_kept, 'parties', 'update')
  then
    return null;
  elsif p_kept = p_from then
    perform system.refuse('clients.party_merge', 'party_merge_not_itself', 'from_id');
  elsif not clients.reaches(p_from, 'parties', 'update') or not clients.reaches(p_from, 'parties', 'merge') then
    perform system.refuse('clients.party_merge', 'party_merge_from_fkey', 'from_id');
  end if;
  select * into other from clients.party as p where p.id = p_from;
  if other.merged_into_id is not null then
    perform system.refuse_state('clients.party', 'merged', '{open}');
  elsif other.archived_at is not null then
    perform system.refuse_state('clients.party', 'archived', '{open}');
  end if;
  set constraints all immediate;
  insert into clients.party_merge (kept_id, from_id, merged_by, under_way)
  values (p_kept, p_from, access.account_id(), pg_current_xact_id()) returning id into merge_id;
  -- Who belongs to the one that goes belongs to what that one belonged to.
  update clients.party as p set parent_id = nullif(other.parent_id, p_kept) where p.id = p_kept and p.parent_id = p_from;
  what := case when found then jsonb_build_object('clients.party', jsonb_build_object('parent_of_kept', p_from)) else what end;
  -- First, for a supplier's orders go to a supplier alone.
  got := clients.fill_party(p_kept, p_from);
  -- Twice, for what waits for another row: an invoice moves behind its order.
  for attempt in 1..2 loop
    for place in select * from clients.party_places() as p
      where attempt = 1 or what #> array[p.table_name || '.' || p.column_name, 'kept_aside', '0'] is not null
    loop
      part := clients.move_place(merge_id, place, p_from, p_kept);
      if part is not null then
        what := what || jsonb_build_object(place.table_name || '.' || place.column_name, part);
      end if;
    end loop;
  end loop;
  -- Who asked not to be called there is not called there because he stood in the register twice.
  update clients.channel as c set do_not_contact = true, do_not_contact_reason = m.do_not_contact_reason
  from clients.channel as m
  where c.party_id = p_kept and not c.do_not_contact and m.party_id = p_from and m.do_not_contact
    and m.kind = c.kind and m.value = c.value;
  update clients.party_merge as m set moved = what, filled = got
  where m.id = merge_id;
  update clients.party as p set archived_at = now(), merged_into_id = p_kept where p.id = p_from;
  update clients.duplicate_pair as d set state = 'merged', decided_at = now(), decided_by = access.account_id()
  where d.party_id = least(p_kept, p_from) and d.other_id = greatest(p_kept, p_from) and d.state <> 'merged';
  update clients.party_merge as m set under_way = null where m.id = merge_id;
  return merge_id;
end
$$;
comment on function clients.merge_party is
  'Merges a party into another. | Вливает одного контрагента в другого.';

-- Does it all and takes it back at once: what would be forbidden is known by trying alone.
create function clients.preview_merge(p_kept bigint, p_from bigint) returns jsonb
language plpgsql security definer set search_path = pg_catalog as $$
declare
  answer jsonb;
  made bigint;
begin
  begin
    made := clients.merge_party(p_kept, p_from);
    select jsonb_build_object('kept_id', m.kept_id, 'from_id', m.from_id, 'moved', m.moved, 'filled', m.filled) into answer
    from clients.party_merge as m where m.id = made;
    raise exception using errcode = 'CX000';
  exception when sqlstate 'CX000' then
    return answer;
  end;
end
$$;
comment on function clients.preview_merge is
  'What a merge would do. | Что сделало бы слияние.';
grant execute on function clients.merge_party, clients.preview_merge to crm_service;
