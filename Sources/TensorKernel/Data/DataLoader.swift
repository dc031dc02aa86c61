/// Goes through a data set in batches, in a new random order each time if asked to.
///
///     for (x, y) in DataLoader(train, batchSize: 256, shuffle: true) { … }
///
/// The batches are those of PyTorch's `DataLoader` with the same seed. Like it, each pass draws a number from the
/// default generator (PyTorch seeds worker processes with it; here it only keeps the streams in step), and a shuffled
/// pass draws a second one, which seeds a generator of its own for the permutation.
///
/// ```swift
/// let data = TensorDataset(Tensor.arange(5), Tensor.arange(5))
/// for (x, _) in DataLoader(data, batchSize: 2) { print(x) }
/// ```
/// ```output
/// tensor([0., 1.])
/// tensor([2., 3.])
/// tensor([4.])
/// ```
public struct DataLoader<Examples: Dataset>: Sequence {
    /// What the batches are taken from.
    public let dataset: Examples
    /// How many examples a batch has; the last one may have fewer.
    public let batchSize: Int
    /// Whether each pass goes through the examples in a new random order.
    public let isShuffled: Bool
    /// Whether a last batch with fewer examples is left out.
    public let dropLast: Bool

    /// Batches of `dataset`.
    ///
    /// - Parameters:
    ///   - dataset: What the batches are taken from.
    ///   - batchSize: How many examples a batch has.
    ///   - shuffle: Whether each pass goes through the examples in a new random order.
    ///   - dropLast: Whether a last batch with fewer examples is left out.
    public init(_ dataset: Examples, batchSize: Int = 1, shuffle: Bool = false, dropLast: Bool = false) {
        guard batchSize > 0 else { stop("DataLoader", "a batch cannot have \(batchSize) examples") }
        self.dataset = dataset
        self.batchSize = batchSize
        isShuffled = shuffle
        self.dropLast = dropLast
    }

    /// How many batches one pass has.
    public var count: Int {
        dropLast ? dataset.count / batchSize : (dataset.count + batchSize - 1) / batchSize
    }

    /// The number of batches.
    public var underestimatedCount: Int { count }

    /// A pass through the data set, in a new order if shuffled.
    public func makeIterator() -> Iterator {
        let order = drawOrder(dataset.count, isShuffled: isShuffled)
        return Iterator(dataset: dataset, order: order, batchSize: batchSize, batches: count)
    }

    /// One pass through the data set.
    public struct Iterator: IteratorProtocol {
        let dataset: Examples
        let order: [Int]
        let batchSize: Int
        let batches: Int
        private var handedOut = 0

        init(dataset: Examples, order: [Int], batchSize: Int, batches: Int) {
            self.dataset = dataset
            self.order = order
            self.batchSize = batchSize
            self.batches = batches
        }

        /// The next batch, or nil after the last.
        public mutating func next() -> (x: Tensor, y: Tensor)? {
            guard handedOut < batches else { return nil }
            let start = handedOut * batchSize
            handedOut += 1
            return dataset.batch(order[start..<Swift.min(start + batchSize, order.count)])
        }
    }
}

/// The order of one pass. (Inside a sequence, `Generator` would mean its iterator.)
private func drawOrder(_ count: Int, isShuffled: Bool) -> [Int] {
    _ = Generator.default.seed()
    return isShuffled ? Generator(seed: Generator.default.seed()).permutation(count) : Array(0..<count)
}
