-- 0041_system_trigger_message: the messages of constraint triggers stand on the triggers as well.
-- Why: pg_dump leaves out the comment on the constraint of a trigger, so a restored database had lost
-- them. Kind: expand. Locks: SHARE UPDATE EXCLUSIVE on tables with such triggers. Time: milliseconds.
-- Forward only; new constraint triggers are commented as triggers.
do $$
declare
  message record;
begin
  for message in
    select t.tgname as name, t.tgrelid::regclass as target,
      obj_description(k.oid, 'pg_constraint') as text
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_trigger as t on t.tgconstraint = k.oid and not t.tgisinternal
    join pg_catalog.pg_class as c on c.oid = k.conrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where k.contype = 't' and n.nspname in ('system', 'access', 'audit', 'clients')
      and obj_description(k.oid, 'pg_constraint') is not null
    order by c.oid, t.tgname
  loop
    execute format('comment on trigger %I on %s is %L', message.name, message.target, message.text);
  end loop;
end
$$;
