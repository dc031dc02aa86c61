// For processors with AVX2 and fused multiply-adds: 16 registers of 8 floats.

#if defined(__x86_64__)

#define LANES 8
#define FUSED 1
#define TILE_ROWS 6
#define TILE_VECTORS 2
#define PATH avx2Path
#define PATH_NAME "avx2"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "Path.h"
#pragma clang attribute pop

#endif
