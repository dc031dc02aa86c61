import CellExecution
import ChapterDocument
import KernelReference

/// The cells of a lesson as one Swift file, as far as one cell or an exercise's code sees them: line for line where they stand
/// in the lesson, with blank lines for everything else.
///
/// Each line of code loses what stands before it in the lesson, such as a list's indentation. What a later cell declares
/// again gets another name of the same length in the earlier one, so that the newest wins.
struct CellsFile: Sendable {
    /// The file's text.
    let text: String
    /// What the file is for. Those for different purposes are kept apart, so that their texts need not change all the time.
    let purpose: Purpose
    /// The line that the first line of the last piece is, from 0.
    let lastPieceLine: Int
    /// How many UTF-16 code units stand before the code in the lesson, by the line, for lines of code.
    private let shifts: [Int: Int]

    /// What is asked of a file.
    enum Purpose: String, Sendable {
        /// What names mean.
        case meaning
        /// What could be written.
        case completion
        /// Where names are used.
        case uses
        /// Anything about an expression in the prose.
        case expression
    }

    /// The code that one piece sees, and the code after it up to a piece that declares a name again: what a name means in the
    /// piece it means in all of them, so that they make one file for questions about any.
    /// - Parameters:
    ///   - lesson: The lesson.
    ///   - index: The place of the piece among the lesson's.
    init(_ lesson: LessonSnapshot, around index: Int) {
        let pieces = lesson.pieces
        var last = index
        if pieces[index].isSeenBelow {
            var declared: [TopLevelDeclaration] = []
            for next in pieces.indices where pieces[next].isSeenBelow {
                let declarations = SwiftTokens(pieces[next].code).topLevelDeclarations
                if next > index {
                    guard !declarations.contains(where: { new in declared.contains { $0.isReplaced(by: new) } }) else {
                        break
                    }
                    last = next
                }
                declared += declarations
            }
        }
        self.init(lesson, upTo: last, for: .meaning)
    }

    /// The code that one piece sees, and that piece.
    /// - Parameters:
    ///   - lesson: The lesson.
    ///   - last: The place of the piece among the lesson's, which may be one that is not run.
    ///   - purpose: What the file is for.
    init(_ lesson: LessonSnapshot, upTo last: Int, for purpose: Purpose) {
        self.init(lesson.pieces.visible(to: last), of: lesson.document, for: purpose)
    }

    /// Code that stands in no document, one piece below the other.
    /// - Parameters:
    ///   - pieces: The pieces, the first lines of which are of no account.
    ///   - purpose: What the file is for.
    init(_ pieces: [SwiftPiece], for purpose: Purpose) {
        var line = 1
        let pieces = pieces.map { piece in
            var piece = piece
            piece.code += piece.code.hasSuffix("\n") ? "" : "\n"
            piece.firstLine = line
            line = piece.lines.upperBound
            return piece
        }
        self.init(pieces, of: nil, for: purpose)
    }

    /// An expression in the prose, such as that of `[0.86](swift:accuracy)`, and the cells above it; nil where there is no
    /// expression at a place.
    init?(_ lesson: LessonSnapshot, expressionAt position: Position) {
        let line = lesson.document.line(position.line)
        let expressions = line.matches(of: #/\]\(<?swift:/#).compactMap { match -> (start: Int, text: String)? in
            let isBracketed = line[match.range].contains("<")
            let text = Self.address(in: line[match.range.upperBound...], isBracketed: isBracketed)
            let start = line[..<match.range.upperBound].utf16.count
            return (start...(start + text.utf16.count)).contains(position.character) ? (start, text) : nil
        }
        guard let expression = expressions.first else { return nil }
        let above = lesson.pieces.filter { $0.isSeenBelow && $0.range.end.line <= position.line }
        self.init(
            above, of: lesson.document, for: .expression,
            more: (position.line, expression.text, expression.start))
    }

    /// The address of a link: up to the parenthesis that closes the link, or to white space; in angle brackets, up to the
    /// closing one.
    private static func address(in rest: Substring, isBracketed: Bool) -> String {
        var address = ""
        var depth = 0
        for character in rest {
            if isBracketed {
                if character == ">", address.last != "\\" { break }
            } else {
                depth += character == "(" ? 1 : character == ")" ? -1 : 0
                if depth < 0 || character.isWhitespace { break }
            }
            address.append(character)
        }
        // A backslash that Markdown needs before `>` is no Swift.
        return address.replacing("\\>", with: " >")
    }

    private init(
        _ pieces: [SwiftPiece], of document: DocumentText?, for purpose: Purpose,
        more: (line: Int, code: String, shift: Int)? = nil
    ) {
        var newer: [TopLevelDeclaration] = []
        let lineCount = max(pieces.map(\.lines.upperBound).max() ?? 1, (more?.line ?? 0) + 1)
        var lines = [String](repeating: "", count: lineCount)
        var shifts: [Int: Int] = [:]
        for piece in pieces.reversed() {
            let declarations = SwiftTokens(piece.code).topLevelDeclarations
            let replaced = declarations.filter { old in newer.contains { old.isReplaced(by: $0) } }
            newer += declarations
            let code = Self.code(piece.code, hiding: replaced).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in zip(piece.lines, code) {
                lines[number] = String(line)
                shifts[number] = document.map { max(0, $0.line(number).utf16.count - line.utf16.count) } ?? 0
            }
        }
        // The first line of a lesson is no cell's code, which follows a fence.
        lines[0] = "import TensorKernel"
        if let more {
            lines[more.line] = more.line == 0 ? "import TensorKernel; \(more.code)" : more.code
            shifts[more.line] = more.shift - (more.line == 0 ? "import TensorKernel; ".count : 0)
        }
        self.purpose = purpose
        lastPieceLine = pieces.last?.firstLine ?? 0
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
    private static func code(_ code: String, hiding declarations: [TopLevelDeclaration]) -> String {
        guard !declarations.isEmpty else { return code }
        var bytes = Array(code.utf8)
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
