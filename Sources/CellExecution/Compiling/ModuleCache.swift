import FileTree
import FoundationEssentials
import UnixSystem

/// Where the compiler keeps the C modules that it has compiled: one place for each person, which does not grow from run
/// to run; where that cannot be written, the run's own.
struct ModuleCache: Sendable {
    /// The folder for compiled modules.
    let modules: String
    /// The folder of the module maps that cells need.
    let maps: String

    /// - Parameter scratch: The run's own folder.
    init(scratch: String) {
        let folders = [ResultCache.standard.folder, scratch].map { "\($0)/modules" }
        let folder = folders.first { Self.isReady($0) } ?? scratch
        modules = folder
        maps = Self.maps(in: folder)
    }

    /// The C libraries behind the kernel are no part of its interface, but the compiler asks for their modules.
    private static let libraries = ["CTensorKernels", "CZlib"]
    private static let map = libraries.map { "module \($0) {}\n" }.joined()

    /// Another version of this program, which may need other modules, has a folder of its own.
    private static func maps(in folder: String) -> String { "\(folder)/maps-\(libraries.joined(separator: "-"))" }

    private static func isReady(_ folder: String) -> Bool {
        let maps = maps(in: folder)
        let file = "\(maps)/module.modulemap"
        try? FileManager.default.createDirectory(atPath: maps, withIntermediateDirectories: true)
        // A map that was written again would make the compiler do all its work again.
        if (try? String(contentsOfFile: file, encoding: .utf8)) != map {
            guard (try? WholeFile.write(map.utf8, to: file)) != nil else { return false }
        }
        return Folders.isWritable(folder)
    }
}
