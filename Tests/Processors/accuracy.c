// How far the kernel's functions are from the C library's in double precision, in units in the last place. Ends with 1
// where one is further than 2 away.
//
// Usage: accuracy [STEP [FUNCTION]]; every STEPth float is tried, all of them by default.

#include "CTensorKernels.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double reciprocalRoot(double x) { return 1 / sqrt(x); }
static double logistic(double x) { return 1 / (1 + exp(-x)); }
static double gaussianUnit(double x) { return isinf(x) ? fmax(x, 0) : 0.5 * x * erfc(-x * M_SQRT1_2); }

/// The distance of a float from the true value; infinite where only one of the two is a number or finite.
static double distance(float value, double truth) {
    const float nearest = (float)truth;
    if (isnan(value) || isnan(truth)) return isnan(value) && isnan(truth) ? 0 : INFINITY;
    // Half a unit below infinity is as near as can be.
    if (isinf(nearest) || isinf(value)) return nearest == value || fabs(truth) > 3.402823e38 ? 0 : INFINITY;
    const float size = fabsf(nearest);
    const double unit = size < 0x1p-126f ? 0x1p-149 : nextafterf(size, INFINITY) - size;
    return fabs(value - truth) / unit;
}

static int check(const char *name, enum VectorFunctionNumber function, double (*exact)(double), uint64_t step) {
    enum { COUNT = 65536 };
    static float x[COUNT], y[COUNT];
    double worst = 0;
    float place = 0;
    for (uint64_t next = 0; next < 1ULL << 32;) {
        long count = 0;
        for (; count < COUNT && next < 1ULL << 32; next += step, count++) {
            const uint32_t bits = (uint32_t)next;
            memcpy(x + count, &bits, sizeof bits);
        }
        mapFunction(function, x, y, count);
        for (long index = 0; index < count; index++) {
            const double found = distance(y[index], exact(x[index]));
            if (found <= worst) continue;
            worst = found;
            place = x[index];
        }
    }
    printf("%-8s at most %.3f units, at %.9g\n", name, worst, place);
    fflush(stdout);
    return worst <= 2;
}

int main(int count, char **arguments) {
    const uint64_t step = count > 1 ? strtoull(arguments[1], 0, 10) : 1;
    int isGood = 1;
#define CHECK(NAME, EXACT)                                                                                             \
    if (count < 3 || !strcmp(arguments[2], #NAME)) isGood &= check(#NAME, vectorFunction_##NAME, EXACT, step);
    CHECK(exp, exp) CHECK(exp2, exp2) CHECK(expm1, expm1) CHECK(log, log) CHECK(log2, log2) CHECK(log10, log10)
    CHECK(log1p, log1p) CHECK(sqrt, sqrt) CHECK(rsqrt, reciprocalRoot) CHECK(sin, sin) CHECK(cos, cos) CHECK(tan, tan)
    CHECK(asin, asin) CHECK(acos, acos) CHECK(atan, atan) CHECK(sinh, sinh) CHECK(cosh, cosh) CHECK(tanh, tanh)
    CHECK(asinh, asinh) CHECK(acosh, acosh) CHECK(atanh, atanh) CHECK(erf, erf) CHECK(erfc, erfc)
    CHECK(sigmoid, logistic) CHECK(gelu, gaussianUnit)
    return !isGood;
}
