import CellExecution
import ChapterDocument
import FileTree
import FoundationEssentials
import LanguageService
import OutputVerification
import ReportRendering

/// What runs for one reader.
struct ReaderRun {
    let number: Int
    let task: Task<Void, Never>
    let news: AsyncStream<String>.Continuation
}

/// Readers who change cells in the page and run them. What runs for one is seen on that reader's page alone.
extension LiveChapter {
    /// The cells that can be changed and run, in their order.
    func cells() async -> [ReaderCell] {
        _ = await open()
        guard let chapter else { return [] }
        let anchors = PageAnchors(of: chapter)
        func readerCell(_ name: String, anchor: String, code: String, isExercise: Bool) -> ReaderCell {
            let kept = configuration.texts.text(ofCell: name, in: path)
            return ReaderCell(
                name: name, anchor: anchor, code: code, kept: kept.map { .init(code: $0.code, base: $0.base) },
                isExercise: isExercise, isSolved: kept?.isSolved == true)
        }
        return chapter.cells.filter { !$0.options.isSkipped }.map { cell in
            readerCell(cell.name, anchor: anchors.cell(cell), code: cell.code, isExercise: false)
        }
            + chapter.exercises.map { exercise in
                readerCell(
                    exercise.textName, anchor: anchors.exercise(exercise), code: exercise.start.code, isExercise: true)
            }
    }

    /// Keeps what a reader has typed, or forgets it where it is the lesson's own code.
    func keep(_ request: ReaderRequest.Keep) -> PageResponse {
        guard let chapter,
            chapter.cells.contains(where: { $0.name == request.cell })
                || chapter.exercises.contains(where: { $0.textName == request.cell })
        else { return Self.noCell }
        guard let code = request.code else {
            configuration.texts.remove(cell: request.cell, of: path)
            return .done
        }
        do {
            try configuration.texts.keep(
                .init(
                    lesson: path, cell: request.cell, base: request.base, code: code,
                    isSolved: configuration.texts.text(ofCell: request.cell, in: path)?.isSolved), of: path)
            return .done
        } catch {
            return .words("507 Insufficient Storage", "What you typed cannot be kept: \(error)")
        }
    }

    /// Writes code into the lesson's file, where that is still as the author saw it.
    func write(_ request: ReaderRequest.Write) -> PageResponse {
        guard configuration.purpose == .authoring else {
            return .words("405 Method Not Allowed", "Lessons are not changed here.")
        }
        guard let chapter, (try? LessonFile.text(at: path)) == chapter.text,
            let cell = chapter.cells.first(where: { $0.name == request.cell }), cell.code == request.base
        else { return .words("409 Conflict", "The lesson has changed since; nothing was written.") }
        guard let text = chapter.text(writing: request.code, intoCell: cell.index) else {
            return .words("422 Unprocessable Content", "The lesson would read differently; nothing was written.")
        }
        do {
            try WholeFile.write(text.utf8, to: path)
            return .done
        } catch {
            return .words("507 Insufficient Storage", "The file cannot be written: \(error)")
        }
    }

    private static let noCell = PageResponse.words("404 Not Found", "The lesson has no such cell.")

    /// What a reader asks about, in the lesson with the reader's code; nil where the lesson has no such cell or exercise.
    private func variant(_ request: ReaderRequest.Code, of chapter: Chapter) -> (Chapter, VariantTarget)? {
        var code: [Int: String] = [:]
        for cell in chapter.cells { code[cell.index] = request.code[cell.name] }
        let variant = chapter.replacing(code: code)
        if let cell = chapter.cells.first(where: { $0.name == request.cell && !$0.options.isSkipped }) {
            let last = request.isToEnd == true ? chapter.cells.count - 1 : cell.index
            return (variant, .cell(cell.index, through: last))
        }
        guard let exercise = chapter.exercises.first(where: { $0.textName == request.exercise }),
            let answer = request.answer
        else { return nil }
        return (variant, .answer(answer, exercise: exercise.index))
    }

    /// What the compiler has against code that a reader is typing.
    func problems(_ request: ReaderRequest.Code) async -> PageResponse {
        guard let chapter, let (variant, target) = variant(request, of: chapter) else { return Self.noCell }
        guard request.isShort, let result = await assistant.problems(in: variant, target, for: request.reader) else {
            return .json(ReaderProblems())
        }
        let cell =
            switch target {
            case .cell(let index, _): variant.cells[index]
            case .answer(let answer, let exercise): Cell(answer: answer, to: chapter.exercises[exercise])
            }
        return .json(ReaderProblems(marks: ReaderNews.marks(in: cell, result)))
    }

    /// What the word that a reader is typing could be completed to.
    func completions(_ request: ReaderRequest.Code) async -> PageResponse {
        guard let chapter, let place = request.place, let (variant, target) = variant(request, of: chapter) else {
            return Self.noCell
        }
        guard request.isShort else { return .words("413 Content Too Large", "This code is too long to be completed.") }
        return .json(
            await assistant.completions(
                in: variant, target, line: Int(place.line), column: Int(place.column), for: request.reader))
    }

    /// Runs a cell for a reader. A run of the same reader that has not ended ends.
    /// - Returns: What there is to see, as it comes: server-sent events. The run ends when nobody listens any more.
    func run(_ request: ReaderRequest.Code) async -> PageResponse {
        _ = await open()
        guard let chapter, let (variant, target) = variant(request, of: chapter) else { return Self.noCell }
        var (first, last): (Int, Int)
        var exercise: Exercise?
        switch target {
        case .cell(let index, let end): (first, last) = (index, end)
        case .answer(_, let index):
            exercise = chapter.exercises[index]
            last = chapter.exercises[index].cellsAbove - 1
            first = last + 1
        }
        // Cells above the first that is changed are the lesson's own.
        first = min(first, chapter.cells.first { variant.cells[$0.index].code != $0.code }?.index ?? .max)
        let pieces = ReaderPieces(
            printer: printer, cells: first <= last ? first...last : nil, exercise: exercise,
            answer: request.answer ?? "")

        let reader = request.reader
        readers[reader]?.task.cancel()
        readers[reader]?.news.finish()
        readerRunCount += 1
        let number = readerRunCount
        let (stream, news) = AsyncStream.makeStream(of: String.self)
        let task = Task {
            await follow(reader, variant, target, pieces, of: chapter, news: news)
            await ended(reader, number)
        }
        readers[reader] = ReaderRun(number: number, task: task, news: news)
        news.onTermination = { _ in
            task.cancel()
            Task { await self.ended(reader, number) }
        }
        return .events(stream)
    }

    /// Stops what runs for a reader.
    func stopRun(of reader: String) async {
        guard let run = readers[reader], await session?.stopVariant(of: reader) != true else { return }
        run.news.yield(ReaderNews(isDone: true, wasStopped: true).event)
        run.news.finish()
    }

    /// Ends what runs for a reader whose page is gone, and what it has left.
    func forget(reader: String) async {
        readers.removeValue(forKey: reader)?.task.cancel()
        await assistant.forget(reader: reader)
        await session?.forgetVariant(of: reader)
    }

    private func ended(_ reader: String, _ number: Int) async {
        guard readers[reader]?.number == number else { return }
        readers[reader] = nil
        // What a page's runs leave stays as long as the page is there.
        if !hasPage(of: reader) { await session?.forgetVariant(of: reader) }
    }

    /// Runs a reader's variant of the chapter and tells what there is to see of some of its cells.
    private func follow(
        _ reader: String, _ variant: Chapter, _ target: VariantTarget, _ pieces: ReaderPieces, of chapter: Chapter,
        news: AsyncStream<String>.Continuation
    ) async {
        do {
            let session = try await startedSession(chapter)
            let (changes, change) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            let following = Task {
                for await _ in changes {
                    if let executed = await session.executedVariant(of: reader) {
                        let cells = try await pieces.changed(in: executed, await session.answerResult(of: reader))
                        if !cells.isEmpty { news.yield(ReaderNews(cells: cells).event) }
                    }
                    try await Task.sleep(for: Self.pageInterval)
                }
            }
            defer { following.cancel() }
            try await session.run(variant: variant, of: reader, target) { change.yield() }
            following.cancel()
            _ = await following.result
            guard let executed = await session.executedVariant(of: reader) else { return news.finish() }
            let answer = await session.answerResult(of: reader)
            if let exercise = pieces.exercise, answer?.isPassing == true {
                try? configuration.texts.keep(
                    .init(
                        lesson: path, cell: exercise.textName, base: exercise.start.code, code: pieces.answer,
                        isSolved: true), of: path)
            }
            news.yield(ReaderNews(cells: try await pieces.changed(in: executed, answer), isDone: true).event)
        } catch is CancellationError {
        } catch let error as SetupError {
            news.yield(ReaderNews(isDone: true, problem: error.message).event)
        } catch {
            news.yield(ReaderNews(isDone: true, problem: "\(error)").event)
        }
        news.finish()
    }
}

/// The cells of a reader's run as the page shows them, each told when it is another than before.
private actor ReaderPieces {
    /// The exercise that is answered; nil for a cell.
    nonisolated let exercise: Exercise?
    /// The answer to it.
    nonisolated let answer: String
    private let printer: PagePrinter
    private let cells: ClosedRange<Int>?
    private var told: [String: ReaderNews.Cell] = [:]

    init(printer: PagePrinter, cells: ClosedRange<Int>?, exercise: Exercise?, answer: String) {
        self.printer = printer
        self.cells = cells
        self.exercise = exercise
        self.answer = answer
    }

    /// The cells, and the exercise where the answer to one was run, that are not as they were told last.
    func changed(in executed: ExecutedChapter, _ result: CellResult?) async throws -> [ReaderNews.Cell] {
        var news: [ReaderNews.Cell] = []
        if let cells {
            let markups = try await printer.cells(cells, of: executed)
            for cell in executed.chapter.cells {
                guard let html = markups[cell.index] else { continue }
                news.append(
                    ReaderNews.Cell(
                        name: cell.name, html: html, marks: ReaderNews.marks(in: cell, executed.results[cell.index])))
            }
        }
        if let exercise, let result {
            let cell = Cell(answer: answer, to: exercise)
            news.append(
                ReaderNews.Cell(
                    name: exercise.textName, html: try await printer.answer(cell, result, of: executed.chapter),
                    marks: ReaderNews.marks(in: cell, result),
                    checks: .init(passed: result.checks.count(where: \.passed), total: result.checks.count)))
        }
        return news.filter { cell in
            defer { told[cell.name] = cell }
            return told[cell.name] != cell
        }
    }
}

extension ReaderNews {
    /// The places in a cell's code that its failure and the compiler's warnings name.
    fileprivate static func marks(in cell: ChapterDocument.Cell, _ result: CellResult) -> [Mark] {
        let lines = cell.code.split(separator: "\n", omittingEmptySubsequences: false)
        func mark(_ note: CellFailure.Note, isWarning: Bool) -> Mark? {
            guard !note.isExplanation, let position = note.position else { return nil }
            let line = position.line - cell.codeStart.line
            guard lines.indices.contains(line) else { return nil }
            let bytes = lines[line].utf8.prefix(max(0, position.column - cell.codeStart.column))
            return Mark(
                line: line, column: String(decoding: bytes, as: UTF8.self).utf16.count, message: note.message,
                isWarning: isWarning)
        }
        return (result.failure?.notes ?? []).compactMap { mark($0, isWarning: false) }
            + result.warnings.compactMap { mark($0, isWarning: true) }
    }
}

extension Exercise {
    /// What tells what a reader has typed into it from what was typed into cells.
    var textName: String { "exercise \(name)" }
}

extension CellResult {
    /// Whether an answer passes an exercise's checks.
    fileprivate var isPassing: Bool { outcome == .succeeded && !checks.isEmpty && checks.allSatisfy { $0.passed } }
}

extension Cell {
    /// An answer to an exercise, whose first line is line 1.
    fileprivate init(answer: String, to exercise: Exercise) {
        var options = CellOptions()
        options.id = "answer-\(exercise.index + 1)"
        let code = answer.isEmpty || answer.hasSuffix("\n") ? answer : answer + "\n"
        let lineCount = code.utf8.count { $0 == UInt8(ascii: "\n") }
        self.init(
            index: 0, code: code,
            range: SourceRange(start: SourcePosition(line: 0), end: SourcePosition(line: lineCount + 1)),
            codeStart: SourcePosition(line: 1), options: options)
    }
}
