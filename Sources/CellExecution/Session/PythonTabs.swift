import CellMessages
import ChapterDocument

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs the Python that a chapter shows under tabs: in order, all in one process, by the rules of cells.
public struct PythonTabs: Sendable {
    private let python: String
    private let toolchain: Toolchain
    private let rules: CellRules

    /// - Parameters:
    ///   - python: The Python program, or its name in one of the folders of `PATH`.
    ///   - toolchain: The programs that compile and run cells.
    ///   - rules: What the Python may use and reach.
    public init(python: String, toolchain: Toolchain, rules: CellRules) {
        (self.python, self.toolchain, self.rules) = (python, toolchain, rules)
    }

    /// Runs the tabs of a chapter, those after one that fails too, as a notebook does that is told to run all.
    /// - Parameter chapter: The chapter.
    /// - Returns: A result for each of `chapter.pythonTabs`.
    /// - Throws: `SetupError` where the system cannot run cells at all; `CancellationError` where the task is cancelled.
    public func run(_ chapter: Chapter) async throws -> [TabResult] {
        let tabs = chapter.pythonTabs
        guard !tabs.isEmpty else { return [] }
        guard let program = Self.path(of: python) else {
            return tabs.map { _ in .notRun("there is no program `\(python)`") }
        }
        let mark = "<\(String(UInt64.random(in: 0...UInt64.max), radix: 36)) ends: "
        let job = Job(
            file: chapter.sourceName, text: chapter.text, mark: mark,
            tabs: tabs.map { Job.Tab(line: $0.range.start.line + 1, code: $0.code) })
        let executed = try await CellEngine(toolchain: toolchain, rules: rules)
            .run(try Self.chapter(around: job, program: program, of: chapter))
        let printed = executed.results[0].outputs.reduce(into: "") { text, output in
            if case .text(.standardOutput, let piece) = output { text += piece }
        }
        let reason = executed.results[0].failure?.notes.first?.message ?? "Python ended in the midst of it"
        return results(for: tabs.count, from: printed, mark: mark, reasonOfEnd: reason)
    }

    /// The result of each tab, from all that Python printed.
    private func results(for count: Int, from printed: String, mark: String, reasonOfEnd: String) -> [TabResult] {
        var results: [TabResult] = []
        var missing: String?
        var rest = printed[...]
        while results.count < count, let end = rest.firstRange(of: mark) {
            let line = rest[end.upperBound...].prefix { $0 != "\n" }
            guard let ending = try? JSONDecoder().decode(Ending.self, from: Data(line.utf8)) else { break }
            let isAbsent = ending.missing.map(Self.largeModules.contains) ?? false
            if isAbsent { missing = missing ?? ending.missing }
            if let error = ending.error {
                // What a module would have given is missing too.
                let isWithout = isAbsent || missing != nil && ending.isNameError == true
                results.append(
                    isWithout
                        ? .notRun("Python has no module `\(ending.missing ?? missing ?? "")`")
                        : .failed(line: ending.line, message: error))
            } else {
                results.append(.printed(String(rest[..<end.lowerBound])))
            }
            rest = rest[line.endIndex...].dropFirst()
        }
        if results.count < count { results.append(.failed(line: nil, message: reasonOfEnd)) }
        return results + [TabResult](repeating: .notRun("Python ended in an earlier tab"), count: count - results.count)
    }

    /// A chapter whose one cell starts Python and waits for its end.
    private static func chapter(around job: Job, program: String, of chapter: Chapter) throws -> Chapter {
        var result = try Chapter(parsing: "```swift cell\n```\n", path: chapter.path)
        let input = String(decoding: try JSONEncoder().encode(job), as: UTF8.self)
        result.frontMatter = chapter.frontMatter
        result.frontMatter.timeout *= Double(job.tabs.count)
        result.cells[0].code = """
            #if canImport(Glibc)
            import Glibc
            #else
            import Darwin
            #endif
            signal(SIGPIPE, SIG_IGN)
            setenv("PYTHONHASHSEED", "0", 1)
            setenv("PYTHONDONTWRITEBYTECODE", "1", 1)
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { fatalError("there is no pipe to Python") }
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
            posix_spawn_file_actions_addclose(&actions, ends[1])
            let words = [\(program.debugDescription), "-u", "-c", \(driver.debugDescription)]
            var arguments = words.map { strdup($0) } + [nil]
            var process: pid_t = 0
            let problem = posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
            guard problem == 0 else { fatalError("Python cannot be run: \\(String(cString: strerror(problem)))") }
            close(ends[0])
            var input = Array(\(input.debugDescription).utf8)[...]
            while !input.isEmpty {
                let count = input.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
                guard count > 0 else { break }
                input = input.dropFirst(count)
            }
            close(ends[1])
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0 {}

            """
        return result
    }

    /// What Python gets on its standard input.
    private struct Job: Encodable {
        struct Tab: Encodable {
            /// The chapter's line on which the code starts.
            var line: Int
            var code: String
        }

        var file: String
        var text: String
        /// What is printed after each tab, before its ending.
        var mark: String
        var tabs: [Tab]
    }

    /// How a tab ended.
    private struct Ending: Decodable {
        var line: Int?
        var error: String?
        var missing: String?
        var isNameError: Bool?
    }

    /// Runs the tabs, so that what they name and what their errors show are the chapter's own lines.
    private static let driver = """
        import json, linecache, sys, traceback

        def run():
            job, out = json.load(sys.stdin), sys.stdout
            file = job["file"]
            linecache.cache[file] = (len(job["text"]), None, job["text"].splitlines(True), file)
            names = {"__name__": "__main__"}
            for tab in job["tabs"]:
                ending = {}
                try:
                    exec(compile("\\n" * (tab["line"] - 1) + tab["code"], file, "exec"), names)
                except BaseException as error:
                    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
                    ending["line"] = lines[-1] if lines else getattr(error, "lineno", None)
                    ending["error"] = traceback.format_exception_only(type(error), error)[-1].strip()
                    ending["isNameError"] = isinstance(error, NameError)
                    if isinstance(error, ModuleNotFoundError):
                        ending["missing"] = error.name
                sys.stdout.flush()
                print(job["mark"] + json.dumps(ending), file=out, flush=True)

        run()
        """

    /// The modules that need not be installed for a lesson to be verified; any other that is missing is misspelt, or a fault.
    private static let largeModules: Set<String> = [
        "torch", "torchvision", "torchaudio", "torchtext", "torchmetrics", "numpy", "matplotlib", "matplotlib_inline",
        "scipy",
        "pandas", "sklearn", "skimage", "seaborn", "PIL", "cv2", "sympy", "tqdm", "einops", "d2l", "IPython",
        "tensorflow", "keras",
        "jax", "flax", "optax", "mxnet", "paddle", "transformers", "datasets", "tokenizers", "gym", "gymnasium",
        "requests",
    ]

    /// The path of a program that can be run; nil where there is none.
    private static func path(of program: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates =
            program.contains("/")
            ? [URL(filePath: program).standardized.path] : folders.split(separator: ":").map { "\($0)/\(program)" }
        return candidates.first { path in
            var isFolder = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
                && FileManager.default.isExecutableFile(atPath: path)
        }
    }
}
