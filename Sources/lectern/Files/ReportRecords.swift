import CellExecution
import ContentDigest
import FoundationEssentials
import ReportRendering

/// From what reports were last made: one that would come out the same need not be made again.
///
/// A report depends on its lesson, on the pictures that it shows and the lessons that it refers to, on the lessons before
/// and after it, and on what all reports share: this program, the tools that run cells, the typesetters and the template.
/// One with warnings is made again, so that they are printed again.
struct ReportRecords {
    private let cache: ResultCache
    private let shared: String

    /// - Parameters:
    ///   - cache: Where the records are kept.
    ///   - output: The folder for their reports.
    ///   - template: The folder of the person's template; nil for none.
    ///   - assets: Where the typesetters are.
    ///   - cells: What the results of cells depend on beside the lessons.
    init(cache: ResultCache, output: String, template: String?, assets: ReportAssets, cells: String) {
        self.cache = cache
        let templates = template.map { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { "\(folder)/\($0)" }
        }
        let stamped =
            [Toolchain.runningProgram.string, assets.katexFolder, assets.prismFolder, assets.dagreFolder]
            + (templates ?? [])
        shared =
            Digest(
                of: [cells, output] + stamped.map { "\($0) \(FileStamp($0)?.description ?? "")" }
            ).hexadecimal
    }

    /// Whether the report is there as it was made, from what it would be made from now.
    /// - Parameters:
    ///   - report: The report.
    ///   - file: The lesson's path, or another name for what the report is made from.
    ///   - surroundings: What the report shows of the book around it.
    /// - Returns: Whether there is nothing to do.
    func isCurrent(_ report: ReportFile, of file: String, in surroundings: String) -> Bool {
        guard let content = cache.content("report", of: report.path) else { return false }
        let lines = String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
        guard lines.count >= 2 else { return false }
        return lines[0] == inputs(file, surroundings, sources: Array(lines.dropFirst(2)))
            && lines[1] == Self.digest(ofFile: report.path)
    }

    /// Keeps from what a report was made.
    /// - Parameters:
    ///   - report: The report.
    ///   - html: What was written.
    ///   - file: As for `isCurrent`.
    ///   - surroundings: As for `isCurrent`.
    ///   - sources: The paths of the other files that it was made from.
    func keep(_ report: ReportFile, _ html: String, of file: String, in surroundings: String, sources: [String]) {
        let lines = [inputs(file, surroundings, sources: sources), Digest(of: Data(html.utf8)).hexadecimal] + sources
        // A record that cannot be kept only costs time.
        try? cache.keep(Data(lines.joined(separator: "\n").utf8), as: "report", of: report.path)
    }

    private func inputs(_ file: String, _ surroundings: String, sources: [String]) -> String {
        let stamps = sources.map { "\($0) \(FileStamp($0)?.description ?? "")" }
        return Digest(of: [shared, file, surroundings, Self.digest(ofFile: file) ?? ""] + stamps).hexadecimal
    }

    private static func digest(ofFile path: String) -> String? {
        FileManager.default.contents(atPath: path).map { Digest(of: $0).hexadecimal }
    }
}
