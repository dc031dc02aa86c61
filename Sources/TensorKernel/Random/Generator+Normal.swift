#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Generator {
    /// Fills `values` with normally distributed numbers.
    ///
    /// Like PyTorch, in two regimes: fewer than 16 values are drawn one by one in double precision, a pair at a time;
    /// from 16 on, blocks of 16 uniform values are transformed in single precision.
    func fillNormal(
        _ values: UnsafeMutableBufferPointer<Float>, mean: Double = 0, standardDeviation: Double = 1
    ) {
        if values.count >= NormalBlock.length {
            fillNormalBlocks(values, mean: Float(mean), standardDeviation: Float(standardDeviation))
        } else {
            withState { state in
                for index in values.indices {
                    values[index] = Float(state.nextStandardNormal() * standardDeviation + mean)
                }
            }
        }
    }

    /// at::native::normal_fill: where the count is no multiple of 16, the last 16 values are drawn once more.
    private func fillNormalBlocks(
        _ values: UnsafeMutableBufferPointer<Float>, mean: Float, standardDeviation: Float
    ) {
        fillUniform(values)
        let length = NormalBlock.length
        let block = NormalBlock(mean: mean, standardDeviation: standardDeviation)
        for start in stride(from: 0, through: values.count - length, by: length) {
            block.transform(UnsafeMutableBufferPointer(rebasing: values[start..<start + length]))
        }
        guard !values.count.isMultiple(of: length) else { return }
        let tail = UnsafeMutableBufferPointer(rebasing: values[(values.count - length)...])
        fillUniform(tail)
        block.transform(tail)
    }
}

extension Generator.State {
    /// Box and Muller's transform of two uniform numbers into two normal ones; the second waits for the next call.
    mutating func nextStandardNormal() -> Double {
        if let waiting = nextNormal {
            nextNormal = nil
            return waiting
        }
        let angle = 2 * Double.pi * nextUniform()
        let radius = (-2 * log1p(-nextUniform())).squareRoot()
        nextNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    private mutating func nextUniform() -> Double {
        Double(engine.next64() & (1 << 53 - 1)) * 0x1p-53
    }
}
