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
        guard let file = file(in: folder) else { return nil }
        defer { try? FileManager.default.removeItem(atPath: file) }
        return read(file)
    }

    /// Whether a report is in `folder` and written to its end.
    static func isWhole(in folder: String) -> Bool {
        file(in: folder).flatMap(read) != nil
    }

    private static func file(in folder: String) -> String? {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.first { $0.hasSuffix(".json") }.map { "\(folder)/\($0)" }
    }

    private static func read(_ file: String) -> CrashReport? {
        FileManager.default.contents(atPath: file).flatMap { try? JSONDecoder().decode(CrashReport.self, from: $0) }
    }

    /// The innermost place in the chapter on the crashed thread.
    /// - Parameters:
    ///   - path: The chapter's path.
    ///   - layout: Where the cells stand in it.
    /// - Returns: The place; nil where the crash came from none.
    func position(inChapter path: String, layout: ChapterLayout) -> SourcePosition? {
        let frames = threads.first { $0.crashed == true }?.frames ?? []
        let places = frames.compactMap(\.sourceLocation).filter { $0.file == path || $0.file.hasSuffix("/\(path)") }
        return places.lazy.compactMap { layout.position(line: $0.line, column: $0.column ?? 1) }.first
    }
}
