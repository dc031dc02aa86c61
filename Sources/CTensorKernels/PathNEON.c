// For 64-bit ARM processors, which all have NEON: 32 registers of 4 floats, and fused multiply-adds.

#if defined(__aarch64__)

#define LANES 4
#define FUSED 1
#define TILE_ROWS 8
#define TILE_VECTORS 2
#define PATH neonPath
#define PATH_NAME "neon"
#include "Path.h"

#endif
