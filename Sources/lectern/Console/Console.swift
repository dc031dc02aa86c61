import ChapterDocument
import UnixSystem

/// The terminal or the files that stand in its place.
enum Console {
    /// Where text goes.
    enum Stream: Int32 {
        /// What the command was asked for.
        case output = 1
        /// What goes on while it works.
        case error = 2

        /// Whether a person watches it live.
        var isTerminal: Bool { Terminal.isTerminal(rawValue) && Terminal.environment("TERM") != "dumb" }

        /// Whether colours are wanted on it (https://no-color.org).
        var isColored: Bool { isTerminal && Terminal.environment("NO_COLOR") == nil }
    }

    /// Writes text at once. Of what a terminal would act on, only line breaks, tabs and, where they are wanted, colours
    /// reach it, so that no name, message or output can do anything else there.
    /// - Parameters:
    ///   - text: The text.
    ///   - stream: Where it goes.
    ///   - clearsLine: Whether it takes the place of the line that the cursor is on.
    static func write(_ text: String, to stream: Stream, clearsLine: Bool = false) {
        let visible = text.withVisibleControls(keepsLines: true, keepsColors: stream.isColored)
        Terminal.write(Array(((clearsLine ? "\r\u{1B}[K" : "") + visible).utf8), to: stream.rawValue)
    }

    /// The terminal's width in characters.
    static var width: Int { Terminal.width(Stream.error.rawValue) ?? 80 }
}

/// Text set off by colour or weight, where that is wanted.
struct Style {
    /// Whether escape sequences are written.
    var isColored: Bool

    func bold(_ text: String) -> String { escaped("1", text) }
    func dim(_ text: String) -> String { escaped("2", text) }
    func red(_ text: String) -> String { escaped("1;31", text) }
    func green(_ text: String) -> String { escaped("32", text) }
    func yellow(_ text: String) -> String { escaped("1;33", text) }

    private func escaped(_ code: String, _ text: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
