-- Fills an empty database for measuring: psql -v rows=100000 -f fill.sql, as superuser.
-- Departments, owners and parties with Russian and English names, every second one with a phone.
-- Triggers and foreign keys rest meanwhile (replica), checks do not; plain indexes are built last.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;
set maintenance_work_mem = '512MB';

insert into access.department (name, code)
select 'Отдел ' || n, 'bench-' || n from generate_series(1, 16) as n;

insert into access.account (login, name, department_id)
select 'owner' || n, 'Владелец ' || n, d.id
from generate_series(1, 64) as n
join access.department as d on d.code = 'bench-' || n % 16 + 1;

create temporary table plain_index as
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
from pg_index as i
where i.indrelid in ('clients.party'::regclass, 'clients.channel'::regclass)
  and not exists (select from pg_constraint as c where c.conindid = i.indexrelid);
select 'drop index ' || name from plain_index
\gexec

-- A word out of five syllables: 20^5 words, a different one for every number (1664523 and 20 have
-- no common divisor), so that neighbours in the table are no neighbours in an index.
create function pg_temp.word(number bigint, syllables text[]) returns text
language sql immutable
return (
  select initcap(string_agg(syllables[1 + (place.mixed / place.weight) % 20], '' order by weight))
  from (
    select number * 1664523 % 3200000 as mixed, (20 ^ power)::bigint as weight
    from generate_series(0, 4) as power
  ) as place
);

insert into clients.party (
  kind, name, customer, supplier, partner, inn, country, currency, language, rating,
  owner_id, department_id, external_source, external_key)
select
  case when n % 5 = 0 then 'person' else 'company' end,
  first[1 + mixed % cardinality(first)] || ' ' || pg_temp.word(n, syllables) || ' '
    || last[1 + mixed / 100 % cardinality(last)],
  mixed % 3 <> 0, mixed % 4 = 0, mixed % 11 = 0,
  case when russian then digits || (
    (substr(digits, 1, 1)::int * 2 + substr(digits, 2, 1)::int * 4 + substr(digits, 3, 1)::int * 10
    + substr(digits, 4, 1)::int * 3 + substr(digits, 5, 1)::int * 5 + substr(digits, 6, 1)::int * 9
    + substr(digits, 7, 1)::int * 4 + substr(digits, 8, 1)::int * 6 + substr(digits, 9, 1)::int * 8)
    % 11 % 10) end,
  case when russian then 'RU' else 'GB' end, case when russian then 'RUB' else 'GBP' end,
  case when russian then 'ru' else 'en' end, 1 + mixed % 5,
  o.id, o.department_id, 'bench', n::text
from (
  select n, n % 2 = 0 as russian, lpad(n::text, 9, '0') as digits,
    hashint8extended(n, 1) & 9007199254740991 as mixed
  from generate_series(1, :rows) as n
) as numbered
cross join lateral (
  select
    case when russian then '{ка,мо,ри,ве,ло,та,ни,со,ду,ре,ба,ге,зи,ко,лу,ма,не,по,ра,се}'
      else '{ka,mo,ri,ve,lo,ta,ni,so,du,re,ba,ge,zi,ko,lu,ma,ne,po,ra,se}' end::text[] as syllables,
    case when russian
      then '{Альфа,Вектор,Горизонт,Дельта,Енисей,Жемчуг,Заря,Исток,Квант,Ладога,Маяк,Невский,
        Орион,Прогресс,Ромашка,Север,Тайга,Урал,Факел,Янтарь}'
      else '{Albion,Baxter,Crown,Dover,Eastern,Falcon,Granite,Harbour,Islay,Juniper,Kestrel,Linden,
        Meridian,Northern,Oakley,Pioneer,Quarry,Redwood,Summit,Thames}' end::text[] as first,
    case when russian then '{Трейд,Строй,Сервис,Логистика,ООО,АО}'
      else '{Ltd,PLC,Trading,Services,Logistics,Partners}' end::text[] as last
) as vocabulary
join (
  select row_number() over (order by id) - 1 as place, id, department_id
  from access.account where login like 'owner%'
) as o on o.place = mixed / 10000 % 64;

insert into clients.channel (party_id, kind, value, typed, purpose, is_primary)
select id, 'phone', '+7000' || lpad(id::text, 7, '0'), '8 (000) ' || lpad(id::text, 7, '0'), 'work',
  true
from clients.party where id % 2 = 0;

select definition from plain_index order by name
\gexec
vacuum (analyze) clients.party, clients.channel, access.account, access.department;
checkpoint;
