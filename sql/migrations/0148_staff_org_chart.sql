-- 0148_staff_org_chart: who stands below whom on a day, with post and department, in one statement.
-- Why: a page draws the whole tree from one request. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the function.
--
-- What JIT compiles for it takes 5 s with 10,000 people, the chart itself 0.3 s; and where nothing is known of the tables
-- yet, right after people were brought in, nested loops took more than 15 s.
-- Everybody who works on that day, or only who stands below P_ROOT, down to P_DEPTH steps; himself is step 0. Runs
-- as who asks: of a manager whom he may not see, people stand at the top.
create function staff.org_chart(p_day date, p_root bigint, p_depth integer)
returns table (employee_id bigint, name text, personnel_number text, manager_id bigint, level integer,
  position_id bigint, title text, department_id bigint, department text, reports bigint)
language sql stable set search_path = pg_catalog set jit = off set enable_nestloop = off
begin atomic
  with recursive person as materialized (
    select e.id, e.name, e.name_key, e.personnel_number, l.manager_id, m.position_id
    from staff.employee as e
    left join staff.employment as m on m.employee_id = e.id and m.valid_from <= p_day
      and (m.valid_until is null or m.valid_until >= p_day)
    left join staff.reporting_line as l on l.employee_id = e.id and l.valid_from <= p_day
      and (l.valid_until is null or l.valid_until >= p_day)
    where e.archived_at is null and e.hired_on <= p_day and (e.left_on is null or e.left_on >= p_day)
  ), tree (id, level) as (
    select p.id, 0 from person as p
    where case when p_root is not null then p.id = p_root
      else p.manager_id is null or p.manager_id not in (select o.id from person as o) end
    union all
    select p.id, t.level + 1 from tree as t join person as p on p.manager_id = t.id where t.level < p_depth
  ), below as (
    select p.manager_id as id, count(*) as reports from person as p where p.manager_id is not null group by 1
  )
  select p.id, p.name, p.personnel_number, p.manager_id, t.level, p.position_id, o.title, o.department_id,
    d.name, coalesce(b.reports, 0)
  from tree as t join person as p on p.id = t.id
  left join below as b on b.id = p.id
  left join staff.position as o on o.id = p.position_id
  left join access.department as d on d.id = o.department_id
  order by t.level, p.name_key, p.id;
end;
comment on function staff.org_chart is
  'Who stands below whom on a day. | Кто кому подчиняется в этот день.';
grant execute on function staff.org_chart to crm_service, crm_limited, crm_reader, crm_report;
