import TensorKernel
import Testing

/// Batches have the right examples, shapes and counts.
@Suite(.ownGenerator) struct DataLoaderTests {
    private let data = TensorDataset(Tensor.arange(14).reshape(7, 2), Tensor.arange(7, dtype: .int64))

    @Test func batchesCoverTheExamplesInOrder() {
        let loader = DataLoader(data, batchSize: 3)
        #expect(loader.count == 3 && loader.underestimatedCount == 3)
        let batches = Array(loader)
        #expect(batches.map(\.x.shape) == [[3, 2], [3, 2], [1, 2]])
        #expect(batches.map(\.y.ints) == [[0, 1, 2], [3, 4, 5], [6]])
        #expect(batches[1].x.floats == [6, 7, 8, 9, 10, 11])
    }

    @Test func aShuffledPassHasEveryExampleOnceAndPairsStayTogether() {
        let loader = DataLoader(data, batchSize: 2, shuffle: true)
        let orders = (0..<2).map { _ in
            loader.flatMap { x, y in
                #expect(x[0..., 0].ints == y.ints.map { 2 * $0 })
                return y.ints
            }
        }
        #expect(orders.allSatisfy { $0.sorted() == Array(0..<7) })
        #expect(orders[0] != orders[1])
    }

    @Test func aShortLastBatchCanBeDropped() {
        let loader = DataLoader(data, batchSize: 4, dropLast: true)
        #expect(loader.count == 1 && loader.map(\.y.ints) == [[0, 1, 2, 3]])
    }

    @Test func examplesCanBeReadOneByOneAndByRange() {
        #expect(data[2].x.floats == [4, 5] && data[2].y.item() == 2)
        #expect(data[5..<7].y.ints == [5, 6])
    }
}
