import ChapterDocument

/// Reads the compiler's messages, which name the chapter's own lines.
enum CompilerMessage {
    /// The errors in `output`, each followed by the notes that explain it.
    static func notes(in output: String, path: String) -> [CellFailure.Note] {
        var notes: [CellFailure.Note] = []
        var explainsError = false
        for line in output.split(separator: "\n") {
            guard let message = parse(line) else { continue }
            if message.severity != "note" { explainsError = message.severity == "error" }
            guard explainsError else { continue }
            let text = message.severity == "note" ? "note: \(message.text)" : message.text
            notes.append(.init(position: message.file == path ? message.position : nil, message: text))
        }
        // A compiler that fails without an error has crashed.
        return notes.isEmpty ? [.init(position: nil, message: "the compiler failed:\n\(output)")] : notes
    }

    /// Reads `FILE:LINE:COLUMN: SEVERITY: TEXT`.
    private static func parse(
        _ line: Substring
    ) -> (file: String, position: SourcePosition, severity: String, text: String)? {
        for severity in ["error", "warning", "note"] {
            let parts = line.split(separator: ": \(severity): ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let place = parts[0].split(separator: ":")
            guard place.count >= 3, let row = Int(place[place.count - 2]), let column = Int(place[place.count - 1])
            else { continue }
            let file = place.dropLast(2).joined(separator: ":")
            return (file, SourcePosition(line: row, column: column), severity, String(parts[1]))
        }
        return nil
    }
}
