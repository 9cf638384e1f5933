-- 0334_clients_duplicate_key_fill: the keys of the parties that there are.
-- Why: see 0286, whose triggers keep those of new ones. Kind: expand. Locks: a thousand parties at a time, no key update,
-- for a quarter of a second; whoever changes one of them waits so long. Time: two to four minutes per million parties,
-- in batches; begun again it goes through all of them and changes nothing. Forward only.
-- crm: no-transaction
do $$
declare
  last bigint := 0;
begin
  loop
    with part as materialized (
      select p as party from clients.party as p where p.id > last order by p.id limit 1000 for no key update
    ), entered as (
      insert into clients.party_duplicate_key (party_id, kind, key)
      select (t.party).id, k.kind, k.key from part as t cross join lateral clients.own_keys(t.party) as k
      union
      select c.party_id, c.kind, c.value from part as t join clients.channel as c on c.party_id = (t.party).id
      where c.valid and c.kind in ('phone', 'email')
      on conflict do nothing
    )
    select max((t.party).id) into last from part as t;
    commit;
    exit when last is null;
  end loop;
end
$$;
