import CellMessages
import ChapterDocument

/// Whether an exercise proves itself: its solution passes every check, and its start and its wrong answers each fail one.
public enum ExerciseVerdict: Equatable, Sendable {
    /// It does; how many checks the solution passes, and how many wrong answers fail.
    case proven(checks: Int, wrongAnswers: Int)
    /// The start and the wrong answers fail, and the solution is kept elsewhere.
    case withheld
    /// It does not.
    case faulty([ExerciseFault])
    /// Some of its answers were not run, because something before them failed.
    case notRun

    /// The verdict on what an exercise's answers did.
    public init(verifying exercise: Exercise, _ result: ExerciseResult) {
        if let failure = result.keptFailure {
            self = .faulty([.solutionFails(failure)])
            return
        }
        var faults: [ExerciseFault] = []
        var passedChecks = 0
        for (answer, result) in zip(exercise.answers, result.answers) {
            switch (result.outcome, answer.kind) {
            case (.skipped, _), (.notReached, _), (.waiting, _), (.running, _):
                self = .notRun
                return
            case (.failed(let failure), .solution), (.failedAsExpected(let failure), .solution):
                faults.append(.solutionFails(failure))
            case (.succeeded, .solution):
                passedChecks = result.checks.count(where: \.passed)
                faults += result.checks.filter { !$0.passed }.map { .solutionMisses($0) }
                if result.checks.isEmpty { faults.append(.nothingChecked) }
            case (.succeeded, _):
                if result.checks.allSatisfy(\.passed) { faults.append(.passes(answer)) }
            case (.failed(let failure), _), (.failedAsExpected(let failure), _):
                if !exercise.counts(failure, of: answer) { faults.append(.provesNothing(answer, failure)) }
            }
        }
        if !faults.isEmpty {
            self = .faulty(faults)
        } else if exercise.isWithheld {
            self = .withheld
        } else {
            self = .proven(checks: passedChecks, wrongAnswers: exercise.answers.count - 2)
        }
    }

    /// Whether nothing is wrong with the exercise.
    public var isOK: Bool {
        switch self {
        case .proven, .withheld: true
        case .faulty, .notRun: false
        }
    }

    /// What is wrong with it.
    public var faults: [ExerciseFault] { if case .faulty(let faults) = self { faults } else { [] } }
}

/// What keeps an exercise from proving itself.
public enum ExerciseFault: Equatable, Sendable {
    /// The solution does not run to its end.
    case solutionFails(CellFailure)
    /// The solution does not pass this check.
    case solutionMisses(Check)
    /// The checks call no `expect`.
    case nothingChecked
    /// The start, or a wrong answer, passes every check.
    case passes(Exercise.Answer)
    /// The start, or a wrong answer, fails in a way that says nothing about the checks.
    case provesNothing(Exercise.Answer, CellFailure)
}

extension Exercise {
    /// Whether an answer that is not right fails like this as its author means it to.
    ///
    /// One that stops at a run-time error, or at an error that is thrown, does: the reader sees it fail. A start may also
    /// leave it to the reader to declare what the checks use, so that those do not compile.
    fileprivate func counts(_ failure: CellFailure, of answer: Answer) -> Bool {
        switch failure.kind {
        case .trap, .thrown: true
        case .compile: answer.kind == .start && checks.contains { failure.isIn($0) }
        case .timeout, .limit, .exited, .stopped, .didNotFailAsExpected: false
        }
    }
}

extension ChapterVerdict {
    /// An exercise and its verdict.
    public struct Exercise: Equatable, Sendable {
        /// What messages call it.
        public var name: String
        /// Where it starts.
        public var position: SourcePosition
        /// Whether it proves itself.
        public var verdict: ExerciseVerdict
        /// The places of its checks.
        var checks: [ChapterDocument.Exercise.Code]
        /// The place of its solution; nil where that is withheld.
        var solution: SourcePosition?

        /// An exercise and the verdict on what its answers did.
        public init(verifying exercise: ChapterDocument.Exercise, _ result: ExerciseResult) {
            name = exercise.name
            position = exercise.start.tag
            verdict = ExerciseVerdict(verifying: exercise, result)
            checks = exercise.checks
            solution = exercise.solution?.tag
        }

        /// What sentences call it: `exercise 3`, or `` exercise `scale` `` where it has an id.
        var title: String { name.hasPrefix("exercise ") ? name : "exercise `\(name)`" }
    }

    /// What is wrong with an exercise.
    public func findings(on exercise: Exercise) -> [Finding] {
        exercise.verdict.faults.map { exercise.finding($0, path: path) }
    }
}

extension ChapterVerdict.Exercise {
    fileprivate func finding(_ fault: ExerciseFault, path: String) -> Finding {
        func finding(_ position: SourcePosition?, _ message: String, notes: [String]) -> Finding {
            Finding(
                kind: .exercise, severity: .error, position: position ?? self.position, message: "\(title): \(message)",
                notes: notes)
        }
        switch fault {
        case .solutionFails(let failure):
            return finding(
                failure.notes.first?.position ?? solution, "the solution \(failure.sentence)",
                notes: failure.further(path: path))
        case .solutionMisses(let check):
            let detail = check.detail.isEmpty ? "" : ": \(check.detail)"
            return finding(
                place(of: check), "the solution does not pass the check `\(check.name)`\(detail)", notes: [])
        case .nothingChecked:
            return finding(checks.first?.tag, "its checks check nothing", notes: ["let them call `expect`"])
        case .passes(let answer):
            let advice =
                answer.kind == .start ? "leave something to do, or check more" : "add a check that it does not pass"
            return finding(answer.code.tag, "\(answer.title) passes every check", notes: [advice])
        case .provesNothing(let answer, let failure):
            let advice =
                switch (answer.kind, failure.kind) {
                case (.start, .compile): "a start may leave out what the checks use, but what is there must compile"
                case (_, .compile): "a wrong answer must compile, so that a check tells what is wrong with it"
                default: "it must fail a check, or stop at a run-time error"
                }
            return finding(
                failure.notes.first?.position ?? answer.code.tag, "\(answer.title) \(failure.sentence)",
                notes: failure.further(path: path) + [advice])
        }
    }

    /// Where a check stands: its line's first character that is no space.
    private func place(of check: Check) -> SourcePosition {
        let code = checks.first { ($0.range.start.line...$0.range.end.line).contains(check.line) }
        guard let code else { return SourcePosition(line: check.line) }
        let lines = code.code.split(separator: "\n", omittingEmptySubsequences: false)
        let index = check.line - code.codeStart.line
        let indentation = lines.indices.contains(index) ? lines[index].prefix(while: \.isWhitespace).utf8.count : 0
        return SourcePosition(line: check.line, column: code.codeStart.column + indentation)
    }
}

extension Exercise.Answer {
    /// What sentences call it.
    var title: String {
        switch kind {
        case .start: "the start"
        case .solution: "the solution"
        case .wrong(let reason): "the wrong answer “\(reason)”"
        }
    }
}
