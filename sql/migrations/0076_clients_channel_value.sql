-- 0076_clients_channel_value: the one form of a channel as a function of its own.
-- Why: whoever compares a typed phone with what is stored, as an import does, must ask the same rule that stores
-- it. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create function clients.channel_value(kind text, typed text, party_id bigint) returns text
language sql stable parallel safe set search_path = pg_catalog
return case
  when kind = 'phone' then clients.phone(
    typed, (select p.country from clients.party as p where p.id = channel_value.party_id))
  when kind in ('email', 'website') then lower(clients.tidy(typed))
  else clients.tidy(typed)
end;
comment on function clients.channel_value is
  'A typed channel of a party in the form that is stored. | Набранный канал контрагента в том виде, в каком он хранится.';
grant execute on function clients.channel_value
  to crm_service, crm_limited, crm_reader, crm_report;

create or replace function clients.channel_tidy() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' and new.kind = old.kind and new.value = old.value
    and new.typed is not distinct from old.typed then
    return new;
  end if;
  if new.typed is null or (tg_op = 'UPDATE' and new.value <> old.value
    and new.typed is not distinct from old.typed) then
    new.typed := new.value;
  end if;
  if new.kind = 'phone' then
    new.extension := coalesce(
      new.extension, substring(lower(new.typed) from '(?:доб|вн|ext|x|#)[^0-9]*([0-9]{1,10})'));
  end if;
  new.value := coalesce(clients.channel_value(new.kind, new.typed, new.party_id), '');
  new.valid := case new.kind
    when 'phone' then clients.phone_valid(new.value)
    when 'email' then clients.email_valid(new.value)
    when 'website' then new.value ~ '^(https?://)?[^\s/@.]+(\.[^\s/@.]+)+(/\S*)?$'
    else true
  end;
  return new;
end
$$;
