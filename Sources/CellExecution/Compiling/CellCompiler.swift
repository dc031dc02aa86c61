import ChapterDocument
import FoundationEssentials
import SystemPackage

/// Compiles cells, each to a module and a shared library of its own.
struct CellCompiler: Sendable {
    private let toolchain: Toolchain
    private let folder: String
    private let limits: ToolLimits
    private let moduleCache: ModuleCache
    private let reference: ReferenceReader

    /// A compiler that puts modules and libraries into folders inside `folder`.
    init(toolchain: Toolchain, folder: String, limits: ToolLimits) throws {
        self.toolchain = toolchain
        self.folder = folder
        self.limits = limits
        moduleCache = ModuleCache(scratch: folder)
        reference = ReferenceReader(toolchain: toolchain)
    }

    /// Compiles and links one cell.
    ///
    /// - Parameters:
    ///   - cell: The cell.
    ///   - key: Its key, which names its folder.
    ///   - ordinal: Its number among the cells that are run, from 1.
    ///   - path: The chapter's path.
    ///   - hasOwnLines: Whether the lines of its code bear the chapter's numbers.
    ///   - layout: Where the cells stand in the chapter.
    ///   - earlier: The cells it sees, in the order they ran.
    ///   - isSeen: Whether later cells see what it declares.
    /// - Returns: The cell as a shared library, and the cells that it sees as later ones see them.
    /// - Throws: `CellFailure` with the compiler's errors at their places in the chapter; `SetupError` where the
    ///   compiler cannot be run.
    func compile(
        _ cell: Cell, key: CellKey, ordinal: Int, path: String, hasOwnLines: Bool, layout: ChapterLayout,
        earlier: [CompiledCell], isSeen: Bool
    ) async throws -> (cell: CompiledCell, earlier: [CompiledCell]) {
        let source = CellSource(cell, ordinal: ordinal, path: path, hasOwnLines: hasOwnLines, earlier: earlier)
        do {
            return try await compileWithinLimits(
                cell, source, key: key, path: path, layout: layout, earlier: earlier, isSeen: isSeen)
        } catch let stop as ToolStop {
            throw CellFailure(kind: .compile, notes: [.init(position: cell.codeStart, message: stop.words(limits))])
        }
    }

    private func compileWithinLimits(
        _ cell: Cell, _ source: CellSource, key: CellKey, path: String, layout: ChapterLayout, earlier: [CompiledCell],
        isSeen: Bool
    ) async throws -> (cell: CompiledCell, earlier: [CompiledCell]) {
        let folder = "\(folder)/\(key.digest.hexadecimal.prefix(16))"
        let start = Attempt(source: source, earlier: earlier, folder: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        async let imports = importedModules(of: cell, in: folder)
        async let first = compileProgram(start)
        var attempt = start
        if isSeen {
            try await emitInterface(start)
            attempt.declarations = try declarations(attempt)
        }

        // What the cell declares may have to be told from what earlier ones declare.
        let isAsFirst = try await !markReplaced(&attempt)
        var program = try await first
        if !isAsFirst { program = try await compileProgram(attempt) }
        if !program.succeeded, program.output.contains(Self.asksForPublicWitness) {
            // An earlier cell's type seems to be another package's to the compiler, which then asks for `public`.
            attempt.ignoresAccess = true
            program = try await compileProgram(attempt)
        }
        let messages = CompilerMessage.all(in: program.output, path: path, layout: layout)
        guard program.succeeded else {
            let advice = await advice(on: messages, cell)
            throw CellFailure(
                kind: .compile,
                notes: CompilerMessage.errors(in: messages, output: program.output) { advice?.words(for: $0) })
        }
        if isSeen, !isAsFirst || source.isAsynchronous || attempt.ignoresAccess { try await emitInterface(attempt) }
        let modules = try await imports
        let compiled = CompiledCell(
            library: try await link(attempt, imports: modules, of: cell), interfaceFolder: folder, imports: modules,
            declarations: attempt.declarations, entryPoint: source.entryPoint,
            warnings: CompilerMessage.warnings(in: messages), source: source,
            ignoresAccess: attempt.ignoresAccess)
        return (compiled, attempt.earlier)
    }

    /// What can be said about the errors; nil where nothing can, or the kernel's names are not known.
    private func advice(on messages: [CompilerMessage], _ cell: Cell) async -> CodeAdvice? {
        guard messages.contains(where: CodeAdvice.isPossible) else { return nil }
        return await reference.reference.map { CodeAdvice(cell: cell, reference: $0) }
    }

    private static let asksForPublicWitness =
        "must be declared public because it matches a requirement in public protocol"

    /// What is known of a cell while it is compiled.
    private struct Attempt: Sendable {
        let source: CellSource
        var earlier: [CompiledCell]
        let folder: String
        var declarations: [CellDeclaration] = []
        var ignoresAccess = false

        var object: String { "\(folder)/\(source.module).o" }
        var library: String { "\(folder)/\(source.module).so" }
    }
}

// MARK: - Steps

extension CellCompiler {
    /// Compiles the cell's code to an object.
    private func compileProgram(_ attempt: Attempt) async throws -> (succeeded: Bool, output: String) {
        let source = attempt.source
        return try await runFrontend(
            on: source.program, file: "\(attempt.folder)/\(source.programFile)",
            earlier: attempt.earlier, ignoresAccess: attempt.ignoresAccess
        ) {
            [
                "-c", "-primary-file", $0, "-module-name", "main", "-module-abi-name", source.module,
                "-entry-point-function-name", source.entryPoint, "-o", attempt.object,
            ]
        }
    }

    /// Writes the module that later cells are checked against, and what it declares. Errors in the code are left to the
    /// compilation of the program.
    private func emitInterface(_ attempt: Attempt) async throws {
        let text = attempt.source.interface(of: attempt.declarations, replaced: [], operators: [])
        try await emitInterface(
            text, of: attempt.source.module, in: attempt.folder, earlier: attempt.earlier,
            ignoresAccess: attempt.ignoresAccess)
    }

    private func emitInterface(
        _ text: String, of module: String, in folder: String, earlier: [CompiledCell], ignoresAccess: Bool
    ) async throws {
        let graph = "\(folder)/graph"
        try FileManager.default.createDirectory(atPath: graph, withIntermediateDirectories: true)
        _ = try await runFrontend(
            on: text, file: "\(folder)/\(CellSource.interfaceFile)", earlier: earlier, ignoresAccess: ignoresAccess
        ) {
            [
                "-emit-module", $0, "-module-name", module, "-o", "\(folder)/\(module).swiftmodule",
                "-experimental-skip-all-function-bodies", "-experimental-allow-module-with-compiler-errors",
                "-emit-symbol-graph", "-emit-symbol-graph-dir", graph, "-symbol-graph-minimum-access-level", "private",
            ]
        }
    }

    private func declarations(_ attempt: Attempt) throws -> [CellDeclaration] {
        CellDeclaration.all(
            in: try SymbolGraph.read(from: "\(attempt.folder)/graph"), code: attempt.source.code,
            firstLine: attempt.source.firstLine)
    }

    /// Marks in the interfaces of earlier cells what this one declares again.
    /// - Returns: Whether there is any such.
    private func markReplaced(_ attempt: inout Attempt) async throws -> Bool {
        let operators = attempt.source.code.text.declaredOperators
        var hasMarked = false
        for index in attempt.earlier.indices
        where attempt.earlier[index].note(replacedBy: attempt.declarations, operators: operators) {
            hasMarked = true
            let cell = attempt.earlier[index]
            let folder = "\(attempt.folder)/\(cell.module)"
            try await emitInterface(
                cell.source.interface(
                    of: cell.declarations, replaced: cell.replaced, operators: cell.replacedOperators),
                of: cell.module, in: folder, earlier: Array(attempt.earlier[..<index]),
                ignoresAccess: cell.ignoresAccess)
            attempt.earlier[index].interfaceFolder = folder
        }
        return hasMarked
    }

    /// The modules that the cell's own code imports.
    private func importedModules(of cell: Cell, in folder: String) async throws -> [String] {
        guard cell.code.contains("import") else { return [] }
        let file = "\(folder)/code.swift"
        try cell.code.write(toFile: file, atomically: false, encoding: .utf8)
        // Code that does not parse is reported by the compilation that runs beside this.
        let result = try await run(toolchain.compiler, ["-frontend", "-emit-imported-modules", file, "-o", "-"])
        return result.succeeded ? result.output.split(separator: "\n").map(String.init) : []
    }

    private func link(_ attempt: Attempt, imports: [String], of cell: Cell) async throws -> String {
        let libraries = try await autolinkedLibraries(attempt.object, imports: imports)
        let linking = try await run(
            toolchain.linker,
            [
                "-shared", "--eh-frame-hdr", "-o", attempt.library, attempt.object, toolchain.runtimeObject.string,
                "-L", toolchain.runtimeLibraries.string, "-rpath", toolchain.runtimeLibraries.string,
            ] + libraries)
        guard linking.succeeded else {
            throw CellFailure(
                kind: .compile, notes: [.init(position: cell.codeStart, message: "linking failed: \(linking.output)")])
        }
        return attempt.library
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
}

// MARK: - Programs

extension CellCompiler {
    /// Runs the compiler's frontend on a text.
    private func runFrontend(
        on text: String, file: String, earlier: [CompiledCell], ignoresAccess: Bool,
        _ mode: (_ file: String) -> [String]
    ) async throws -> (succeeded: Bool, output: String) {
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        return try await run(
            toolchain.compiler,
            ["-frontend"] + mode(file) + [
                "-swift-version", "5", "-O", "-g", "-enable-testing", "-enable-private-imports", "-package-name",
                "lesson",
                // Traps say why even in optimised code.
                "-assert-config", "Debug",
                "-I", toolchain.kernelModules.string, "-I", moduleCache.maps,
                "-module-cache-path", moduleCache.modules, "-diagnostic-style", "llvm",
            ] + toolchain.macroOptions + (ignoresAccess ? ["-disable-access-control"] : [])
                + earlier.flatMap { ["-I", $0.interfaceFolder] })
    }

    private func run(
        _ program: FilePath, _ arguments: [String], outputLimit: Int = 1 << 20
    ) async throws -> (succeeded: Bool, output: String) {
        try await ToolProcess(program: program, limits: limits).run(arguments, outputLimit: outputLimit)
    }
}
