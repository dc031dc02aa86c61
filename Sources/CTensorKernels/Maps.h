// Loops that apply a function to every value of an array. The last values of an array fill a vector in part; since lanes
// do not depend on each other, what the rest of it holds does not matter.

#define MAP(NAME)                                                                                                      \
    static void map_##NAME(const float *from, float *to, long count) {                                                 \
        long index = 0;                                                                                                \
        for (; index + LANES <= count; index += LANES) store(to + index, NAME##Of(load(from + index)));                \
        if (index == count) return;                                                                                    \
        float rest[LANES] = {0};                                                                                       \
        memcpy(rest, from + index, (count - index) * sizeof *rest);                                                    \
        store(rest, NAME##Of(load(rest)));                                                                             \
        memcpy(to + index, rest, (count - index) * sizeof *rest);                                                      \
    }
VECTOR_FUNCTIONS(MAP)
#undef MAP

/// Applies a function of two numbers. Values at a distance of 0 are one number for all, else neighbours or further apart.
#define MAP_PAIRS(NAME)                                                                                                \
    static void mapPairs_##NAME(                                                                                       \
        const float *first, long firstStride, const float *second, long secondStride, float *to, long count            \
    ) {                                                                                                                \
        float x[LANES], y[LANES];                                                                                      \
        for (long index = 0; index < count; index += LANES) {                                                          \
            long size = smaller(LANES, count - index);                                                                 \
            for (long lane = 0; lane < LANES; lane++) {                                                                \
                long place = index + smaller(lane, size - 1);                                                          \
                x[lane] = first[place * firstStride];                                                                  \
                y[lane] = second[place * secondStride];                                                                \
            }                                                                                                          \
            store(x, NAME##Of(load(x), load(y)));                                                                      \
            memcpy(to + index, x, size * sizeof *to);                                                                  \
        }                                                                                                              \
    }
MAP_PAIRS(pow)
MAP_PAIRS(atan2)
#undef MAP_PAIRS
