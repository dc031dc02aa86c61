// For every processor: four lanes, and fused multiply-adds computed from doubles.

#define LANES 4
#define FUSED 0
#define TILE_ROWS 2
#define TILE_VECTORS 1
#define PATH portablePath
#define PATH_NAME "portable"
#include "Path.h"
