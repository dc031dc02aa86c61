import ChapterDocument
import FileTree
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
    init(toolchain: Toolchain, folder: String, limits: ToolLimits) {
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
    ///   - later: The cells that run after it.
    ///   - isSeen: Whether later cells see what it declares.
    /// - Returns: The cell as a shared library, and the cells that it sees as later ones see them.
    /// - Throws: `CellFailure` with the compiler's errors at their places in the chapter; `SetupError` where the
    ///   compiler cannot be run.
    func compile(
        _ cell: Cell, key: CellKey, ordinal: Int, path: String, hasOwnLines: Bool, layout: ChapterLayout,
        earlier: [CellInterface], later: ArraySlice<Cell>, isSeen: Bool
    ) async throws -> (cell: CompiledCell, earlier: [CellInterface]) {
        let source = CellSource(cell, ordinal: ordinal, path: path, hasOwnLines: hasOwnLines, earlier: earlier)
        let attempt = Attempt(source: source, earlier: earlier, folder: folder(of: key), purpose: .running)
        do {
            let (attempt, program, imports) = try await read(cell, attempt, isSeen: isSeen)
            let messages = CompilerMessage.all(in: program.output, path: path, layout: layout)
            let order = CellOrderAdvice(earlier: earlier, later: later)
            let refusals = attempt.refusals(in: cell)
            guard refusals.isEmpty else { throw CellFailure(kind: .compile, notes: refusals) }
            guard program.succeeded else {
                throw CellFailure(
                    kind: .compile, notes: await errors(in: messages, output: program.output, cell, order))
            }
            let compiled = CompiledCell(
                library: try await link(attempt, imports: imports, of: cell), entryPoint: source.entryPoint,
                warnings: CompilerMessage.warnings(in: messages), interface: attempt.interface(imports: imports))
            return (compiled, attempt.earlier)
        } catch let stop as ToolStop {
            throw failure(stop, of: cell)
        }
    }

    /// Finds what the compiler has against a cell, and makes no program of it.
    ///
    /// - Parameters: As for ``compile(_:key:ordinal:path:hasOwnLines:layout:earlier:later:isSeen:)``.
    /// - Returns: The errors and warnings; what later cells see of the cell, as far as it can be read; and the cells that it
    ///   sees as later ones see them.
    /// - Throws: As `compile`, but for errors in the code.
    func check(
        _ cell: Cell, key: CellKey, ordinal: Int, path: String, hasOwnLines: Bool, layout: ChapterLayout,
        earlier: [CellInterface], later: ArraySlice<Cell>, isSeen: Bool
    ) async throws -> CheckedCell {
        let source = CellSource(cell, ordinal: ordinal, path: path, hasOwnLines: hasOwnLines, earlier: earlier)
        let attempt = Attempt(source: source, earlier: earlier, folder: folder(of: key), purpose: .checking)
        do {
            let (attempt, program, imports) = try await read(cell, attempt, isSeen: isSeen)
            let messages = CompilerMessage.all(in: program.output, path: path, layout: layout)
            let order = CellOrderAdvice(earlier: earlier, later: later)
            // What cannot be read of a wrong cell is told there.
            let isClear = program.succeeded || program.output.contains(Self.isOfEarlierError)
            let errors = isClear ? [] : await errors(in: messages, output: program.output, cell, order)
            return CheckedCell(
                errors: attempt.refusals(in: cell) + errors,
                warnings: CompilerMessage.warnings(in: messages),
                visible: attempt.earlier + [attempt.interface(imports: imports)])
        } catch let stop as ToolStop {
            throw failure(stop, of: cell)
        }
    }

    /// Removes what was made of the cell with a key.
    func remove(_ key: CellKey) { FileTree(path: folder(of: key)).removeInTheEnd() }

    private func folder(of key: CellKey) -> String { "\(folder)/\(key.digest.hexadecimal.prefix(16))" }

    private func failure(_ stop: ToolStop, of cell: Cell) -> CellFailure {
        CellFailure(kind: .compile, notes: [.init(position: cell.codeStart, message: stop.words(limits))])
    }

    /// Lets the compiler read a cell.
    /// - Returns: What is known of the cell, what the compiler said, and the modules that the code imports.
    private func read(
        _ cell: Cell, _ start: Attempt, isSeen: Bool
    ) async throws -> (attempt: Attempt, program: (succeeded: Bool, output: String), imports: [String]) {
        try FileManager.default.createDirectory(atPath: start.folder, withIntermediateDirectories: true)
        async let imports = importedModules(of: cell, in: start.folder)
        async let first = compileProgram(start)
        var attempt = start
        if isSeen {
            try await emitInterface(start)
            let graphs = try SymbolGraph.read(from: "\(attempt.folder)/graph")
            attempt.declarations = CellDeclaration.all(
                in: graphs, code: attempt.source.code, firstLine: attempt.source.firstLine)
            attempt.conformances = CellConformance.all(in: graphs)
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
        if !program.succeeded, !attempt.source.isAsynchronous, program.output.contains(Self.asksForMainActor) {
            // In one file, a single `await` at the top level makes all of it the main actor's.
            attempt.source.runsOnMainActor = true
            let second = try await compileProgram(attempt)
            attempt.source.runsOnMainActor = second.succeeded
            if second.succeeded { program = second }
        }
        let isChanged = !isAsFirst || attempt.source.isAsynchronous || attempt.ignoresAccess
        if isSeen, isChanged, program.succeeded || attempt.purpose == .checking { try await emitInterface(attempt) }
        return (attempt, program, try await imports)
    }

    /// The errors among the compiler's messages, with what can be said about them.
    private func errors(
        in messages: [CompilerMessage], output: String, _ cell: Cell, _ order: CellOrderAdvice
    ) async -> [CellFailure.Note] {
        let advice = await advice(on: messages, cell)
        return CompilerMessage.errors(in: messages, output: output) { order.words(for: $0) ?? advice?.words(for: $0) }
    }

    /// What can be said about the errors; nil where nothing can, or the kernel's names are not known.
    private func advice(on messages: [CompilerMessage], _ cell: Cell) async -> CodeAdvice? {
        guard messages.contains(where: CodeAdvice.isPossible) else { return nil }
        return await reference.reference.map { CodeAdvice(cell: cell, reference: $0) }
    }

    private static let asksForPublicWitness =
        "must be declared public because it matches a requirement in public protocol"

    private static let isOfEarlierError = "deserialized error type"
    private static let asksForMainActor = "main actor-isolated"

    /// What a cell is compiled for.
    private enum Purpose {
        /// A shared library is made of it.
        case running
        /// Only what the compiler has against it is asked for.
        case checking
    }

    /// What is known of a cell while it is compiled.
    private struct Attempt: Sendable {
        var source: CellSource
        var earlier: [CellInterface]
        let folder: String
        let purpose: Purpose
        var declarations: [CellDeclaration] = []
        var conformances: [CellConformance] = []
        var ignoresAccess = false

        var object: String { "\(folder)/\(source.module).o" }
        var library: String { "\(folder)/\(source.module).so" }

        /// What is wrong with the cell although the compiler takes it.
        func refusals(in cell: Cell) -> [CellFailure.Note] {
            CellRefusals(cell: cell, declarations: declarations, earlier: earlier).notes
        }

        func interface(imports: [String]) -> CellInterface {
            CellInterface(
                folder: folder, imports: imports, declarations: declarations, conformances: conformances,
                source: source,
                ignoresAccess: ignoresAccess)
        }
    }
}

// MARK: - Steps

extension CellCompiler {
    /// Compiles the cell's code to an object, or only as far as errors are found.
    private func compileProgram(_ attempt: Attempt) async throws -> (succeeded: Bool, output: String) {
        let source = attempt.source
        return try await runFrontend(
            on: source.program, file: "\(attempt.folder)/\(source.programFile)",
            earlier: attempt.earlier, ignoresAccess: attempt.ignoresAccess
        ) {
            let result =
                switch attempt.purpose {
                case .running: ["-c", "-O", "-g", "-o", attempt.object]
                // Some errors, such as that of a missing `return`, are found past the types, in SIL.
                case .checking: ["-emit-sil", "-Onone", "-o", "/dev/null"]
                }
            return result + [
                "-primary-file", $0, "-module-name", "main", "-module-abi-name", source.module,
                "-entry-point-function-name", source.entryPoint,
            ]
        }
    }

    /// Writes the module that later cells are checked against, and what it declares. Errors in the code are left to the
    /// compilation of the program.
    private func emitInterface(_ attempt: Attempt) async throws {
        let text = attempt.source.interface(of: attempt.declarations, replaced: [], hidden: [], operators: [])
        try await emitInterface(
            text, of: attempt.source.module, in: attempt.folder, earlier: attempt.earlier,
            ignoresAccess: attempt.ignoresAccess)
    }

    private func emitInterface(
        _ text: String, of module: String, in folder: String, earlier: [CellInterface], ignoresAccess: Bool
    ) async throws {
        let graph = "\(folder)/graph"
        try FileManager.default.createDirectory(atPath: graph, withIntermediateDirectories: true)
        _ = try await runFrontend(
            on: text, file: "\(folder)/\(CellSource.interfaceFile)", earlier: earlier, ignoresAccess: ignoresAccess
        ) {
            [
                "-emit-module", $0, "-O", "-g", "-module-name", module, "-o", "\(folder)/\(module).swiftmodule",
                "-experimental-skip-all-function-bodies", "-experimental-allow-module-with-compiler-errors",
                "-emit-symbol-graph", "-emit-symbol-graph-dir", graph, "-symbol-graph-minimum-access-level", "private",
            ]
        }
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
                    of: cell.declarations, replaced: cell.replaced, hidden: cell.hidden,
                    operators: cell.replacedOperators),
                of: cell.module, in: folder, earlier: Array(attempt.earlier[..<index]),
                ignoresAccess: cell.ignoresAccess)
            attempt.earlier[index].folder = folder
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
        on text: String, file: String, earlier: [CellInterface], ignoresAccess: Bool,
        _ mode: (_ file: String) -> [String]
    ) async throws -> (succeeded: Bool, output: String) {
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        return try await run(
            toolchain.compiler,
            ["-frontend"] + mode(file) + [
                "-swift-version", "5", "-enable-bare-slash-regex", "-enable-testing", "-enable-private-imports",
                "-package-name",
                "lesson",
                // Traps say why even in optimised code.
                "-assert-config", "Debug",
                // Types are asked for their names as the cell runs: those that the optimiser knows are a module's.
                "-Xllvm", "-sil-disable-pass=string-optimization",
                "-I", toolchain.kernelModules.string, "-I", moduleCache.maps,
                "-module-cache-path", moduleCache.modules, "-diagnostic-style", "llvm",
            ] + toolchain.macroOptions + (ignoresAccess ? ["-disable-access-control"] : [])
                + earlier.flatMap { ["-I", $0.folder] })
    }

    private func run(
        _ program: FilePath, _ arguments: [String], outputLimit: Int = 1 << 20
    ) async throws -> (succeeded: Bool, output: String) {
        try await ToolProcess(program: program, limits: limits).run(arguments, outputLimit: outputLimit)
    }
}
