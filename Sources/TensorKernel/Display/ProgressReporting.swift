import CellMessages

/// `elements`, reporting how far the loop over them has come.
///
///     for epoch in progress(over: 1...10, "training") { … }
///
/// Reports are at least a twentieth of a second apart, except the last one.
public func progress<Elements: Sequence>(over elements: Elements, _ label: String = "") -> ReportedSequence<Elements> {
    ReportedSequence(elements: elements, label: label)
}

/// A sequence that tells the runner how many of its elements have been used.
public struct ReportedSequence<Elements: Sequence>: Sequence {
    let elements: Elements
    let label: String

    /// A loop over the elements that reports from its start on.
    public func makeIterator() -> Iterator {
        // A loop over all numbers, which something else ends, has no total worth saying.
        Iterator(
            elements: elements.makeIterator(), label: label,
            total: Swift.min(elements.underestimatedCount, Progress.mostUnits))
    }

    /// As many as the elements say they are at least.
    public var underestimatedCount: Int { elements.underestimatedCount }

    /// Hands out the elements and reports between them.
    public struct Iterator: IteratorProtocol {
        private var elements: Elements.Iterator
        private let label: String
        private let total: Int
        private var handedOut = 0
        private var lastReport: ContinuousClock.Instant?

        init(elements: Elements.Iterator, label: String, total: Int) {
            self.elements = elements
            self.label = label
            self.total = total
        }

        /// The next element; reports those before it as done.
        public mutating func next() -> Elements.Element? {
            // When an element is asked for, those handed out before it are done with.
            let element = elements.next()
            report(isLast: element == nil)
            if element != nil { handedOut += 1 }
            return element
        }

        private mutating func report(isLast: Bool) {
            let now = ContinuousClock.now
            if !isLast, let lastReport, now - lastReport < .milliseconds(50) { return }
            lastReport = now
            let total = isLast ? handedOut : Swift.max(total, handedOut)
            CellChannel.send(.progress(Progress(label: label, completed: handedOut, total: total)))
        }
    }
}
