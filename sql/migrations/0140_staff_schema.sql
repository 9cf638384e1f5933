-- 0140_staff_schema: the schema of people and their work, and how far rights reach over people.
-- Why: a record of this area belongs to an employee or to a department, not to who entered it: one's own is
-- what is said of oneself, a department's what is said of who works there today. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the schema.
create schema staff;
comment on schema staff is
  'Staff: positions, employees, absences, working time. | Кадры: должности, сотрудники, отсутствия, рабочее время.';
grant usage on schema staff to crm_service, crm_limited, crm_reader, crm_report, crm_monitor;
insert into licensing.module_table (place, module) values ('staff', 'staff');

-- The employees whom a right of the caller reaches: by his account, his team's, or the department in which
-- somebody works today; before the first day, in which he is going to. It looks past the policies, so that a
-- right to absences does not hang on the right to employees.
create function staff.reached(p_resource text, p_action text) returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  owners constant bigint[] := access.owners(p_resource, p_action);
  departments constant bigint[] := coalesce(access.departments(p_resource, p_action), '{}');
begin
  return array(
    select e.id from staff.employee as e where e.account_id = any (owners)
    union
    select m.employee_id
    from staff.position as p join staff.employment as m on m.position_id = p.id
    where p.department_id = any (departments) and m.valid_from = (
      select min(f.valid_from) from staff.employment as f
      where f.employee_id = m.employee_id and (f.valid_until is null or f.valid_until >= current_date)));
end
$$;
comment on function staff.reached is
  'The employees whom a right of the caller reaches. | Сотрудники, на которых распространяется право вызывающего.';
grant execute on function staff.reached to crm_service, crm_limited, crm_reader, crm_report;

-- How far a right reaches over the rows of a table: by the department that they have, or else by the employee.
create function staff.reach(target regclass, p_resource text, p_action text) returns text
language sql stable set search_path = pg_catalog
return (
  select format('(select access.everything(%L, %L)) or ', p_resource, p_action)
    || case when bool_or(a.attname = 'department_id')
      then format('department_id = any ((select access.departments(%L, %L))::bigint[])', p_resource, p_action)
      else format('%I = any ((select staff.reached(%L, %L))::bigint[])',
        case when bool_or(a.attname = 'employee_id') then 'employee_id' else 'id' end, p_resource, p_action) end
  from pg_attribute as a where a.attrelid = target and not a.attisdropped);
comment on function staff.reach is
  'The condition of a policy for rows of employees or departments. | Условие политики для строк сотрудников или отделов.';

create function staff.protect(target regclass, p_resource text) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  command text;
begin
  execute format('alter table %s enable row level security', target);
  foreach command in array array['select', 'insert', 'update', 'delete'] loop
    perform access.make_policy(target, command, staff.reach(target, p_resource,
      case command when 'select' then 'read' when 'insert' then 'create' else command end));
  end loop;
  perform access.grant_columns(target);
end
$$;
comment on function staff.protect is
  'Row security of a table whose records are an employee''s or a department''s. | Защита таблицы, записи которой относятся к сотруднику или отделу.';

-- What the roles of the beginning may do, said once for each table of the area.
create function staff.permit(roles text[], resources text[], actions text[], p_scope text) returns void
language sql set search_path = pg_catalog
begin atomic
  insert into access.permission (role_id, resource, action, scope)
  select r.id, resource, action, p_scope
  from access.role as r cross join unnest(resources) as resource cross join unnest(actions) as action
  where r.code = any (roles)
  on conflict on constraint permission_once do nothing;
end;
comment on function staff.permit is
  'Permits roles of the beginning what a migration brings. | Даёт начальным ролям права на новое.';

-- Open where a date is empty.
create function staff.days(p_from date, p_until date) returns daterange
language sql immutable parallel safe
return daterange(p_from, p_until, '[]');
comment on function staff.days is
  'The days from the first to the last. | Дни с первого по последний.';
grant execute on function staff.days to crm_service, crm_limited, crm_reader, crm_report;

-- A rule that counts other rows behind a lock must see what the last holder of the lock has committed.
create function system.demand_read_committed() returns void
language plpgsql stable set search_path = pg_catalog as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'this is written under READ COMMITTED only, which sees what was just committed'
      using errcode = 'feature_not_supported';
  end if;
end
$$;
comment on function system.demand_read_committed is
  'Refuses an isolation that would not see what others have just written. | Отклоняет уровень изоляции, на котором не видно только что записанного другими.';

-- The rule that a trigger judges is broken; VALUE stands in its comment's place for it.
create function staff.refuse(p_table text, p_rule text, p_column text, p_value text) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception '% is broken', p_rule using errcode = 'check_violation', schema = 'staff', table = p_table,
    column = p_column, constraint = p_rule, hint = coalesce(p_value, '');
end
$$;
comment on function staff.refuse is
  'Refuses what breaks a rule of a trigger. | Отклоняет нарушение правила триггера.';
