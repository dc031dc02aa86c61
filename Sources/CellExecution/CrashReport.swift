import ChapterDocument
import FoundationEssentials

/// What Swift's run-time writes about a crash (`SWIFT_BACKTRACE`, `format=json`).
struct CrashReport: Decodable {
    struct Thread: Decodable {
        var crashed: Bool?
        var frames: [Frame]
    }
    struct Frame: Decodable {
        var sourceLocation: Location?
    }
    struct Location: Decodable {
        var file: String
        var line: Int
        var column: Int?
    }

    /// What happened, such as `Illegal instruction`.
    var description: String
    var threads: [Thread]

    /// The setting of `SWIFT_BACKTRACE` that puts reports into `folder`.
    static func setting(folder: String) -> String {
        "enable=yes,color=no,interactive=no,threads=crashed,registers=none,images=none,cache=no,"
            + "format=json,output-to=\(folder)"
    }

    /// The only report in `folder`, taken out of it; nil where there is none.
    static func take(from folder: String) -> CrashReport? {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let file = files.first(where: { $0.hasSuffix(".json") }) else { return nil }
        defer { try? FileManager.default.removeItem(atPath: "\(folder)/\(file)") }
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else { return nil }
        return try? JSONDecoder().decode(CrashReport.self, from: data)
    }

    /// The innermost place in the chapter on the crashed thread.
    func position(inChapter path: String) -> SourcePosition? {
        let frames = threads.first { $0.crashed == true }?.frames ?? []
        let places = frames.compactMap(\.sourceLocation).filter { $0.file == path || $0.file.hasSuffix("/\(path)") }
        return places.first { $0.line > 0 }.map { SourcePosition(line: $0.line, column: max($0.column ?? 1, 1)) }
    }
}
