/// The stretches of a diff that are shown: each change with up to `context` rows around it, neighbours joined.
/// - Parameters:
///   - changes: The rows that differ, in rising order.
///   - count: How many rows there are.
///   - context: How many equal rows stand around a change.
/// - Returns: Ranges of rows, in rising order, none touching another.
func stretches(around changes: [Int], count: Int, context: Int = 3) -> [Range<Int>] {
    changes.reduce(into: []) { stretches, change in
        let stretch = max(0, change - context)..<min(count, change + 1 + context)
        if let last = stretches.last, stretch.lowerBound <= last.upperBound {
            stretches[stretches.count - 1] = last.lowerBound..<stretch.upperBound
        } else {
            stretches.append(stretch)
        }
    }
}
