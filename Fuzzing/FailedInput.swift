import Foundation

/// An input that failed: kept in a file, and made small.
struct FailedInput {
    let input: FuzzedInput
    let reason: String

    /// Writes the input into `folder`, and beside it the smallest part of it that still fails.
    /// - Returns: The smaller file's path.
    func keep(in folder: URL, seeds: SeedTexts) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let bytes = input.bytes(from: seeds)
        try Data(bytes).write(to: folder.appending(path: input.fileName + ".whole"))
        let file = folder.appending(path: input.fileName)
        try Data(try minimized(bytes, in: folder)).write(to: file)
        return file.path
    }

    /// Takes lines out as long as what is left still fails, in at most so many trials.
    private func minimized(_ bytes: [UInt8], in folder: URL) throws -> [UInt8] {
        let draft = folder.appending(path: ".draft-\(input.number).md")
        defer { try? FileManager.default.removeItem(at: draft) }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var size = (lines.count + 1) / 2
        var trials = reason.contains("seconds") ? 12 : 120
        while size > 0, trials > 0 {
            var start = 0
            while start < lines.count, trials > 0 {
                var rest = lines
                rest.removeSubrange(start..<min(start + size, lines.count))
                try Data(rest.joined(separator: [UInt8(ascii: "\n")])).write(to: draft)
                trials -= 1
                if try fails(draft) { lines = rest } else { start += size }
            }
            size = size == 1 ? 0 : (size + 1) / 2
        }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    private func fails(_ file: URL) throws -> Bool {
        let worker = try WorkerProcess(
            seed: input.seed, first: input.number, step: 1, end: input.number + 1, file: file.path)
        var hasFailed = false
        _ = try worker.follow { if case .failed = $1 { hasFailed = true } }
        return hasFailed
    }
}
