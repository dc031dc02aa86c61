import ChapterDocument

/// Reads the compiler's messages about a cell.
enum CompilerMessage {
    /// The errors in `output`, each followed by the notes that explain it.
    /// - Parameters:
    ///   - output: What the compiler printed.
    ///   - path: The chapter's path.
    ///   - layout: Where the cells stand in it.
    /// - Returns: The notes, at least one.
    static func notes(in output: String, path: String, layout: ChapterLayout) -> [CellFailure.Note] {
        var notes: [CellFailure.Note] = []
        var explainsError = false
        for line in output.split(separator: "\n") {
            guard let message = parse(line) else { continue }
            if message.severity != "note" { explainsError = message.severity == "error" }
            guard explainsError else { continue }
            let text = message.severity == "note" ? "note: \(message.text)" : message.text
            let position = message.file == path ? layout.position(line: message.line, column: message.column) : nil
            notes.append(.init(position: position, message: text))
        }
        // A compiler that fails without an error has crashed.
        return notes.isEmpty ? [.init(position: nil, message: "the compiler failed:\n\(output)")] : notes
    }

    /// Reads `FILE:LINE:COLUMN: SEVERITY: TEXT`.
    private static func parse(
        _ line: Substring
    ) -> (file: String, line: Int, column: Int, severity: String, text: String)? {
        for severity in ["error", "warning", "note"] {
            let parts = line.split(separator: ": \(severity): ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let place = parts[0].split(separator: ":")
            guard place.count >= 3, let row = Int(place[place.count - 2]), let column = Int(place[place.count - 1])
            else { continue }
            let file = place.dropLast(2).joined(separator: ":")
            return (file, row, column, severity, String(parts[1]))
        }
        return nil
    }
}
