/// Text as a terminal shows it, from what was written to the terminal: the one rule for what a report shows, what a
/// documented output is compared with, and what is written into a lesson as documented.
///
/// A carriage return goes back to the line's start, where what follows replaces what was there; a backspace goes back by
/// one. Escape sequences (ECMA-48) say how text looks, not what it is, and are left out, as are other control characters
/// and what turns the direction of text around. Of sequences that move within a line those are followed that progress
/// bars use.
public struct TerminalText {
    /// Columns that an escape sequence can lead to. Few terminals are wider, and nobody should fill the memory with blanks.
    private static let width = 500

    /// The lines above, each with its break.
    private var above = ""
    private var line: [Character] = []
    private var column = 0

    /// What a terminal shows of `text`.
    public static func plain(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 >= 0x7F }) else { return text }
        var terminal = TerminalText()
        terminal.write(text)
        return terminal.above + String(terminal.line)
    }

    private mutating func write(_ text: String) {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first {
            let printed = scalars.prefix { !$0.isTerminalControl }
            if !printed.isEmpty {
                put(String(printed))
                scalars = scalars.dropFirst(printed.count)
                continue
            }
            scalars.removeFirst()
            switch first {
            case "\n": startLine()
            case "\r": column = 0
            case "\u{8}": column = max(0, column - 1)
            case "\u{1B}": followEscape(&scalars)
            case "\u{9B}": followControlSequence(&scalars)
            case "\u{90}", "\u{98}", "\u{9D}"..."\u{9F}": Self.skipString(&scalars)
            default: break
            }
        }
    }

    private mutating func startLine() {
        above += String(line) + "\n"
        line = []
        column = 0
    }

    private mutating func put(_ text: String) {
        for character in text {
            while line.count < column { line.append(" ") }
            if column < line.count { line[column] = character } else { line.append(character) }
            column += 1
        }
    }

    /// What follows an escape character.
    private mutating func followEscape(_ scalars: inout Substring.UnicodeScalarView) {
        guard let kind = scalars.first else { return }
        switch kind {
        case "[":
            scalars.removeFirst()
            followControlSequence(&scalars)
        case "]", "P", "X", "^", "_":
            scalars.removeFirst()
            Self.skipString(&scalars)
        default:
            scalars = scalars.drop { (0x20...0x2F).contains($0.value) }
            if let final = scalars.first, (0x30...0x7E).contains(final.value) { scalars.removeFirst() }
        }
    }

    /// Parameters, then the letter that says what to do.
    private mutating func followControlSequence(_ scalars: inout Substring.UnicodeScalarView) {
        let parameters = String(scalars.prefix { (0x30...0x3F).contains($0.value) })
        scalars = scalars.dropFirst(parameters.unicodeScalars.count).drop { (0x20...0x2F).contains($0.value) }
        guard let final = scalars.first, (0x40...0x7E).contains(final.value) else { return }
        scalars.removeFirst()
        let count = min(Int(parameters) ?? (final == "K" ? 0 : 1), Self.width)
        switch final {
        case "C": column = max(column, min(column + count, Self.width))
        case "D": column = max(0, column - count)
        case "G": column = max(0, count - 1)
        case "K": erase(count)
        default: break
        }
    }

    /// Erases the line from the column on (0), up to it (1) or whole (2).
    private mutating func erase(_ part: Int) {
        switch part {
        case 0: line.removeSubrange(min(column, line.count)...)
        case 1: for index in line.indices.prefix(column + 1) { line[index] = " " }
        default: line = []
        }
    }

    /// Skips what a program says to the terminal itself, such as a window's title or a link's address. It ends with the
    /// line at the latest, so that one that was cut hides no more.
    private static func skipString(_ scalars: inout Substring.UnicodeScalarView) {
        scalars = scalars.drop { !["\u{7}", "\u{1B}", "\u{9C}", "\n"].contains($0) }
        switch scalars.first {
        case "\u{7}", "\u{9C}": scalars.removeFirst()
        case "\u{1B}" where scalars.dropFirst().first == "\\": scalars = scalars.dropFirst(2)
        default: break
        }
    }
}

extension Unicode.Scalar {
    /// Whether a terminal does something else with the character than to show it, a tab aside.
    fileprivate var isTerminalControl: Bool {
        value < 0x20 && value != 0x09 || (0x7F...0x9F).contains(value) || turnsText
    }

    /// Whether the character embeds text of another direction or overrides the direction (Unicode's UAX 9): what follows
    /// looks other than it is.
    fileprivate var turnsText: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }
}

extension String {
    /// The text with every character that a terminal would act on, or that turns text around, made visible: the control
    /// pictures of Unicode for the former, U+FFFD for the latter. Tabs stay.
    ///
    /// For names, messages and labels, which come from files, cells and programs.
    /// - Parameters:
    ///   - keepsLines: Whether line breaks stay.
    ///   - keepsColors: Whether sequences that set colours and weights stay (ECMA-48's SGR).
    /// - Returns: The text.
    public func withVisibleControls(keepsLines: Bool = false, keepsColors: Bool = false) -> String {
        guard unicodeScalars.contains(where: \.isTerminalControl) else { return self }
        var visible = String.UnicodeScalarView()
        var rest = unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\n" where keepsLines: visible.append(scalar)
            case "\u{1B}" where keepsColors && rest.colorSequence != nil:
                let sequence = rest.colorSequence ?? rest.prefix(0)
                visible.append(scalar)
                visible.append(contentsOf: sequence)
                rest = rest.dropFirst(sequence.count)
            case "\u{0}"..."\u{1F}" where scalar != "\t":
                visible.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case "\u{7F}": visible.append("\u{2421}")
            case _ where scalar.isTerminalControl: visible.append("\u{FFFD}")
            default: visible.append(scalar)
            }
        }
        return String(visible)
    }
}

extension Substring.UnicodeScalarView {
    /// What follows an escape character at the start of a sequence that sets colours; nil where another follows.
    fileprivate var colorSequence: Substring.UnicodeScalarView? {
        guard first == "[" else { return nil }
        let parameters = dropFirst().prefix { ("0"..."9").contains($0) || $0 == ";" }
        guard self[parameters.endIndex...].first == "m" else { return nil }
        return self[startIndex...parameters.endIndex]
    }
}
