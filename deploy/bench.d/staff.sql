-- An enterprise of 10,000 people, for the org chart: psql -f staff.sql, as superuser, behind fill.sql.
-- Everybody but the first has a manager, who has eight reports; everybody has a post. A third had another manager and
-- another post before. The first thousand have accounts.
-- Triggers and foreign keys rest meanwhile (replica), checks and rules of exclusion do not.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;

insert into access.account (login, name, department_id)
select 'person' || n, 'Сотрудник ' || n, d.id
from generate_series(1, 1000) as n
join access.department as d on d.code = 'bench-' || n % 16 + 1;

insert into staff.position (department_id, title, code, places, valid_from)
select d.id, (array['Менеджер', 'Инженер', 'Бухгалтер', 'Юрист', 'Аналитик'])[1 + n % 5] || ' ' || n,
  'bench-' || n, 100, '2015-01-01'
from generate_series(1, 400) as n
join access.department as d on d.code = 'bench-' || n % 16 + 1;

insert into staff.employee (account_id, personnel_number, last_name, first_name, hired_on)
select a.id, 'bench-' || n,
  (array['Иванов', 'Петров', 'Смирнов', 'Кузнецов', 'Попов', 'Соколов', 'Лебедев'])[1 + n * 31 % 7] || ' ' || n,
  (array['Анна', 'Борис', 'Вера', 'Глеб', 'Дина'])[1 + n % 5], '2015-01-01'
from generate_series(1, 10000) as n
left join access.account as a on a.login = 'person' || n;

create temporary table worker as
select id, substr(personnel_number, 7)::bigint as n, 1 + (substr(personnel_number, 7)::bigint - 2) / 8 as above
from staff.employee where personnel_number like 'bench-%';
alter table worker add primary key (n);

insert into staff.reporting_line (employee_id, manager_id, valid_from, valid_until)
select w.id, m.id, case when w.n % 3 = 0 and not before then date '2022-01-01' else '2015-01-01' end,
  case when before then date '2021-12-31' end
from worker as w
cross join (values (false), (true)) as history (before)
join worker as m on m.n = case when before then greatest(1, w.above - 1) else w.above end
where w.n > 1 and (not before or w.n % 3 = 0);

insert into staff.employment (employee_id, position_id, kind, valid_from, valid_until)
select w.id, p.id, case when w.n % 3 = 0 and not before then 'transfer' else 'hire' end,
  case when w.n % 3 = 0 and not before then date '2022-01-01' else '2015-01-01' end,
  case when before then date '2021-12-31' end
from worker as w
cross join (values (false), (true)) as history (before)
join staff.position as p on p.code = 'bench-' || 1 + (w.n + before::integer) % 400
where not before or w.n % 3 = 0;

vacuum (analyze) access.account, staff.employee, staff.position, staff.employment, staff.reporting_line;
