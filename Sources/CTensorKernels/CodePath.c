// Which code path runs, and the public functions, which call it.

#include "CodePath.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// From the fastest to the one that runs everywhere.
static const struct CodePath *const paths[] = {
#if defined(__x86_64__)
    &avx512Path, &avx2Path,
#elif defined(__aarch64__)
    &neonPath,
#endif
    &portablePath,
};

int codePathCount(void) { return sizeof paths / sizeof *paths; }

const char *codePathName(int path) { return paths[path]->name; }

int isCodePathAvailable(int path) {
#if defined(__x86_64__)
    if (paths[path] == &avx512Path) {
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    }
    if (paths[path] == &avx2Path) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    return 1;
}

static int chosenPath(void) {
    const char *wanted = getenv("LECTERN_CODE_PATH");
    int isAny = !wanted || !*wanted;
    for (int path = 0; path < codePathCount(); path++) {
        if ((isAny || !strcmp(wanted, paths[path]->name)) && isCodePathAvailable(path)) return path;
    }
    fprintf(stderr, "LECTERN_CODE_PATH: this processor has no path '%s'; it has", wanted);
    for (int path = 0; path < codePathCount(); path++) {
        if (isCodePathAvailable(path)) fprintf(stderr, " %s", paths[path]->name);
    }
    fprintf(stderr, "\n");
    exit(2);
}

/// −1 before the first use.
static _Atomic int current = -1;

int currentCodePath(void) {
    int path = atomic_load_explicit(&current, memory_order_relaxed);
    if (path < 0) {
        path = chosenPath();
        atomic_store_explicit(&current, path, memory_order_relaxed);
    }
    return path;
}

void setCodePath(int path) { atomic_store_explicit(&current, path, memory_order_relaxed); }

void multiplyMatrices(
    long m, long n, long k, const float *a, long aRow, long aColumn, const float *b, long bRow, long bColumn,
    int isAdding, float *c, long cRow, float *workspace
) {
    paths[currentCodePath()]->multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, isAdding, c, cRow, workspace);
}

void mapFunction(enum VectorFunctionNumber function, const float *from, float *to, long count) {
    paths[currentCodePath()]->functions[function](from, to, count);
}

void mapPower(
    const float *base, long baseStride, const float *exponent, long exponentStride, float *to, long count
) {
    paths[currentCodePath()]->power(base, baseStride, exponent, exponentStride, to, count);
}

void mapAngle(const float *y, long yStride, const float *x, long xStride, float *to, long count) {
    paths[currentCodePath()]->angle(y, yStride, x, xStride, to, count);
}

float sumOfRow(const float *from, long count) { return paths[currentCodePath()]->sum(from, count); }

void addRows(const float *from, long rows, long columns, float *to) {
    paths[currentCodePath()]->addRows(from, rows, columns, to);
}

float greatestOfRow(const float *from, long count) { return paths[currentCodePath()]->greatest(from, count); }

float leastOfRow(const float *from, long count) { return paths[currentCodePath()]->least(from, count); }

long firstPlaceInRow(const float *from, long count, float value) {
    return paths[currentCodePath()]->firstPlace(from, count, value);
}

float softmaxOfRow(const float *from, float *to, long count, float *greatest) {
    return paths[currentCodePath()]->softmax(from, to, count, greatest);
}

void logSoftmaxOfRow(const float *from, float *to, long count) {
    paths[currentCodePath()]->logSoftmax(from, to, count);
}

void normalizeRow(
    const float *from, const float *weight, const float *bias, float epsilon, float *to, long count, float *mean,
    float *scale
) {
    paths[currentCodePath()]->normalize(from, weight, bias, epsilon, to, count, mean, scale);
}

void normalizeRowGradient(
    const float *gradient, const float *from, const float *weight, float mean, float scale, float *to,
    float *weightGradient, float *biasGradient, long count
) {
    paths[currentCodePath()]->normalizeGradient(
        gradient, from, weight, mean, scale, to, weightGradient, biasGradient, count);
}

float sumOfSquaresOfRow(const float *from, float mean, long count) {
    return paths[currentCodePath()]->sumOfSquares(from, mean, count);
}

float sumOfProductsOfRow(const float *a, const float *b, float center, long count) {
    return paths[currentCodePath()]->sumOfProducts(a, b, center, count);
}

void softmaxGradientOfRow(const float *gradient, const float *result, float *to, long count) {
    paths[currentCodePath()]->softmaxGradient(gradient, result, to, count);
}

void logSoftmaxGradientOfRow(const float *gradient, const float *result, float *to, long count) {
    paths[currentCodePath()]->logSoftmaxGradient(gradient, result, to, count);
}

void runningSums(const float *from, float *to, long rows, long count, int isFromEnd) {
    paths[currentCodePath()]->addRunning(from, to, rows, count, isFromEnd);
}

void scaleRow(const float *from, float center, float factor, float offset, float *to, long count) {
    paths[currentCodePath()]->scale(from, center, factor, offset, to, count);
}

void scaleRowGradient(
    const float *gradient, const float *from, float center, float factor, float slope, float offset, float *to,
    long count
) {
    paths[currentCodePath()]->scaleGradient(gradient, from, center, factor, slope, offset, to, count);
}

void gruStep(const float *input, const float *state, const float *h, float *to, float *gates, long size) {
    paths[currentCodePath()]->stepGRU(input, state, h, to, gates, size);
}

void gruGradient(
    const float *gradient, const float *gates, const float *state, const float *h, float *inputGradient,
    float *stateGradient, float *hGradient, long size
) {
    paths[currentCodePath()]->differentiateGRU(
        gradient, gates, state, h, inputGradient, stateGradient, hGradient, size);
}

void lstmStep(const float *input, const float *state, const float *c, float *h, float *next, float *gates, long size) {
    paths[currentCodePath()]->stepLSTM(input, state, c, h, next, gates, size);
}

void lstmGradient(
    const float *hGradient, const float *nextGradient, const float *gates, const float *c, const float *next,
    float *inputGradient, float *cGradient, long size
) {
    paths[currentCodePath()]->differentiateLSTM(
        hGradient, nextGradient, gates, c, next, inputGradient, cGradient, size);
}

void makeNormal(float *values, long blocks, float mean, float standardDeviation) {
    paths[currentCodePath()]->normalBlocks(values, blocks, mean, standardDeviation);
}

void copyTransposed(const float *from, long fromRow, long rows, long columns, float *to, long toRow) {
    paths[currentCodePath()]->transpose(from, fromRow, rows, columns, to, toRow);
}

void copyBlock(const float *from, long fromRow, long rows, long columns, float *to, long toRow) {
    paths[currentCodePath()]->copyRows(from, fromRow, rows, columns, to, toRow);
}

void addBlock(const float *from, long fromRow, long rows, long columns, float *to, long toRow) {
    paths[currentCodePath()]->addBlockOfRows(from, fromRow, rows, columns, to, toRow);
}
