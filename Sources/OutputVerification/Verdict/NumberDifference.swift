/// A printed number that is not the documented one.
public struct NumberDifference: Equatable, Sendable {
    /// The documented number as written.
    public var documented: String
    /// The printed number as written.
    public var printed: String
    /// Where the printed number stands in its line, in Unicode scalars.
    public var range: Range<Int>
    /// How far the numbers are apart; nil where one is no finite number.
    public var distance: Double?
    /// How far apart they may be; nil where the text must be the same.
    public var allowed: Double?

    /// Two numbers that do not match.
    public init(documented: String, printed: String, range: Range<Int>, distance: Double?, allowed: Double?) {
        self.documented = documented
        self.printed = printed
        self.range = range
        self.distance = distance
        self.allowed = allowed
    }

    /// A sentence without its full stop, such as `0.853 is 0.007 from the documented 0.86; 0.001 is allowed`.
    public var sentence: String {
        guard let distance else { return "\(printed) is not the documented \(documented)" }
        guard distance > 0 else { return "\(printed) is not written like the documented \(documented)" }
        let fact = "\(printed) is \(brief(distance)) from the documented \(documented)"
        return allowed.map { "\(fact); \(brief($0)) is allowed" } ?? fact
    }
}

/// A positive number to four significant digits, in as few characters as that takes.
private func brief(_ number: Double) -> String {
    var scale = 1.0
    while number * scale < 1000, scale < 1e300 { scale *= 10 }
    let rounded = (number * scale).rounded() / scale
    let text = "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
