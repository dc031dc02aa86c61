import Foundation

/// The chapters that mutations start from.
struct SeedTexts {
    /// Each file's lines, without their line breaks.
    let files: [[[UInt8]]]

    /// Reads every Markdown file that the repository at `root` has for lessons, tests and this purpose.
    ///
    /// The same repository gives the same order, so a seed of the random numbers names an input.
    init(repository root: URL) throws {
        var files: [[[UInt8]]] = []
        for folder in ["chapters", "docs", "Fuzzing/Seeds", "Tests/LecternTests/Golden"] {
            let place = root.appending(path: folder)
            let names = try FileManager.default.subpathsOfDirectory(atPath: place.path)
            for name in names.filter({ $0.hasSuffix(".md") }).sorted() {
                let bytes = try Data(contentsOf: place.appending(path: name))
                files.append(
                    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init))
            }
        }
        guard !files.isEmpty else { throw NoSeeds(root: root.path) }
        self.files = files
    }

    /// There is no chapter to start from.
    struct NoSeeds: Error, CustomStringConvertible {
        var root: String
        var description: String { "there are no Markdown files in the folders for lessons of \(root)" }
    }
}
