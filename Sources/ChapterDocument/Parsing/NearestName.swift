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

private func editDistance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var previous = Array(0...b.count)
    for (row, character) in a.enumerated() {
        var current = [row + 1]
        for column in b.indices {
            let substitution = previous[column] + (character == b[column] ? 0 : 1)
            current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[b.count]
}
