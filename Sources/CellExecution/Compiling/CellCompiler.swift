import ChapterDocument
import FoundationEssentials
import SystemPackage

/// A cell that has become a shared library.
struct CompiledCell: Sendable {
    /// The name of its module.
    var module: String
    /// The folder of its module.
    var folder: String
    /// The shared library's path.
    var library: String
    /// What later cells need to know of its code.
    var summary: CellSummary
    /// The function that runs the cell.
    var entryPoint: String { "\(module)_main" }
}

/// Compiles cells, each to a module and a shared library of its own.
struct CellCompiler: Sendable {
    private let toolchain: Toolchain
    private let folder: String
    private let limits: ToolLimits
    private let moduleCache: ModuleCache

    /// A compiler that puts modules and libraries into folders inside `folder`.
    init(toolchain: Toolchain, folder: String, limits: ToolLimits) throws {
        self.toolchain = toolchain
        self.folder = folder
        self.limits = limits
        moduleCache = ModuleCache(scratch: folder)
    }

    /// Compiles and links one cell.
    ///
    /// - Parameters:
    ///   - cell: The cell.
    ///   - key: Its key, which names its folder.
    ///   - ordinal: Its number among the cells that are run, from 1.
    ///   - path: The chapter's path.
    ///   - layout: Where the cells stand in the chapter.
    ///   - earlier: The cells it sees, in the order they ran.
    /// - Returns: The cell as a shared library.
    /// - Throws: `CellFailure` with the compiler's errors at their places in the chapter; `SetupError` where the
    ///   compiler cannot be run.
    func compile(
        _ cell: Cell, key: CellKey, ordinal: Int, path: String, layout: ChapterLayout, earlier: [CompiledCell]
    ) async throws -> CompiledCell {
        do {
            return try await compileWithinLimits(
                cell, key: key, ordinal: ordinal, path: path, layout: layout, earlier: earlier)
        } catch let stop as ToolStop {
            throw CellFailure(kind: .compile, notes: [.init(position: cell.codeStart, message: stop.words(limits))])
        }
    }

    private func compileWithinLimits(
        _ cell: Cell, key: CellKey, ordinal: Int, path: String, layout: ChapterLayout, earlier: [CompiledCell]
    ) async throws -> CompiledCell {
        let source = CellSource(cell, ordinal: ordinal, path: path, earlier: earlier)
        let module = source.module
        let folder = "\(folder)/\(key.digest.hexadecimal.prefix(16))"
        let main = "\(folder)/main.swift"
        let object = "\(folder)/\(module).o"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try source.text.write(toFile: main, atomically: false, encoding: .utf8)

        async let summary = summarize(cell, into: "\(folder)/\(module).swift")
        let compiling = try await run(
            toolchain.compiler,
            [
                "-frontend", "-c", "-primary-file", main, "-module-name", module, "-o", object,
                "-emit-module-path", "\(folder)/\(module).swiftmodule",
                "-entry-point-function-name", "\(module)_main", "-swift-version", "5", "-O", "-g", "-enable-testing",
                // Traps say why even in optimised code, and a crash report walks frame pointers.
                "-assert-config", "Debug", "-Xcc", "-fno-omit-frame-pointer",
                "-I", toolchain.kernelModules.string, "-I", moduleCache.maps,
                "-module-cache-path", moduleCache.modules, "-diagnostic-style", "llvm",
            ] + earlier.flatMap { ["-I", $0.folder] })
        guard compiling.succeeded else {
            let notes = CompilerMessage.notes(in: compiling.output, path: path, layout: layout)
            throw CellFailure(kind: .compile, notes: notes)
        }
        let library = "\(folder)/\(module).so"
        let libraries = try await autolinkedLibraries(object, imports: summary.imports)
        let linking = try await run(
            toolchain.linker,
            [
                "-shared", "-o", library, object, toolchain.runtimeObject.string,
                "-L", toolchain.runtimeLibraries.string, "-rpath", toolchain.runtimeLibraries.string,
            ] + libraries)
        guard linking.succeeded else {
            throw CellFailure(
                kind: .compile, notes: [.init(position: cell.codeStart, message: "linking failed: \(linking.output)")])
        }
        return CompiledCell(module: module, folder: folder, library: library, summary: try await summary)
    }

    /// What the cell's code declares and imports.
    private func summarize(_ cell: Cell, into file: String) async throws -> CellSummary {
        try cell.code.write(toFile: file, atomically: false, encoding: .utf8)
        // Code that does not parse is reported by the compilation that runs beside this.
        let parsing = try await run(toolchain.compiler, ["-frontend", "-dump-parse", file], outputLimit: 1 << 26)
        return CellSummary(parsing: parsing.output)
    }

    /// The linker's options for what the cell's own imports need, such as Foundation.
    private func autolinkedLibraries(_ object: String, imports: [String]) async throws -> [String] {
        if imports.isEmpty { return [] }
        let file = "\(object).autolink"
        _ = try await run(toolchain.autolinkExtract, [object, "-o", file])
        let options = try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isWhitespace)
        // The kernel and what it needs are in the host already.
        return options.map(String.init).filter {
            $0.hasPrefix("-lswift") || $0.hasPrefix("-lFoundation") || $0 == "-l_FoundationICU"
        }
    }

    private func run(
        _ program: FilePath, _ arguments: [String], outputLimit: Int = 1 << 20
    ) async throws -> (succeeded: Bool, output: String) {
        try await ToolProcess(program: program, limits: limits).run(arguments, outputLimit: outputLimit)
    }
}
