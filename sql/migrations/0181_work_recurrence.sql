-- 0181_work_recurrence: which rules of RFC 5545 are taken, and what clocks they mean.
-- Why: a rule that nobody can compute must not be kept, whoever writes it. Kind: expand. Locks: none.
-- Time: milliseconds. Reversible: drop the functions.

create function work.is_day(p_year integer, p_month integer, p_day integer) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
return p_year > 0 and p_day <= case when p_month = 2 and (p_year % 4 <> 0 or p_year % 100 = 0 and p_year % 400 <> 0)
  then 28 else (array[31,29,31,30,31,30,31,31,30,31,30,31])[p_month] end;
comment on function work.is_day is
  'Whether the calendar has such a day. | Есть ли такой день в календаре.';

-- The parts of an RRULE (RFC 5545, 3.3.10): each is known, stands once, and fits the others. Nothing comes oftener
-- than every hour; every hour goes on without exceptions, since hours of chosen days are DAILY with BYHOUR, and only
-- those end where nothing ever comes. A day has at most 24 times. What libical would leave out without a word is
-- refused: BYSETPOS but by months and years at one time of the day, weeks or days of the year beside months.
create function work.rule_valid(p_rule text) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
begin atomic
  with part as (
    select split_part(p, '=', 1) as name, split_part(p, '=', 2) as value
    from unnest(string_to_array(p_rule, ';')) as p
  ), rule as (
    select count(*) as parts, count(distinct p.name) as names,
      max(p.value) filter (where p.name = 'FREQ') as freq,
      max(p.value) filter (where p.name = 'BYDAY') as byday,
      max(p.value) filter (where p.name = 'UNTIL') as until,
      array_agg(p.name) as all_names,
      string_to_array(max(p.value) filter (where p.name = 'BYMONTH'), ',')::text[] as months,
      string_to_array(max(p.value) filter (where p.name = 'BYMONTHDAY'), ',')::text[] as days,
      coalesce(cardinality(string_to_array(max(p.value) filter (where p.name = 'BYHOUR'), ',')), 1)
        * coalesce(cardinality(string_to_array(max(p.value) filter (where p.name = 'BYMINUTE'), ',')), 1)
        * coalesce(cardinality(string_to_array(max(p.value) filter (where p.name = 'BYSECOND'), ',')), 1) as times,
      bool_and(p.value ~ case p.name
        when 'FREQ' then '^(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)$'
        when 'UNTIL' then '^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z?)?$'
        when 'COUNT' then '^[1-9][0-9]{0,4}$'
        when 'INTERVAL' then '^[1-9][0-9]{0,3}$'
        when 'BYSECOND' then '^[0-5]?[0-9](,[0-5]?[0-9])*$'
        when 'BYMINUTE' then '^[0-5]?[0-9](,[0-5]?[0-9])*$'
        when 'BYHOUR' then '^([01]?[0-9]|2[0-3])(,([01]?[0-9]|2[0-3]))*$'
        when 'BYDAY' then '^([+-]?(0?[1-9]|[1-4][0-9]|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?(0?[1-9]|[1-4][0-9]|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU))*$'
        when 'BYMONTHDAY' then '^[+-]?(0?[1-9]|[12][0-9]|3[01])(,[+-]?(0?[1-9]|[12][0-9]|3[01]))*$'
        when 'BYYEARDAY' then '^[+-]?([1-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])(,[+-]?([1-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6]))*$'
        when 'BYWEEKNO' then '^[+-]?(0?[1-9]|[1-4][0-9]|5[0-3])(,[+-]?(0?[1-9]|[1-4][0-9]|5[0-3]))*$'
        when 'BYMONTH' then '^(0?[1-9]|1[0-2])(,(0?[1-9]|1[0-2]))*$'
        when 'BYSETPOS' then '^[+-]?([1-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])(,[+-]?([1-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6]))*$'
        when 'WKST' then '^(MO|TU|WE|TH|FR|SA|SU)$'
        else '^\b$' end) as known
    from part as p
  )
  select length(p_rule) <= 1000 and r.known and r.parts = r.names and r.freq is not null
    and not r.all_names @> '{COUNT,UNTIL}'
    and (r.byday !~ '[0-9]' or r.byday is null
      or r.freq in ('MONTHLY', 'YEARLY') and not 'BYWEEKNO' = any (r.all_names))
    and not ('BYMONTHDAY' = any (r.all_names) and r.freq = 'WEEKLY')
    and not ('BYYEARDAY' = any (r.all_names) and r.freq in ('DAILY', 'WEEKLY', 'MONTHLY'))
    and not ('BYWEEKNO' = any (r.all_names) and r.freq <> 'YEARLY')
    and not (r.all_names && '{BYWEEKNO,BYYEARDAY}' and r.all_names && '{BYMONTH,BYMONTHDAY}')
    and not r.all_names @> '{BYWEEKNO,BYYEARDAY}'
    and not ('BYSETPOS' = any (r.all_names) and (r.freq not in ('MONTHLY', 'YEARLY') or r.times > 1
      or not r.all_names && '{BYSECOND,BYMINUTE,BYHOUR,BYDAY,BYMONTHDAY,BYYEARDAY,BYWEEKNO,BYMONTH}'))
    and (r.freq <> 'HOURLY' or r.all_names <@ '{FREQ,INTERVAL,COUNT,UNTIL,WKST}')
    and r.times <= 24
    and case when not r.known or r.months is null or r.days is null then true else exists (
      select from unnest(r.months) as m, unnest(r.days) as d
      where abs(d::integer) <= (array[31,29,31,30,31,30,31,31,30,31,30,31])[m::integer]) end
    and case when not r.known or r.until is null then true
      else work.is_day(left(r.until, 4)::integer, substr(r.until, 5, 2)::integer, substr(r.until, 7, 2)::integer) end
  from rule as r;
end;
comment on function work.rule_valid is
  'Whether a text is the value of an RRULE that is taken. | Является ли текст допустимым значением RRULE.';

create function work.times_valid(p_times text[]) returns boolean
language sql immutable strict parallel safe set search_path = pg_catalog
begin atomic
  select cardinality(p_times) <= 500 and coalesce(bool_and(
    case when t ~ '^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$'
      then work.is_day(left(t, 4)::integer, substr(t, 5, 2)::integer, substr(t, 7, 2)::integer)
      else false end), true)
  from unnest(p_times) as t;
end;
comment on function work.times_valid is
  'Whether these are at most 500 times of RFC 5545 without a zone. | Это не более 500 времён RFC 5545 без пояса.';

create function work.tidy_rule(p_rule text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
return nullif(regexp_replace(upper(regexp_replace(p_rule, '\s', '', 'g')), '^RRULE:', ''), '');
comment on function work.tidy_rule is
  'A rule in capitals, without spaces and the word RRULE. | Правило заглавными, без пробелов и слова RRULE.';

-- On the clocks of a zone, as RFC 5545 writes it.
create function work.local_time(p_at timestamptz, p_zone text) returns text
language sql stable strict parallel safe set search_path = pg_catalog
return to_char(p_at at time zone p_zone, 'YYYYMMDD"T"HH24MISS');
comment on function work.local_time is
  'An instant on the clocks of a zone, as 20300131T090000. | Момент по часам пояса, как 20300131T090000.';

-- The other way round. What the clocks show twice is the first time, what they leave out is by the clocks before
-- (RFC 5545, 3.3.5); PostgreSQL takes the second time of the first.
create function work.instant_of(p_local text, p_zone text) returns timestamptz
language sql stable strict parallel safe set search_path = pg_catalog
begin atomic
  select case when (t.at - interval '1 hour') at time zone p_zone = t.local then t.at - interval '1 hour'
    else t.at end
  from (select l.local, l.local at time zone p_zone as at
    from (select to_timestamp(p_local, 'YYYYMMDD"T"HH24MISS') at time zone current_setting('TimeZone')) as l (local)) as t;
end;
comment on function work.instant_of is
  'The instant at which the clocks of a zone show a time. | Момент, когда часы пояса показывают время.';

-- The end of a rule on the clocks of its zone; a day ends with its last second.
create function work.local_rule(p_rule text, p_zone text) returns text
language sql stable strict parallel safe set search_path = pg_catalog
return case
  when p_rule ~ 'UNTIL=[0-9]{8}T[0-9]{6}Z' then regexp_replace(p_rule, 'UNTIL=[0-9TZ]+', 'UNTIL='
    || work.local_time(work.instant_of(substring(p_rule from 'UNTIL=([0-9]{8}T[0-9]{6})Z'), 'UTC'), p_zone))
  else regexp_replace(p_rule, 'UNTIL=([0-9]{8})(;|$)', 'UNTIL=\1T235959\2') end;
comment on function work.local_rule is
  'A rule whose end is on the clocks of a zone. | Правило с концом по часам пояса.';
grant execute on function work.is_day, work.times_valid, work.rule_valid, work.tidy_rule, work.local_time, work.instant_of, work.local_rule
  to crm_service, crm_limited, crm_reader, crm_report;
