/// Cuts a stream of bytes into messages: a header with the length of the content (`Content-Length: 12`), an empty line, and
/// the content, as the Language Server Protocol has it. Whatever comes, it keeps no more than one message.
struct MessageFrames {
    /// Why a stream cannot be read any further: where the next message begins is not known.
    enum Fault: Error, Equatable {
        /// A header is longer than any sensible one, or has no length.
        case badHeader
        /// A message is larger than what is read.
        case tooLarge
    }

    /// Bytes that a header may have.
    static let headerLimit = 4096
    /// Bytes that a message may have.
    static let contentLimit = 64 << 20

    private var bytes: [UInt8] = []
    private var start = 0
    /// The length of the message whose header has been read.
    private var contentLength: Int?

    /// Takes in what has come.
    mutating func append(_ new: [UInt8]) {
        bytes.removeFirst(start)
        start = 0
        bytes += new
    }

    /// The content of the next message; nil where it has not come yet.
    mutating func next() throws(Fault) -> [UInt8]? {
        if contentLength == nil { contentLength = try header() }
        guard let length = contentLength, bytes.count - start >= length else { return nil }
        defer {
            start += length
            contentLength = nil
        }
        return Array(bytes[start..<(start + length)])
    }

    /// Takes a header, and says how long the content after it is.
    private mutating func header() throws(Fault) -> Int? {
        let end: [UInt8] = Array("\r\n\r\n".utf8)
        let searched = bytes[start...].prefix(Self.headerLimit + end.count)
        var index = searched.startIndex
        while index + end.count <= searched.endIndex, !searched[index..<(index + end.count)].elementsEqual(end) {
            index += 1
        }
        guard index + end.count <= searched.endIndex else {
            if bytes.count - start > Self.headerLimit { throw .badHeader }
            return nil
        }
        let lines = String(decoding: bytes[start..<index], as: UTF8.self).split(whereSeparator: \.isNewline)
        start = index + end.count
        let lengths = lines.compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1].filter { $0 != " " })
        }
        guard lengths.count == 1, lengths[0] >= 0 else { throw .badHeader }
        guard lengths[0] <= Self.contentLimit else { throw .tooLarge }
        return lengths[0]
    }

    /// A message with its header.
    static func frame(_ content: some Collection<UInt8>) -> [UInt8] {
        Array("Content-Length: \(content.count)\r\n\r\n".utf8) + content
    }
}
