-- Fills the timeline for measuring: psql -v rows=100000 -f timeline.sql, as superuser. As many interactions as there are
-- parties, and ten thousand entries of the first party: calls, notes and changes.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;

insert into clients.interaction (party_id, kind, at, subject, owner_id, department_id)
select p.id, 'call', now() - p.id * interval '1 second', 'Call ' || p.id, p.owner_id, p.department_id
from clients.party as p where p.external_source = 'bench';
insert into clients.interaction (party_id, kind, at, subject, outcome, owner_id, department_id)
select p.id, case n % 2 when 0 then 'call' else 'note' end, now() - n * interval '1 hour', 'Subject ' || n,
  'Outcome ' || n, p.owner_id, p.department_id
from clients.party as p cross join generate_series(1, 8000) as n
where p.id = (select min(id) from clients.party where external_source = 'bench');
insert into audit.change (at, table_name, record_id, action, old, new, account_id)
select now() - n * interval '5 hours', 'clients.party', p.id, 'update', jsonb_build_object('id', p.id, 'rating', n),
  jsonb_build_object('id', p.id, 'rating', n + 1), p.owner_id
from clients.party as p cross join generate_series(1, 2000) as n
where p.id = (select min(id) from clients.party where external_source = 'bench');
do $$
declare
  last bigint := 0;
begin
  loop
    last := clients.fill_timeline('clients.interaction'::regclass, last, 10000);
    commit;
    exit when last is null;
  end loop;
  last := 0;
  loop
    last := clients.fill_changes(last, 10000);
    commit;
    exit when last is null;
  end loop;
end
$$;
vacuum analyze clients.interaction, clients.timeline_entry;
