-- 0066_audit_request: the changes of one job are found by its name.
-- Why: an undo begins with them, among the changes of all. Kind: expand. Reversible: drop the index.
-- Locks: one month of audit.change after the other, each against writing while its index is built; the lock is
-- awaited two seconds at most. Time: about a second for a million changes of a month.
-- The months have names of their own, so that no file can name them for CREATE INDEX CONCURRENTLY; to be
-- repeated safely, every statement leaves out what is done. New months take the index over from the table.
-- crm: no-transaction
create index if not exists change_request_idx on only audit.change (request_id, id)
  where request_id like 'job-%';

do $$
declare
  month text;
begin
  for month in
    select c.relname from pg_inherits as i join pg_class as c on c.oid = i.inhrelid
    where i.inhparent = 'audit.change'::regclass and not exists (
      select from pg_inherits as a join pg_index as x on x.indexrelid = a.inhrelid
      where a.inhparent = 'audit.change_request_idx'::regclass and x.indrelid = c.oid)
    order by c.relname
  loop
    perform set_config('lock_timeout', '2s', true);
    execute format(
      'create index if not exists %I on audit.%I (request_id, id) where request_id like ''job-%%''',
      month || '_request_id_id_idx', month);
    execute format('alter index audit.change_request_idx attach partition audit.%I',
      month || '_request_id_id_idx');
    commit;
  end loop;
end
$$;
