// Sine, cosine and tangent. An angle is brought into ±π/4 by taking away quarter turns, whose number says which of the two
// functions is needed and with which sign.

/// Up to here, three floats for π/2 are exact enough; angles beyond are rare and reduced one by one.
static const float SMALL_ANGLE = 30000;

/// x − n·π/2 for |x| ≤ SMALL_ANGLE; the lowest bits of `quarters` are n.
INLINE Floats reducedAngle(Floats x, Ints *quarters) {
    Floats shifted = fma(x, broadcast(0.636619772f), broadcast(ROUNDING)), n = shifted - ROUNDING;
    *quarters = bitsOf(shifted);
    Floats r = fma(n, broadcast(-0x1.921fb6p0f), x);
    r = fma(n, broadcast(0x1.777a5cp-25f), r);
    return fma(n, broadcast(0x1.ee59dap-50f), r);
}

/// The sine or, one quarter turn ahead, the cosine of a reduced angle (polynomials of the Cephes library, S. Moshier).
INLINE Floats sineOfReduced(Floats r, Ints quarters) {
    Floats square = r * r;
    Floats sine = fma(broadcast(-1.95152959e-4f), square, broadcast(8.33216087e-3f));
    sine = fma(sine, square, broadcast(-1.66666546e-1f));
    sine = fma(sine * square, r, r);
    Floats cosine = fma(broadcast(2.44331571e-5f), square, broadcast(-1.38873163e-3f));
    cosine = fma(cosine, square, broadcast(4.16666457e-2f));
    cosine = fma(cosine * square, square, fma(broadcast(-0.5f), square, broadcast(1)));
    Floats result = choose((quarters & 1) != 0, cosine, sine);
    return withSign(result, (quarters & 2) << 30);
}

/// 2/π in binary: the 32 bits before the point, bits 1 to 32 behind it, 33 to 64, and so on.
static const uint32_t TWO_OVER_PI[] = {
    0, 0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041, 0xFE5163AB,
};

/// x − n·π/2 for any finite x, and n's lowest bits (after Payne and Hanek, 1983): with x = m·2ᵉ for an integer m, only 96
/// bits of 2/π decide what is left of x·2/π when multiples of four and bits too small to matter are gone.
static double reducedLargeAngle(float x, int *quarters) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    const uint32_t m = (bits & 0x7FFFFF) | 0x800000;
    // x = m·2^(skipped − 30): the first bits of the table would only give multiples of four.
    const int skipped = (int)(bits >> 23 & 0xFF) - 120, word = skipped / 32, bit = skipped % 32;
    uint64_t window[3];
    for (int i = 0; i < 3; i++) {
        uint64_t pair = (uint64_t)TWO_OVER_PI[word + i] << 32 | TWO_OVER_PI[word + i + 1];
        window[i] = (uint32_t)(pair >> (32 - bit));
    }
    // The product modulo 2⁹⁶, whose top bits are quarter turns.
    uint64_t low = m * window[2], middle = m * window[1] + (low >> 32), high = m * window[0] + (middle >> 32);
    uint64_t product = high << 32 | (middle & 0xFFFFFFFF);
    // Two bits of quarter turns, 62 of a fraction, which is rounded to −½…½ of a quarter.
    *quarters = (int)((product + (1ULL << 61)) >> 62);
    int64_t fraction = (int64_t)(product << 2);
    double angle = (double)fraction * (0x1.921fb54442d18p0 / 18446744073709551616.0);
    if (bits >> 31) {
        *quarters = -*quarters;
        angle = -angle;
    }
    return angle;
}

/// sin, or one quarter turn ahead cos, of an angle that is already reduced, in double precision: Taylor's series.
static double sineOfReducedDouble(double r, int quarters) {
    double square = r * r, sum = 0;
    const int isCosine = quarters & 1;
    for (int k = 14 + !isCosine; k >= 2; k -= 2) sum = (1 - sum) * square / (k * (k - 1));
    double result = isCosine ? 1 - sum : r - r * sum;
    return quarters & 2 ? -result : result;
}

/// Puts the values for large angles where they belong; `ahead` is 1 for cosines.
static Floats withLargeAngles(Floats x, Floats result, int ahead) {
    for (int lane = 0; lane < LANES; lane++) {
        float angle = x[lane];
        if (!(absolute(x)[lane] > SMALL_ANGLE)) continue;
        int quarters;
        if (angle - angle != 0) {
            result[lane] = __builtin_nanf("");
        } else {
            double reduced = reducedLargeAngle(angle, &quarters);
            result[lane] = (float)sineOfReducedDouble(reduced, quarters + ahead);
        }
    }
    return result;
}

INLINE int hasLargeAngle(Floats x) { return __builtin_reduce_or(absolute(x) > SMALL_ANGLE) != 0; }

INLINE Floats sinOf(Floats x) {
    Ints quarters;
    Floats r = reducedAngle(x, &quarters), result = sineOfReduced(r, quarters);
    return hasLargeAngle(x) ? withLargeAngles(x, result, 0) : result;
}

INLINE Floats cosOf(Floats x) {
    Ints quarters;
    Floats r = reducedAngle(x, &quarters), result = sineOfReduced(r, quarters + 1);
    return hasLargeAngle(x) ? withLargeAngles(x, result, 1) : result;
}

/// sin/cos in double precision.
INLINE Floats tanOf(Floats x) {
    Doubles d = doublesOf(x);
    Doubles shifted = d * 0.63661977236758134 + ROUNDING_D, n = shifted - ROUNDING_D;
    // π/2 in two parts, the first of 33 digits, so that its multiples are exact.
    Doubles r = (d - n * 0x1.921fb544p0) - n * 0x1.0b4611a626331p-34;
    Longs isOdd = -((Longs)shifted & 1);
    if (hasLargeAngle(x)) {
        for (int lane = 0; lane < LANES; lane++) {
            if (!(absolute(x)[lane] > SMALL_ANGLE)) continue;
            int quarters = 0;
            float angle = x[lane];
            r[lane] = angle - angle != 0 ? __builtin_nan("") : reducedLargeAngle(angle, &quarters);
            isOdd[lane] = -(quarters & 1);
        }
    }
    Doubles square = r * r;
    Doubles sine = r - r * (square * (1.0 / 6 - square * (1.0 / 120 - square * (1.0 / 5040 - square * (1.0 / 362880 - square * (1.0 / 39916800))))));
    Doubles cosine = 1 - square * (1.0 / 2 - square * (1.0 / 24 - square * (1.0 / 720 - square * (1.0 / 40320 - square * (1.0 / 3628800 - square * (1.0 / 479001600))))));
    return floatsFrom(chooseDoubles(isOdd, -cosine / sine, sine / cosine));
}
