import CellMessages
import ChapterDocument
import Subprocess

/// A call in a chapter's own code.
struct LessonCall: Equatable {
    /// Where it stands.
    var position: SourcePosition
    /// What the compiler's own check says that failed there, such as `Index out of range`; nil where none did.
    var failedCheck: String?
}

extension Toolchain {
    /// The calls that some places in machine code mean, as far as they stand in the chapter's own code.
    /// - Parameters:
    ///   - places: The places, innermost first.
    ///   - libraries: The cells' libraries; others are passed over.
    ///   - path: The chapter's path.
    ///   - layout: Where the cells stand in it.
    /// - Returns: The calls, innermost first; none where the tool that reads debug information fails.
    func calls(
        at places: [CodeAddress], in libraries: Set<String>, ofChapter path: String, layout: ChapterLayout
    ) async -> [LessonCall] {
        let known = places.filter { libraries.contains($0.library) && !$0.library.contains("\"") }
        guard !known.isEmpty else { return [] }
        let text = try? await Subprocess.run(
            .path(symbolizer),
            arguments: .init(known.map { "\"\($0.library)\" 0x" + String($0.offset, radix: 16) }),
            output: .string(limit: 1 << 22), error: .discarded
        ).standardOutput
        var calls: [LessonCall] = []
        var failedCheck: String?
        // For each place, the functions that were inlined there and their places, innermost first, each on a line of its own.
        for line in text?.split(separator: "\n") ?? [] {
            let check = "Swift runtime failure: "
            if line.hasPrefix(check) { failedCheck = String(line.dropFirst(check.count)) }
            let parts = line.split(separator: ":")
            guard parts.count >= 3, let row = Int(parts[parts.count - 2]), let column = Int(parts[parts.count - 1])
            else { continue }
            let file = parts.dropLast(2).joined(separator: ":")
            guard file == path || file.hasSuffix("/\(path)"),
                let position = layout.position(line: row, column: column)
            else { continue }
            calls.append(LessonCall(position: position, failedCheck: failedCheck))
            failedCheck = nil
        }
        return calls
    }
}
