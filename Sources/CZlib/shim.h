#include <zlib.h>

// A macro of zlib.h, which Swift does not see.
static inline int crm_deflate_init_gzip(z_streamp stream) {
  return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
}
