/// The name in `names` that `text` was most likely meant to be.
///
/// - Returns: The name fewest single-character edits away (Levenshtein's distance), nil where that is more than a
///   third of its length, rounded up. Among names equally far away, the one that begins more like `text`.
package func nearestName(to text: String, in names: [String]) -> String? {
    let candidates = names.map { (name: $0, distance: editDistance(text, $0), beginning: commonPrefix(text, $0)) }
    guard let best = candidates.min(by: { ($0.distance, -$0.beginning) < ($1.distance, -$1.beginning) }) else {
        return nil
    }
    return best.distance <= (best.name.count + 2) / 3 ? best.name : nil
}

private func commonPrefix(_ a: String, _ b: String) -> Int {
    zip(a, b).prefix { $0 == $1 }.count
}

/// How many characters must be put in, left out, replaced or swapped with the next to make one text of another.
package func editDistance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for (row, character) in a.enumerated() {
        var current = [row + 1]
        for column in b.indices {
            let substitution = previous[column] + (character == b[column] ? 0 : 1)
            var distance = min(substitution, previous[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, character == b[column - 1], a[row - 1] == b[column] {
                distance = min(distance, beforePrevious[column - 1] + 1)
            }
            current.append(distance)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
}
