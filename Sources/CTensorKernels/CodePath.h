#ifndef CODEPATH_H
#define CODEPATH_H

#include "CTensorKernels.h"

/// What a code path implements; the functions are described in CTensorKernels.h.
struct CodePath {
    const char *name;
    void (*multiply)(
        long m, long n, long k, const float *a, long aRow, long aColumn, const float *b, long bRow, long bColumn,
        int isAdding, float *c, long cRow, float *workspace);
    /// Indexed by `VectorFunctionNumber`.
    void (*const *functions)(const float *from, float *to, long count);
    void (*power)(
        const float *base, long baseStride, const float *exponent, long exponentStride, float *to, long count);
    void (*angle)(const float *y, long yStride, const float *x, long xStride, float *to, long count);
    float (*sum)(const float *from, long count);
    void (*addRows)(const float *from, long rows, long columns, float *to);
    float (*greatest)(const float *from, long count);
    float (*least)(const float *from, long count);
    long (*firstPlace)(const float *from, long count, float value);
    float (*softmax)(const float *from, float *to, long count, float *greatest);
    void (*logSoftmax)(const float *from, float *to, long count);
    void (*normalize)(
        const float *from, const float *weight, const float *bias, float epsilon, float *to, long count, float *mean,
        float *scale);
    void (*normalizeGradient)(
        const float *gradient, const float *from, const float *weight, float mean, float scale, float *to,
        float *weightGradient, float *biasGradient, long count);
    float (*sumOfSquares)(const float *from, float mean, long count);
    float (*sumOfProducts)(const float *a, const float *b, float center, long count);
    void (*softmaxGradient)(const float *gradient, const float *result, float *to, long count);
    void (*logSoftmaxGradient)(const float *gradient, const float *result, float *to, long count);
    void (*addRunning)(const float *from, float *to, long rows, long count, int isFromEnd);
    void (*scale)(const float *from, float center, float factor, float offset, float *to, long count);
    void (*scaleGradient)(
        const float *gradient, const float *from, float center, float factor, float slope, float offset, float *to,
        long count);
    void (*stepGRU)(const float *input, const float *state, const float *h, float *to, float *gates, long size);
    void (*differentiateGRU)(
        const float *gradient, const float *gates, const float *state, const float *h, float *inputGradient,
        float *stateGradient, float *hGradient, long size);
    void (*stepLSTM)(
        const float *input, const float *state, const float *c, float *h, float *next, float *gates, long size);
    void (*differentiateLSTM)(
        const float *hGradient, const float *nextGradient, const float *gates, const float *c, const float *next,
        float *inputGradient, float *cGradient, long size);
    void (*normalBlocks)(float *values, long blocks, float mean, float standardDeviation);
    void (*transpose)(const float *from, long fromRow, long rows, long columns, float *to, long toRow);
    void (*copyRows)(const float *from, long fromRow, long rows, long columns, float *to, long toRow);
    void (*addBlockOfRows)(const float *from, long fromRow, long rows, long columns, float *to, long toRow);
};

extern const struct CodePath avx512Path, avx2Path, neonPath, portablePath;

#endif
