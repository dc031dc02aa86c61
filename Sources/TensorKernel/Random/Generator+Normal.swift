extension Generator {
    /// How many uniform numbers become normal ones together.
    private static let normalBlockLength = 16

    /// Fills `values` with normally distributed numbers.
    ///
    /// Like PyTorch, in two regimes: fewer than 16 values are drawn one by one in double precision, a pair at a time;
    /// from 16 on, blocks of 16 uniform values are transformed in single precision.
    func fillNormal(
        _ values: UnsafeMutableBufferPointer<Float>, mean: Double = 0, standardDeviation: Double = 1
    ) {
        if values.count >= Self.normalBlockLength {
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
        let length = Self.normalBlockLength
        guard let first = values.baseAddress else { return }
        Parallel.forRanges(values.count / length, size: Parallel.elementsPerPiece / length) { blocks in
            makeNormalBlocks(
                first + blocks.lowerBound * length, blocks: blocks.count, mean: mean,
                standardDeviation: standardDeviation)
        }
        guard !values.count.isMultiple(of: length) else { return }
        let tail = UnsafeMutableBufferPointer(rebasing: values[(values.count - length)...])
        fillUniform(tail)
        makeNormalBlocks(
            first + (values.count - length), blocks: 1, mean: mean, standardDeviation: standardDeviation)
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
        let radius = (-2 * DoubleMath.log(1 - nextUniform())).squareRoot()
        nextNormal = radius * DoubleMath.sin(angle)
        return radius * DoubleMath.cos(angle)
    }

    private mutating func nextUniform() -> Double {
        Double(engine.next64() & (1 << 53 - 1)) * 0x1p-53
    }
}
