import Glibc

/// What kept a tree of files from being read, copied or removed.
public struct FileTreeError: Error, CustomStringConvertible {
    /// The name of the file or folder.
    public let name: String
    /// The system's number for what happened (errno).
    public let number: Int32

    init(_ name: FileName, _ number: Int32 = errno) {
        self.name = name.text
        self.number = number
    }

    /// The name and the system's words.
    public var description: String { "\(name): \(String(cString: strerror(number)))" }
}
