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

    /// Lets its user, and nobody else, into a folder, which is made where it is missing.
    package static func makePrivate(_ path: String) {
        make(path)
        chmod(path, 0o700)
    }

    /// Whether files can be made in a folder.
    package static func isWritable(_ path: String) -> Bool { access(path, W_OK | X_OK) == 0 }

    /// Whether there is a folder at `path`, not a link to one, that belongs to this program's user and that nothing has
    /// changed for some seconds.
    package static func isOwn(_ path: String, atRestFor seconds: Int) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
            && status.st_mtim.tv_sec < time(nil) - seconds
    }
}

/// The lock of a folder, which one process at a time can hold; it goes with this object, and with the process.
package final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Locks the folder at `path`; nil where somebody else has, or where there is none.
    package init?(path: String) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 || flock(descriptor, LOCK_EX | LOCK_NB) != 0 { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}

/// The person who runs the program.
package enum ThisUser {
    /// Their number.
    package static var number: UInt32 { geteuid() }

    /// Their home as the system knows it; nil where it knows of none.
    package static var home: String? { getpwuid(geteuid()).map { String(cString: $0.pointee.pw_dir) } }
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
