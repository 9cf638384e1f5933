#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

// Times are 15 characters, "20300131T090000", on the clocks of wherever the rule holds, and end with a zero.
enum { CICAL_TIME_SIZE = 16 };

// For how many years behind the time that is asked for a rule is followed; every day of the week is a leap day in 40.
enum { CICAL_YEARS = 40 };

static inline void cical_write(struct icaltimetype time, char text[64]) {
  snprintf(text, 64, "%04d%02d%02dT%02d%02d%02d", time.year, time.month, time.day, time.hour, time.minute, time.second);
}

// Days from the year 1 on.
static inline long cical_day(struct icaltimetype time) {
  long year = time.year - 1;
  return year * 365 + year / 4 - year / 100 + year / 400 + icaltime_day_of_year(time);
}

// Moves the start of a rule that comes every so many hours, days or weeks to its last period before another time, for
// which libical would go through all of them; answers 0 where it has ended by then.
static inline int cical_skip(
  struct icalrecurrencetype *rule, struct icaltimetype *begin, struct icaltimetype behind) {
  long hours = rule->freq == ICAL_HOURLY_RECURRENCE ? 1
    : rule->freq == ICAL_DAILY_RECURRENCE ? 24 : rule->freq == ICAL_WEEKLY_RECURRENCE ? 168 : 0;
  if (hours == 0 || (hours > 1 && rule->count > 0)) return 1;
  hours *= rule->interval > 0 ? rule->interval : 1;
  long periods = ((cical_day(behind) - cical_day(*begin)) * 24 + behind.hour - begin->hour) / hours;
  if (periods <= 0) return 1;
  if (rule->count > 0 && periods >= rule->count) return 0;
  if (rule->count > 0) rule->count -= (int)periods;
  icaltime_adjust(begin, (int)(periods * hours / 24), (int)(periods * hours % 24), 0, 0);
  return 1;
}

// Whether a part of a rule has a number, counted from either end of so many.
static inline int cical_has(const short *part, int most, int number, int of) {
  for (int i = 0; i < most && part[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
    if (part[i] == number || part[i] == number - of - 1) return 1;
  return 0;
}

// How many days of the month that begins then a monthly rule has, or a yearly one of months.
static inline int cical_days(const struct icalrecurrencetype *rule, struct icaltimetype month, int given) {
  int none = ICAL_RECURRENCE_ARRAY_MAX;
  int by_day = rule->by_day[0] != none, by_month_day = rule->by_month_day[0] != none;
  int days = icaltime_days_in_month(month.month, month.year), first = icaltime_day_of_week(month), found = 0;
  if (rule->by_month[0] != none && !cical_has(rule->by_month, ICAL_BY_MONTH_SIZE, month.month, 12)) return 0;
  for (int day = 1; day <= days; day++) {
    int fits = by_day || by_month_day || day == given;
    if (by_month_day) fits = cical_has(rule->by_month_day, ICAL_BY_MONTHDAY_SIZE, day, days);
    if (by_day && fits) {
      fits = 0;
      for (int i = 0; i < ICAL_BY_DAY_SIZE && rule->by_day[i] != none; i++) {
        int place = icalrecurrencetype_day_position(rule->by_day[i]);
        if ((int)icalrecurrencetype_day_day_of_week(rule->by_day[i]) != (first + day - 2) % 7 + 1) continue;
        if (place == 0 || place == (day - 1) / 7 + 1 || place == -((days - day) / 7 + 1)) fits = 1;
      }
    }
    found += fits;
  }
  return found;
}

// Whether a rule of months ever comes: libical looks for its first day till the year 20000.
static inline int cical_comes(const struct icalrecurrencetype *rule, struct icaltimetype begin) {
  int none = ICAL_RECURRENCE_ARRAY_MAX, interval = rule->interval > 0 ? rule->interval : 1, given = begin.day;
  int yearly = rule->freq == ICAL_YEARLY_RECURRENCE;
  if (yearly ? rule->by_month[0] == none || rule->by_week_no[0] != none || rule->by_year_day[0] != none
             : rule->freq != ICAL_MONTHLY_RECURRENCE) return 1;
  int first = begin.year * 12 + (yearly ? 0 : begin.month - 1), length = yearly ? 12 : 1;
  begin.day = 1;
  for (int period = first; period <= first + CICAL_YEARS * 12; period += interval * length) {
    int found = 0;
    for (int month = period; month < period + length; month++) {
      begin.year = month / 12;
      begin.month = month % 12 + 1;
      found += cical_days(rule, begin, given);
    }
    if (rule->by_set_pos[0] == none && found > 0) return 1;
    for (int place = 1; rule->by_set_pos[0] != none && place <= found; place++)
      if (cical_has(rule->by_set_pos, ICAL_BY_SETPOS_SIZE, place, found)) return 1;
  }
  return 0;
}

// The numbers of a part of a rule in order, each once; the one of the start where there is no such part. They are
// taken out of the rule.
static inline int cical_take(short *part, int most, int given, int *numbers) {
  char set[61] = {0};
  int count = 0;
  for (int i = 0; i < most && part[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
    if (part[i] >= 0 && part[i] <= 60) set[part[i]] = 1;
  for (int i = 0; i <= 60; i++)
    if (set[i]) numbers[count++] = i;
  if (count == 0) numbers[count++] = given;
  for (int i = 0; i < most; i++) part[i] = ICAL_RECURRENCE_ARRAY_MAX;
  return count;
}

// The last time for which a rule is followed.
static inline struct icaltimetype cical_end(
  const struct icalrecurrencetype *rule, struct icaltimetype begin, struct icaltimetype behind) {
  struct icaltimetype end = behind;
  if (rule->count > 0 && end.year > begin.year + 5 * CICAL_YEARS) end.year = begin.year + 5 * CICAL_YEARS;
  end.year += CICAL_YEARS;
  if (end.month == 2 && end.day == 29) end.day = 28;
  if (icaltime_is_null_time(rule->until) || icaltime_compare(end, rule->until) < 0) return end;
  end = rule->until;
  if (end.is_date) end.hour = 23, end.minute = end.second = 59, end.is_date = 0;
  return end;
}

// Writes the first occurrences of a rule behind a time, at most so many, and of CICAL_YEARS at most; answers how many,
// or -1 for no rule. libical finds the days; their times are put in here, since it goes on from each to each.
static inline int cical_occurrences(
  const char *text, const char *start, const char *after, int most, char *out) {
  icalerror_set_errors_are_fatal(0);
  struct icaltimetype begin = icaltime_from_string(start);
  struct icalrecurrencetype rule = icalrecurrencetype_from_string(text);
  if (icaltime_is_null_time(begin) || rule.freq == ICAL_NO_RECURRENCE) return -1;
  struct icaltimetype behind = after ? icaltime_from_string(after) : begin;
  if (icaltime_is_null_time(behind) || icaltime_compare(behind, begin) < 0) behind = begin;
  struct icaltimetype end = cical_end(&rule, begin, behind);
  char first[64], last[64];
  cical_write(begin, first);
  cical_write(end, last);
  if (!cical_comes(&rule, begin)) return 0;
  if (!cical_skip(&rule, &begin, behind)) return 0;

  int hours[61], minutes[61], seconds[61], each_hour = 1, each_minute = 1, times = 1;
  int daily = rule.freq != ICAL_HOURLY_RECURRENCE && rule.by_set_pos[0] == ICAL_RECURRENCE_ARRAY_MAX;
  int count = rule.count;
  if (daily) {
    times = cical_take(rule.by_hour, ICAL_BY_HOUR_SIZE, begin.hour, hours);
    each_minute = cical_take(rule.by_second, ICAL_BY_SECOND_SIZE, begin.second, seconds);
    each_hour = each_minute * cical_take(rule.by_minute, ICAL_BY_MINUTE_SIZE, begin.minute, minutes);
    times *= each_hour;
    begin.hour = begin.minute = begin.second = 0;
  }
  rule.count = 0;
  rule.until = end;
  icalrecur_iterator *iterator = icalrecur_iterator_new(rule, begin);
  // What libical finds no first time for never comes.
  if (!iterator) return 0;
  int found = 0, told = 0, over = 0;
  while (found < most && !over) {
    struct icaltimetype next = icalrecur_iterator_next(iterator);
    if (icaltime_is_null_time(next)) break;
    for (int i = 0; i < times && found < most && !over; i++) {
      if (daily) {
        next.hour = hours[i / each_hour];
        next.minute = minutes[i / each_minute % (each_hour / each_minute)];
        next.second = seconds[i % each_minute];
      }
      char time[64];
      cical_write(next, time);
      if (strcmp(time, first) < 0) continue;
      over = strcmp(time, last) > 0 || (count > 0 && told >= count);
      told++;
      if (over || (after && strcmp(time, after) <= 0)) continue;
      memcpy(out + (size_t)found * CICAL_TIME_SIZE, time, CICAL_TIME_SIZE);
      found++;
    }
  }
  icalrecur_iterator_free(iterator);
  return found;
}
