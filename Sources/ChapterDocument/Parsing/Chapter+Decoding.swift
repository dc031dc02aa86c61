extension Chapter {
    /// The text that a chapter's file holds.
    ///
    /// - Parameters:
    ///   - bytes: The file's bytes.
    ///   - path: The file's path, for messages.
    /// - Returns: The text.
    /// - Throws: `ChapterError` at the first byte that is not UTF-8, or zero.
    public static func text(decoding bytes: some Collection<UInt8>, path: String) throws(ChapterError) -> String {
        // Text in UTF-16 has zeros between its letters, and may be taken for UTF-8 all the same.
        if !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) { return text }
        let valid = bytes.prefix(validUTF8Count(bytes)).prefix { $0 != 0 }
        let lineStart = valid.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
        let position = SourcePosition(line: valid.count { $0 == UInt8(ascii: "\n") } + 1, column: lineStart + 1)
        let message = "the file is not text in UTF-8 from here on"
        throw ChapterError([Diagnostic(path: path, position: position, message: message, advice: "save it in UTF-8")])
    }

    /// How many bytes from the start are UTF-8.
    private static func validUTF8Count(_ bytes: some Collection<UInt8>) -> Int {
        var parser = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var count = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { count += scalar.count }
        return count
    }
}
