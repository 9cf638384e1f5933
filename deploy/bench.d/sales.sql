-- Deals where there are none: psql -v rows=100000 -f sales.sql, as superuser, behind staff.sql.
-- A pipeline of five open stages with 1,000 open deals in it, and beside it as many closed deals as a tenth of the
-- parties, by a thousand people. Triggers and foreign keys rest meanwhile (replica), checks do not.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;

create temporary table person as
select row_number() over (order by id) - 1 as n, id, department_id from access.account where login like 'person%';
alter table person add primary key (n);

insert into sales.pipeline (name, currency) values ('bench', 'RUB');
insert into sales.stage (pipeline_id, name, place, kind, probability, rot_days)
select p.id, s.* from sales.pipeline as p cross join (values ('Новая', 1, 'open', 5, 7), ('Знакомство', 2, 'open', 20, 14),
  ('Предложение', 3, 'open', 40, 30), ('Переговоры', 4, 'open', 60, 30), ('Договор', 5, 'open', 90, 14),
  ('Выиграна', 6, 'won', 100, null), ('Проиграна', 7, 'lost', 0, null)) as s where p.name = 'bench';

insert into sales.deal (
  owner_id, department_id, title, party_id, pipeline_id, stage_id, state, amount, currency, opened_on, expected_on,
  closed_on, lost_reason_id)
select p.id, p.department_id, 'Поставка ' || d.n, 1 + d.mixed / 1000 % :rows, s.pipeline_id, s.id, s.kind,
  100 + d.mixed / 7 % 1000000, 'RUB', current_date - 400 + (d.mixed % 300)::integer,
  current_date + (d.mixed % 90)::integer, case when s.kind <> 'open' then current_date - 60 + (d.mixed % 60)::integer end,
  case when s.kind = 'lost' then (select min(r.id) from sales.lost_reason as r) end
from (
  select n, hashint8extended(n, 5) & 9007199254740991 as mixed
  from generate_series(1, 1000 + :rows / 10) as n) as d
join person as p on p.n = d.mixed % 1000
join sales.stage as s on s.place = case when d.n <= 1000 then 1 + d.mixed / 11 % 5 else 6 + d.mixed / 11 % 2 end
join sales.pipeline as l on l.id = s.pipeline_id and l.name = 'bench';
insert into sales.deal_stay (deal_id, stage_id, entered_at)
select d.id, d.stage_id, now() - interval '1 day' * (d.id % 60) from sales.deal as d
join sales.pipeline as l on l.id = d.pipeline_id and l.name = 'bench';
vacuum (analyze) sales.pipeline, sales.stage, sales.deal, sales.deal_stay;
checkpoint;
