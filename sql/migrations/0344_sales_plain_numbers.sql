-- 0344_sales_plain_numbers: a quantity, a price and a percent of sales, purchasing and finance is a number.
-- Why: NaN is greater than every number and equal to itself, so it passes each range: of an order for NaN pieces any
-- quantity could be received. Kind: expand. Locks: each table, ACCESS EXCLUSIVE; they come with this release and are empty
-- or nearly so. Time: milliseconds. Reversible: drop the constraints.
do $$
declare
  part record;
begin
  for part in
    select c.oid::regclass as place, c.relname || '_numbers' as name,
      string_agg(format('%I <> ''NaN''', a.attname), ' and ' order by a.attnum) as rule
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    join pg_attribute as a on a.attrelid = c.oid and a.atttypid = 'numeric'::regtype and a.attgenerated = ''
      and a.attnum > 0 and not a.attisdropped
    where n.nspname in ('sales', 'purchasing', 'finance') and c.relkind = 'r'
    group by c.oid, c.relname order by 1
  loop
    execute format('alter table %s add constraint %I check (%s)', part.place, part.name, part.rule);
    execute format('comment on constraint %I on %s is %L', part.name, part.place,
      'A number is needed. | Нужно число.');
  end loop;
end
$$;
