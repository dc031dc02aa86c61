import Glibc

/// Streams of bytes by their descriptors: standard streams and pipes.
package enum ByteStream {
    /// The program's standard input.
    package static let standardInput = STDIN_FILENO
    /// The program's standard output.
    package static let standardOutput = STDOUT_FILENO

    /// Two ends of a new pipe. Programs that are started do not get them, unless they are given one.
    package static func pipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw SystemError() }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Waits for bytes.
    /// - Returns: Those that have come, at most as many as asked for; none at the stream's end.
    package static func read(from descriptor: Int32, upTo limit: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var read = -1
            repeat { read = Glibc.read(descriptor, buffer.baseAddress, limit) } while read < 0 && errno == EINTR
            count = max(read, 0)
        }
    }

    /// Writes all bytes, waiting until they are taken.
    ///
    /// That nobody reads the stream any more ends the writing, and not this program.
    /// - Returns: Whether all were taken.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var brokenPipe = sigset_t()
        var before = sigset_t()
        sigemptyset(&brokenPipe)
        sigaddset(&brokenPipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &brokenPipe, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                // The signal waits for this thread, and must not be there once it is let through.
                var moment = timespec()
                sigtimedwait(&brokenPipe, nil, &moment)
                return false
            }
            rest = rest.dropFirst(written)
        }
        return true
    }

    /// Closes a descriptor.
    package static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
}
