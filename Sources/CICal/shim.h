#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

// Times are 15 characters, "20300131T090000", on the clocks of wherever the rule holds, and end with a zero.
enum { CICAL_TIME_SIZE = 16 };

// Writes the first occurrences of a rule behind a time, at most so many; answers how many, or -1 for no rule.
static inline int cical_occurrences(
  const char *rule, const char *start, const char *after, int most, char *out) {
  icalerror_set_errors_are_fatal(0);
  struct icaltimetype begin = icaltime_from_string(start);
  struct icalrecurrencetype recurrence = icalrecurrencetype_from_string(rule);
  if (icaltime_is_null_time(begin) || recurrence.freq == ICAL_NO_RECURRENCE) return -1;
  icalrecur_iterator *iterator = icalrecur_iterator_new(recurrence, begin);
  if (!iterator) return -1;
  int found = 0;
  while (found < most) {
    struct icaltimetype next = icalrecur_iterator_next(iterator);
    if (icaltime_is_null_time(next) || next.year > 9999) break;
    char text[64];
    snprintf(text, sizeof text, "%04d%02d%02dT%02d%02d%02d", next.year, next.month, next.day, next.hour,
      next.minute, next.second);
    if (after && strcmp(text, after) <= 0) continue;
    memcpy(out + (size_t)found * CICAL_TIME_SIZE, text, CICAL_TIME_SIZE);
    found++;
  }
  icalrecur_iterator_free(iterator);
  return found;
}
