-- 0146_system_conflicting: the record that stands in the way of another, by the rights of who asks.
-- Why: an exclusion constraint says that two records overlap, not which; PostgreSQL keeps the other one out of its
-- error under row security. Kind: expand. Locks: none. Time: milliseconds. Reversible: drop the function.
--
-- P_ID is the record that is changed, null for a new one; P_ROW are the fields that are written. Runs as the
-- caller: what he may not see is not told.
create function system.conflicting(p_table text, p_rule text, p_id bigint, p_row jsonb) returns bigint
language plpgsql stable set search_path = pg_catalog as $$
declare
  rule record;
  keys text;
  judged text;
  whole jsonb := '{}';
  other bigint;
begin
  select c.conindid, c.conexclop, c.conrelid, coalesce(pg_get_expr(i.indpred, i.indrelid), 'true') as pred
  into rule
  from pg_constraint as c join pg_index as i on i.indexrelid = c.conindid
  where c.conrelid = to_regclass(p_table) and c.conname = p_rule and c.contype = 'x';
  if not found then
    return null;
  end if;
  select string_agg(format('(%s) as k%s', pg_get_indexdef(rule.conindid, n::integer, true), n), ', '),
    string_agg(format('t.k%1$s operator(%2$s.%3$s) n.k%1$s', n, s.nspname, o.oprname), ' and ')
  into keys, judged
  from unnest(rule.conexclop) with ordinality as e (operator, n)
  join pg_operator as o on o.oid = e.operator join pg_namespace as s on s.oid = o.oprnamespace;
  if p_id is null then
    execute (
      select 'select jsonb_build_object(' || coalesce(string_agg(
        format('%L, %s', a.attname, pg_get_expr(d.adbin, d.adrelid)), ', '), '') || ')'
      from pg_attribute as a join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = rule.conrelid and a.attgenerated = '') into whole;
  else
    execute format('select to_jsonb(t) from %s as t where t.id = $1', rule.conrelid::regclass)
      into whole using p_id;
  end if;
  execute format(
    'select t.id from (select id, %1$s from %2$s where %3$s) as t
     join (select %1$s from jsonb_populate_record(null::%2$s, $1) where %3$s) as n on %4$s
     where t.id is distinct from $2 order by t.id limit 1',
    keys, rule.conrelid::regclass, rule.pred, judged) into other using coalesce(whole, '{}') || p_row, p_id;
  return other;
end
$$;
comment on function system.conflicting is
  'The record that a rule of exclusion has found, if the caller may see it. | Запись, с которой пересекается другая, если она видна вызывающему.';
grant execute on function system.conflicting to crm_service, crm_limited;
