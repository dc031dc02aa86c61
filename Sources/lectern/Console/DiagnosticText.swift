import CellExecution
import ChapterDocument

/// Turns what went wrong into prose: place, what is wrong, the line itself, what to do.
struct DiagnosticText {
    private let style: Style
    private let lines: [Substring]

    /// Prose about the chapter with this text; an empty text leaves out the lines themselves.
    init(chapter text: String, style: Style) {
        self.style = style
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    func text(_ diagnostic: Diagnostic) -> String {
        let severity = diagnostic.severity == .error ? style.red("error:") : style.yellow("warning:")
        var text = "\(style.bold(place(diagnostic.path, diagnostic.position))) \(severity) \(diagnostic.message)\n"
        if let position = diagnostic.position { text += excerpt(at: position) }
        if let advice = diagnostic.advice { text += "      \(advice)\n" }
        return text
    }

    /// Why a cell failed, with the end of what it printed before.
    func text(_ failure: CellFailure, of cell: Cell, path: String, outputs: [CellOutput]) -> String {
        var text = ""
        for (index, note) in failure.notes.enumerated() {
            let message = index == 0 ? "\(title(of: cell)): \(note.text)" : note.text
            if note.isExplanation, note.position == nil {
                text += "      \(message)\n"
                continue
            }
            let position = note.position ?? cell.range.start
            let severity = note.isExplanation ? "" : style.red("error:") + " "
            text += "\(style.bold(place(path, position))) \(severity)\(message)\n"
            text += excerpt(at: position)
        }
        let printed = outputs.map { if case .text(_, let text) = $0 { TerminalText.plain(text) } else { "" } }.joined()
        let last = printed.split(separator: "\n").suffix(8)
        if !last.isEmpty {
            text += style.dim("      it printed before:\n" + last.map { "      | \($0)\n" }.joined())
        }
        return text
    }

    /// What the compiler has against a cell that it compiles.
    func text(warnings: [CellFailure.Note], path: String) -> String {
        warnings.map { note in
            let severity = note.isExplanation ? "" : style.yellow("warning:") + " "
            return "\(style.bold(place(path, note.position))) \(severity)\(note.text)\n"
                + (note.position.map(excerpt) ?? "")
        }.joined()
    }

    /// Something to say about a cell that it did not say itself.
    func text(remark words: String, on cell: Cell, path: String) -> String {
        text(Diagnostic(.warning, path: path, position: cell.range.start, message: "cell `\(cell.name)`: \(words)"))
    }

    /// A part of the set-up that is missing.
    func text(_ error: SetupError) -> String {
        "\(style.bold("lectern:")) \(style.red("error:")) \(error.message)\n      \(error.advice)\n"
    }

    private func title(of cell: Cell) -> String {
        cell.options.id.map { "cell `\($0)`" } ?? cell.name
    }

    private func place(_ path: String, _ position: SourcePosition?) -> String {
        let path = path.withVisibleControls()
        return position.map { "\(path):\($0.line):\($0.column):" } ?? "\(path):"
    }

    /// Characters of a line that are shown; of a longer one, those around the place.
    private static let excerptLength = 160

    /// The line at `position` with a mark below its column.
    private func excerpt(at position: SourcePosition) -> String {
        guard lines.indices.contains(position.line - 1) else { return "" }
        let whole = String(lines[position.line - 1])
        let wholeBefore = String(decoding: whole.utf8.prefix(position.column - 1), as: UTF8.self)
        let isLong = whole.utf8.count > Self.excerptLength
        let before = isLong ? String(wholeBefore.suffix(Self.excerptLength / 2)) : wholeBefore
        let line =
            isLong ? before + whole.dropFirst(wholeBefore.count).prefix(Self.excerptLength / 2) : whole
        // Tabs stay tabs, so that the mark stands below its character whatever a tab's width.
        let indentation = before.map { $0 == "\t" ? "\t" : String(repeating: " ", count: $0.columns) }.joined()
        let number = String(position.line)
        let margin = String(repeating: " ", count: max(0, 5 - number.count)) + number
        return style.dim("\(margin) | ") + line + "\n" + style.dim("      | ") + indentation + style.red("^") + "\n"
    }
}

extension Character {
    /// Columns the character takes in a terminal: two for the scripts of East Asia, as Unicode's TR 11 has it.
    fileprivate var columns: Int {
        let wide: [ClosedRange<UInt32>] = [
            0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
        ]
        guard let scalar = unicodeScalars.first else { return 0 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
}
