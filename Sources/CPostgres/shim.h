#include <libpq-fe.h>
// Wakes threads that wait in poll(); Glibc does not bring it.
#include <sys/eventfd.h>
