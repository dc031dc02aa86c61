/// A file's name as the system has it: any bytes but zero and slash, which need not be UTF-8.
struct FileName: Equatable {
    /// The folder itself.
    static let current = FileName(".")
    /// The folder above.
    static let parent = FileName("..")

    /// The bytes, with a zero at their end.
    let bytes: [CChar]

    init(_ name: String) {
        bytes = name.utf8CString.map { $0 }
    }

    init(bytes: some Sequence<UInt8>) {
        self.bytes = bytes.map { CChar(bitPattern: $0) } + [0]
    }

    /// The name for people.
    var text: String { String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) }
}
