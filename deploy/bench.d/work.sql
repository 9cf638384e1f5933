-- Tasks, a project and meetings where there are none: psql -v rows=100000 -f work.sql, as superuser, behind staff.sql.
-- As many tasks as asked, a tenth of them open, by a thousand people and the accounts `all` and `some`. Each of these
-- two has 600 open ones however many there are: 50 for today or late, 10 begun that are due later, the others due later.
-- A project of 2,000 tasks, each but the first ten behind two others. 100,000 meetings of four in three years.
-- Triggers and foreign keys rest meanwhile (replica), checks do not; plain indexes are built last.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;
set maintenance_work_mem = '512MB';

create temporary table plain_index as
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
from pg_index as i
where i.indrelid in ('work.task'::regclass, 'work.meeting'::regclass, 'work.meeting_participant'::regclass)
  and not exists (select from pg_constraint as c where c.conindid = i.indexrelid);
select 'drop index ' || name from plain_index
\gexec

create temporary table person as
select row_number() over (order by id) - 1 as n, id, department_id from access.account where login like 'person%';
alter table person add primary key (n);

insert into work.project (name, code, state, owner_id, department_id, starts_on)
select 'Проект ' || p.n, 'bench-' || p.n, 'active', p.id, p.department_id, date '2029-01-08'
from person as p where p.n <= 200 order by p.n;

-- A share of the closed ones is of the two accounts; the open ones of theirs come behind. The first project is left
-- to the chart.
insert into work.task (
  owner_id, department_id, assignee_id, title, state, priority, project_id, due_on, due_at, estimate, closed_at,
  closed_on, begun_at, resource, table_name, record_id)
select
  who.id, who.department_id, who.id, 'Подготовить документ ' || n, state,
  (array['low', 'normal', 'high', 'urgent'])[1 + mixed / 40 % 4],
  case when n % 5 = 0 then 2 + mixed / 160 % 200 end, due_on,
  case when n % 4 = 0 then due_on + time '15:00' at time zone 'UTC' end,
  30 * (1 + mixed / 300 % 16), case when state in ('done', 'cancelled') then due_on + time '12:00' at time zone 'UTC' end,
  case when state in ('done', 'cancelled') then due_on end, case when state <> 'open' then now() end,
  case when n % 3 = 0 then 'parties' end, case when n % 3 = 0 then 'clients.party' end,
  case when n % 3 = 0 then 1 + mixed / 7 % :rows end
from (
  select n, mixed,
    case when mixed % 10 > 0 then (array['done', 'done', 'done', 'cancelled'])[1 + mixed / 10 % 4]
      else (array['open', 'open', 'in_progress', 'waiting'])[1 + mixed / 10 % 4] end as state,
    current_date + (case when mixed % 10 > 0 then mixed / 100 % 1000 - 1000 else mixed / 100 % 90 - 20 end)::integer
      as due_on
  from (
    select n, hashint8extended(n, 1) & 9007199254740991 as mixed from generate_series(1, :rows - 3200) as n) as numbered
) as task
cross join lateral (
  select a.id, a.department_id from access.account as a
  where mixed % 10 > 0 and mixed / 1000 % 200 = 0 and a.login = case when n % 2 = 0 then 'all' else 'some' end
  union all
  select p.id, p.department_id from person as p where p.n = mixed / 1000 % 1000
  limit 1
) as who;

insert into work.task (
  owner_id, department_id, assignee_id, title, state, begun_at, priority, due_on, due_at, estimate)
select a.id, a.department_id, a.id, 'Позвонить клиенту ' || n,
  case when begun then 'in_progress' else 'open' end, case when begun then now() end,
  (array['low', 'normal', 'high', 'urgent'])[1 + n % 4], due_on,
  case when n % 4 = 0 then due_on + time '15:00' at time zone 'UTC' end, 30 * (1 + n % 16)
from access.account as a
cross join generate_series(1, 600) as n
cross join lateral (
  select current_date + case when n <= 50 then - n / 2 else n / 2 end as due_on,
    n <= 60 and n % 5 = 0 or n between 51 and 60 as begun) as due
where a.login in ('all', 'some');

insert into work.task_watcher (task_id, account_id)
select t.id, p.id from work.task as t join person as p on p.n = t.id % 997 where t.id % 20 = 0;

-- The project of the chart, and one behind the other in every other project.
insert into work.project_stage (project_id, name, place)
select p.id, 'Этап ' || n, n from work.project as p cross join generate_series(1, 10) as n where p.code = 'bench-0';
create temporary table planned as
with made as (
  insert into work.task (
    owner_id, department_id, assignee_id, title, project_id, stage_id, starts_at, due_on, estimate)
  select w.id, w.department_id, w.id, 'Работа ' || k, p.id, s.id,
    case when k % 7 = 0 then (date '2029-01-08' + k / 10) + time '09:00' at time zone 'UTC' end,
    case when k % 7 = 0 then date '2029-01-08' + k / 10 + 2 end, 240 * (1 + k % 8)
  from generate_series(1, 2000) as k
  join work.project as p on p.code = 'bench-0'
  join work.project_stage as s on s.project_id = p.id and s.place = 1 + (k - 1) / 200
  join person as w on w.n = k % 50
  returning id)
select row_number() over (order by id) as n, id from made;
alter table planned add primary key (n);
insert into work.task_dependency (task_id, predecessor_id, lag)
select t.id, p.id, t.n % 3
from planned as t cross join (values (10), (7)) as back (steps) join planned as p on p.n = t.n - back.steps
where t.n > 10;
insert into work.task_dependency (task_id, predecessor_id)
select t.id, t.before
from (
  select id, lag(id) over (partition by project_id order by id) as before
  from work.task where project_id is not null and id not in (select id from planned)) as t
where t.before is not null and t.id % 4 = 0;

insert into work.meeting (owner_id, department_id, title, starts_at, ends_at)
select p.id, p.department_id, 'Встреча ' || k, at, at + interval '30 minutes' * (1 + mixed / 100000 % 4)
from (select k, hashint8extended(k, 2) & 9007199254740991 as mixed from generate_series(1, 100000) as k) as numbered
cross join lateral (
  select timestamptz '2028-01-01 06:00Z' + interval '1 day' * (mixed % 1096)
    + interval '30 minutes' * (mixed / 1096 % 18) as at) as time
join person as p on p.n = mixed % 1000;
insert into work.meeting_participant (meeting_id, account_id, answer)
select m.id, p.id, (array['accepted', 'accepted', 'open', 'declined'])[1 + (m.id + place) % 4]
from work.meeting as m
cross join generate_series(0, 3) as place
join person as p on p.n = (hashint8extended(m.id, 3) % 250 + 250) % 250 + 250 * place;

select definition from plain_index order by name
\gexec
vacuum (analyze) work.project, work.project_stage, work.task, work.task_watcher, work.task_dependency, work.meeting,
  work.meeting_participant;
checkpoint;
