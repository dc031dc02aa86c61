import ArgumentParser
import CellExecution

/// `lectern clean`.
struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove the results of earlier runs that `render` and `preview` reuse.",
        discussion: """
            They are kept in \(ResultCache.standard.folder), one set for each lesson. Reports and lessons stay.
            """)

    func run() throws {
        let cache = ResultCache.standard
        do {
            let count = try cache.removeAll()
            Console.write(count == 0 ? "nothing is kept\n" : "removed \((count + 1023) / 1024) KB\n", to: .error)
        } catch {
            Console.write("lectern: error: \(cache.folder) cannot be removed: \(reason(error))\n", to: .error)
            throw ExitCode.brokenSetup
        }
    }
}
