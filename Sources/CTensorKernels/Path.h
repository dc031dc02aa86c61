// One code path: the bodies, compiled for the vectors that the including file describes, and the table of their functions.

#include "CodePath.h"

#include "Lanes.h"
#include "Products.h"
#include "Functions.h"
#include "Angles.h"
#include "Maps.h"
#include "Rows.h"
#include "Gates.h"
#include "Normal.h"
#include "Copies.h"

#define MAP(NAME) map_##NAME,
static void (*const functions[])(const float *from, float *to, long count) = {VECTOR_FUNCTIONS(MAP)};
#undef MAP

const struct CodePath PATH = {
    .name = PATH_NAME,
    .multiply = multiply,
    .functions = functions,
    .power = mapPairs_pow,
    .angle = mapPairs_atan2,
    .sum = sum,
    .addRows = addRowsTogether,
    .greatest = greatest,
    .least = least,
    .firstPlace = firstPlace,
    .softmax = softmax,
    .logSoftmax = logSoftmax,
    .normalize = normalize,
    .normalizeGradient = normalizeGradient,
    .sumOfSquares = sumOfSquares,
    .sumOfProducts = sumOfProducts,
    .softmaxGradient = softmaxGradient,
    .logSoftmaxGradient = logSoftmaxGradient,
    .addRunning = addRunning,
    .scale = scale,
    .scaleGradient = scaleGradient,
    .stepGRU = stepGRU,
    .differentiateGRU = differentiateGRU,
    .stepLSTM = stepLSTM,
    .differentiateLSTM = differentiateLSTM,
    .normalBlocks = normalBlocks,
    .transpose = transpose,
    .copyRows = copyRows,
    .addBlockOfRows = addBlockOfRows,
};
