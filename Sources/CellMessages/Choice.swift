/// A parameter that a cell leaves to the reader, with the values that it can have.
public struct Choice: Codable, Equatable, Sendable {
    /// What it is called.
    public var name: String
    /// Its values, as they are shown.
    public var labels: [String]
    /// Whether the values are numbers.
    public var isNumeric: Bool
    /// The place of the value that it starts from.
    public var start: Int

    /// The most values of a parameter, and the most combinations of the values of several.
    package static let limit = 64

    /// A parameter with at least two values.
    public init(name: String, labels: [String], isNumeric: Bool, start: Int) {
        (self.name, self.labels, self.isNumeric, self.start) = (name, labels, isNumeric, start)
    }
}

/// A parameter's value that a cell is to take in place of the one that it starts from.
public struct ChosenValue: Codable, Equatable, Sendable {
    /// The parameter's name.
    public var name: String
    /// The place of the value.
    public var index: Int

    /// A value of a parameter, by its place.
    public init(name: String, index: Int) {
        (self.name, self.index) = (name, index)
    }
}
