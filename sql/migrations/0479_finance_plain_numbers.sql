-- 0479_finance_plain_numbers: an amount, a rate and a percent of finance is a number.
-- Why: as in 0344: NaN is greater than every number and equal to itself, so an entry of it would balance, and balances
-- that it came into would never be numbers again. Kind: expand. Locks: each table of finance, ACCESS EXCLUSIVE; they come
-- with this release and are empty or nearly so. Time: milliseconds. Reversible: drop the constraints.
do $$
declare
  part record;
begin
  for part in
    select c.oid::regclass as place, c.relname || '_numbers' as name,
      string_agg(format('%I <> ''NaN''', a.attname), ' and ' order by a.attnum) as rule
    from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.atttypid = 'numeric'::regtype and a.attgenerated = ''
      and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'finance'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select from pg_constraint as k where k.conrelid = c.oid and k.conname = c.relname || '_numbers')
    group by c.oid, c.relname order by 1
  loop
    execute format('alter table %s add constraint %I check (%s)', part.place, part.name, part.rule);
    execute format('comment on constraint %I on %s is %L', part.name, part.place,
      'A number is needed. | Нужно число.');
  end loop;
end
$$;
