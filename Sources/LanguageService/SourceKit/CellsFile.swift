import CellExecution
import ChapterDocument

/// The cells of a lesson as one Swift file, as far as one cell sees them: line for line where they stand in the lesson, with
/// blank lines for everything else.
///
/// Each line of code loses what stands before it in the lesson, such as a list's indentation. What a later cell declares
/// again gets another name of the same length in the earlier one, so that the newest wins.
struct CellsFile: Sendable {
    /// The file's text.
    let text: String
    /// How many UTF-16 code units stand before the code in the lesson, by the line, for lines of code.
    private let shifts: [Int: Int]

    /// The cells that one cell sees, and those after it up to one that declares a name again: what a name means in the cell
    /// it means in all of them, so that they make one file for questions about any.
    /// - Parameters:
    ///   - lesson: The lesson.
    ///   - cell: The cell.
    init(_ lesson: LessonSnapshot, around cell: Cell) {
        var last = cell
        if cell.isSeenByLaterOnes {
            var declared: [TopLevelDeclaration] = []
            for next in lesson.chapter?.cells ?? [] where next.isSeenByLaterOnes {
                let declarations = SwiftTokens(next.code).topLevelDeclarations
                if next.index > cell.index {
                    guard !declarations.contains(where: { new in declared.contains { $0.isReplaced(by: new) } }) else {
                        break
                    }
                    last = next
                }
                declared += declarations
            }
        }
        self.init(lesson, upTo: last)
    }

    /// The cells up to one.
    /// - Parameters:
    ///   - lesson: The lesson.
    ///   - last: The last cell, which may be one that is not run.
    init(_ lesson: LessonSnapshot, upTo last: Cell) {
        let cells = (lesson.chapter?.cells ?? []).filter { cell in
            cell.index == last.index || cell.index < last.index && cell.isSeenByLaterOnes
        }
        var newer: [TopLevelDeclaration] = []
        var lines = [String](repeating: "", count: max(1, last.codeLines.upperBound))
        var shifts: [Int: Int] = [:]
        for cell in cells.reversed() {
            let declarations = SwiftTokens(cell.code).topLevelDeclarations
            let replaced = declarations.filter { old in newer.contains { old.isReplaced(by: $0) } }
            newer += declarations
            let code = Self.code(of: cell, hiding: replaced).split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in zip(cell.codeLines, code) where lines.indices.contains(number) {
                lines[number] = String(line)
                shifts[number] = max(0, lesson.document.line(number).utf16.count - line.utf16.count)
            }
        }
        // The first line of a lesson is no code: that of its first cell follows a fence.
        lines[0] = "import TensorKernel"
        text = lines.joined(separator: "\n") + "\n"
        self.shifts = shifts
    }

    /// The place in this file of a place in the lesson.
    func position(ofLesson position: Position) -> Position {
        Position(line: position.line, character: max(0, position.character - (shifts[position.line] ?? 0)))
    }

    /// The stretch of the lesson that is a stretch of this file; nil where it is none.
    func lessonRange(_ range: TextRange) -> TextRange? {
        guard let start = shifts[range.start.line], let end = shifts[range.end.line] else { return nil }
        return TextRange(
            start: Position(line: range.start.line, character: range.start.character + start),
            end: Position(line: range.end.line, character: range.end.character + end))
    }

    /// The code with other names for what a later cell declares again.
    private static func code(of cell: Cell, hiding declarations: [TopLevelDeclaration]) -> String {
        guard !declarations.isEmpty else { return cell.code }
        var bytes = Array(cell.code.utf8)
        for declaration in declarations.sorted(by: { $0.nameRange.lowerBound > $1.nameRange.lowerBound }) {
            let length = declaration.name.prefix { $0 != "(" }.utf16.count
            bytes.replaceSubrange(
                declaration.nameRange, with: Array(String(repeating: hiddenLetter, count: length).utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A letter of Swift's names that no lesson uses.
    private static let hiddenLetter = "\u{2D63}"
}

extension Cell {
    /// Whether later cells see what the cell declares: not where it does not run, or not to its end.
    fileprivate var isSeenByLaterOnes: Bool { !options.isSkipped && options.expectedFailure == nil }
}
