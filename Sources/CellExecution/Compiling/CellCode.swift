import KernelReference

/// A cell's code as the compiler gets it, and the places in it where declarations are marked.
package struct CellCode: Sendable {
    /// The code, as the compiler gets it.
    package let text: String
    private let bytes: [UInt8]
    private let lineStarts: [Int]

    /// - Parameters:
    ///   - written: The code as it is written.
    ///   - owners: The module of each variable that earlier cells declare, by its name.
    package init(_ written: String, owners: [String: String] = [:]) {
        let text = Self.withGuardBindings(written, owners: owners)
        self.text = text
        let bytes = Array(text.utf8)
        self.bytes = bytes
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    private static func withGuardBindings(_ written: String, owners: [String: String]) -> String {
        guard written.contains("guard") else { return written }
        let tokens = SwiftTokens(written)
        var result: [UInt8] = []
        var copied = 0
        for edit in tokens.guardInsertions(owners: owners).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            result += tokens.bytes[copied..<edit.range.lowerBound] + Array(edit.text.utf8)
            copied = edit.range.upperBound
        }
        return String(decoding: result + tokens.bytes[copied...], as: UTF8.self)
    }

    /// The offset of a place, whose line and column count from 0; nil where the code has none such.
    func offset(line: Int, column: Int) -> Int? {
        guard lineStarts.indices.contains(line) else { return nil }
        let offset = lineStarts[line] + column
        return offset < bytes.count ? offset : nil
    }

    func starts(with word: String, at offset: Int) -> Bool {
        bytes[offset...].starts(with: word.utf8)
    }

    /// Where an attribute of the declaration goes whose name is at an offset: before its modifiers. Nil where the name is
    /// no declaration's own, such as one that an `if` binds.
    package func attributeOffset(ofNameAt offset: Int) -> Int? {
        var start = Self.introducersThatAreNames.contains { starts(with: $0, at: offset) } ? offset : nil
        for (word, wordOffset) in words(before: offset) {
            if start == nil {
                // Names of a tuple or of one more variable stand between `let` and this one.
                guard Self.introducers.contains(word) else {
                    if Self.statements.contains(word) { return nil }
                    continue
                }
                start = wordOffset
            } else {
                // What a modifier carries in parentheses comes before the modifier itself.
                if Self.modifierArguments.contains(word) { continue }
                guard Self.modifiers.contains(word), let end = start, isModifier(word, from: wordOffset, to: end) else {
                    return start
                }
                start = wordOffset
            }
        }
        return start
    }

    /// The code with texts put in at offsets.
    package func inserting(_ insertions: [Int: String]) -> String {
        var result: [UInt8] = []
        var copied = 0
        for (offset, text) in insertions.sorted(by: { $0.key < $1.key }) {
            result += bytes[copied..<offset] + Array(text.utf8)
            copied = offset
        }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    /// Whether between a word and what follows it stands only what a modifier may carry, such as `(set)`.
    private func isModifier(_ word: String, from start: Int, to end: Int) -> Bool {
        let line = lineStarts.last { $0 <= start } ?? 0
        if String(decoding: bytes[line..<start], as: UTF8.self).contains("//") { return false }
        let rest = String(decoding: bytes[(start + word.utf8.count)..<end], as: UTF8.self)
        return rest.wholeMatch(of: #/\s*(\(\s*\w+\s*\))?\s*/#) != nil
    }

    /// The words before an offset, the nearest first.
    private func words(before offset: Int) -> some Sequence<(word: String, offset: Int)> {
        sequence(state: offset) { end in
            while end > 0, !SwiftTokens.isWordByte(bytes[end - 1]) { end -= 1 }
            guard end > 0 else { return nil }
            var start = end
            while start > 0, SwiftTokens.isWordByte(bytes[start - 1]) { start -= 1 }
            defer { end = start }
            return (String(decoding: bytes[start..<end], as: UTF8.self), start)
        }
    }

    private static let introducersThatAreNames = ["init", "subscript"]
    private static let introducers: Set = ["func", "var", "let"]
    private static let statements: Set = ["guard", "if", "while", "for", "switch", "catch"]
    private static let modifiers: Set = [
        "private", "fileprivate", "internal", "package", "public", "open", "static", "class", "final", "mutating",
        "nonmutating", "consuming", "borrowing", "override", "required", "convenience", "lazy", "weak", "unowned",
        "dynamic",
        "prefix", "postfix", "infix", "nonisolated", "isolated", "distributed", "optional",
    ]
    private static let modifierArguments: Set = ["set", "unsafe", "safe"]
}
