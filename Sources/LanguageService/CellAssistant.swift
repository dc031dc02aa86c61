import CellExecution
import CellMessages
import ChapterDocument
import ContentDigest
import KernelReference

/// Answers what readers' pages ask about the code that is typed in them, as the language server answers editors.
///
/// One compiler is at work at a time, after what runs; an answer that has been overtaken by the same reader's next question is
/// given up. What is kept to answer fast goes when the last reader does that has asked.
public actor CellAssistant {
    /// What a word could be completed to.
    public struct Completions: Encodable, Sendable {
        /// The UTF-16 code unit in the line, from 0, that the word starts at.
        public var start: Int
        /// The proposals, best first.
        public var items: [Completion] = []
    }

    /// One thing that a word could be completed to.
    public struct Completion: Encodable, Equatable, Sendable {
        /// What it is called, with the labels and types of arguments.
        public var label: String
        /// What is written in place of the word.
        public var text: String
        /// Its type.
        public var detail: String?
    }

    private let toolchain: Toolchain
    private let rules: CellRules
    private var readers: Set<String> = []
    /// The compiler's work by the lessons' paths, the last used last.
    private var checks: [(path: String, check: CompileCheck)] = []
    private var checking: [String: Task<CellResult?, Never>] = [:]
    private var lastCheck: Task<CellResult?, Never>?
    private var server: (server: SourceKitServer, scratch: ScratchFolder)?
    private var isWarm = false
    /// The kernel's names, once they are read.
    private var reference: Task<APIReference?, Never>?

    /// Lessons whose compiled cells are kept.
    private static let checkLimit = 4
    /// Completions in one answer.
    private static let completionLimit = 200
    /// Bytes that the label of a completion may take.
    private static let labelLimit = 200

    /// An assistant for these cells; nothing is started yet.
    public init(toolchain: Toolchain, rules: CellRules) {
        (self.toolchain, self.rules) = (toolchain, rules)
    }

    /// What the compiler has against what a reader has typed.
    /// - Parameters:
    ///   - variant: The lesson with the reader's code.
    ///   - target: The cell or the answer.
    ///   - reader: Who asks.
    /// - Returns: The errors as a failure, and the warnings; nil where nobody can say, or the same reader has asked again.
    public func problems(in variant: Chapter, _ target: VariantTarget, for reader: String) async -> CellResult? {
        readers.insert(reader)
        checking[reader]?.cancel()
        let before = lastCheck
        let task = Task { () -> CellResult? in
            _ = await before?.value
            guard !Task.isCancelled, let check = check(of: variant.path) else { return nil }
            return try? await check.result(of: variant, target)
        }
        (checking[reader], lastCheck) = (task, task)
        if !isWarm {
            isWarm = true
            reference = Task(priority: .low) { [toolchain] in try? await toolchain.reference() }
            Task { _ = await completions(in: variant, target, line: 0, column: 0, for: reader) }
        }
        return await task.value
    }

    /// What the word before a place could be completed to.
    /// - Parameters:
    ///   - variant: The lesson with the reader's code.
    ///   - target: The cell or the answer.
    ///   - line: The line of its code, from 0.
    ///   - column: The UTF-16 code unit in the line, from 0.
    ///   - reader: Who asks.
    /// - Returns: The completions; none where nobody can say.
    public func completions(
        in variant: Chapter, _ target: VariantTarget, line: Int, column: Int, for reader: String
    ) async -> Completions {
        readers.insert(reader)
        guard let pieces = variant.pieces(upTo: target), let server = startedServer() else {
            return Completions(start: column)
        }
        let place = Position(line: line, character: column)
        let code = DocumentText(pieces.last?.code ?? "")
        let start = code.startOfName(before: place)
        var completions = Completions(start: start.character)
        let file = CellsFile(pieces, for: .completion)
        let name = Digest(of: [variant.path]).hexadecimal.prefix(16)
        let beginning = code.beginning(ofLineAt: place)
        let names = SwiftCompletions.isOfType(beginning) ? await reference?.value : nil
        let list = try? await server.ask(
            "textDocument/completion", in: file, named: "lesson-\(name)/completion",
            at: Position(line: file.lastPieceLine + line, character: column), CompletionList.self)
        guard let list else { return completions }
        let proposals = SwiftCompletions(
            list, beginning: beginning, word: TextRange(start: start, end: place), reference: names)
        let items = proposals.list.items.sorted { ($0.sortText ?? $0.label) < ($1.sortText ?? $1.label) }
        for item in items where completions.items.count < Self.completionLimit {
            // Some are written in place of more than the word, such as of the dot before it.
            if let range = item.textEdit?.range, range.start.character != completions.start { continue }
            let text = item.textEdit?.newText ?? item.insertText ?? item.label
            guard item.label.utf8.count <= Self.labelLimit, !text.contains("\n") else { continue }
            completions.items.append(Completion(label: item.label, text: text, detail: item.detail))
        }
        return completions
    }

    /// Lets go of a reader whose page is gone.
    public func forget(reader: String) async {
        checking.removeValue(forKey: reader)?.cancel()
        readers.remove(reader)
        if readers.isEmpty { await end() }
    }

    /// Ends what runs, and removes what is kept. It starts again with the next question.
    public func end() async {
        for task in checking.values { task.cancel() }
        let (old, kept) = (server, checks)
        (server, checks, isWarm) = (nil, [], false)
        _ = await lastCheck?.value
        for (_, check) in kept { await check.end() }
        await old?.server.end()
        old?.scratch.remove()
    }

    private func check(of path: String) -> CompileCheck? {
        if let index = checks.firstIndex(where: { $0.path == path }) {
            let known = checks.remove(at: index)
            checks.append(known)
            return known.check
        }
        guard let new = try? CompileCheck(toolchain: toolchain, rules: rules) else { return nil }
        checks.append((path, new))
        if checks.count > Self.checkLimit {
            let oldest = checks.removeFirst().check
            Task { await oldest.end() }
        }
        return new
    }

    private func startedServer() -> SourceKitServer? {
        if let server { return server.server }
        guard let program = toolchain.sourceKit, let scratch = try? ScratchFolder() else { return nil }
        let new = try? SourceKitServer(
            program: program, arguments: toolchain.editingArguments(scratch: scratch.path),
            folder: "\(scratch.path)/swift", usesSnippets: false)
        guard let new else {
            scratch.remove()
            return nil
        }
        server = (new, scratch)
        return new
    }
}

extension Chapter {
    /// The Swift that a reader's cell or answer is compiled with, and that last; nil where there is no such cell or exercise.
    fileprivate func pieces(upTo target: VariantTarget) -> [SwiftPiece]? {
        let all = swiftPieces
        switch target {
        case .cell(let index, _):
            let places = all.indices.filter { all[$0].role == .cell }
            return places.indices.contains(index) ? all.visible(to: places[index]) : nil
        case .answer(let code, let exercise):
            guard let index = all.firstIndex(where: { $0.role == .answer(exercise: exercise) }) else { return nil }
            var pieces = all.visible(to: index)
            pieces[pieces.count - 1].code = code
            return pieces
        }
    }
}
