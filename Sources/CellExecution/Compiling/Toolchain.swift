import CellMessages
import ContentDigest
import FoundationEssentials
import SystemPackage

/// The programs and modules that compile and run cells.
public struct Toolchain: Sendable {
    /// The Swift compiler.
    var compiler: FilePath
    /// The linker.
    var linker: FilePath
    /// The tool that tells which libraries an object's imports ask for.
    var autolinkExtract: FilePath
    /// The tool that tells which line a machine instruction comes from.
    var symbolizer: FilePath
    /// The tool that tells what a module declares.
    var symbolGraphExtract: FilePath
    /// Swift's run-time libraries.
    var runtimeLibraries: FilePath
    /// The object that registers a library's types with the run-time; part of every Swift library.
    var runtimeObject: FilePath
    /// The compiled interface of the kernel, which every cell imports.
    var kernelModules: FilePath
    /// The program that cells are loaded into.
    package var cellHost: FilePath

    /// Finds the compiler on `PATH`, and the kernel and the host beside the running program.
    /// - Throws: `SetupError` naming what is missing.
    public static func find() throws(SetupError) -> Toolchain {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let searched = path.split(separator: ":").map { FilePath(String($0)) }
        guard let compiler = searched.map({ $0.appending("swiftc") }).first(where: { isExecutable($0) }) else {
            throw SetupError(
                message: "no Swift compiler on PATH", advice: "install the Swift toolchain and put `swiftc` on PATH")
        }
        let folder = resolved(compiler).removingLastComponent()
        let libraries = folder.removingLastComponent().appending("lib/swift/linux")
        let program = runningProgram.removingLastComponent()
        // Some toolchains leave the linker to the system.
        let linkers = ([folder] + searched).map { $0.appending("ld.lld") }
        guard let linker = linkers.first(where: { isExecutable($0) }) else {
            throw SetupError(
                message: "no ld.lld in the Swift toolchain or on PATH",
                advice: "install the package `lld` and put `ld.lld` on PATH")
        }
        let toolchain = Toolchain(
            compiler: compiler, linker: linker,
            autolinkExtract: folder.appending("swift-autolink-extract"),
            symbolizer: folder.appending("llvm-symbolizer"),
            symbolGraphExtract: folder.appending("swift-symbolgraph-extract"), runtimeLibraries: libraries,
            runtimeObject: libraries.appending(architecture).appending("swiftrt.o"),
            kernelModules: program.appending("Modules"), cellHost: program.appending("CellHost"))
        for part in [toolchain.autolinkExtract, toolchain.runtimeObject] where !exists(part) {
            throw SetupError(
                message: "the Swift toolchain has no \(part)", advice: "reinstall the Swift toolchain")
        }
        for part in [toolchain.kernelModules.appending("TensorKernel.swiftmodule"), toolchain.cellHost]
        where !exists(part) {
            throw SetupError(message: "\(part) is missing", advice: "build Lectern whole: run `make build`")
        }
        return toolchain
    }

    /// What decides what a chapter's cells do beside the chapter: another compiler, kernel or host has another digest,
    /// and so have other rules and another place of data.
    /// - Parameter rules: What cells may use and reach.
    /// - Returns: The digest.
    /// - Throws: What keeps the programs from being read.
    public func digest(rules: CellRules) throws -> Digest {
        let attributes = try FileManager.default.attributesOfItem(atPath: Self.resolved(compiler).string)
        let parts = try [cellHost, kernelModules.appending("TensorKernel.swiftmodule")].map {
            Digest(of: try Data(contentsOf: URL(filePath: $0.string), options: .alwaysMapped)).hexadecimal
        }
        let changed = (attributes[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate ?? 0
        let data = ProcessInfo.processInfo.environment["LECTERN_DATA"] ?? ""
        return Digest(
            of: parts + [compiler.string, "\(attributes[.size] ?? 0)", "\(changed)", "\(rules)", data])
    }

    /// The program that runs, where it really stands. A system without `/proc` is asked by the name it was started with.
    public static var runningProgram: FilePath {
        let link = FilePath("/proc/self/exe")
        if exists(link) { return resolved(link) }
        let name = CommandLine.arguments.first ?? ""
        if name.contains("/") { return resolved(FilePath(name)) }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates = path.split(separator: ":").map { FilePath(String($0)).appending(name) }
        return resolved(candidates.first { isExecutable($0) } ?? FilePath(name))
    }

    /// The compiler's options for the macros that come with it.
    var macroOptions: [String] {
        let host = runtimeLibraries.removingLastComponent().appending("host")
        return [
            "-plugin-path", host.appending("plugins").string,
            "-in-process-plugin-server-path", host.appending("libSwiftInProcPluginServer.so").string,
        ]
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #endif
    }

    private static func exists(_ path: FilePath) -> Bool {
        FileManager.default.fileExists(atPath: path.string)
    }

    private static func isExecutable(_ path: FilePath) -> Bool {
        FileManager.default.isExecutableFile(atPath: path.string)
    }

    static func resolved(_ path: FilePath) -> FilePath {
        FilePath(URL(filePath: path.string).resolvingSymlinksInPath().path)
    }
}

/// Something that Lectern needs and this system does not have.
public struct SetupError: Error, Equatable {
    /// What is missing.
    public var message: String
    /// How to get it.
    public var advice: String

    /// Something missing, and how to get it.
    public init(message: String, advice: String) {
        self.message = message
        self.advice = advice
    }
}
