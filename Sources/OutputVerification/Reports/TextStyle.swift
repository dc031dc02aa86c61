/// Whether text carries colours for a terminal.
public enum TextStyle: Sendable {
    /// Characters alone.
    case plain
    /// With the escape sequences of ANSI terminals.
    case colored

    func removed(_ text: String) -> String { escaped("31", text) }
    func added(_ text: String) -> String { escaped("32", text) }
    func heading(_ text: String) -> String { escaped("36", text) }
    func bold(_ text: String) -> String { escaped("1", text) }
    func dim(_ text: String) -> String { escaped("2", text) }

    /// Starts characters that stand out of a coloured line.
    var emphasisStart: String { self == .colored ? "\u{1B}[1;7m" : "" }
    /// Ends them and goes on in the line's colour.
    var emphasisEnd: String { self == .colored ? "\u{1B}[22;27m" : "" }

    private func escaped(_ code: String, _ text: String) -> String {
        switch self {
        case .plain: text
        case .colored: "\u{1B}[\(code)m\(text)\u{1B}[0m"
        }
    }
}
