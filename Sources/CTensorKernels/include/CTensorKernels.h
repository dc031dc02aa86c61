#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H

// The inner loops of the tensor kernel, each compiled for several kinds of processors ("code paths"): AVX-512, AVX2 with
// fused multiply-adds, NEON, and portable code. All paths give the same bits; the best one is chosen at run time.

/// How many code paths this library was compiled with.
int codePathCount(void);
/// A path's name, such as "avx512"; the last one, "portable", runs everywhere.
const char *_Nonnull codePathName(int path);
/// Whether this processor can run a path.
int isCodePathAvailable(int path);
/// The path in use: the first available one, or the one that the environment variable LECTERN_CODE_PATH names. Where
/// it names none that is available, the process ends with a message.
int currentCodePath(void);
/// Uses another path, which must be available, from now on. For tests.
void setCodePath(int path);

/// How many floats of memory `multiplyMatrices` needs to work in.
enum { PRODUCT_WORKSPACE = 256 * 1024 };

/// c ← a·b, or c + a·b if `isAdding`, for a of m rows and k columns and b of k rows and n columns.
///
/// Neighbours in a's rows are `aColumn` apart and its rows `aRow`, and so for b: transposed matrices are read where they
/// lie. c's rows are `cRow` apart. Every element is the sum, over k in blocks of 256 and in their order, of chains of
/// fused multiply-adds.
void multiplyMatrices(
    long m, long n, long k, const float *_Nonnull a, long aRow, long aColumn, const float *_Nonnull b, long bRow,
    long bColumn, int isAdding, float *_Nonnull c, long cRow, float *_Nonnull workspace);

/// The functions of one number that `mapFunction` knows.
#define VECTOR_FUNCTIONS(X)                                                                                            \
    X(exp) X(exp2) X(expm1) X(log) X(log2) X(log10) X(log1p) X(sqrt) X(rsqrt) X(sin) X(cos) X(tan) X(asin) X(acos)      \
    X(atan) X(sinh) X(cosh) X(tanh) X(asinh) X(acosh) X(atanh) X(erf) X(erfc) X(sigmoid) X(gelu) X(geluSlope)

#define VECTOR_FUNCTION_NUMBER(NAME) vectorFunction_##NAME,
enum VectorFunctionNumber { VECTOR_FUNCTIONS(VECTOR_FUNCTION_NUMBER) };
#undef VECTOR_FUNCTION_NUMBER

/// Writes the function of each of `count` values; `to` may be `from`.
void mapFunction(enum VectorFunctionNumber function, const float *_Nonnull from, float *_Nonnull to, long count);

/// Writes baseᵉˣᵖᵒⁿᵉⁿᵗ for `count` pairs of values, which lie at the given distances.
void mapPower(
    const float *_Nonnull base, long baseStride, const float *_Nonnull exponent, long exponentStride,
    float *_Nonnull to, long count);

/// Writes the angles of `count` points (x, y), whose coordinates lie at the given distances.
void mapAngle(
    const float *_Nonnull y, long yStride, const float *_Nonnull x, long xStride, float *_Nonnull to, long count);

// Rows of `count` neighbouring values.

/// Σ x, of 64 sums of every 64th value.
float sumOfRow(const float *_Nonnull from, long count);
/// Sums of `rows` rows of `columns` values each: those of 32 rows at a time, added in order.
void addRows(const float *_Nonnull from, long rows, long columns, float *_Nonnull to);
/// The greatest or the least value. One that is no number counts as both.
float greatestOfRow(const float *_Nonnull from, long count);
float leastOfRow(const float *_Nonnull from, long count);
/// The first place of a value, or of one that is no number if `value` is none; −1 where there is none.
long firstPlaceInRow(const float *_Nonnull from, long count, float value);
/// Writes e^(x − greatest) / Σ e^(x − greatest); returns the sum and hands out the greatest value.
float softmaxOfRow(const float *_Nonnull from, float *_Nonnull to, long count, float *_Nonnull greatest);
/// Writes x − greatest − ln Σ e^(x − greatest).
void logSoftmaxOfRow(const float *_Nonnull from, float *_Nonnull to, long count);
/// Writes (x − mean) · scale · weight + bias with scale = 1/√(variance + ε), and hands out mean and scale.
void normalizeRow(
    const float *_Nonnull from, const float *_Nonnull weight, const float *_Nonnull bias, float epsilon,
    float *_Nonnull to, long count, float *_Nonnull mean, float *_Nonnull scale);
/// The derivative of that: writes the row's, and adds those of weight and bias.
void normalizeRowGradient(
    const float *_Nonnull gradient, const float *_Nonnull from, const float *_Nonnull weight, float mean, float scale,
    float *_Nonnull to, float *_Nonnull weightGradient, float *_Nonnull biasGradient, long count);
/// Σ (x − mean)².
float sumOfSquaresOfRow(const float *_Nonnull from, float mean, long count);
/// Σ a·(b − center).
float sumOfProductsOfRow(const float *_Nonnull a, const float *_Nonnull b, float center, long count);
/// The derivative of softmax from its result y: writes y·(g − Σ g·y).
void softmaxGradientOfRow(const float *_Nonnull gradient, const float *_Nonnull result, float *_Nonnull to, long count);
/// The derivative of the logarithm of softmax from its result y: writes g − e^y · Σ g.
void logSoftmaxGradientOfRow(
    const float *_Nonnull gradient, const float *_Nonnull result, float *_Nonnull to, long count);
/// Writes the sums of each row's first 1, 2, 3, … values, or of its last ones, added in double precision.
void runningSums(const float *_Nonnull from, float *_Nonnull to, long rows, long count, int isFromEnd);
/// Writes (x − center) · factor + offset.
void scaleRow(const float *_Nonnull from, float center, float factor, float offset, float *_Nonnull to, long count);
/// Writes g · factor + (x − center) · slope + offset.
void scaleRowGradient(
    const float *_Nonnull gradient, const float *_Nonnull from, float center, float factor, float slope, float offset,
    float *_Nonnull to, long count);

// Steps of recurrent layers; a row has the numbers of one gate after those of another.

/// Writes h′ = n + z · (h − n) and the gates r, z and n of a gated recurrent unit, from rows of 3 · size numbers.
void gruStep(
    const float *_Nonnull input, const float *_Nonnull state, const float *_Nonnull h, float *_Nonnull to,
    float *_Nonnull gates, long size);
/// The derivatives of `gruStep`.
void gruGradient(
    const float *_Nonnull gradient, const float *_Nonnull gates, const float *_Nonnull state, const float *_Nonnull h,
    float *_Nonnull inputGradient, float *_Nonnull stateGradient, float *_Nonnull hGradient, long size);
/// Writes c′ = f · c + i · g to `next`, h′ = o · tanh(c′) to `h`, and the gates i, f, g and o, from rows of 4 · size numbers.
void lstmStep(
    const float *_Nonnull input, const float *_Nonnull state, const float *_Nonnull c, float *_Nonnull h,
    float *_Nonnull next, float *_Nonnull gates, long size);
/// The derivatives of `lstmStep`; those of input and state are the same.
void lstmGradient(
    const float *_Nonnull hGradient, const float *_Nonnull nextGradient, const float *_Nonnull gates,
    const float *_Nonnull c, const float *_Nonnull next, float *_Nonnull inputGradient, float *_Nonnull cGradient,
    long size);

/// Replaces uniform numbers of [0, 1), in blocks of 16, by normally distributed ones.
void makeNormal(float *_Nonnull values, long blocks, float mean, float standardDeviation);

/// to[j · toRow + i] ← from[i · fromRow + j] for `rows` values of i and `columns` of j.
void copyTransposed(
    const float *_Nonnull from, long fromRow, long rows, long columns, float *_Nonnull to, long toRow);

/// Copies `rows` rows of `columns` values from rows `fromRow` apart to rows `toRow` apart, or adds them to what is there.
void copyBlock(const float *_Nonnull from, long fromRow, long rows, long columns, float *_Nonnull to, long toRow);
void addBlock(const float *_Nonnull from, long fromRow, long rows, long columns, float *_Nonnull to, long toRow);

#endif
