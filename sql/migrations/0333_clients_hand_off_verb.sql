-- 0333_clients_hand_off_verb: acceptance, return and withdrawal of an offer, each in one step.
-- Why: client and attached work change hands together or not at all. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the functions.
create function clients.accept_hand_off(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  h constant clients.hand_off := clients.open_offer(p_id);
  taker constant bigint := coalesce(h.to_owner_id, access.account_id());
begin
  if h.id is null then
    return null;
  end if;
  -- Locked before it is judged whose it is.
  perform from clients.party as p where p.id = h.party_id for no key update;
  update clients.hand_off as o set state = 'accepted', decided_at = now(), decided_by = access.account_id(),
    new_owner_id = taker
  where o.id = h.id;
  update clients.party as p set owner_id = taker, department_id = h.to_department_id where p.id = h.party_id;
  update clients.hand_off_item as i set state = clients.move_work(i, taker, h.to_department_id)
  where i.hand_off_id = h.id;
  perform system.tell('clients.hand_off', h.id, array[h.created_by, h.owner_id, taker], 'changed', 'update');
  return h.id;
end
$$;
comment on function clients.accept_hand_off is
  'Takes a client that is offered, with the attached work. | Принимает предложенного клиента вместе с работой.';

create function clients.return_hand_off(p_id bigint, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  h constant clients.hand_off := clients.open_offer(p_id);
begin
  if h.id is null then
    return null;
  end if;
  update clients.hand_off as o set state = 'returned', decided_at = now(), decided_by = access.account_id(),
    return_reason = p_reason
  where o.id = h.id;
  perform system.tell('clients.hand_off', h.id, array[h.created_by, h.owner_id], 'changed', 'update');
  return h.id;
end
$$;
comment on function clients.return_hand_off is
  'Returns what is offered, with the reason. | Возвращает предложенное с указанием причины.';

create function clients.withdraw_hand_off(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  kept text;
begin
  if not system.begin_verb('clients.hand_off'::regclass, 'hand_offs', 'update', p_id) then
    return null;
  end if;
  select h.state into kept from clients.hand_off as h where h.id = p_id;
  if kept <> 'offered' then
    perform system.refuse_state('clients.hand_off'::regclass, kept, '{offered}');
  end if;
  update clients.hand_off as o set state = 'withdrawn', decided_at = now(), decided_by = access.account_id()
  where o.id = p_id;
  return p_id;
end
$$;
comment on function clients.withdraw_hand_off is
  'Withdraws an offer. | Отзывает предложение.';
grant execute on function clients.accept_hand_off, clients.return_hand_off, clients.withdraw_hand_off to crm_service;
