// What is computed of a whole row of neighbouring values: sums, extremes, softmax, normalisation.
//
// The order of a sum is the same on all paths: 64 stripes, each the sum of every 64th value, are halved until one number
// is left. After 4096 values that number is added to the total, which keeps the rounding error of long sums small. The
// values that a row's last stripes lack are filled up with what changes nothing. Rows of fewer than 16 values are added one
// after another. Sums of columns go over 32 rows at a time, for the same reason.

enum { STRIPES = 64, STRIPE_VECTORS = STRIPES / LANES, RUN = 64 * STRIPES, SHORT_ROW = 16, RUN_ROWS = 32 };

/// 64 neighbouring values, one for each stripe; those from `available` on are `filling`.
INLINE void loadStripes(const float *from, long available, float filling, Floats values[STRIPE_VECTORS]) {
    float rest[STRIPES];
    if (available < STRIPES) {
        for (int stripe = 0; stripe < STRIPES; stripe++) rest[stripe] = stripe < available ? from[stripe] : filling;
        from = rest;
    }
    for (int vector = 0; vector < STRIPE_VECTORS; vector++) values[vector] = load(from + vector * LANES);
}

enum Combination { SUM, GREATEST, LEAST };

/// The sum of two, or the greater or the lesser; what is no number counts as the greatest and as the least.
INLINE Floats combined(const enum Combination kind, Floats a, Floats b) {
    if (kind == SUM) return a + b;
    return choose((kind == GREATEST ? b > a : b < a) | (b != b), b, a);
}

/// What is left of the stripes when they are halved, again and again.
INLINE float halved(const enum Combination kind, Floats stripes[STRIPE_VECTORS]) {
    for (int width = STRIPE_VECTORS / 2; width > 0; width /= 2) {
        for (int vector = 0; vector < width; vector++) {
            stripes[vector] = combined(kind, stripes[vector], stripes[vector + width]);
        }
    }
    float lanes[2 * LANES] = {0};
    for (int width = LANES / 2; width > 0; width /= 2) {
        store(lanes, stripes[0]);
        stripes[0] = combined(kind, stripes[0], load(lanes + width));
    }
    return stripes[0][0];
}

/// Combines all values; `neutral` changes none.
INLINE float reduced(const enum Combination kind, const float *from, long count, float neutral) {
    float total = neutral;
    for (long start = 0; start < count; start += RUN) {
        Floats stripes[STRIPE_VECTORS], values[STRIPE_VECTORS];
        for (int vector = 0; vector < STRIPE_VECTORS; vector++) stripes[vector] = broadcast(neutral);
        const long end = smaller(start + RUN, count);
        for (long index = start; index < end; index += STRIPES) {
            loadStripes(from + index, end - index, neutral, values);
            for (int vector = 0; vector < STRIPE_VECTORS; vector++) {
                stripes[vector] = combined(kind, stripes[vector], values[vector]);
            }
        }
        const float run = halved(kind, stripes);
        total = combined(kind, broadcast(total), broadcast(run))[0];
    }
    return total;
}

INLINE float sumOfShortRow(const float *from, long count) {
    float total = 0;
    for (long index = 0; index < count; index++) total += from[index];
    return total;
}

static float sum(const float *from, long count) {
    return count < SHORT_ROW ? sumOfShortRow(from, count) : reduced(SUM, from, count, 0);
}

static float greatest(const float *from, long count) { return reduced(GREATEST, from, count, -__builtin_inff()); }
static float least(const float *from, long count) { return reduced(LEAST, from, count, __builtin_inff()); }

/// Σ (x − mean)².
static float sumOfSquares(const float *from, float mean, long count) {
    float total = 0;
    for (long start = 0; start < count; start += RUN) {
        Floats stripes[STRIPE_VECTORS] = {0}, values[STRIPE_VECTORS];
        const long end = smaller(start + RUN, count);
        for (long index = start; index < end; index += STRIPES) {
            loadStripes(from + index, end - index, mean, values);
            for (int vector = 0; vector < STRIPE_VECTORS; vector++) {
                Floats difference = values[vector] - mean;
                stripes[vector] = fma(difference, difference, stripes[vector]);
            }
        }
        total += halved(SUM, stripes);
    }
    return total;
}

/// The first place of `value`, or of what is no number if it is none; −1 where it is nowhere.
static long firstPlace(const float *from, long count, float value) {
    const int isNumber = value == value;
    long index = 0;
    for (; index + LANES <= count; index += LANES) {
        Floats values = load(from + index);
        if (__builtin_reduce_or(isNumber ? values == value : values != values)) break;
    }
    for (; index < count; index++) {
        if (isNumber ? from[index] == value : from[index] != from[index]) return index;
    }
    return -1;
}

/// Σ e^(x − greatest); the powers are written if `to` is given.
INLINE float sumOfPowers(const float *from, float greatest, float *to, long count) {
    float total = 0, powers[STRIPES];
    if (count < SHORT_ROW) {
        memcpy(powers, from, count * sizeof *powers);
        for (long index = count; index < SHORT_ROW; index++) powers[index] = greatest;
        for (long index = 0; index < count; index += LANES) {
            store(powers + index, expOf(load(powers + index) - greatest));
        }
        if (to) memcpy(to, powers, count * sizeof *to);
        return sumOfShortRow(powers, count);
    }
    for (long start = 0; start < count; start += RUN) {
        Floats stripes[STRIPE_VECTORS] = {0}, values[STRIPE_VECTORS];
        const long end = smaller(start + RUN, count);
        for (long index = start; index < end; index += STRIPES) {
            const int isWhole = end - index >= STRIPES;
            float *place = isWhole && to ? to + index : powers;
            loadStripes(from + index, end - index, 0, values);
            for (int vector = 0; vector < STRIPE_VECTORS; vector++) {
                values[vector] = expOf(values[vector] - greatest);
                if (isWhole) stripes[vector] += values[vector];
                if (to || !isWhole) store(place + vector * LANES, values[vector]);
            }
            if (isWhole) continue;
            if (to) memcpy(to + index, powers, (end - index) * sizeof *to);
            loadStripes(powers, end - index, 0, values);
            for (int vector = 0; vector < STRIPE_VECTORS; vector++) stripes[vector] += values[vector];
        }
        total += halved(SUM, stripes);
    }
    return total;
}

/// See `softmaxOfRow` in CTensorKernels.h.
static float softmax(const float *from, float *to, long count, float *greatestValue) {
    *greatestValue = greatest(from, count);
    const float total = sumOfPowers(from, *greatestValue, to, count);
    for (long index = 0; index < count; index++) to[index] /= total;
    return total;
}

/// See `logSoftmaxOfRow` in CTensorKernels.h.
static void logSoftmax(const float *from, float *to, long count) {
    const float top = greatest(from, count);
    float logarithm = sumOfPowers(from, top, 0, count);
    map_log(&logarithm, &logarithm, 1);
    for (long index = 0; index < count; index++) to[index] = from[index] - top - logarithm;
}

/// Σ a·(b − center), in the order of `sum`.
static float sumOfProducts(const float *a, const float *b, float center, long count) {
    float total = 0;
    for (long start = 0; start < count; start += RUN) {
        Floats stripes[STRIPE_VECTORS] = {0}, left[STRIPE_VECTORS], right[STRIPE_VECTORS];
        const long end = smaller(start + RUN, count);
        for (long index = start; index < end; index += STRIPES) {
            loadStripes(a + index, end - index, 0, left);
            loadStripes(b + index, end - index, center, right);
            for (int vector = 0; vector < STRIPE_VECTORS; vector++) {
                stripes[vector] = fma(left[vector], right[vector] - center, stripes[vector]);
            }
        }
        total += halved(SUM, stripes);
    }
    return total;
}

/// See `softmaxGradientOfRow` in CTensorKernels.h.
static void softmaxGradient(const float *gradient, const float *result, float *to, long count) {
    const float total = sumOfProducts(gradient, result, 0, count);
    for (long index = 0; index < count; index++) to[index] = result[index] * (gradient[index] - total);
}

/// See `logSoftmaxGradientOfRow` in CTensorKernels.h.
static void logSoftmaxGradient(const float *gradient, const float *result, float *to, long count) {
    const Floats total = broadcast(sum(gradient, count));
    for (long index = 0; index < count; index += LANES) {
        const long size = smaller(LANES, count - index);
        Floats power = expOf(loadSome(result + index, size));
        storeSome(to + index, fma(-power, total, loadSome(gradient + index, size)), size);
    }
}

/// See `runningSums` in CTensorKernels.h. Several rows at a time hide how long an addition takes.
static void addRunning(const float *from, float *to, long rows, long count, int isFromEnd) {
    enum { TOGETHER = 8 };
    const long first = isFromEnd ? count - 1 : 0, step = isFromEnd ? -1 : 1;
    long row = 0;
    for (; row + TOGETHER <= rows; row += TOGETHER) {
        double sums[TOGETHER] = {0};
        for (long index = 0, column = first; index < count; index++, column += step) {
            for (int i = 0; i < TOGETHER; i++) {
                sums[i] += from[(row + i) * count + column];
                to[(row + i) * count + column] = (float)sums[i];
            }
        }
    }
    for (; row < rows; row++) {
        double sum = 0;
        for (long index = 0, column = first; index < count; index++, column += step) {
            sum += from[row * count + column];
            to[row * count + column] = (float)sum;
        }
    }
}

/// See `scaleRow` in CTensorKernels.h.
static void scale(const float *from, float center, float factor, float offset, float *to, long count) {
    const Floats factors = broadcast(factor), offsets = broadcast(offset);
    for (long index = 0; index < count; index += LANES) {
        const long size = smaller(LANES, count - index);
        storeSome(to + index, fma(loadSome(from + index, size) - center, factors, offsets), size);
    }
}

/// See `scaleRowGradient` in CTensorKernels.h.
static void scaleGradient(
    const float *gradient, const float *from, float center, float factor, float slope, float offset, float *to,
    long count
) {
    const Floats factors = broadcast(factor), slopes = broadcast(slope), offsets = broadcast(offset);
    for (long index = 0; index < count; index += LANES) {
        const long size = smaller(LANES, count - index);
        Floats sum = fma(loadSome(gradient + index, size), factors, offsets);
        storeSome(to + index, fma(loadSome(from + index, size) - center, slopes, sum), size);
    }
}

/// See `addRows` in CTensorKernels.h.
static void addRowsTogether(const float *from, long rows, long columns, float *to) {
    // A few vectors of columns stay in registers over a run of rows.
    enum { COLUMNS = 8 * LANES };
    long column = 0;
    for (; column + COLUMNS <= columns; column += COLUMNS) {
        Floats totals[8] = {0};
        for (long start = 0; start < rows; start += RUN_ROWS) {
            Floats sums[8] = {0};
            const long end = smaller(start + RUN_ROWS, rows);
            for (long row = start; row < end; row++) {
                for (int vector = 0; vector < 8; vector++) {
                    sums[vector] += load(from + row * columns + column + vector * LANES);
                }
            }
            for (int vector = 0; vector < 8; vector++) totals[vector] += sums[vector];
        }
        for (int vector = 0; vector < 8; vector++) store(to + column + vector * LANES, totals[vector]);
    }
    if (column == columns) return;
    float sums[COLUMNS];
    for (long rest = column; rest < columns; rest++) to[rest] = 0;
    for (long start = 0; start < rows; start += RUN_ROWS) {
        const long end = smaller(start + RUN_ROWS, rows);
        for (long rest = column; rest < columns; rest++) sums[rest - column] = 0;
        for (long row = start; row < end; row++) {
            for (long rest = column; rest < columns; rest++) sums[rest - column] += from[row * columns + rest];
        }
        for (long rest = column; rest < columns; rest++) to[rest] += sums[rest - column];
    }
}

/// See `normalizeRow` in CTensorKernels.h.
static void normalize(
    const float *from, const float *weight, const float *bias, float epsilon, float *to, long count, float *mean,
    float *scale
) {
    const float center = sum(from, count) / count;
    float inverse = sumOfSquares(from, center, count) / count + epsilon;
    map_rsqrt(&inverse, &inverse, 1);
    for (long index = 0; index < count; index++) {
        to[index] = (from[index] - center) * inverse * weight[index] + bias[index];
    }
    *mean = center;
    *scale = inverse;
}

/// See `normalizeRowGradient` in CTensorKernels.h.
static void normalizeGradient(
    const float *gradient, const float *from, const float *weight, float mean, float scale, float *to,
    float *weightGradient, float *biasGradient, long count
) {
    float total = 0, product = 0;
    for (long start = 0; start < count; start += RUN) {
        Floats totals[STRIPE_VECTORS] = {0}, products[STRIPE_VECTORS] = {0};
        Floats g[STRIPE_VECTORS], x[STRIPE_VECTORS], w[STRIPE_VECTORS];
        const long end = smaller(start + RUN, count);
        for (long index = start; index < end; index += STRIPES) {
            loadStripes(gradient + index, end - index, 0, g);
            loadStripes(from + index, end - index, mean, x);
            loadStripes(weight + index, end - index, 0, w);
            for (int vector = 0; vector < STRIPE_VECTORS; vector++) {
                Floats weighted = g[vector] * w[vector];
                totals[vector] += weighted;
                products[vector] = fma(weighted, x[vector] - mean, products[vector]);
            }
        }
        total += halved(SUM, totals);
        product += halved(SUM, products);
    }
    const float shift = total / count, slope = product * scale / count;
    for (long index = 0; index < count; index++) {
        const float normalized = (from[index] - mean) * scale;
        to[index] = scale * (gradient[index] * weight[index] - shift - normalized * slope);
        weightGradient[index] += gradient[index] * normalized;
        biasGradient[index] += gradient[index];
    }
}
