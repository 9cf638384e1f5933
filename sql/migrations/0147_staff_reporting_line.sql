-- 0147_staff_reporting_line: who reports to whom from when to when.
-- Why: a person has one manager at a time, and on no day does anybody stand above himself, however many steps away.
-- Departments do not say it: people report across them. Kind: expand. Locks: none on existing tables. Time:
-- milliseconds. Forward only.
create table staff.reporting_line (
  id bigint generated always as identity constraint reporting_line_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  employee_id bigint not null constraint reporting_line_employee_fkey references staff.employee,
  manager_id bigint not null constraint reporting_line_manager_fkey references staff.employee,
  valid_from date not null,
  valid_until date,
  external_source text,
  external_key text,
  constraint reporting_line_not_itself check (employee_id <> manager_id),
  constraint reporting_line_dates check (valid_from <= valid_until),
  constraint reporting_line_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint reporting_line_external_key unique (external_source, external_key),
  constraint reporting_line_no_overlap exclude using gist (
    employee_id ext.gist_int8_ops with =, daterange(valid_from, valid_until, '[]') with &&)
);
create index reporting_line_employee_idx on staff.reporting_line (employee_id, valid_from);
create index reporting_line_manager_idx on staff.reporting_line (manager_id, valid_from);

-- The way from a manager up to the employee himself over lines that hold on a day together: null where there is
-- none. It looks at lines that the caller may not see; one lock keeps two writers from closing a circle together.
create function staff.circle(p_employee bigint, p_manager bigint, p_from date, p_until date) returns bigint[]
language plpgsql security definer set search_path = pg_catalog as $$
declare
  way bigint[];
begin
  perform system.demand_read_committed();
  perform pg_advisory_xact_lock('staff.reporting_line'::regclass::oid::bigint);
  with recursive up (id, held, way) as (
    select p_manager, staff.days(p_from, p_until), array[p_employee, p_manager]
    union all
    select l.manager_id, up.held * staff.days(l.valid_from, l.valid_until), up.way || l.manager_id
    from up join staff.reporting_line as l on l.employee_id = up.id
      and staff.days(l.valid_from, l.valid_until) && up.held
    where up.id <> p_employee
  )
  select up.way into way from up where up.id = p_employee order by cardinality(up.way) limit 1;
  return way;
end
$$;
comment on function staff.circle is
  'The circle that a reporting line would close. | Круг, который замкнула бы линия подчинения.';
grant execute on function staff.circle to crm_service, crm_limited;
-- Asked for each row that is written.
grant execute on function staff.refuse to crm_service, crm_limited;

-- Runs as who writes: he is told the names that he may see.
create function staff.refuse_circle() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  circle constant bigint[] := staff.circle(new.employee_id, new.manager_id, new.valid_from, new.valid_until);
begin
  if circle is not null then
    perform staff.refuse('reporting_line', tg_name, 'manager_id', string_agg(coalesce(e.name, '…'), ' → ' order by w.n))
    from unnest(circle) with ordinality as w (id, n) left join staff.employee as e on e.id = w.id;
  end if;
  return null;
end
$$;
comment on function staff.refuse_circle is
  'Refuses a reporting line that would close a circle. | Отклоняет линию подчинения, замыкающую круг.';
create constraint trigger reporting_line_no_circle
  after insert or update of employee_id, manager_id, valid_from, valid_until on staff.reporting_line
  for each row execute function staff.refuse_circle();
comment on trigger reporting_line_no_circle on staff.reporting_line is
  'They would report in a circle: {value}. | Подчинение замкнулось бы в круг: {value}.';

comment on table staff.reporting_line is
  'Reporting line: the days on which somebody reports to a manager. | Линия подчинения: дни, в которые сотрудник подчиняется руководителю.';
comment on column staff.reporting_line.employee_id is 'Employee: who reports. | Сотрудник: кто подчиняется.';
comment on column staff.reporting_line.manager_id is 'Manager: to whom. | Руководитель: кому.';
comment on column staff.reporting_line.valid_from is 'From: first day. | С: первый день.';
comment on column staff.reporting_line.valid_until is
  'Until: last day, open when empty. | По: последний день; пусто — без конца.';
comment on column staff.reporting_line.external_source is
  'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';
comment on column staff.reporting_line.external_key is
  'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';
comment on constraint reporting_line_employee_fkey on staff.reporting_line is
  'There is no such employee. | Такого сотрудника нет.';
comment on constraint reporting_line_manager_fkey on staff.reporting_line is
  'There is no such manager. | Такого руководителя нет.';
comment on constraint reporting_line_not_itself on staff.reporting_line is
  'Nobody reports to himself. | Никто не подчиняется самому себе.';
comment on constraint reporting_line_dates on staff.reporting_line is
  'The last day lies before the first. | Последний день раньше первого.';
comment on constraint reporting_line_external_length on staff.reporting_line is
  'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';
comment on constraint reporting_line_external_key on staff.reporting_line is
  'This key of the source is already here. | Этот ключ источника уже есть.';
comment on constraint reporting_line_no_overlap on staff.reporting_line is
  'The employee has a manager on some of these days already. | В часть этих дней у сотрудника уже есть руководитель.';

select system.business('staff.reporting_line'::regclass);
select staff.protect('staff.reporting_line'::regclass, 'reporting_lines');
select staff.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    '{reporting_lines}', '{read}', 'all'),
  staff.permit('{administrator,hr}', '{reporting_lines}', '{create,update,delete,export,import}', 'all'),
  staff.permit('{auditor}', '{reporting_lines}', '{export}', 'all');
