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

/// LANES values at a distance of `stride`, of which the last counts for those behind it.
INLINE Floats loadSpaced(const float *from, long stride, long count) {
    if (stride == 0) return broadcast(*from);
    if (stride == 1 && count == LANES) return load(from);
    float values[LANES];
    for (long lane = 0; lane < LANES; lane++) values[lane] = from[smaller(lane, count - 1) * stride];
    return load(values);
}

/// Applies a function of two numbers. Values at a distance of 0 are one number for all, else neighbours or further apart.
#define MAP_PAIRS(NAME)                                                                                                \
    static void mapPairs_##NAME(                                                                                       \
        const float *first, long firstStride, const float *second, long secondStride, float *to, long count            \
    ) {                                                                                                                \
        for (long index = 0; index < count; index += LANES) {                                                          \
            const long size = smaller(LANES, count - index);                                                           \
            Floats x = loadSpaced(first + index * firstStride, firstStride, size);                                     \
            Floats y = loadSpaced(second + index * secondStride, secondStride, size);                                  \
            storeSome(to + index, NAME##Of(x, y), size);                                                               \
        }                                                                                                              \
    }
MAP_PAIRS(pow)
MAP_PAIRS(atan2)
#undef MAP_PAIRS
