import TensorKernel
import Testing

/// The order in which long sums are formed, which decides their last digits and with them the numbers that lessons print.
@Suite struct LongSumTests {
    /// Numbers whose sum depends on the order.
    private func values(_ count: Int) -> [Float] {
        (0..<count).map { Float(($0 &* 2_654_435_761) % 1_000_003) / 7919 - 40 }
    }

    /// Fewer than 16 values one after another; else 64 stripes over each run of 4096 values, which are halved, run after run.
    private func runSum(_ values: ArraySlice<Float>) -> Float {
        guard values.count >= 16 else { return values.reduce(0, +) }
        return stride(from: values.startIndex, to: values.endIndex, by: 4096).reduce(0) { total, start in
            var stripes = [Float](repeating: 0, count: 64)
            for index in start..<min(start + 4096, values.endIndex) { stripes[(index - start) % 64] += values[index] }
            while stripes.count > 1 {
                let half = stripes.count / 2
                stripes = (0..<half).map { stripes[$0] + stripes[$0 + half] }
            }
            return total + stripes[0]
        }
    }

    /// Blocks of 32768 values, whose sums are summed in the same way.
    private func orderedSum(_ values: [Float]) -> Float {
        let sums = stride(from: 0, to: values.count, by: 32768).map { start in
            runSum(values[start..<min(start + 32768, values.count)])
        }
        return sums.count > 1 ? runSum(sums[...]) : sums[0]
    }

    @Test(arguments: [1, 7, 15, 16, 63, 64, 65, 1000, 4095, 4096, 4097, 5000, 32768, 32769, 100_000, 1_000_003])
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

    /// Columns: runs of 32 rows, which are added in order; blocks of 1024 rows, or of 32768 values, likewise.
    @Test(arguments: [(31, 3), (65, 200), (3000, 7), (2000, 150)])
    func columnsAreSummedInOneOrder(rows: Int, columns: Int) {
        func runSum(_ column: [Float]) -> Float {
            stride(from: 0, to: column.count, by: 32).reduce(0) { total, start in
                total + column[start..<min(start + 32, column.count)].reduce(0, +)
            }
        }
        let values = values(rows * columns)
        let blockRows = min(1024, 32768 / columns)
        let expected = (0..<columns).map { column in
            let blocks = stride(from: 0, to: rows, by: blockRows).map { start in
                runSum((start..<min(start + blockRows, rows)).map { values[$0 * columns + column] })
            }
            return blocks.count > 1 ? runSum(blocks) : blocks[0]
        }
        #expect(Tensor(values, shape: [rows, columns]).sum(dim: 0).floats == expected)
    }

    /// Added one after another, a million tenths come to 100958.
    @Test func roundingErrorsOfLongSumsStaySmall() {
        let sum = Double(Tensor([Float](repeating: 0.1, count: 1_000_000)).sum().floats[0])
        #expect(abs(sum - 100_000) < 0.2, "\(sum)")
    }
}
