import Foundation

/// The same work in PyTorch, where a Python that has it is found.
enum PyTorchReference {
    /// Seconds by name; empty where there is no PyTorch.
    static func measure(data folder: String, threads: Int) -> [String: Double] {
        let python = ProcessInfo.processInfo.environment["LECTERN_PYTHON"] ?? "python3"
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, "Benchmarks/pytorch_reference.py", folder, "\(threads)"]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil, let data = try? pipe.fileHandleForReading.readToEnd() else { return [:] }
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").reduce(into: [:]) { times, line in
            // A name may have spaces; the seconds come last.
            guard let end = line.lastIndex(where: \.isWhitespace) else { return }
            times[String(line[..<end])] = Double(line[line.index(after: end)...])
        }
    }
}
