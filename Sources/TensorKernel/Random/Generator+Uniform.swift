extension Generator {
    /// Fills `values` with numbers of [lower, upper), each made of the lower 24 bits of one word.
    ///
    /// at::uniform_real_distribution<float>: `(word mod 2²⁴) · 2⁻²⁴ · (upper − lower) + lower`.
    func fillUniform(_ values: UnsafeMutableBufferPointer<Float>, from lower: Float = 0, to upper: Float = 1) {
        let range = upper - lower
        drawWords(for: values.count) { words, places in
            let target = UnsafeMutableBufferPointer(rebasing: values[places])
            for index in target.indices { target[index] = unitInterval(words[index]) }
            guard lower != 0 || upper != 1 else { return }
            // One rounding, as in PyTorch, whose compiler fuses the product and the sum.
            for index in target.indices { target[index] = lower.addingProduct(target[index], range) }
        }
    }

    /// Sets each of `values` to `value` with the given probability, else to zero, and calls `use` for each range of places
    /// that is filled, from several threads.
    ///
    /// at::bernoulli_distribution<double>: a uniform double of 53 bits, made of two words, lies below `probability`.
    /// (PyTorch on an Intel processor hands this to the MKL library, whose stream differs; this is the stream of
    /// PyTorch everywhere else.)
    func fillBernoulli(
        _ values: UnsafeMutableBufferPointer<Float>, probability: Double, value: Float, use: (Range<Int>) -> Void
    ) {
        // u · 2⁻⁵³ < p exactly where u < ⌈p · 2⁵³⌉, for integers u. The upper 21 of the 53 bits decide almost always.
        let threshold = UInt64((probability * 0x1p53).rounded(.up))
        let (upper, lower) = (Int32(threshold >> 32), UInt32(truncatingIfNeeded: threshold))
        drawWords(for: values.count, wordsPerValue: 2) { words, places in
            let target = UnsafeMutableBufferPointer(rebasing: values[places])
            // By the sign of differences rather than by comparisons, so that vector instructions do it.
            var ties: Int32 = 0
            for index in target.indices {
                let bits = upperBits(words[2 &* index])
                let isBelow = UInt32(bitPattern: (bits &- upper) >> 31)
                target[index] = Float(bitPattern: value.bitPattern & isBelow)
                ties |= (bits ^ upper) &- 1
            }
            if ties < 0 {
                for index in target.indices where upperBits(words[2 * index]) == upper {
                    target[index] = MersenneTwister.temper(words[2 * index + 1]) < lower ? value : 0
                }
            }
            use(places)
        }
    }

    /// Replaces each probability in `values` by 1 with that probability, else by 0, drawing one word each.
    ///
    /// at::bernoulli_distribution<float>, the stream of `torch.bernoulli(input)`.
    func drawBernoulli(_ values: UnsafeMutableBufferPointer<Float>) {
        drawWords(for: values.count) { words, places in
            let target = UnsafeMutableBufferPointer(rebasing: values[places])
            for index in target.indices { target[index] = unitInterval(words[index]) < target[index] ? 1 : 0 }
        }
    }

    /// Draws `wordsPerValue` words for each of `count` values, and calls `body` with those of a range of places, still to
    /// be tempered. The words are drawn in order; several threads use them.
    private func drawWords(
        for count: Int, wordsPerValue: Int = 1, _ body: (UnsafePointer<UInt32>, Range<Int>) -> Void
    ) {
        // What a piece needs stays in the cache of the core that drew it.
        let valuesPerPiece = 8192 / wordsPerValue
        let turnstile = Turnstile()
        withState { state in
            Parallel.forRanges(count, size: valuesPerPiece) { places in
                let capacity = MersenneTwister.length + places.count * wordsPerValue
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: capacity) { buffer in
                    guard let words = buffer.baseAddress else { return }
                    var start = 0
                    turnstile.pass(places.lowerBound / valuesPerPiece) {
                        start = state.engine.draw(places.count * wordsPerValue, into: words)
                    }
                    body(words + start, places)
                }
            }
        }
    }
}

/// The lower 24 bits of a word as a number of [0, 1).
@inline(__always)
private func unitInterval(_ word: UInt32) -> Float {
    // Through Int32: the conversion from a signed word is one vector instruction.
    Float(Int32(bitPattern: MersenneTwister.temper(word) & 0xff_ffff)) * 0x1p-24
}

/// The lower 21 bits of a word, the upper ones of a double's 53.
@inline(__always)
private func upperBits(_ word: UInt32) -> Int32 { Int32(bitPattern: MersenneTwister.temper(word) & 0x1f_ffff) }
