// Products of matrices, in one order of operations: every element of the result is
//
//   sum over k in blocks of 256, added in order, each block one chain of fused multiply-adds from k = 0 upwards.
//
// Lanes, tiles and threads only decide which elements are computed together, so they never change a bit.
//
// The work is laid out as in the papers on GotoBLAS and BLIS. The innermost loop computes a tile of TILE_ROWS rows and
// TILE_VECTORS vectors of columns, which stays in registers over a whole block of k:
//
//        b: one row of the panel at a time, TILE_VECTORS vectors
//   a    ┌───────────────┐
//   ─ →  │ tile of c     │   tile[i][j] ← a[i]·b[j] + tile[i][j]
//        └───────────────┘
//
// Around it, rows of a are packed so that a tile's next TILE_ROWS numbers lie side by side, and columns of b so that its
// next vectors do, in pieces that stay in the caches. b is not packed where its rows can be read as they are.

enum {
    /// Steps of k in one chain. The digits depend on it: it is the same on all paths.
    BLOCK_DEPTH = 256,
    TILE_COLUMNS = TILE_VECTORS * LANES,
    /// Rows of a that are packed at a time: they stay in the second-level cache.
    BLOCK_ROWS = 126 / TILE_ROWS * TILE_ROWS,
    /// Columns of b that are packed at a time.
    BLOCK_COLUMNS = 512,
    /// Up to this many rows, tiles are twice as wide, and up to the smaller number four times, so that there are always
    /// enough chains under way to hide how long one step of a chain takes.
    ROWS_OF_WIDE_TILES = TILE_ROWS / 2,
    ROWS_OF_WIDEST_TILES = TILE_ROWS / 4,
    /// A block with fewer values, or one that is read three times at most, is read where it lies.
    WORTH_PACKING = 8192,
};

/// How much of the workspace is for b; a's packed rows come after it.
enum { PACKED_B = BLOCK_DEPTH * (BLOCK_COLUMNS + 4 * TILE_COLUMNS) };
_Static_assert(PACKED_B + BLOCK_DEPTH * BLOCK_ROWS <= PRODUCT_WORKSPACE, "the workspace is too small");

INLINE long smaller(long a, long b) { return a < b ? a : b; }

/// c ← the product of `rows` rows of a and `vectors` vectors of columns of b, or c + it. `rows` and `vectors` are
/// constants wherever this is inlined, so that the tile lies in registers.
INLINE void computeTile(
    const int rows, const int vectors, long depth, const float *a, long aRow, long aStep, const float *b, long bStep,
    int isAdded, float *c, long cRow
) {
    Floats tile[TILE_ROWS][4 * TILE_VECTORS], line[4 * TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) tile[i][j] = (Floats){};
    }
    for (long step = 0; step < depth; step++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) line[j] = load(b + step * bStep + j * LANES);
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            Floats factor = broadcast(a[i * aRow + step * aStep]);
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) tile[i][j] = fma(factor, line[j], tile[i][j]);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) {
            float *to = c + i * cRow + j * LANES;
            store(to, isAdded ? load(to) + tile[i][j] : tile[i][j]);
        }
    }
}

/// Picks the code for a tile's size. One of `aRow` and `aStep` is 1.
static void multiplyTile(
    long rows, int vectors, long depth, const float *a, long aRow, long aStep, const float *b, long bStep, int isAdded,
    float *c, long cRow
) {
#define TILE(ROWS, VECTORS)                                                                                            \
    do {                                                                                                               \
        if (aRow == 1) computeTile(ROWS, VECTORS, depth, a, 1, aStep, b, bStep, isAdded, c, cRow);                     \
        else computeTile(ROWS, VECTORS, depth, a, aRow, 1, b, bStep, isAdded, c, cRow);                                \
    } while (0)
#define CASE(ROWS)                                                                                                     \
    case ROWS:                                                                                                         \
        if (ROWS > TILE_ROWS) return;                                                                                  \
        if (vectors == 1) TILE(ROWS, 1);                                                                               \
        else if (vectors == TILE_VECTORS) TILE(ROWS, TILE_VECTORS);                                                    \
        else if (ROWS <= ROWS_OF_WIDE_TILES && vectors == 2 * TILE_VECTORS) TILE(ROWS, 2 * TILE_VECTORS);              \
        else if (ROWS <= ROWS_OF_WIDEST_TILES) TILE(ROWS, 4 * TILE_VECTORS);                                           \
        return;
    switch (rows) {
        CASE(1) CASE(2)
#if TILE_ROWS > 2
        CASE(3) CASE(4) CASE(5) CASE(6)
#endif
#if TILE_ROWS > 6
        CASE(7) CASE(8)
#endif
#if TILE_ROWS > 8
        CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14)
#endif
    }
#undef CASE
#undef TILE
}

typedef float Four __attribute__((vector_size(16), aligned(4), may_alias));

/// Writes four rows of four neighbouring values as four columns.
INLINE void transposeFour(const float *from, long fromRow, float *to, long width) {
    Four r0 = *(const Four *)from, r1 = *(const Four *)(from + fromRow);
    Four r2 = *(const Four *)(from + 2 * fromRow), r3 = *(const Four *)(from + 3 * fromRow);
    Four low01 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), low23 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
    Four high01 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7), high23 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
    *(Four *)to = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
    *(Four *)(to + width) = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
    *(Four *)(to + 2 * width) = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
    *(Four *)(to + 3 * width) = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}

/// to[step · width + i] ← from[i · fromRow + step · fromStep] for the first `count` of the `width` places of the first
/// `depth` steps. What the other places of a step hold does not matter; in the first `readable` steps it may be what lies
/// behind the values in memory.
INLINE void pack(
    const long width, long count, long depth, long readable, const float *from, long fromRow, long fromStep, float *to
) {
    if (fromRow == 1) {
        for (long step = 0; step < depth; step++) {
            const float *source = from + step * fromStep;
            if (step < readable) memcpy(to + step * width, source, width * sizeof *to);
            else for (long i = 0; i < count; i++) to[step * width + i] = source[i];
        }
        return;
    }
    // Some steps at a time: neighbours of every row, and no more of the panel than stays in the cache.
    enum { STEPS = 64 };
    for (long start = 0; start < depth; start += STEPS) {
        const long end = smaller(start + STEPS, depth), ending = fromStep == 1 ? end - (end - start) % 4 : start;
        for (long i = 0; count >= 4 && i < count; i += 4) {
            const long first = smaller(i, count - 4);  // The last four may overlap those before.
            for (long step = start; step < ending; step += 4) {
                transposeFour(from + first * fromRow + step, fromRow, to + step * width + first, width);
            }
        }
        for (long step = count >= 4 ? ending : start; step < end; step++) {
            for (long i = 0; i < count; i++) to[step * width + i] = from[i * fromRow + step * fromStep];
        }
    }
}

static void packColumns(
    int vectors, long count, long depth, long readable, const float *b, long bStep, long bColumn, float *to
) {
    if (vectors == TILE_VECTORS) pack(TILE_COLUMNS, count, depth, readable, b, bColumn, bStep, to);
    else if (vectors == 1) pack(LANES, count, depth, readable, b, bColumn, bStep, to);
    else pack(vectors * LANES, count, depth, readable, b, bColumn, bStep, to);
}

static void packRows(long rows, long depth, const float *a, long aRow, long aStep, float *to) {
    if (rows == TILE_ROWS) pack(TILE_ROWS, rows, depth, depth, a, aRow, aStep, to);
    else pack(rows, rows, depth, depth, a, aRow, aStep, to);
}

/// A tile of which only `columns` columns belong to c: it is computed whole and stored in part.
static void multiplyPartialTile(
    long rows, long columns, int vectors, long depth, const float *a, long aRow, long aStep, const float *b, long bStep,
    int isAdded, float *c, long cRow
) {
    float whole[TILE_ROWS * TILE_COLUMNS];
    long wholeRow = vectors * LANES;
    multiplyTile(rows, vectors, depth, a, aRow, aStep, b, bStep, 0, whole, wholeRow);
    for (long i = 0; i < rows; i++) {
        float *to = c + i * cRow;
        const float *from = whole + i * wholeRow;
        for (long j = 0; j < columns; j++) to[j] = isAdded ? to[j] + from[j] : from[j];
    }
}

// MARK: Matrix times vector

#if LANES == 16
#define IN_EACH_FOUR(x, y, i, j, k, l)                                                                                 \
    __builtin_shufflevector(                                                                                           \
        x, y, i, j, k, l, i + 4, j + 4, k + 4, l + 4, i + 8, j + 8, k + 8, l + 8, i + 12, j + 12, k + 12, l + 12)
#elif LANES == 8
#define IN_EACH_FOUR(x, y, i, j, k, l) __builtin_shufflevector(x, y, i, j, k, l, i + 4, j + 4, k + 4, l + 4)
#else
#define IN_EACH_FOUR(x, y, i, j, k, l) __builtin_shufflevector(x, y, i, j, k, l)
#endif

/// Four neighbouring values of each of LANES rows, as four vectors with one lane a row.
INLINE void loadFourColumns(const float *const *rows, long column, Floats columns[4]) {
    Floats r[4];
    for (int i = 0; i < 4; i++) {
        for (int part = 0; part < LANES / 4; part++) {
            memcpy((char *)(r + i) + 16 * part, rows[4 * part + i] + column, 16);
        }
    }
    Floats low01 = IN_EACH_FOUR(r[0], r[1], 0, LANES, 1, LANES + 1);
    Floats low23 = IN_EACH_FOUR(r[2], r[3], 0, LANES, 1, LANES + 1);
    Floats high01 = IN_EACH_FOUR(r[0], r[1], 2, LANES + 2, 3, LANES + 3);
    Floats high23 = IN_EACH_FOUR(r[2], r[3], 2, LANES + 2, 3, LANES + 3);
    columns[0] = IN_EACH_FOUR(low01, low23, 0, 1, LANES, LANES + 1);
    columns[1] = IN_EACH_FOUR(low01, low23, 2, 3, LANES + 2, LANES + 3);
    columns[2] = IN_EACH_FOUR(high01, high23, 0, 1, LANES, LANES + 1);
    columns[3] = IN_EACH_FOUR(high01, high23, 2, 3, LANES + 2, LANES + 3);
}
#undef IN_EACH_FOUR

/// The chains of `groups` times LANES rows, one a lane: each row of a with the row of b of its own, or with the first one
/// if `isShared`.
INLINE void computeChains(
    const int groups, const int isShared, long depth, const float *const *a, const float *const *b, Floats *chains
) {
    for (int group = 0; group < groups; group++) chains[group] = (Floats){};
    long step = 0;
    for (; step + 4 <= depth; step += 4) {
        for (int group = 0; group < groups; group++) {
            Floats left[4], right[4];
            loadFourColumns(a + group * LANES, step, left);
            if (!isShared) loadFourColumns(b + group * LANES, step, right);
            for (int i = 0; i < 4; i++) {
                chains[group] = fma(left[i], isShared ? broadcast(b[0][step + i]) : right[i], chains[group]);
            }
        }
    }
    for (; step < depth; step++) {
        for (int group = 0; group < groups; group++) {
            float left[LANES], right[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                left[lane] = a[group * LANES + lane][step];
                right[lane] = b[isShared ? 0 : group * LANES + lane][step];
            }
            chains[group] = fma(load(left), load(right), chains[group]);
        }
    }
}

/// Copies `count` values that lie `step` apart.
INLINE void copySteps(long count, const float *from, long step, float *to) {
    if (step == 1) memcpy(to, from, count * sizeof *to);
    else for (long i = 0; i < count; i++) to[i] = from[i * step];
}

/// c ← a·b, or c + a·b, for rows of neighbouring values and a vector b.
static void multiplyColumn(
    long rows, long k, const float *a, long aRow, const float *b, long bStep, int isAdding, float *c, long cRow,
    float *workspace
) {
    for (long step = 0; step < k; step += BLOCK_DEPTH) {
        const long depth = smaller(BLOCK_DEPTH, k - step);
        const float *vector = b + step;
        if (bStep != 1) {
            copySteps(depth, b + step * bStep, bStep, workspace);
            vector = workspace;
        }
        for (long row = 0; row < rows; row += 2 * LANES) {
            const float *places[2 * LANES];
            const long count = smaller(2 * LANES, rows - row);
            for (long i = 0; i < 2 * LANES; i++) places[i] = a + (row + smaller(i, count - 1)) * aRow + step;
            Floats chains[2];
            if (count > LANES) computeChains(2, 1, depth, places, &vector, chains);
            else computeChains(1, 1, depth, places, &vector, chains);
            for (long i = 0; i < count; i++) {
                float *to = c + (row + i) * cRow, chain = chains[i / LANES][i % LANES];
                *to = isAdding || step > 0 ? *to + chain : chain;
            }
        }
    }
}

/// c ← Σ aᵢ·bᵢ, or c + it. There are no rows to share the lanes: a lane is a block of k.
static void multiplyVectors(
    long k, const float *a, long aStep, const float *b, long bStep, int isAdding, float *c, float *workspace
) {
    // Copied blocks lie a little further apart, so that they do not compete for the same places of the cache.
    enum { ROW = BLOCK_DEPTH + 16 };
    float total = *c;
    int isAdded = isAdding;
    for (long step = 0, lanes; step < k; step += lanes * BLOCK_DEPTH) {
        // As many whole blocks as there are, or the last one.
        const long whole = smaller(LANES, (k - step) / BLOCK_DEPTH), depth = smaller(BLOCK_DEPTH, k - step);
        lanes = whole > 0 ? whole : 1;
        const float *left[LANES], *right[LANES];
        for (long lane = 0; lane < LANES; lane++) {
            const long block = smaller(lane, lanes - 1), first = step + block * BLOCK_DEPTH;
            float *leftRow = workspace + block * ROW, *rightRow = workspace + (LANES + block) * ROW;
            left[lane] = leftRow;
            right[lane] = rightRow;
            if (lane >= lanes) continue;
            copySteps(depth, a + first * aStep, aStep, leftRow);
            copySteps(depth, b + first * bStep, bStep, rightRow);
        }
        Floats chains[1];
        computeChains(1, 0, depth, left, right, chains);
        for (long lane = 0; lane < lanes; lane++) {
            total = isAdded ? total + chains[0][lane] : chains[0][lane];
            isAdded = 1;
        }
    }
    if (k > 0) *c = total;
}

/// See `multiplyMatrices` in CTensorKernels.h.
static void multiply(
    long m, long n, long k, const float *a, long aRow, long aStep, const float *b, long bStep, long bColumn,
    int isAdding, float *c, long cRow, float *workspace
) {
    if (k == 0 && !isAdding) {
        for (long row = 0; row < m; row++) memset(c + row * cRow, 0, n * sizeof *c);
    }
    if (m == 1 && n == 1) {
        multiplyVectors(k, a, aStep, b, bStep, isAdding, c, workspace);
        return;
    }
    if (n == 1 && aStep == 1) {
        multiplyColumn(m, k, a, aRow, b, bStep, isAdding, c, cRow, workspace);
        return;
    }
    if (m == 1 && bStep == 1 && bColumn != 1) {
        multiplyColumn(n, k, b, bColumn, a, aStep, isAdding, c, 1, workspace);
        return;
    }
    // A single column lies in memory like a single row, and a row's lanes are its columns: cᵀ = bᵀ·aᵀ.
    if (n == 1 && cRow == 1) {
        multiply(1, m, k, b, bColumn, bStep, a, aStep, aRow, isAdding, c, m, workspace);
        return;
    }
    const int widest =
        (bColumn != 1 ? 1 : m <= ROWS_OF_WIDEST_TILES ? 4 : m <= ROWS_OF_WIDE_TILES ? 2 : 1) * TILE_VECTORS;
    const long blockDepth = smaller(k, BLOCK_DEPTH);
    const int isARead = (aRow == 1 || aStep == 1) && (n <= 4 * TILE_COLUMNS || m * blockDepth <= WORTH_PACKING);
    const int isBRead = bColumn == 1 && (m <= 3 * TILE_ROWS || n * blockDepth <= WORTH_PACKING);
    float *packedB = workspace, *packedA = workspace + PACKED_B;

    for (long column = 0; column < n; column += BLOCK_COLUMNS) {
        const long columns = smaller(BLOCK_COLUMNS, n - column);
        for (long step = 0; step < k; step += BLOCK_DEPTH) {
            const long depth = smaller(BLOCK_DEPTH, k - step);
            const int isAdded = isAdding || step > 0;
            for (long row = 0; row < m; row += BLOCK_ROWS) {
                const long rows = smaller(BLOCK_ROWS, m - row);
                const float *aBlock = a + row * aRow + step * aStep;
                if (!isARead) {
                    for (long i = 0; i < rows; i += TILE_ROWS) {
                        long count = smaller(TILE_ROWS, rows - i);
                        packRows(count, depth, aBlock + i * aRow, aRow, aStep, packedA + i * depth);
                    }
                }
                for (long j = 0, vectors, count; j < columns; j += count) {
                    const long left = columns - j;
                    vectors = left >= widest * LANES ? widest : left > LANES ? TILE_VECTORS : 1;
                    count = smaller(vectors * LANES, left);
                    const int isPartial = count < vectors * LANES;
                    const float *panel = b + step * bStep + (column + j) * bColumn;
                    long panelStep = bStep;
                    if (!isBRead || isPartial) {
                        float *packed = packedB + j * BLOCK_DEPTH;
                        panelStep = vectors * LANES;
                        // Behind all rows but the last there is at least another row.
                        const long readable = !isPartial ? depth : bStep >= panelStep ? smaller(depth, k - 1 - step) : 0;
                        if (row == 0) packColumns(vectors, count, depth, readable, panel, bStep, bColumn, packed);
                        panel = packed;
                    }
                    for (long i = 0; i < rows; i += TILE_ROWS) {
                        const long high = smaller(TILE_ROWS, rows - i);
                        const float *left = isARead ? aBlock + i * aRow : packedA + i * depth;
                        const long leftRow = isARead ? aRow : 1, leftStep = isARead ? aStep : high;
                        float *to = c + (row + i) * cRow + column + j;
                        if (isPartial) {
                            multiplyPartialTile(
                                high, count, vectors, depth, left, leftRow, leftStep, panel, panelStep, isAdded, to, cRow);
                        } else {
                            multiplyTile(
                                high, vectors, depth, left, leftRow, leftStep, panel, panelStep, isAdded, to, cRow);
                        }
                    }
                }
            }
        }
    }
}
