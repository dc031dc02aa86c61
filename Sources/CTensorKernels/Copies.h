// Copies of matrices with rows and columns exchanged.

/// See `copyTransposed` in CTensorKernels.h. Blocks of 64×64 values stay in the first-level cache.
static void transpose(const float *from, long fromRow, long rows, long columns, float *to, long toRow) {
    enum { BLOCK = 64 };
    for (long top = 0; top < rows; top += BLOCK) {
        const long bottom = smaller(top + BLOCK, rows), fours = bottom - (bottom - top) % 4;
        for (long left = 0; left < columns; left += BLOCK) {
            const long right = smaller(left + BLOCK, columns), whole = right - (right - left) % 4;
            for (long column = left; column < whole; column += 4) {
                for (long row = top; row < fours; row += 4) {
                    transposeFour(from + row * fromRow + column, fromRow, to + column * toRow + row, toRow);
                }
            }
            for (long column = left; column < right; column++) {
                for (long row = column < whole ? fours : top; row < bottom; row++) {
                    to[column * toRow + row] = from[row * fromRow + column];
                }
            }
        }
    }
}

/// See `copyBlock` in CTensorKernels.h.
static void copyRows(const float *from, long fromRow, long rows, long columns, float *to, long toRow) {
    for (long row = 0; row < rows; row++, from += fromRow, to += toRow) {
        if (columns >= LANES) {
            // The last vector may overlap the one before.
            for (long column = 0; column < columns - LANES; column += LANES) store(to + column, load(from + column));
            store(to + columns - LANES, load(from + columns - LANES));
            continue;
        }
        long column = 0;
        for (; column + 4 <= columns; column += 4) *(Four *)(to + column) = *(const Four *)(from + column);
        for (; column < columns; column++) to[column] = from[column];
    }
}

/// See `addBlock` in CTensorKernels.h.
static void addBlockOfRows(const float *from, long fromRow, long rows, long columns, float *to, long toRow) {
    for (long row = 0; row < rows; row++, from += fromRow, to += toRow) {
        long column = 0;
        for (; column + LANES <= columns; column += LANES) store(to + column, load(to + column) + load(from + column));
        for (; column + 4 <= columns; column += 4) *(Four *)(to + column) += *(const Four *)(from + column);
        for (; column < columns; column++) to[column] += from[column];
    }
}
