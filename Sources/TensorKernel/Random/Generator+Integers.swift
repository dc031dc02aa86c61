extension Generator {
    /// Fills `values` with integers of `range`, all about equally likely.
    ///
    /// at::uniform_int_from_to_distribution: the remainder of one word, or of two from 2²⁸ possible values on, where
    /// the remainder of one would favour small values noticeably.
    func fillIntegers(_ values: UnsafeMutableBufferPointer<Int>, in range: Range<Int>) {
        let span = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
        withState { state in
            for index in values.indices {
                let word = span < 1 << 28 ? UInt64(state.engine.next()) : state.engine.next64()
                values[index] = range.lowerBound &+ Int(truncatingIfNeeded: word % span)
            }
        }
    }

    /// The numbers 0, …, count−1 in random order (Fisher and Yates, from the front, as `torch.randperm`).
    func permutation(_ count: Int) -> [Int] {
        var order = [Int](0..<count)
        order.withUnsafeMutableBufferPointer { order in
            withState { state in
                for index in 0..<max(0, count - 1) {
                    order.swapAt(index, index + Int(state.engine.next()) % (count - index))
                }
            }
        }
        return order
    }
}
