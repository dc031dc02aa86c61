import CellMessages

/// What a cell did with other values of its parameters than those that they start from.
public struct CellVariant: Codable, Equatable, Sendable {
    /// The place of each parameter's value, in the order of the parameters.
    public var chosen: [Int]
    /// What it printed and displayed, in order.
    public var outputs: [CellOutput]
    /// The checks it made, in order.
    public var checks: [Check]

    /// What a run with these values did.
    public init(chosen: [Int], outputs: [CellOutput], checks: [Check]) {
        (self.chosen, self.outputs, self.checks) = (chosen, outputs, checks)
    }
}

extension [Choice] {
    /// Every combination of the values, by their places, the last parameter turning fastest.
    public var combinations: [[Int]] {
        reduce([[]]) { combinations, choice in
            combinations.flatMap { combination in choice.labels.indices.map { combination + [$0] } }
        }
    }

    /// How many combinations there are.
    public var combinationCount: Int { reduce(1) { $0 * $1.labels.count } }

    /// The combination that the parameters start from.
    public var start: [Int] { map(\.start) }

    /// A combination in words, such as `p = 0.5, depth = 3`.
    public func words(for chosen: [Int]) -> String {
        zip(self, chosen).map { "\($0.name) = \($0.labels[$1])" }.joined(separator: ", ")
    }
}
