import ArgumentParser
import CellExecution
import ChapterDocument
import FileTree
import FoundationEssentials
import OutputVerification
import ReportRendering

/// `lectern verify`.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run lessons afresh and compare what the cells print with what the lessons document.",
        discussion: """
            Every ```output block is compared, exactly or as its option says (tolerance=1e-3, digits, illustrative), \
            with its figures where it names their digests (figures=…); every expect(…) in a cell must hold, and so must \
            what the prose says of the cells' values, as in [0.86](swift:accuracy). A difference is shown at its line in \
            the Markdown. The solution of an exercise must pass its checks; the start and each wrong answer must fail one.

            With --python, the Python that stands under tabs beside cells (```python tab="PyTorch") is run too, in one \
            process a lesson and within the cells' limits, and must print what is documented below the cell. Where Python \
            or a module is missing, this is said; with --strict it is an error.

            A report is verified by running the lesson that it carries: the page must be the one that this gives, and \
            outputs that may be others each time must be within what the lesson documents.

            Examples:
                lectern verify chapters/4.6-dropout.md
                lectern verify --strict chapters/*.md
                lectern verify --diff chapters/4.6-dropout.md     what --update would write
                lectern verify --update chapters/4.6-dropout.md   accept what the cells print and show
                lectern verify --python python3 chapters/*.md     run the PyTorch tabs too
                lectern verify output/4.6-dropout.html            confirm a report
            """)

    @Flag(help: "Ask for a documented output after every cell that prints or shows something.")
    var strict = false

    @Flag(help: "Write what the cells print and show into the lessons, where it differs or is missing.")
    var update = false

    @Flag(help: "Show what --update would write, and write nothing.")
    var diff = false

    @Flag(help: "Take the results of lessons whose code, data and rules are those of an earlier run.")
    var cached = false

    @Option(help: ArgumentHelp("Run the Python under tabs, with this program.", valueName: "program"))
    var python: String?

    @Option(help: ArgumentHelp("The template that the reports to confirm were made with.", valueName: "dir"))
    var template: String?

    @Option(help: ArgumentHelp("The form of the report on standard output: human, json, junit or github."))
    var format = VerdictFormat.human

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("How many lessons run at once (default: one a core).", valueName: "count"))
    var jobs: Int?

    @OptionGroup(title: "Limits and isolation of cells")
    var cells: CellOptions

    @Argument(help: "The lessons' Markdown files, or reports.", completion: .file(extensions: ["md", "html"]))
    var files: [String]

    func validate() throws {
        if update, diff { throw ValidationError("--update and --diff exclude each other.") }
        if let page = files.first(where: ReportPage.isReport), update || diff || cached {
            let option = update ? "--update" : diff ? "--diff" : "--cached"
            throw ValidationError(
                "\(option) is for lessons, and '\(page)' is a report: name the lesson's Markdown file, and render it again. "
                    + "`lectern extract \(page)` gives the lesson that the report carries.")
        }
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1.") }
    }

    func run() async throws {
        let outcomes = try await verifyAll(in: BookFolder.book(of: files, output: nil))
        var status = outcomes.map(\.status).max() ?? .success
        let verdicts = outcomes.compactMap(\.verdict)
        if !diff {
            let style: TextStyle = Console.Stream.output.isColored ? .colored : .plain
            Console.write(try format.report(on: verdicts, style: style), to: .output)
        }
        if verdicts.contains(where: { !$0.isOK }) { status = max(status, .chapterFailed) }
        if status != .success { throw status }
    }

    /// What became of one file.
    private struct Outcome: Sendable {
        var verdict: ChapterVerdict?
        var status = ExitCode.success
    }

    /// Verifies the files, several at once, and keeps their order.
    private func verifyAll(in book: Book) async throws -> [Outcome] {
        let limit = min(jobs ?? ProcessInfo.processInfo.activeProcessorCount, files.count)
        return try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
            var outcomes = [Outcome](repeating: Outcome(), count: files.count)
            for index in files.indices {
                if index >= limit, let (done, outcome) = try await group.next() { outcomes[done] = outcome }
                group.addTask { (index, try await verify(files[index], in: book)) }
            }
            for try await (done, outcome) in group { outcomes[done] = outcome }
            return outcomes
        }
    }

    private func verify(_ file: String, in book: Book) async throws -> Outcome {
        do {
            if ReportPage.isReport(file) {
                let verdict = try await ReportPage.verify(
                    file, rules: cells.rules, python: python, isStrict: strict, isAlone: files.count == 1,
                    renderer: ReportRenderer(template: try TemplateFolder.template(template)))
                return Outcome(verdict: verdict)
            }
            var executed = try await ChapterExecution.run(
                try ChapterFile.read(file, in: book), rules: cells.rules, cache: cached ? .standard : nil,
                isAlone: files.count == 1)
            let tabs = try await ChapterExecution.runTabs(of: executed.chapter, with: python, rules: cells.rules)
            var verdict: ChapterVerdict { ChapterVerdict(verifying: executed, tabs: tabs, isStrict: strict) }
            guard update || diff else { return Outcome(verdict: verdict) }
            let acceptance = Acceptance(of: executed)
            for refusal in acceptance.refusals {
                Console.write(
                    "\(file.withVisibleControls()):\(refusal.position.line):\(refusal.position.column): `\(refusal.name.withVisibleControls())`: "
                        + "\(refusal.sentence)\n",
                    to: .error)
            }
            if diff {
                let style: TextStyle = Console.Stream.output.isColored ? .colored : .plain
                let changes = UnifiedDiff(from: executed.chapter.text, to: acceptance.text, path: file)
                Console.write(changes.text(style), to: .output)
                return Outcome(verdict: verdict)
            }
            guard !acceptance.changes.isEmpty else { return Outcome(verdict: verdict) }
            try write(acceptance, to: file, replacing: executed.chapter.text)
            executed = executed.moved(to: try ChapterFile.read(file, in: book))
            return Outcome(verdict: verdict)
        } catch let status as ExitCode where status != .interrupted {
            if ReportPage.isReport(file) { return Outcome(status: status) }
            return Outcome(verdict: unreadable(file, in: book), status: status)
        }
    }

    /// The verdict on a file that is no chapter, so that reports name every file; nil where it is one and something
    /// else went wrong.
    private func unreadable(_ file: String, in book: Book) -> ChapterVerdict? {
        let text: String
        do {
            text = try LessonFile.text(at: file)
        } catch {
            return ChapterVerdict(unreadable: file, because: ChapterError(error.diagnostics))
        }
        do {
            let chapter = try Chapter(parsing: text, path: file, foreignLabels: book.foreignLabels(of: file))
            try DataFiles(of: chapter).check(path: file)
            return nil
        } catch {
            return ChapterVerdict(unreadable: file, because: error)
        }
    }

    /// Writes accepted outputs, unless the file is no longer the one whose cells ran.
    private func write(_ acceptance: Acceptance, to file: String, replacing old: String) throws {
        guard (try? LessonFile.text(at: file)) == old else {
            Console.write(
                "\(file.withVisibleControls()): changed while its cells ran, so nothing was written; run this again\n",
                to: .error)
            throw ExitCode.chapterFailed
        }
        do {
            try WholeFile.write(acceptance.text.utf8, to: file)
        } catch {
            Console.write("\(file.withVisibleControls()): cannot be written: \(reason(error))\n", to: .error)
            throw ExitCode.brokenSetup
        }
        for change in acceptance.changes { Console.write(change.text(path: file), to: .error) }
    }
}

extension Acceptance.Change {
    /// A line that tells of the change.
    func text(path: String) -> String {
        let what =
            switch kind {
            case .added: "output added"
            case .replaced: "output replaced"
            case .figures: "figures accepted"
            case .corrected: "value in the prose corrected"
            }
        let place = column.map { "\(line):\($0)" } ?? "\(line)"
        return "\(path.withVisibleControls()):\(place): `\(name.withVisibleControls())`: \(what)\n"
    }
}

extension VerdictFormat: ExpressibleByArgument {}
