// For processors with AVX-512: 32 registers of 16 floats.

#if defined(__x86_64__)

#define LANES 16
#define FUSED 1
#define TILE_ROWS 14
#define TILE_VECTORS 2
#define PATH avx512Path
#define PATH_NAME "avx512"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#include "Path.h"
#pragma clang attribute pop

#endif
