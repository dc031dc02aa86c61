// Normally distributed numbers from uniform ones, sixteen at a time, as PyTorch's vector code does it (Box and Muller).
//
// The logarithm, sine and cosine are the polynomials of the Cephes library (S. Moshier), here without fused multiply-adds.

typedef float Eight __attribute__((vector_size(32)));
typedef int32_t EightInts __attribute__((vector_size(32)));

INLINE Eight chooseEight(EightInts mask, Eight yes, Eight no) {
    return (Eight)((mask & (EightInts)yes) | (~mask & (EightInts)no));
}

/// ln x of positive normal numbers.
INLINE Eight logarithmOfEight(Eight x) {
    EightInts bits = (EightInts)x;
    Eight exponent = __builtin_convertvector((bits >> 23) - 126, Eight);
    Eight mantissa = (Eight)((bits & 0x007FFFFF) | 0x3F000000);
    EightInts isSmall = mantissa < 0.707106781186547524f;
    exponent = chooseEight(isSmall, exponent - 1, exponent);
    mantissa = (mantissa - 1) + chooseEight(isSmall, mantissa, (Eight){0});
    Eight square = mantissa * mantissa;
    Eight series = mantissa * 7.0376836292e-2f - 1.1514610310e-1f;
    series = series * mantissa + 1.1676998740e-1f;
    series = series * mantissa - 1.2420140846e-1f;
    series = series * mantissa + 1.4249322787e-1f;
    series = series * mantissa - 1.6668057665e-1f;
    series = series * mantissa + 2.0000714765e-1f;
    series = series * mantissa - 2.4999993993e-1f;
    series = series * mantissa + 3.3333331174e-1f;
    // ln 2 in two parts, so that multiples of the larger one are exact.
    Eight sum = series * mantissa * square + exponent * -2.12194440e-4f;
    sum -= square * 0.5f;
    return mantissa + sum + exponent * 0.693359375f;
}

/// Sine and cosine of angles from 0 to 2π.
INLINE void sineAndCosineOfEight(Eight angle, Eight *sine, Eight *cosine) {
    // Adding 2²³ leaves no room for a fraction: the sum's last bits are the nearest number of quarter turns.
    Eight rounded = angle * 0.63661977236758134f + 0x1p23f;
    EightInts quadrant = (EightInts)rounded & 7;
    Eight multiple = (rounded - 0x1p23f) * 2;
    // π/4 in three parts of few digits each (Cody and Waite).
    Eight x = angle - multiple * 0.78515625f;
    x -= multiple * 2.4187564849853515625e-4f;
    x -= multiple * 3.77489497744594108e-8f;
    Eight square = x * x;
    Eight even = square * 2.443315711809948e-5f - 1.388731625493765e-3f;
    even = even * square + 4.166664568298827e-2f;
    even = even * square * square - square * 0.5f + 1;
    Eight odd = square * -1.9515295891e-4f + 8.3321608736e-3f;
    odd = odd * square - 1.6666654611e-1f;
    odd = odd * square * x + x;
    EightInts isSwapped = (quadrant & 1) != 0;
    Eight first = chooseEight(isSwapped, even, odd), second = chooseEight(isSwapped, odd, even);
    *sine = chooseEight((quadrant & 2) != 0, 0 - first, first);
    *cosine = chooseEight(((quadrant + 1) & 2) != 0, 0 - second, second);
}

/// See `makeNormal` in CTensorKernels.h.
static void normalBlocks(float *values, long blocks, float mean, float standardDeviation) {
    for (long block = 0; block < blocks; block++, values += 16) {
        Eight uniform, turn, sine, cosine;
        memcpy(&uniform, values, sizeof uniform);
        memcpy(&turn, values + 8, sizeof turn);
        Eight radius = __builtin_elementwise_sqrt(-2 * logarithmOfEight(1 - uniform));
        // 2π to the nearest.
        sineAndCosineOfEight(turn * 6.28318530717958647692f, &sine, &cosine);
        Eight first = radius * cosine * standardDeviation + mean, second = radius * sine * standardDeviation + mean;
        memcpy(values, &first, sizeof first);
        memcpy(values + 8, &second, sizeof second);
    }
}
