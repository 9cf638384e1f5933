// A wall clock that is wrong, for a program that is preloaded with this library: CLOCK_FAULT says by how many seconds.
// Only whoever asks what time it is is deceived. Timers, which libfaketime moves too, keep the machine's time: a service
// whose timers are all due already does nothing but look at them.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long fault(void) {
  const char *text = getenv("CLOCK_FAULT");
  return text ? atol(text) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += fault();
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int (*real)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
  int result = real(now, zone);
  if (result == 0) now->tv_sec += fault();
  return result;
}

time_t time(time_t *now) {
  time_t (*real)(time_t *) = dlsym(RTLD_NEXT, "time");
  time_t told = real(NULL) + fault();
  if (now) *now = told;
  return told;
}
