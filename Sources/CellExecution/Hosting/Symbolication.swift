import CellMessages
import ChapterDocument
import Subprocess

extension Toolchain {
    /// The innermost of the places that lies in the chapter's own code.
    ///
    /// - Parameters:
    ///   - places: The places, innermost first.
    ///   - path: The chapter's path.
    ///   - layout: Where the cells stand in it.
    /// - Returns: Nil where none does or the tool that reads debug information fails.
    func position(
        of places: [CodeAddress], inChapter path: String, layout: ChapterLayout
    ) async -> SourcePosition? {
        for place in places {
            let lines = try? await Subprocess.run(
                .path(symbolizer), arguments: ["--obj=\(place.library)", "0x" + String(place.offset, radix: 16)],
                output: .string(limit: 1 << 16), error: .discarded
            ).standardOutput
            for line in lines?.split(separator: "\n") ?? [] {
                let parts = line.split(separator: ":")
                guard parts.count >= 3, let row = Int(parts[parts.count - 2]), let column = Int(parts[parts.count - 1])
                else { continue }
                let file = parts.dropLast(2).joined(separator: ":")
                guard file == path || file.hasSuffix("/\(path)") else { continue }
                if let position = layout.position(line: row, column: column) { return position }
            }
        }
        return nil
    }
}
