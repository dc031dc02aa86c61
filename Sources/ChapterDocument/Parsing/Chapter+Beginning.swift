extension Chapter {
    /// As much of a chapter as tells its title, number and description: a book's contents need no more of most lessons.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - path: The file's path.
    /// - Returns: The chapter's beginning; nil where the text has no structure to go by.
    public static func beginning(of text: String, path: String) -> Chapter? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let head = try? FrontMatter.read(lines.map { $0 }, path: path) else { return nil }
        let heading = lines.indices.dropFirst(head.lineCount).first { isHeadingLike(lines[$0]) }
        let count = head.frontMatter.title != nil ? head.lineCount : heading.map { $0 + 1 } ?? lines.count
        let beginning = read(lines.prefix(count).joined(separator: "\n"), path: path, foreignLabels: .any).chapter
        guard head.frontMatter.title == nil, beginning?.titleContent.isEmpty != false, count < lines.count else {
            return beginning
        }
        return read(text, path: path, foreignLabels: .any).chapter
    }

    /// Whether a line may be a heading or the line below one.
    private static func isHeadingLike(_ line: Substring) -> Bool {
        let content = line.drop { $0 == " " }
        return content.hasPrefix("#") || !content.isEmpty && content.allSatisfy { $0 == "=" || $0 == "-" || $0 == " " }
    }

    /// The names in a text that look like labels; those in code are among them.
    public static func possibleLabels(in text: String) -> Set<String> {
        var labels: Set<String> = []
        var text = text
        text.withUTF8 { bytes in
            let mark = Array("label:`".utf8)
            var index = 0
            while index + mark.count < bytes.count {
                guard bytes[index] == mark[0], bytes[index..<(index + mark.count)].elementsEqual(mark) else {
                    index += 1
                    continue
                }
                let start = index + mark.count
                index = bytes[start...].firstIndex(of: UInt8(ascii: "`")) ?? bytes.count
                labels.insert(String(decoding: bytes[start..<index], as: UTF8.self))
            }
        }
        return labels
    }
}
