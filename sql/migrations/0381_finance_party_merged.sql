-- 0381_finance_party_merged: a merge of parties leaves the ledger as it was posted; whoever reads it follows the merge.
-- Why: posted lines never change; that two parties are one is said by the parties. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: clients.party_places as it was in 0289.
create or replace function clients.party_places() returns table (table_name text, column_name text, by_record boolean)
language sql stable set search_path = pg_catalog
begin atomic
  select r.table_name, r.column_name, false from system.references_to('clients.party') as r
  where r.table_name not in ('clients.party_merge', 'clients.duplicate_pair', 'clients.party_duplicate_key',
      'finance.entry_line')
    and r.place <> 'clients.party.merged_into_id'
  union all
  select n.nspname || '.' || c.relname, 'record_id', true
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  join pg_attribute as a on a.attrelid = c.oid and a.attname = 'record_id' and not a.attisdropped
  join pg_attribute as b on b.attrelid = c.oid and b.attname = 'table_name' and not b.attisdropped
  join pg_attribute as i on i.attrelid = c.oid and i.attname = 'id' and not i.attisdropped
  -- What happened stays what happened; so does what a job or a merge did.
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('audit', 'pg_catalog', 'information_schema')
    and n.nspname || '.' || c.relname not in ('system.event', 'system.delivery', 'system.job_reversal', 'clients.party_merge_row')
  order by 1, 2;
end;

-- The party that another became by merges; itself where it did not.
create function finance.party_of(p_party bigint) returns bigint
language sql stable security definer set search_path = pg_catalog
begin atomic
  with recursive path as (
    select p.id, p.merged_into_id, 1 as step from clients.party as p where p.id = p_party
    union all
    select p.id, p.merged_into_id, t.step + 1 from path as t join clients.party as p on p.id = t.merged_into_id
    where t.step < 100)
  select t.id from path as t order by t.step desc limit 1;
end;
comment on function finance.party_of is
  'The party that another became by merges. | Контрагент, с которым другой слит.';
grant execute on function finance.party_of to crm_service, crm_limited, crm_reader, crm_report;
