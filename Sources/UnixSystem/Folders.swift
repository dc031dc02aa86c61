import Glibc

/// Folders that come and go with a run.
package enum Folders {
    /// Makes a folder of a new name.
    /// - Parameter prefix: What its path starts with.
    /// - Returns: Its path.
    /// - Throws: Why there is none.
    package static func makeUnique(_ prefix: String) throws(SystemError) -> String {
        var template = Array("\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError() }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Gives a file a second name, where that is free.
    package static func link(_ file: String, to name: String) throws(SystemError) {
        guard Glibc.link(file, name) == 0 else { throw SystemError() }
    }

    /// Removes one name of a file.
    package static func removeFile(_ path: String) { unlink(path) }
    /// Makes a folder, where it is missing, that only its user may see.
    package static func make(_ path: String) { mkdir(path, 0o700) }
}

/// Why the system did not do what it was asked for.
package struct SystemError: Error {
    /// The system's number for it.
    package let number: Int32

    /// The reason of the call that failed last on this thread.
    package init() { number = errno }

    /// The reason with a number.
    package init(number: Int32) { self.number = number }

    /// Whether something is there that must not be.
    package var isAboutExistence: Bool { number == EEXIST }

    /// The reason in the system's words, such as `No such file or directory`.
    package var reason: String { String(cString: strerror(number)) }
}
