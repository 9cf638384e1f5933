-- 0295_clients_hand_off_decision: who may decide about an offer, what comes of it, and who learns of it.
-- Why: what is decided is decided once, and by whom it is offered to. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Reversible: drop the functions and triggers.
create function clients.judge_hand_off() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  case tg_name
    when 'hand_off_ended' then
      -- The client that it was about may have become one with another.
      if not system.merging() or to_jsonb(new) - '{party_id,version,updated_at,updated_by}'::text[]
        <> to_jsonb(old) - '{party_id,version,updated_at,updated_by}'::text[]
      then
        perform system.refuse(tg_relid, tg_name, 'state');
      end if;
    when 'hand_off_party_active' then
      if exists (select from clients.party as p where p.id = new.party_id and p.archived_at is not null) then
        perform system.refuse(tg_relid, tg_name, 'party_id');
      end if;
    when 'hand_off_not_own' then
      perform system.refuse(tg_relid, tg_name, 'decided_by');
    when 'hand_off_still_theirs' then
      if not exists (select from clients.party as p where p.id = new.party_id and p.archived_at is null
        and (p.owner_id, p.department_id) is not distinct from (new.owner_id, new.department_id))
      then
        perform system.refuse(tg_relid, tg_name, 'party_id');
      end if;
    else
      -- Of the department that takes it, or of one below.
      if not exists (select from access.account as a where a.id = coalesce(new.new_owner_id, new.to_owner_id)
        and a.archived_at is null and a.department_id = any (access.subtree(new.to_department_id)))
      then
        perform system.refuse(tg_relid, tg_name, 'to_owner_id');
      end if;
  end case;
  return null;
end
$$;
comment on function clients.judge_hand_off is
  'Keeps offers as they ended, and acceptance with the other side. | Хранит исход передачи и оставляет приём другой стороне.';
create constraint trigger hand_off_ended after update on clients.hand_off
  for each row when (old.state <> 'offered') execute function clients.judge_hand_off();
create constraint trigger hand_off_party_active after insert on clients.hand_off
  for each row execute function clients.judge_hand_off();
create constraint trigger hand_off_not_own after insert or update on clients.hand_off
  for each row when (new.state in ('accepted', 'returned')
    and (new.decided_by = new.created_by or new.decided_by = new.owner_id)) execute function clients.judge_hand_off();
create constraint trigger hand_off_taker after insert or update of to_owner_id, to_department_id, new_owner_id
  on clients.hand_off
  for each row when (coalesce(new.new_owner_id, new.to_owner_id) is not null)
  execute function clients.judge_hand_off();
create constraint trigger hand_off_owned after update on clients.hand_off
  for each row when (new.owner_id is null and new.department_id is null
    and (old.owner_id is not null or old.department_id is not null)) execute function access.keep_owned();
-- Whoever has the client now is who offered it.
create constraint trigger hand_off_still_theirs after update on clients.hand_off
  for each row when (old.state = 'offered' and new.state = 'accepted') execute function clients.judge_hand_off();
comment on trigger hand_off_ended on clients.hand_off is
  'What came of an offer stays as it is. | Исход передачи не меняется.';
comment on trigger hand_off_party_active on clients.hand_off is
  'The client is in the archive. | Клиент в архиве.';
comment on trigger hand_off_not_own on clients.hand_off is
  'Nobody accepts or returns what he offers himself. | Нельзя принять или вернуть предложенное собой.';
comment on trigger hand_off_taker on clients.hand_off is
  'Only somebody of the receiving department can answer for the client. | Отвечать за клиента может только сотрудник принимающего отдела.';
comment on trigger hand_off_owned on clients.hand_off is
  'An offer is somebody''s. | У предложения есть владелец.';
comment on trigger hand_off_still_theirs on clients.hand_off is
  'The client has changed hands or was put away since it was offered: offer it anew. | С момента предложения клиент перешёл к другому или убран в архив: предложите заново.';

-- Whether the caller is of those to whom it is offered: by his right over the department, by name, or as one of the
-- department where nobody is named. The offer is locked by who asks.
create function clients.receives(h clients.hand_off) returns boolean
language sql stable set search_path = pg_catalog
return coalesce(access.everything('hand_offs', 'accept')
  or h.to_department_id = any (access.departments('hand_offs', 'accept'))
  or access.level('hand_offs', 'accept') > 0 and (h.to_owner_id = access.account_id()
    or h.to_owner_id is null and h.to_department_id = any (nullif(access.setting('department'), '')::bigint[])), false);
comment on function clients.receives is
  'Whether an offer is the caller''s to take. | Вправе ли вызывающий принять предложение.';

-- The offer, locked; null where it is not the caller's to take, refused where it has ended.
create function clients.open_offer(p_id bigint) returns clients.hand_off
language plpgsql set search_path = pg_catalog as $$
declare
  h clients.hand_off;
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  select * into h from clients.hand_off as o where o.id = p_id for no key update;
  if h.id is null or not clients.receives(h) then
    return null;
  elsif h.state <> 'offered' then
    perform system.refuse_state('clients.hand_off'::regclass, h.state, '{offered}');
  elsif access.account_id() in (h.created_by, h.owner_id) then
    perform system.refuse('clients.hand_off'::regclass, 'hand_off_not_own', null);
  end if;
  return h;
end
$$;
comment on function clients.open_offer is
  'Locks an offer that the caller may decide. | Блокирует предложение, которое вправе решать вызывающий.';

-- Gives one attached record to the new owner, with whatever else of it was the old one's; what became of it.
create function clients.move_work(i clients.hand_off_item, p_owner bigint, p_department bigint) returns text
language plpgsql set search_path = pg_catalog as $$
declare
  kept record;
  open constant text := clients.open_work(i.table_name);
  others text;
begin
  if open is null then
    return 'gone';
  end if;
  execute format('select owner_id, department_id, (%s) as open from %s where id = $1 for no key update', open,
    i.table_name::regclass) into kept using i.record_id;
  if kept is null then
    return 'gone';
  elsif not kept.open then
    return 'closed';
  elsif (kept.owner_id, kept.department_id) is distinct from (i.from_owner_id, i.from_department_id) then
    return 'changed_hands';
  end if;
  select string_agg(format(', %1$I = case when %1$I = $4 then $2 else %1$I end', split_part(s.place, '.', 3)), '')
  into others from system.succession as s
  where s.rule = 'hand_over' and s.place like replace(i.table_name, '_', '\_') || '.%'
    and s.place <> i.table_name || '.owner_id';
  begin
    execute format('update %s set owner_id = $2, department_id = $3%s where id = $1', i.table_name::regclass,
      coalesce(others, '')) using i.record_id, p_owner, p_department, i.from_owner_id;
  exception when check_violation then
    -- What was submitted for approval stays its department's; who answers for it changes.
    execute format('update %s set owner_id = $2%s where id = $1', i.table_name::regclass,
      coalesce(others, '')) using i.record_id, p_owner, p_department, i.from_owner_id;
  end;
  return 'moved';
end
$$;
comment on function clients.move_work is
  'Hands over one attached record. | Передаёт одну приложенную запись.';

-- Whoever is named learns of it.
create function clients.tell_hand_off() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform system.tell('clients.hand_off', new.id, array[new.to_owner_id], 'assigned', 'insert');
  return null;
end
$$;
comment on function clients.tell_hand_off is
  'Tells whoever is to take a client. | Сообщает тому, кому предложен клиент.';
create trigger tell_hand_off after insert on clients.hand_off
  for each row when (new.to_owner_id is not null) execute function clients.tell_hand_off();
comment on trigger tell_hand_off on clients.hand_off is
  'Tells whoever is to take the client. | Сообщает тому, кому предложен клиент.';

-- What is offered to somebody who leaves is offered to his department.
create function clients.leave_offers(p_from bigint, p_to bigint, p_last date) returns bigint
language plpgsql set search_path = pg_catalog as $$
declare
  done bigint;
begin
  update clients.hand_off as h set to_owner_id = null where h.to_owner_id = p_from and h.state = 'offered';
  get diagnostics done = row_count;
  return done;
end
$$;
comment on function clients.leave_offers is
  'Leaves what is offered to somebody who leaves to his department. | Оставляет отделу предложенное уходящему.';

insert into system.succession (place, rule, condition, function_name) values
  ('clients.hand_off.owner_id', 'hand_over', 'state = ''offered''', null),
  ('clients.hand_off.to_owner_id', 'call', null, 'clients.leave_offers'),
  ('clients.hand_off.decided_by', 'keep', null, null),
  ('clients.hand_off.new_owner_id', 'keep', null, null),
  ('clients.hand_off_item.from_owner_id', 'hand_over', 'state = ''attached''', null);
select system.permit('{administrator}', '{hand_offs,hand_off_items}', '{read,create,update,export,import,accept}', 'all'),
  system.permit('{head_of_department}', '{hand_offs,hand_off_items}', '{read,create,update,export,accept}', 'below'),
  system.permit('{sales,purchasing}', '{hand_offs,hand_off_items}', '{read,export}', 'department'),
  system.permit('{sales,purchasing}', '{hand_offs,hand_off_items}', '{create,update,accept}', 'own'),
  system.permit('{accountant,read_only}', '{hand_offs,hand_off_items}', '{read}', 'all'),
  system.permit('{auditor}', '{hand_offs,hand_off_items}', '{read,export}', 'all');
