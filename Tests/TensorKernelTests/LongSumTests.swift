import TensorKernel
import Testing

/// The order in which long sums are formed, which decides their last digits and with them the numbers that lessons print.
@Suite struct LongSumTests {
    /// Numbers whose sum depends on the order.
    private func values(_ count: Int) -> [Float] {
        (0..<count).map { Float(($0 &* 2_654_435_761) % 1_000_003) / 7919 - 40 }
    }

    /// Eight lanes over each run of 1024 values, run after run.
    private func runSum(_ values: ArraySlice<Float>) -> Float {
        let whole = values.startIndex + values.count / 8 * 8
        var total: Float = 0
        for start in stride(from: values.startIndex, to: whole, by: 1024) {
            var lanes = Array(values[start..<start + 8])
            for index in start + 8..<max(start + 8, min(whole, start + 1024)) {
                lanes[(index - start) % 8] += values[index]
            }
            let (even, odd) = (
                (lanes[0] + lanes[4]) + (lanes[2] + lanes[6]), (lanes[1] + lanes[5]) + (lanes[3] + lanes[7])
            )
            total += even + odd
        }
        return values[whole...].reduce(total, +)
    }

    /// Blocks of 32768 values, whose sums are summed in the same way.
    private func orderedSum(_ values: [Float]) -> Float {
        let sums = stride(from: 0, to: values.count, by: 32768).map { start in
            runSum(values[start..<min(start + 32768, values.count)])
        }
        return sums.count > 1 ? runSum(sums[...]) : sums[0]
    }

    @Test(arguments: [1, 7, 8, 1023, 1024, 1025, 5000, 32768, 32769, 100_000, 1_000_003])
    func sumsAreFormedInOneOrder(count: Int) {
        let values = values(count)
        let sum = Tensor(values).sum().floats[0]
        #expect(sum.bitPattern == orderedSum(values).bitPattern, "\(sum) is not \(orderedSum(values))")
    }

    @Test func everyRowIsSummedInThatOrder() {
        let values = values(3 * 40_000)
        let sums = Tensor(values, shape: [3, 40_000]).sum(dim: 1).floats
        for row in 0..<3 {
            let expected = orderedSum(Array(values[row * 40_000..<(row + 1) * 40_000]))
            #expect(sums[row].bitPattern == expected.bitPattern)
        }
    }

    /// Added one after another, a million tenths come to 100958.
    @Test func roundingErrorsOfLongSumsStaySmall() {
        let sum = Double(Tensor([Float](repeating: 0.1, count: 1_000_000)).sum().floats[0])
        #expect(abs(sum - 100_000) < 0.2, "\(sum)")
    }
}
