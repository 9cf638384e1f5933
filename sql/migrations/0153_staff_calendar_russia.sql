-- 0153_staff_calendar_russia: the working calendar of Russia as data: public holidays, days off that were moved,
-- days before holidays that are an hour shorter.
-- Why: absences and timesheets need it from the first day. Holidays: Labour Code, article 112; shorter days: article
-- 95. Moved days: decrees of the Government of 10.08.2023 No. 1314 (2024), 04.10.2024 No. 1335 (2025) and 24.09.2025
-- No. 1466 (2026); in 2026 the days off of 8 March and 9 May move to the next working day by article 112 itself. It
-- comes to 248 days and 1,979 hours in 2024, 247 and 1,972 in 2025, 247 and 1,972 in 2026, as was published. Of 2027
-- there are the holidays, the days off that the article itself moves behind them (1 and 9 May, 12 June) and the shorter
-- days; the days off of 2 and 3 January wait for the decree, which is to be entered by whoever has it: the year is
-- provisional, as working time says.
-- Kind: expand. Locks: none. Time: milliseconds. Reversible: delete the calendar.
insert into staff.calendar (code, name, is_default) values ('RU', 'Россия, пятидневная неделя, 40 часов', true);

insert into staff.calendar_year (calendar_id, year, provisional, source)
select c.id, y.year, y.provisional, y.source
from staff.calendar as c cross join (values
  (2024, false, 'Постановление Правительства РФ от 10.08.2023 № 1314'),
  (2025, false, 'Постановление Правительства РФ от 04.10.2024 № 1335'),
  (2026, false, 'Постановление Правительства РФ от 24.09.2025 № 1466'),
  (2027, true, 'ТК РФ, статьи 95 и 112; переносы с 2 и 3 января постановлением не внесены')
) as y (year, provisional, source)
where c.code = 'RU';

insert into staff.calendar_day (calendar_id, day, kind, name)
select c.id, make_date(y.year, h.month, h.day), 'holiday', h.name
from staff.calendar as c
join staff.calendar_year as y on y.calendar_id = c.id
cross join (values
  (1, 1, 'Новогодние каникулы'), (1, 2, 'Новогодние каникулы'), (1, 3, 'Новогодние каникулы'),
  (1, 4, 'Новогодние каникулы'), (1, 5, 'Новогодние каникулы'), (1, 6, 'Новогодние каникулы'),
  (1, 7, 'Рождество Христово'), (1, 8, 'Новогодние каникулы'), (2, 23, 'День защитника Отечества'),
  (3, 8, 'Международный женский день'), (5, 1, 'Праздник Весны и Труда'), (5, 9, 'День Победы'),
  (6, 12, 'День России'), (11, 4, 'День народного единства')
) as h (month, day, name)
where c.code = 'RU';

-- Each move: the day off that it takes away from, which is worked unless it is a holiday, and where it goes.
insert into staff.calendar_day (calendar_id, day, kind, moved_from)
select c.id, m.goes, 'day_off', m.comes
from staff.calendar as c cross join (values
  (date '2024-01-06', date '2024-05-10'), ('2024-01-07', '2024-12-31'), ('2024-04-27', '2024-04-29'),
  ('2024-11-02', '2024-04-30'), ('2024-12-28', '2024-12-30'),
  ('2025-01-04', '2025-05-02'), ('2025-01-05', '2025-12-31'), ('2025-02-23', '2025-05-08'),
  ('2025-03-08', '2025-06-13'), ('2025-11-01', '2025-11-03'),
  ('2026-01-03', '2026-01-09'), ('2026-01-04', '2026-12-31'), ('2026-03-08', '2026-03-09'),
  ('2026-05-09', '2026-05-11'),
  ('2027-05-01', '2027-05-03'), ('2027-05-09', '2027-05-10'), ('2027-06-12', '2027-06-14')
) as m (comes, goes)
where c.code = 'RU';

insert into staff.calendar_day (calendar_id, day, kind)
select c.id, d.day, d.kind
from staff.calendar as c cross join (values
  (date '2024-02-22', 'short'), ('2024-03-07', 'short'), ('2024-05-08', 'short'), ('2024-06-11', 'short'),
  ('2024-11-02', 'short'), ('2024-04-27', 'working'), ('2024-12-28', 'working'),
  ('2025-03-07', 'short'), ('2025-04-30', 'short'), ('2025-06-11', 'short'), ('2025-11-01', 'short'),
  ('2026-04-30', 'short'), ('2026-05-08', 'short'), ('2026-06-11', 'short'), ('2026-11-03', 'short'),
  ('2027-02-22', 'short'), ('2027-04-30', 'short'), ('2027-06-11', 'short'), ('2027-11-03', 'short'),
  ('2027-12-31', 'short')
) as d (day, kind)
where c.code = 'RU';
