// The vectors of one code path. Each Path*.c file defines
//
//   LANES     how many floats a vector has,
//   FUSED     1 where the processor has fused multiply-adds, 0 where they must be computed from doubles,
//
// and includes this file and then the bodies (Products.h, Functions.h, …), so that every path is compiled from the same
// lines. What a lane computes never depends on the other lanes: a value has the same bits on every path.
//
// Vectors are Clang's vector extensions: `a * b` multiplies lane by lane, `a < b` gives −1 in every lane where it
// holds and else 0, and the compiler picks the instructions of the path's target. The package is compiled with
// -ffp-contract=off: a multiplication and an addition are fused where this code says `fma`, and nowhere else.

#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

typedef float Floats __attribute__((vector_size(4 * LANES)));
typedef int32_t Ints __attribute__((vector_size(4 * LANES)));
typedef double Doubles __attribute__((vector_size(8 * LANES)));
typedef int64_t Longs __attribute__((vector_size(8 * LANES)));

INLINE Floats load(const float *from) {
    Floats result;
    memcpy(&result, from, sizeof result);
    return result;
}

INLINE void store(float *to, Floats values) { memcpy(to, &values, sizeof values); }

/// Up to LANES values; the other lanes are 0.
INLINE Floats loadSome(const float *from, long count) {
    if (count == LANES) return load(from);
    Floats result = {0};
    memcpy(&result, from, count * sizeof *from);
    return result;
}

/// Writes the first `count` lanes.
INLINE void storeSome(float *to, Floats values, long count) {
    if (count == LANES) store(to, values);
    else memcpy(to, &values, count * sizeof *to);
}

/// The same number in every lane.
INLINE Floats broadcast(float x) { return x - (Floats){}; }

INLINE Ints bitsOf(Floats x) { return (Ints)x; }
INLINE Floats floatsOf(Ints bits) { return (Floats)bits; }

/// `yes` in the lanes where the mask is −1, `no` where it is 0.
INLINE Floats choose(Ints mask, Floats yes, Floats no) { return (Floats)((mask & (Ints)yes) | (~mask & (Ints)no)); }

INLINE Doubles chooseDoubles(Longs mask, Doubles yes, Doubles no) {
    return (Doubles)((mask & (Longs)yes) | (~mask & (Longs)no));
}

INLINE Doubles doublesOf(Floats x) { return __builtin_convertvector(x, Doubles); }
INLINE Floats floatsFrom(Doubles x) { return __builtin_convertvector(x, Floats); }

/// a·b + c, rounded once.
INLINE Floats fma(Floats a, Floats b, Floats c) {
#if FUSED
    return __builtin_elementwise_fma(a, b, c);
#else
    // The product of two floats is exact in double precision. The sum is not; if its last bit is made odd whenever
    // something was cut off ("rounding to odd"), then rounding it once more, to single precision, gives what rounding
    // the exact sum would have given (Boldo and Melquiond, 2008).
    Doubles product = doublesOf(a) * doublesOf(b), addend = doublesOf(c);
    Doubles sum = product + addend;
    // What was cut off, exactly (Knuth's two-sum). It is no number where the sum is infinite or no number.
    Doubles virtualAddend = sum - product;
    Doubles lost = (product - (sum - virtualAddend)) + (addend - virtualAddend);
    Longs isEven = ((Longs)sum & 1) - 1;
    Longs isInexact = (lost < 0) | (lost > 0);
    // One step up or down in the bits of the sum, towards what was lost.
    Longs step = ((lost > 0) == (sum > 0)) * -2 - 1;
    return floatsFrom((Doubles)((Longs)sum + (isInexact & isEven & step)));
#endif
}
