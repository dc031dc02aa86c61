/// The difference between two texts in the unified format that `diff -u` writes and `patch` reads.
public struct UnifiedDiff: Sendable {
    private enum Row {
        case same(Substring)
        case removed(Substring)
        case added(Substring)
    }

    private let path: String
    private let rows: [Row]

    /// The difference between two versions of the file at `path`.
    public init(from old: String, to new: String, path: String) {
        self.path = path
        let oldLines = Self.lines(of: old)
        let newLines = Self.lines(of: new)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        // Strings are equal in Swift when they look the same; here bytes count.
        for change in newLines.difference(from: oldLines, by: { $0.utf8.elementsEqual($1.utf8) }) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var rows: [Row] = []
        var oldIndex = 0
        var newIndex = 0
        while oldIndex < oldLines.count || newIndex < newLines.count {
            if removed.contains(oldIndex) {
                rows.append(.removed(oldLines[oldIndex]))
                oldIndex += 1
            } else if added.contains(newIndex) {
                rows.append(.added(newLines[newIndex]))
                newIndex += 1
            } else {
                rows.append(.same(oldLines[oldIndex]))
                oldIndex += 1
                newIndex += 1
            }
        }
        self.rows = rows
    }

    /// The diff, each line with its break; empty where the texts are the same.
    ///
    /// With `style` coloured, removed lines are red and added ones green.
    public func text(_ style: TextStyle = .plain) -> String {
        let changes = rows.indices.filter { if case .same = rows[$0] { false } else { true } }
        guard !changes.isEmpty else { return "" }
        var text = style.bold("--- \(path)") + "\n" + style.bold("+++ \(path)") + "\n"
        for stretch in stretches(around: changes, count: rows.count) {
            text += style.heading(header(stretch)) + "\n"
            for row in rows[stretch] {
                switch row {
                case .same(let line): text += written(" ", line) { $0 }
                case .removed(let line): text += written("-", line, style.removed)
                case .added(let line): text += written("+", line, style.added)
                }
            }
        }
        return text
    }

    private func written(_ sign: String, _ line: Substring, _ color: (String) -> String) -> String {
        guard line.unicodeScalars.last == "\n" else { return color(sign + line) + "\n\\ No newline at end of file\n" }
        return color(sign + String(line.unicodeScalars.dropLast())) + "\n"
    }

    private func header(_ stretch: Range<Int>) -> String {
        func counts(_ rows: ArraySlice<Row>) -> (old: Int, new: Int) {
            rows.reduce(into: (0, 0)) { counts, row in
                switch row {
                case .same: counts = (counts.0 + 1, counts.1 + 1)
                case .removed: counts.0 += 1
                case .added: counts.1 += 1
                }
            }
        }
        let before = counts(rows[..<stretch.lowerBound])
        let inside = counts(rows[stretch])
        // A side without lines is named by the line before it.
        func side(_ before: Int, _ count: Int) -> String { "\(count == 0 ? before : before + 1),\(count)" }
        return "@@ -\(side(before.old, inside.old)) +\(side(before.new, inside.new)) @@"
    }

    /// The lines of `text`, each with its line feed.
    private static func lines(of text: String) -> [Substring] {
        let scalars = text.unicodeScalars
        var lines: [Substring] = []
        var start = scalars.startIndex
        while start < scalars.endIndex {
            let end = scalars[start...].firstIndex(of: "\n").map { scalars.index(after: $0) } ?? scalars.endIndex
            lines.append(Substring(scalars[start..<end]))
            start = end
        }
        return lines
    }
}
