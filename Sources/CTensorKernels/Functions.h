// Functions of single numbers, each within 2 units in the last place of the true value.
//
// Those that training lives on (exp, sigmoid, tanh, log, sin, cos, erf, GELU) are computed in single precision with fused
// multiply-adds. The others are computed in double precision with separate multiplications and additions: the error of
// a double is invisible after rounding to single precision, so Taylor's series will do as they are.
//
// A helper's name ends in D where it works on doubles. Values that are no numbers pass through every step by themselves.

#define REPEAT(x) (broadcast(x))

INLINE Floats absolute(Floats x) { return floatsOf(bitsOf(x) & 0x7FFFFFFF); }
INLINE Ints signOf(Floats x) { return bitsOf(x) & (int32_t)0x80000000; }
INLINE Floats withSign(Floats x, Ints sign) { return floatsOf(bitsOf(x) ^ sign); }
INLINE Floats squareRoot(Floats x) { return __builtin_elementwise_sqrt(x); }

// MARK: Exponentials in single precision

/// 1.5·2²³: adding it rounds to an integer and leaves that in the lowest bits.
static const float ROUNDING = 12582912;

/// 2ⁿ·x, rounded once, for 2⁻⁸ ≤ |x| < 2 and an integer −252 ≤ n ≤ 254; `bits` are those of n + ROUNDING.
INLINE Floats scaled(Floats x, Floats n, Ints bits) {
#if LANES == 16
    return __builtin_ia32_scalefps512_mask(x, n, x, -1, 4);
#else
    // Two steps, of which the first is exact, reach the subnormal numbers and infinity.
    Ints whole = bits - 0x4B400000, half = whole >> 1;
    return x * floatsOf((half + 127) << 23) * floatsOf((whole - half + 127) << 23);
#endif
}

/// e^(x + rest) = 2ⁿ·(1 + y), where rest is tiny: x = n·ln 2 + r and e^r by a polynomial (that of the Cephes library,
/// S. Moshier). Returns y; `bits` are those of n + ROUNDING.
INLINE Floats exponentialParts(Floats x, Floats rest, Floats *n, Ints *bits) {
    x = choose(x < -104, REPEAT(-104.0f), x);
    x = choose(x > 89, REPEAT(89.0f), x);
    Floats shifted = fma(x, REPEAT(1.44269504f), REPEAT(ROUNDING));
    *n = shifted - ROUNDING;
    *bits = bitsOf(shifted);
    // ln 2 in two parts. Taking away the first is exact; what the second adds is kept apart to the end.
    Floats first = fma(*n, REPEAT(-0x1.62e430p-1f), x), second = fma(*n, REPEAT(0x1.05c610p-29f), rest);
    Floats r = first + second;
    Floats p = fma(REPEAT(1.98756915e-4f), r, REPEAT(1.39819995e-3f));
    p = fma(p, r, REPEAT(8.33345190e-3f));
    p = fma(p, r, REPEAT(4.16657960e-2f));
    p = fma(p, r, REPEAT(1.66666656e-1f));
    p = fma(p, r, REPEAT(5.00000012e-1f));
    return first + fma(p, r * r, second);
}

INLINE Floats exponentialOfSum(Floats x, Floats rest) {
    Floats n, y;
    Ints bits;
    y = exponentialParts(x, rest, &n, &bits);
    return scaled(1 + y, n, bits);
}

INLINE Floats expOf(Floats x) { return exponentialOfSum(x, REPEAT(0)); }

/// 1 / (1 + e⁻ˣ): with e = e^(−|x|), r = e / (1 + e) where x is negative, and 1 − r elsewhere. As e − e·r, r loses less to
/// rounding, and keeps its digits where it is tiny.
INLINE Floats sigmoidOf(Floats x) {
    Floats power = expOf(-absolute(x));
    Floats ratio = power / (1 + power);
    return choose(x < 0, fma(-power, ratio, power), 1 - ratio);
}

/// A polynomial near 0, elsewhere 1 − 2 / (e²ˣ + 1).
INLINE Floats tanhOf(Floats x) {
    Floats magnitude = absolute(x), square = x * x;
    Floats p = fma(REPEAT(-5.70498872e-3f), square, REPEAT(2.06390888e-2f));
    p = fma(p, square, REPEAT(-5.37397173e-2f));
    p = fma(p, square, REPEAT(1.33314437e-1f));
    p = fma(p, square, REPEAT(-3.33332819e-1f));
    Floats near = fma(p * square, x, x);
    Floats far = 1 - 2 / (expOf(2 * magnitude) + 1);
    return choose(magnitude < 0.625f, near, withSign(far, signOf(x)));
}

// MARK: Logarithm in single precision

/// x = 2ⁿ·(1 + f) with √½ ≤ 1 + f < √2, for x > 0.
INLINE Floats splitPower(Floats x, Floats *n) {
    Ints isSubnormal = x < 0x1p-126f;
    Ints bits = bitsOf(choose(isSubnormal, x * 0x1p23f, x));
    Ints exponent = (bits - 0x3F3504F3) >> 23;
    *n = __builtin_convertvector(exponent - (isSubnormal & 23), Floats);
    return floatsOf(bits - (exponent << 23)) - 1;
}

/// What logarithms of x are where they are no ordinary numbers.
INLINE Floats logarithmOrLimit(Floats x, Floats logarithm) {
    logarithm = choose(x == __builtin_inff(), x, logarithm);
    logarithm = choose(x == 0, REPEAT(-__builtin_inff()), logarithm);
    return choose((x < 0) | (x != x), REPEAT(__builtin_nanf("")), logarithm);
}

INLINE Floats logOf(Floats x) {
    Floats n, f = splitPower(x, &n), square = f * f;
    Floats p = fma(REPEAT(7.03768363e-2f), f, REPEAT(-1.15146103e-1f));
    p = fma(p, f, REPEAT(1.16769987e-1f));
    p = fma(p, f, REPEAT(-1.24201408e-1f));
    p = fma(p, f, REPEAT(1.42493233e-1f));
    p = fma(p, f, REPEAT(-1.66680577e-1f));
    p = fma(p, f, REPEAT(2.00007148e-1f));
    p = fma(p, f, REPEAT(-2.49999940e-1f));
    p = fma(p, f, REPEAT(3.33333313e-1f));
    Floats tail = fma(n, REPEAT(-2.12194440e-4f), p * f * square);
    tail = fma(REPEAT(-0.5f), square, tail);
    return logarithmOrLimit(x, fma(n, REPEAT(0.693359375f), f + tail));
}

// MARK: Error function and normal distribution

/// Near 0 a polynomial, elsewhere 1 − e^(−p) with a polynomial p. The coefficients are least squares fits with weights
/// that even out the relative error.
INLINE Floats erfOf(Floats x) {
    Floats magnitude = absolute(x), square = x * x;
    Floats near = fma(REPEAT(-5.99943742e-4f), square, REPEAT(4.99483757e-3f));
    near = fma(near, square, REPEAT(-2.67677270e-2f));
    near = fma(near, square, REPEAT(1.12818465e-1f));
    near = fma(near, square, REPEAT(-3.76124978e-1f));
    near = fma(near, square, REPEAT(1.28379151e-1f));
    near = fma(near, x, x);
    Floats t = choose(magnitude > 4, REPEAT(4), magnitude);
    Floats p = fma(REPEAT(-1.98219714e-4f), t, REPEAT(3.06549086e-3f));
    p = fma(p, t, REPEAT(-2.23152153e-2f));
    p = fma(p, t, REPEAT(1.04113683e-1f));
    p = fma(p, t, REPEAT(6.36976063e-1f));
    p = fma(p, t, REPEAT(1.12779725f));
    p = fma(p, t, REPEAT(1.66447251e-4f));
    return choose(magnitude < 0.92f, near, withSign(1 - expOf(-p), signOf(x)));
}

/// The normal distribution's tail is 1 − Φ(t) = R(t) · e^(−t²/2) for t ≥ 0. This is R(t), by a least squares fit in
/// u = 1 / (1 + 0.35·t), in double precision, since it is sensitive to u.
INLINE Doubles tailFactor(Doubles t) {
    Doubles divisor = 1 + 0.35 * t, u = doublesOf(1 / floatsFrom(divisor));
    u = u * (2 - divisor * u);  // Newton's step to twice as many digits
    Doubles p = 1.8547074869275093e-2 - (Doubles){};
    p = p * u - 1.0215244442224503e-1;
    p = p * u + 2.1528743207454681e-1;
    p = p * u - 1.8943589925765991e-1;
    p = p * u + 3.0212944373488426e-2;
    p = p * u - 1.2077305000275373e-3;
    p = p * u + 3.6197111010551453e-2;
    p = p * u + 9.1302745044231415e-2;
    p = p * u + 1.2193141877651215e-1;
    p = p * u + 1.3969005644321442e-1;
    p = p * u + 1.3962729275226593e-1;
    return p * u;
}

/// t·R(t) for 1 ≤ t ≤ 4, where it changes little, by a polynomial in t − 3, which is exact. `rest` is what
/// rounding cut off.
INLINE Floats scaledTailFactor(Floats t, Floats *rest) {
    Floats s = t - 3;
    Floats p = fma(REPEAT(1.05479955e-07f), s, REPEAT(1.21199889e-07f));
    p = fma(p, s, REPEAT(5.30402815e-07f));
    p = fma(p, s, REPEAT(-2.83516692e-06f));
    p = fma(p, s, REPEAT(9.77768195e-06f));
    p = fma(p, s, REPEAT(-4.24075079e-05f));
    p = fma(p, s, REPEAT(0.000171503008f));
    p = fma(p, s, REPEAT(-0.000641982479f));
    p = fma(p, s, REPEAT(0.00222471147f));
    p = fma(p, s, REPEAT(-0.00693145674f));
    p = fma(p, s, REPEAT(0.0183126554f));
    Floats middle = REPEAT(0.364541858f), result = fma(p, s, middle);
    *rest = fma(p, s, middle - result);
    return result;
}

/// 1 − Φ(t) for 0 ≤ t ≤ 1: ½ − t·φ(0) − t³·p(t²) with a polynomial p. φ(0) is given in two parts.
INLINE Floats tailNearZero(Floats t, Floats square) {
    Floats p = fma(REPEAT(-7.66467747e-6f), square, REPEAT(1.13512651e-4f));
    p = fma(p, square, REPEAT(-1.18635304e-3f));
    p = fma(p, square, REPEAT(9.97333135e-3f));
    p = fma(p, square, REPEAT(-6.64903596e-2f));
    p = fma(p, square, REPEAT(-1.13351701e-08f));
    return fma(-t, p, fma(-t, REPEAT(0.398942292f), REPEAT(0.5f)));
}

/// Where the normal distribution's tail becomes 0, and up to where R(t) is computed from floats; more is rare.
#define TAIL_END 15
#define TAIL_OF_FLOATS 4

INLINE int isAnyBeyond(Floats t, float bound) { return __builtin_reduce_or(t > bound) != 0; }

/// x·Φ(x), as x − x·(1 − Φ(x)) where x is positive.
INLINE Floats geluOf(Floats x) {
    Floats t = absolute(x), n;
    Ints bits;
    t = choose(t > TAIL_END, REPEAT(TAIL_END), t);
    // e^(−t²/2), with the digits of t² that a float cuts off.
    Floats square = t * t, y = exponentialParts(-0.5f * square, -0.5f * fma(t, t, -square), &n, &bits);
    Floats near = t * tailNearZero(t, square);
    Floats rest, factor = scaledTailFactor(t, &rest), far = scaled(factor + fma(factor, y, rest), n, bits);
    Floats product = -choose(t < 1, near, far);
    if (isAnyBeyond(t, TAIL_OF_FLOATS)) {
        Doubles exact = tailFactor(doublesOf(t)) * doublesOf(-t) * doublesOf(scaled(1 + y, n, bits));
        product = choose(t > TAIL_OF_FLOATS, floatsFrom(exact), product);
    }
    return choose(x > 0, x + product, product);
}

/// Φ(x) + x·φ(x), the derivative of `geluOf`, within 2 units in the last place of 1: it is 0 near −0.75.
INLINE Floats geluSlopeOf(Floats x) {
    Floats t = absolute(x);
    t = choose(t > TAIL_END, REPEAT(TAIL_END), t);
    Floats square = t * t, power = expOf(-0.5f * square), density = 0.398942280f * power;
    Floats rest, near = tailNearZero(t, square), far = scaledTailFactor(t, &rest) * power;
    if (isAnyBeyond(t, TAIL_OF_FLOATS)) {
        far = choose(t > TAIL_OF_FLOATS, floatsFrom(tailFactor(doublesOf(t)) * doublesOf(t) * doublesOf(power)), far);
    }
    // t·(1 − Φ(t)) is divided by t in all lanes, but in those near 0 it is not needed.
    Floats change = fma(-t, density, choose(t < 1, near, far / t));
    return choose(x > 0, 1 - change, change);
}

// MARK: Doubles

#define REPEAT_D(x) ((x) - (Doubles){})

/// 1.5·2⁵²: adding it rounds to an integer and leaves that in the lowest bits.
static const double ROUNDING_D = 6755399441055744;

INLINE Doubles absoluteD(Doubles x) { return (Doubles)((Longs)x & INT64_MAX); }

/// 2^(x·log₂e) for |x| < 700, but with another factor in place of log₂e and its reciprocal: the logarithm of the base.
INLINE Doubles powerD(Doubles x, double logarithm2, double high, double low, double scale) {
    Doubles shifted = x * logarithm2 + ROUNDING_D, n = shifted - ROUNDING_D;
    Doubles r = ((x - n * high) - n * low) * scale;
    Doubles p = REPEAT_D(1.0 / 40320);
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1;
    p = p * r + 1;
    return (Doubles)((Longs)p + ((Longs)shifted << 52));
}

INLINE Doubles boundedD(Doubles x, double low, double high) {
    x = chooseDoubles(x < low, REPEAT_D(low), x);
    return chooseDoubles(x > high, REPEAT_D(high), x);
}

static const double LN2 = 0x1.62e42fefa39efp-1;

/// eˣ; beyond ±700 that is 0 or infinite as a float, and stays so.
INLINE Doubles expD(Doubles x) {
    return powerD(boundedD(x, -700, 700), 0x1.71547652b82fep0, 0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33, 1);
}

/// 2ˣ.
INLINE Doubles exp2D(Doubles x) { return powerD(boundedD(x, -1000, 1000), 1, 1, 0, LN2); }

/// ln(1 + f) − n·ln 2 for x = 1 + f > 0, and n: x = 2ⁿ·m, and ln m = 2·artanh(s) with s = (m − 1) / (m + 1).
INLINE Doubles mantissaLogD(Doubles x, Doubles f, Doubles *n) {
    Longs exponent = ((Longs)x - 0x3FE6A09E667F3BCD) >> 52;
    Doubles m = (Doubles)((Longs)x - (exponent << 52)) - 1;
    *n = __builtin_convertvector(exponent, Doubles);
    m = chooseDoubles(exponent == 0, f, m);
    Doubles s = m / (m + 2), square = s * s;
    Doubles p = REPEAT_D(1.0 / 15);
    p = p * square + 1.0 / 13;
    p = p * square + 1.0 / 11;
    p = p * square + 1.0 / 9;
    p = p * square + 1.0 / 7;
    p = p * square + 1.0 / 5;
    p = p * square + 1.0 / 3;
    return 2 * (s + s * square * p);
}

/// ln(1 + f), where x is 1 + f rounded.
INLINE Doubles logD(Doubles x, Doubles f) {
    Doubles n, logarithm = mantissaLogD(x, f, &n);
    return n * LN2 + logarithm;
}

INLINE Doubles arctangentD(Doubles x) {
    // Beyond 1 that of 1/x, beyond tan(π/8) that of (x − 1)/(x + 1), from π/2 and π/4.
    Doubles t = absoluteD(x);
    Longs isFar = t > 1;
    t = chooseDoubles(isFar, 1 / t, t);
    Longs isMiddle = t > 0.41421356237309503;
    t = chooseDoubles(isMiddle, (t - 1) / (t + 1), t);
    Doubles square = t * t, p = REPEAT_D(1.0 / 25);
    for (int k = 23; k >= 3; k -= 2) p = 1.0 / k - p * square;
    Doubles angle = t - t * square * p;
    angle = chooseDoubles(isMiddle, 0.78539816339744831 + angle, angle);
    angle = chooseDoubles(isFar, 1.5707963267948966 - angle, angle);
    return (Doubles)((Longs)angle ^ ((Longs)x & INT64_MIN));
}

INLINE Doubles squareRootD(Doubles x) { return __builtin_elementwise_sqrt(x); }

/// A function whose result near 0 is x + cubic·x³: elsewhere the formula would lose digits there.
INLINE Floats cubicNearZero(Doubles x, double cubic, Doubles elsewhere) {
    return floatsFrom(chooseDoubles(absoluteD(x) < 0x1p-10, x + x * x * x * cubic, elsewhere));
}

INLINE Floats exp2Of(Floats x) { return floatsFrom(exp2D(doublesOf(x))); }

INLINE Floats expm1Of(Floats x) {
    Doubles d = doublesOf(x), power = expD(d);
    return floatsFrom(chooseDoubles(absoluteD(d) < 0x1p-20, d + 0.5 * d * d, power - 1));
}

INLINE Floats log2Of(Floats x) {
    Doubles n, d = doublesOf(x), logarithm = mantissaLogD(d, d - 1, &n);
    return logarithmOrLimit(x, floatsFrom(n + logarithm * 1.4426950408889634));
}

INLINE Floats log10Of(Floats x) {
    Doubles d = doublesOf(x);
    return logarithmOrLimit(x, floatsFrom(logD(d, d - 1) * 0.43429448190325182));
}

INLINE Floats log1pOf(Floats x) {
    Doubles d = doublesOf(x);
    Floats result = logarithmOrLimit(1 + x, floatsFrom(logD(1 + d, d)));
    // Where 1 + x rounds to 0 or infinity, the sum of floats has lost what matters.
    result = choose((x > -1) & (x < __builtin_inff()), floatsFrom(logD(1 + d, d)), result);
    return choose(absolute(x) < 0x1p-30f, x, result);
}

INLINE Floats sinhOf(Floats x) {
    Doubles d = doublesOf(x), power = expD(d);
    return cubicNearZero(d, 1.0 / 6, 0.5 * (power - 1 / power));
}

INLINE Floats coshOf(Floats x) {
    Doubles power = expD(doublesOf(x));
    return floatsFrom(0.5 * (power + 1 / power));
}

INLINE Floats asinOf(Floats x) {
    Doubles d = doublesOf(x);
    return floatsFrom(arctangentD(d / squareRootD((1 - d) * (1 + d))));
}

INLINE Floats acosOf(Floats x) {
    Doubles d = doublesOf(x);
    return floatsFrom(2 * arctangentD(squareRootD((1 - d) / (1 + d))));
}

INLINE Floats atanOf(Floats x) { return floatsFrom(arctangentD(doublesOf(x))); }

INLINE Floats asinhOf(Floats x) {
    Doubles d = doublesOf(x), magnitude = absoluteD(d), sum = magnitude + squareRootD(magnitude * magnitude + 1);
    Doubles result = logD(sum, sum - 1);
    Floats value = cubicNearZero(d, -1.0 / 6, (Doubles)((Longs)result | ((Longs)d & INT64_MIN)));
    return choose((absolute(x) == __builtin_inff()) | (x != x), x, value);
}

INLINE Floats acoshOf(Floats x) {
    Doubles d = doublesOf(x), root = squareRootD((d - 1) * (d + 1)), excess = (d - 1) + root;
    Floats value = floatsFrom(logD(1 + excess, excess));
    return choose(x >= 1, choose(x == __builtin_inff(), x, value), REPEAT(__builtin_nanf("")));
}

INLINE Floats atanhOf(Floats x) {
    Doubles d = doublesOf(x), ratio = (1 + d) / (1 - d);
    Floats value = cubicNearZero(d, 1.0 / 3, 0.5 * logD(ratio, ratio - 1));
    value = choose(absolute(x) == 1, withSign(REPEAT(__builtin_inff()), signOf(x)), value);
    return choose(absolute(x) <= 1, value, REPEAT(__builtin_nanf("")));
}

/// 1 − erf(x) = 2 · (1 − Φ(√2·x)), which keeps its digits where it is tiny.
INLINE Floats erfcOf(Floats x) {
    Doubles d = boundedD(absoluteD(doublesOf(x)), 0, 12);
    Doubles tail = 2 * tailFactor(d * 1.4142135623730951) * expD(-d * d);
    return floatsFrom(chooseDoubles(doublesOf(x) < 0, 2 - tail, tail));
}

/// The angle of the point (x, y) from −π to π.
INLINE Floats atan2Of(Floats y, Floats x) {
    Doubles height = absoluteD(doublesOf(y)), width = absoluteD(doublesOf(x)), ratio = height / width;
    ratio = chooseDoubles(height == 0, REPEAT_D(0), ratio);
    ratio = chooseDoubles((height == width) & (height == __builtin_inf()), REPEAT_D(1), ratio);
    Doubles angle = arctangentD(ratio);
    angle = chooseDoubles((Longs)doublesOf(x) < 0, 3.1415926535897931 - angle, angle);
    Floats result = withSign(floatsFrom(angle), signOf(y));
    return choose((x != x) | (y != y), REPEAT(__builtin_nanf("")), result);
}

INLINE Floats sqrtOf(Floats x) { return squareRoot(x); }
INLINE Floats rsqrtOf(Floats x) { return 1 / squareRoot(x); }

/// xʸ = 2^(y·log₂|x|), with the sign and the limits of IEEE 754's pow.
INLINE Floats powOf(Floats x, Floats y) {
    Doubles n, magnitude = absoluteD(doublesOf(x)), d = doublesOf(y);
    Doubles logarithm = n = REPEAT_D(0);
    logarithm = mantissaLogD(magnitude, magnitude - 1, &n) * 1.4426950408889634 + n;
    logarithm = chooseDoubles(magnitude == 0, REPEAT_D(-__builtin_inf()), logarithm);
    logarithm = chooseDoubles(magnitude == __builtin_inf(), magnitude, logarithm);
    Doubles exponent = d * logarithm;
    // 1 to any power, and anything to the power of 0, is 1.
    Longs isOne = (magnitude == 1) | (d == 0);
    Floats result = floatsFrom(exp2D(chooseDoubles(isOne, REPEAT_D(0), exponent)));
    // Whether y is an integer, and whether it is odd. From 2²⁴ on all are even.
    Floats size = absolute(y), floor = (size + 0x1p23f) - 0x1p23f;
    Ints isInteger = (size >= 0x1p23f) | (floor == size);
    Ints isOdd = isInteger & (size < 0x1p24f) & -(__builtin_convertvector(choose(size < 0x1p24f, size, REPEAT(0)), Ints) & 1);
    Ints isNegative = signOf(x) != 0;
    result = withSign(result, isNegative & isOdd & (int32_t)0x80000000);
    Ints isUndefined = (x < 0) & (x > -__builtin_inff()) & ~isInteger & (y == y);
    result = choose(isUndefined, REPEAT(__builtin_nanf("")), result);
    result = choose((x != x) & (y != 0), x, result);
    return choose((y != y) & (x != 1), y, result);
}
