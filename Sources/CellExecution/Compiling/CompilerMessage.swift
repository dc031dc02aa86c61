import ChapterDocument

/// One thing that the compiler says about a cell.
struct CompilerMessage {
    enum Severity: String, CaseIterable {
        case error, warning, note
    }

    var severity: Severity
    /// The place in the chapter; nil where the message speaks of none.
    var position: SourcePosition?
    var text: String

    /// The messages in what the compiler printed.
    /// - Parameters:
    ///   - output: What it printed.
    ///   - path: The chapter's path.
    ///   - layout: Where the cells stand in it.
    /// - Returns: The messages, in the compiler's order.
    static func all(in output: String, path: String, layout: ChapterLayout) -> [CompilerMessage] {
        output.split(separator: "\n").compactMap { line in
            guard let message = parse(line) else { return nil }
            let position = message.file == path ? layout.position(line: message.line, column: message.column) : nil
            return CompilerMessage(
                severity: message.severity, position: position, text: withoutModules(message.text, layout: layout))
        }
    }

    /// The errors, each followed by the notes that explain it; at least one.
    /// - Parameters:
    ///   - messages: The compiler's messages.
    ///   - output: What it printed.
    ///   - advice: What to do about an error.
    /// - Returns: The errors with their notes.
    static func errors(
        in messages: [CompilerMessage], output: String, advice: (CompilerMessage) -> String?
    ) -> [CellFailure.Note] {
        let notes = notes(of: .error, in: messages, advice: advice)
        // A compiler that fails without an error has crashed.
        return notes.isEmpty ? [.init(position: nil, message: "the compiler failed:\n\(output)")] : notes
    }

    /// The warnings about places in the chapter, each followed by the notes that explain it.
    static func warnings(in messages: [CompilerMessage]) -> [CellFailure.Note] {
        // That a later cell makes an earlier one's type conform to a protocol is what cells are for.
        notes(of: .warning, in: messages.filter { $0.severity == .note || $0.position != nil && !$0.isOfRetroactivity })
        {
            _ in nil
        }
    }

    private var isOfRetroactivity: Bool { text.hasPrefix("extension declares a conformance of imported type") }

    private var isOfMissingBrace: Bool { text.hasPrefix("expected '}'") }

    private var isOfOpening: Bool { text.hasPrefix("to match this opening '{'") }

    private static func notes(
        of severity: Severity, in messages: [CompilerMessage], advice: (CompilerMessage) -> String?
    ) -> [CellFailure.Note] {
        var notes: [CellFailure.Note] = []
        var explainsOne = false
        for (index, message) in messages.enumerated() {
            if message.severity != .note { explainsOne = message.severity == severity }
            // A note on something outside the chapter, such as an earlier cell's interface, leads nowhere.
            guard explainsOne, message.severity != .note || message.position != nil else { continue }
            if message.isOfOpening, index > 0, messages[index - 1].isOfMissingBrace { continue }
            var note = CellFailure.Note(
                position: message.position, message: message.text, isExplanation: message.severity == .note)
            if message.isOfMissingBrace, let next = messages.dropFirst(index + 1).first, next.isOfOpening {
                // The compiler notices at the end of the code.
                note = .init(position: next.position, message: "this '{' is never closed")
            }
            if !notes.contains(note) { notes.append(note) }
            if message.severity != .note, let advice = message.advice ?? advice(message) {
                notes.append(.init(position: nil, message: advice, isExplanation: true))
            }
        }
        return notes
    }

    /// What to do about an error that a single file would not have.
    private var advice: String? {
        if text.contains("prevents automatic synthesis of") {
            return
                "the compiler writes such members only in the cell that declares the type: declare the conformance "
                + "there, or write the members here"
        }
        if let match = text.firstMatch(of: #/'(\w+) of line \d+'.*'(\w+) of (line \d+)'/#), match.1 == match.2 {
            return "the type was declared again (\(match.3)), and a value of the old one stays what it is: make it anew"
        }
        if text.hasPrefix("redundant conformance of") {
            return "a conformance is declared once: to replace an earlier cell's, declare the type again, as a whole"
        }
        if text.contains("must use \"self.init(...)\" or \"self = ...\"")
            || text.hasPrefix("'self' used before 'self.init' call")
        {
            return "an initialiser in another cell than the type's calls one of the type's own"
        }
        return nil
    }

    /// Reads `FILE:LINE:COLUMN: SEVERITY: TEXT`.
    private static func parse(
        _ line: Substring
    ) -> (file: String, line: Int, column: Int, severity: Severity, text: String)? {
        for severity in Severity.allCases {
            let parts = line.split(separator: ": \(severity.rawValue): ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let place = parts[0].split(separator: ":")
            guard place.count >= 3, let row = Int(place[place.count - 2]), let column = Int(place[place.count - 1])
            else { continue }
            let file = place.dropLast(2).joined(separator: ":")
            return (file, row, column, severity, String(parts[1]))
        }
        return nil
    }

    /// The text without the names of cells' modules. Where it speaks of several cells, equal names are told apart by lines.
    private static func withoutModules(_ text: String, layout: ChapterLayout) -> String {
        func place(_ ordinal: Substring?) -> String {
            guard let ordinal else { return "this cell" }
            return Int(ordinal).flatMap(layout.fence(ofCell:)).map { "line \($0)" } ?? "an earlier cell"
        }
        let member = #/\bmain(?:LecternCell(?<ordinal>[0-9]+))?\.(?<name>`?[\w.]+`?)/#
        let hasSeveral = Set(text.matches(of: member).map { $0.ordinal ?? "" }).count > 1
        return text.replacing(member) { match in
            hasSeveral ? "\(match.name) of \(place(match.ordinal))" : String(match.name)
        }.replacing(#/in module 'mainLecternCell(?<ordinal>[0-9]+)'/#) { match in
            let place = place(match.ordinal)
            return place.hasPrefix("line") ? "in the cell at \(place)" : "in \(place)"
        }.replacing(#/mainLecternCell(?<ordinal>[0-9]+)/#) { place($0.ordinal) }
    }
}
