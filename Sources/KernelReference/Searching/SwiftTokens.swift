/// The tokens of Swift code, as far as that takes to tell code from strings and comments.
package struct SwiftTokens: Sendable {
    /// One token.
    package struct Token: Equatable, Sendable {
        /// The bytes of the code that it is.
        package var range: Range<Int>
        /// What it is.
        package var kind: Kind
        /// How many brackets it stands in.
        package var depth: Int
    }
    /// The kinds of token.
    package enum Kind: Equatable, Sendable {
        /// A name, keyword or number.
        case word
        /// A string or regular expression, all that is interpolated included.
        case literal
        /// One character of anything else.
        case symbol
    }

    package let bytes: [UInt8]
    package private(set) var tokens: [Token] = []

    /// The tokens of `code`, which may be no good Swift.
    package init(_ code: String) {
        bytes = Array(code.utf8)
        var position = 0
        var depth = 0
        while let token = next(&position, &depth, after: tokens.last) { tokens.append(token) }
    }

    /// The tokens of code from an offset up to the bracket that closes what is open there.
    package init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        var position = start
        var depth = 0
        while true {
            let isOpen = depth > 0
            guard let token = next(&position, &depth, after: tokens.last) else { return }
            if !isOpen, token.kind == .symbol, Self.closing.contains(bytes[token.range.lowerBound]) { return }
            tokens.append(token)
        }
    }

    /// The characters of a token.
    package func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

    /// Whether there is a token at an index, and it is this symbol.
    package func isSymbol(_ character: Character, _ index: Int) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == .symbol && text(tokens[index]) == String(character)
    }

    /// Whether no line ends between a token and an earlier one.
    package func isOnLine(_ index: Int, of earlier: Int) -> Bool {
        !bytes[tokens[earlier].range.upperBound..<tokens[index].range.lowerBound].contains(UInt8(ascii: "\n"))
    }

    /// The number of the line, from 0, that each token starts on.
    package var lines: [Int] {
        var line = 0
        var position = 0
        return tokens.map { token in
            line += bytes[position..<token.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
            position = token.range.lowerBound
            return line
        }
    }

    /// The code without what means nothing to the compiler: comments, and how much white space stands where some does.
    package var normalized: String {
        var result: [UInt8] = []
        var end = 0
        for token in tokens {
            let gap = bytes[end..<token.range.lowerBound]
            if gap.contains(UInt8(ascii: "\n")) {
                result.append(UInt8(ascii: "\n"))
            } else if !gap.isEmpty {
                result.append(UInt8(ascii: " "))
            }
            result += bytes[token.range]
            end = token.range.upperBound
        }
        return String(decoding: result, as: UTF8.self)
    }
}

// MARK: - Reading

extension SwiftTokens {
    private func next(_ position: inout Int, _ depth: inout Int, after previous: Token?) -> Token? {
        skipBlank(&position)
        guard position < bytes.count else { return nil }
        let start = position
        if skipLiteral(&position) || skipBareRegex(&position, after: previous) {
            return Token(range: start..<position, kind: .literal, depth: depth)
        }
        if Self.isWordByte(bytes[position]) || bytes[position] == UInt8(ascii: "`") {
            position += 1
            while position < bytes.count, Self.isWordByte(bytes[position]) || bytes[position] == UInt8(ascii: "`") {
                position += 1
            }
            return Token(range: start..<position, kind: .word, depth: depth)
        }
        position += 1
        if Self.closing.contains(bytes[start]) { depth = max(0, depth - 1) }
        defer { if Self.opening.contains(bytes[start]) { depth += 1 } }
        return Token(range: start..<position, kind: .symbol, depth: depth)
    }

    private func starts(with text: StaticString, at position: Int) -> Bool {
        text.withUTF8Buffer { bytes[min(position, bytes.count)...].starts(with: $0) }
    }

    /// Skips white space and comments.
    private func skipBlank(_ position: inout Int) {
        while position < bytes.count {
            if Self.blanks.contains(bytes[position]) {
                position += 1
            } else if starts(with: "//", at: position) {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            } else if starts(with: "/*", at: position) {
                var depth = 0
                repeat {
                    if starts(with: "/*", at: position) {
                        depth += 1
                        position += 2
                    } else if starts(with: "*/", at: position) {
                        depth -= 1
                        position += 2
                    } else {
                        position += 1
                    }
                } while depth > 0 && position < bytes.count
                position = min(position, bytes.count)
            } else {
                return
            }
        }
    }

    /// Skips a string or a regular expression in `#`.
    /// - Returns: Whether there was one.
    private func skipLiteral(_ position: inout Int) -> Bool {
        let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
        let start = position + hashes
        guard start < bytes.count else { return false }
        if hashes > 0, bytes[start] == UInt8(ascii: "/") {
            position = start + 1
            while position < bytes.count, !closes("/", hashes, at: position) { position += 1 }
            position = min(position + 1 + hashes, bytes.count)
            return true
        }
        guard bytes[start] == UInt8(ascii: "\"") else { return false }
        let isMultiline = starts(with: "\"\"\"", at: start)
        position = start + (isMultiline ? 3 : 1)
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\\"),
                bytes[(position + 1)...].prefix(hashes).allSatisfy({ $0 == UInt8(ascii: "#") })
            {
                position += 1 + hashes
                if position < bytes.count, bytes[position] == UInt8(ascii: "(") {
                    skipInterpolation(&position)
                } else {
                    position += 1
                }
            } else if isMultiline ? closes("\"\"\"", hashes, at: position) : closes("\"", hashes, at: position) {
                position += (isMultiline ? 3 : 1) + hashes
                return true
            } else if !isMultiline, bytes[position] == UInt8(ascii: "\n") {
                return true
            } else {
                position += 1
            }
        }
        position = bytes.count
        return true
    }

    /// Skips a regular expression between slashes alone.
    /// - Returns: Whether there was one, and no division.
    private func skipBareRegex(_ position: inout Int, after previous: Token?) -> Bool {
        let start = position + 1
        guard bytes[position] == UInt8(ascii: "/"), start < bytes.count, !Self.blanks.contains(bytes[start]),
            previous.map({ isBeforeValue($0, at: position) }) ?? true
        else { return false }
        var end = start
        var depth = 0
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
            switch bytes[end] {
            case UInt8(ascii: "/"):
                guard !Self.blanks.contains(bytes[end - 1]) else { return false }
                position = end + 1
                return true
            case UInt8(ascii: "\\"): end += 1
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            default: break
            }
            // The bracket closes one that is open outside: `reduce(1, /)`.
            if depth < 0 { return false }
            end += 1
        }
        return false
    }

    /// Whether a value, and no operator, comes after a token.
    private func isBeforeValue(_ previous: Token, at position: Int) -> Bool {
        switch previous.kind {
        case .literal: return false
        case .word: return Self.wordsBeforeValues.contains(text(previous))
        case .symbol:
            let symbol = bytes[previous.range.lowerBound]
            if Self.closing.contains(symbol) || symbol == UInt8(ascii: ".") { return false }
            // Two signs that touch are one operator.
            return previous.range.upperBound < position || Self.opening.contains(symbol)
                || symbol == UInt8(ascii: ",") || symbol == UInt8(ascii: ":") || symbol == UInt8(ascii: ";")
        }
    }

    private func closes(_ mark: StaticString, _ hashes: Int, at position: Int) -> Bool {
        guard starts(with: mark, at: position) else { return false }
        let rest = bytes[(position + mark.utf8CodeUnitCount)...].prefix(hashes)
        return rest.count == hashes && rest.allSatisfy { $0 == UInt8(ascii: "#") }
    }

    private func skipInterpolation(_ position: inout Int) {
        var depth = 0
        var previous: Token?
        while let token = next(&position, &depth, after: previous) {
            previous = token
            if depth == 0, token.kind == .symbol, bytes[token.range.lowerBound] == UInt8(ascii: ")") { return }
        }
    }

    /// Whether a byte can be part of a word.
    package static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }

    /// Words that a value follows.
    private static let wordsBeforeValues: Set = [
        "return", "in", "case", "where", "try", "await", "throw", "if", "while", "else", "is", "as", "switch",
    ]
    private static let opening = Array("([{".utf8)
    private static let closing = Array(")]}".utf8)
    private static let blanks = Array(" \t\r\n".utf8) + [0x0B, 0x0C, 0]
}
