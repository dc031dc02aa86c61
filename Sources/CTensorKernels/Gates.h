// Steps of gated recurrent layers, from the affine maps of the input and the state to the next state. A row has the numbers
// of one gate after those of another.

/// See `gruStep` in CTensorKernels.h.
static void stepGRU(const float *input, const float *state, const float *h, float *to, float *gates, long size) {
    for (long index = 0; index < size; index += LANES) {
        const long count = smaller(LANES, size - index);
        Floats a[3], b[3];
        for (int gate = 0; gate < 3; gate++) {
            a[gate] = loadSome(input + gate * size + index, count);
            b[gate] = loadSome(state + gate * size + index, count);
        }
        Floats r = sigmoidOf(a[0] + b[0]), z = sigmoidOf(a[1] + b[1]), n = tanhOf(fma(r, b[2], a[2]));
        storeSome(to + index, fma(z, loadSome(h + index, count) - n, n), count);
        storeSome(gates + index, r, count);
        storeSome(gates + size + index, z, count);
        storeSome(gates + 2 * size + index, n, count);
    }
}

/// See `gruGradient` in CTensorKernels.h.
static void differentiateGRU(
    const float *gradient, const float *gates, const float *state, const float *h, float *inputGradient,
    float *stateGradient, float *hGradient, long size
) {
    for (long index = 0; index < size; index += LANES) {
        const long count = smaller(LANES, size - index);
        Floats g = loadSome(gradient + index, count), before = loadSome(h + index, count);
        Floats r = loadSome(gates + index, count), z = loadSome(gates + size + index, count);
        Floats n = loadSome(gates + 2 * size + index, count), fromState = loadSome(state + 2 * size + index, count);
        Floats dn = g * (1 - z) * (1 - n * n), dz = g * (before - n) * (z * (1 - z));
        Floats dr = dn * fromState * (r * (1 - r));
        storeSome(inputGradient + index, dr, count);
        storeSome(inputGradient + size + index, dz, count);
        storeSome(inputGradient + 2 * size + index, dn, count);
        storeSome(stateGradient + index, dr, count);
        storeSome(stateGradient + size + index, dz, count);
        storeSome(stateGradient + 2 * size + index, dn * r, count);
        storeSome(hGradient + index, g * z, count);
    }
}

/// See `lstmStep` in CTensorKernels.h.
static void stepLSTM(
    const float *input, const float *state, const float *c, float *h, float *next, float *gates, long size
) {
    for (long index = 0; index < size; index += LANES) {
        const long count = smaller(LANES, size - index);
        Floats sums[4];
        for (int gate = 0; gate < 4; gate++) {
            const long place = gate * size + index;
            sums[gate] = loadSome(input + place, count) + loadSome(state + place, count);
        }
        Floats i = sigmoidOf(sums[0]), f = sigmoidOf(sums[1]), g = tanhOf(sums[2]), o = sigmoidOf(sums[3]);
        Floats memory = fma(f, loadSome(c + index, count), i * g);
        storeSome(next + index, memory, count);
        storeSome(h + index, o * tanhOf(memory), count);
        storeSome(gates + index, i, count);
        storeSome(gates + size + index, f, count);
        storeSome(gates + 2 * size + index, g, count);
        storeSome(gates + 3 * size + index, o, count);
    }
}

/// See `lstmGradient` in CTensorKernels.h.
static void differentiateLSTM(
    const float *hGradient, const float *nextGradient, const float *gates, const float *c, const float *next,
    float *inputGradient, float *cGradient, long size
) {
    for (long index = 0; index < size; index += LANES) {
        const long count = smaller(LANES, size - index);
        Floats dh = loadSome(hGradient + index, count), before = loadSome(c + index, count);
        Floats i = loadSome(gates + index, count), f = loadSome(gates + size + index, count);
        Floats g = loadSome(gates + 2 * size + index, count), o = loadSome(gates + 3 * size + index, count);
        Floats shown = tanhOf(loadSome(next + index, count));
        Floats dc = fma(dh * o, 1 - shown * shown, loadSome(nextGradient + index, count));
        storeSome(inputGradient + index, dc * g * (i * (1 - i)), count);
        storeSome(inputGradient + size + index, dc * before * (f * (1 - f)), count);
        storeSome(inputGradient + 2 * size + index, dc * i * (1 - g * g), count);
        storeSome(inputGradient + 3 * size + index, dh * shown * (o * (1 - o)), count);
        storeSome(cGradient + index, dc * f, count);
    }
}
