extension Generator {
    /// Fills `values` with numbers of [lower, upper), each made of the lower 24 bits of one word.
    ///
    /// at::uniform_real_distribution<float>: `(word mod 2²⁴) · 2⁻²⁴ · (upper − lower) + lower`.
    func fillUniform(_ values: UnsafeMutableBufferPointer<Float>, from lower: Float = 0, to upper: Float = 1) {
        let range = upper - lower
        forEachChunk(of: values.count, wordsPerValue: 1) { words, start in
            let target = UnsafeMutableBufferPointer(rebasing: values[start..<start + words.count])
            for index in 0..<words.count {
                // Through Int32: the conversion from a signed word is one vector instruction.
                target[index] = Float(Int32(bitPattern: words[index] & 0xff_ffff)) * 0x1p-24
            }
            guard lower != 0 || upper != 1 else { return }
            // One rounding, as in PyTorch, whose compiler fuses the product and the sum.
            for index in 0..<words.count { target[index] = lower.addingProduct(target[index], range) }
        }
    }

    /// Makes each of `values` true with the given probability.
    ///
    /// at::bernoulli_distribution<double>: a uniform double of 53 bits, made of two words, lies below `probability`.
    /// (PyTorch on an Intel processor hands this to the MKL library, whose stream differs; this is the stream of
    /// PyTorch everywhere else.)
    func fillBernoulli(_ values: UnsafeMutableBufferPointer<Bool>, probability: Double) {
        // u · 2⁻⁵³ < p exactly where u < ⌈p · 2⁵³⌉, for integers u. The upper 21 of the 53 bits decide almost always;
        // signed, because vectors of signed integers compare faster.
        let threshold = UInt64((probability * 0x1p53).rounded(.up))
        let (upper, lower) = (Int32(threshold >> 32), UInt32(truncatingIfNeeded: threshold))
        forEachChunk(of: values.count, wordsPerValue: 2) { words, start in
            let count = words.count / 2
            let target = UnsafeMutableBufferPointer(rebasing: values[start..<start + count])
            var ties: Int32 = 0
            for index in 0..<count {
                let bits = Int32(bitPattern: words[2 &* index] & 0x1f_ffff)
                target[index] = bits < upper
                ties |= bits == upper ? 1 : 0
            }
            guard ties != 0 else { return }
            for index in 0..<count where Int32(bitPattern: words[2 * index] & 0x1f_ffff) == upper {
                target[index] = words[2 * index + 1] < lower
            }
        }
    }

    /// Replaces each probability in `values` by 1 with that probability, else by 0, drawing one word each.
    ///
    /// at::bernoulli_distribution<float>, the stream of `torch.bernoulli(input)`.
    func drawBernoulli(_ values: UnsafeMutableBufferPointer<Float>) {
        forEachChunk(of: values.count, wordsPerValue: 1) { words, start in
            for index in 0..<words.count {
                let uniform = Float(Int32(bitPattern: words[index] & 0xff_ffff)) * 0x1p-24
                values[start + index] = uniform < values[start + index] ? 1 : 0
            }
        }
    }

    /// Hands out `count · wordsPerValue` words in chunks that stay in the cache, with the index of the chunk's
    /// first value.
    private func forEachChunk(
        of count: Int, wordsPerValue: Int, _ body: (UnsafeBufferPointer<UInt32>, Int) -> Void
    ) {
        let valuesPerChunk = 1024
        withState { state in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: valuesPerChunk * wordsPerValue) { words in
                words.initialize(repeating: 0)
                var start = 0
                while start < count {
                    let values = min(valuesPerChunk, count - start)
                    let chunk = UnsafeMutableBufferPointer(rebasing: words[..<(values * wordsPerValue)])
                    state.engine.fill(chunk)
                    body(UnsafeBufferPointer(chunk), start)
                    start += values
                }
            }
        }
    }
}
