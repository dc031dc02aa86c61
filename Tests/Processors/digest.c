// Prints, for every code path that the processor can run, a digest of what the kernel's C part computes: products of many
// shapes and all functions of a sample of all floats. The digests must be the same everywhere.

#include "CTensorKernels.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t digest;

/// Adds the bits of values (FNV-1a). What is not a number has different bits on different processors, and means the same.
static void add(const float *values, long count) {
    for (long index = 0; index < count; index++) {
        uint32_t bits;
        memcpy(&bits, values + index, sizeof bits);
        if (values[index] != values[index]) bits = 0x7FC00000;
        digest = (digest ^ bits) * 1099511628211u;
    }
}

static uint32_t state = 1;

static float nextValue(void) {
    state = state * 1664525 + 1013904223;
    return (float)(int32_t)state * 0x1p-30f;
}

static void addProduct(long m, long n, long k, int aIsTransposed, int bIsTransposed) {
    static float workspace[PRODUCT_WORKSPACE];
    float *a = malloc(m * k * sizeof *a), *b = malloc(k * n * sizeof *b), *c = malloc(m * n * sizeof *c);
    for (long i = 0; i < m * k; i++) a[i] = nextValue();
    for (long i = 0; i < k * n; i++) b[i] = nextValue();
    for (long i = 0; i < m * n; i++) c[i] = nextValue();
    for (int isAdding = 0; isAdding < 2; isAdding++) {
        multiplyMatrices(
            m, n, k, a, aIsTransposed ? 1 : k, aIsTransposed ? m : 1, b, bIsTransposed ? 1 : n, bIsTransposed ? k : 1,
            isAdding, c, n, workspace);
        add(c, m * n);
    }
    free(a);
    free(b);
    free(c);
}

int main(void) {
    for (int path = 0; path < codePathCount(); path++) {
        if (!isCodePathAvailable(path)) continue;
        setCodePath(path);
        digest = 14695981039346656037u;
        state = 1;
        const long shapes[][3] = {
            {1, 1, 1}, {1, 1, 600}, {3, 5, 7}, {1, 70, 300}, {70, 1, 300}, {2, 90, 40}, {6, 33, 25}, {7, 129, 64},
            {14, 32, 256}, {15, 31, 257}, {40, 10, 520}, {130, 40, 30}, {61, 530, 20}, {1, 1, 5000},
            {37, 1, 700}, {1, 37, 700},
        };
        for (unsigned shape = 0; shape < sizeof shapes / sizeof *shapes; shape++) {
            for (int kind = 0; kind < 4; kind++) {
                addProduct(shapes[shape][0], shapes[shape][1], shapes[shape][2], kind & 1, kind >> 1);
            }
        }
        enum { COUNT = 1021 };
        float x[COUNT], y[COUNT], result[COUNT];
        for (uint32_t part = 0; part < 8; part++) {
            for (uint32_t index = 0; index < COUNT; index++) {
                uint32_t bits = (part * COUNT + index) * 525811u, others = bits * 2654435761u;
                memcpy(x + index, &bits, sizeof bits);
                memcpy(y + index, &others, sizeof others);
            }
#define FUNCTION(NAME)                                                                                                 \
    mapFunction(vectorFunction_##NAME, x, result, COUNT);                                                              \
    add(result, COUNT);
            VECTOR_FUNCTIONS(FUNCTION)
            mapPower(x, 1, y, 1, result, COUNT);
            add(result, COUNT);
        }
        printf("%s %016llx\n", codePathName(path), (unsigned long long)digest);
    }
}
