import CellMessages
import ChapterDocument
import OutputVerification

/// Shows an exercise: what it asks for, what to start from, the checks, and folded the hints one by one, the solution, and answers that fail.
struct ExerciseRenderer {
    let context: PageContext
    let blocks: BlockRenderer

    private var phrases: ExercisePhrases { context.phrases.exercises }

    /// The exercise, and what came of running its answers.
    func node(_ exercise: Exercise) throws(ReportError) -> HTMLNode {
        let anchor = context.anchors.exercise(exercise)
        let title = context.anchors.own("\(anchor)-title")
        var content: [HTMLNode] = [
            .tag(
                "p", .class("exercise-title"), .id(title),
                text: phrases.exercise.replacing("%", with: "\(exercise.index + 1)"))
        ]
        content += try blocks.nodes(exercise.statement)
        content.append(try code(exercise.start))
        var hasHints = false
        var hasChecks = false
        for part in exercise.parts {
            switch part {
            case .text(let block): content += try blocks.nodes([block])
            case .check(let check):
                if !hasChecks { content.append(.tag("p", .class("exercise-label"), text: phrases.checks)) }
                hasChecks = true
                content.append(try code(check))
            case .hint where !hasHints:
                hasHints = true
                content.append(try hints(exercise.hints[...], name: phrases.hint))
            case .hint, .solution, .wrong: break
            }
        }
        if let solution = exercise.solution {
            content.append(details("solution", phrases.solution, [try code(solution)]))
        }
        let wrong = try wrongAnswers(exercise)
        if !wrong.isEmpty { content.append(details("wrong", phrases.wrongAnswers, wrong)) }
        content += outcome(of: exercise)
        return .element(
            "div",
            [.class("exercise"), .id(anchor), .attribute("role", "group"), .attribute("aria-labelledby", title)],
            content)
    }

    private func code(_ code: Exercise.Code) throws(ReportError) -> HTMLNode {
        try CodeRenderer(context: context).block(code.code, language: "swift")
    }

    private func details(_ name: String, _ summary: String, _ content: [HTMLNode]) -> HTMLNode {
        .tag("details", .class("more \(name)"), content: [.tag("summary", text: summary)] + content)
    }

    /// A hint, and folded in it the next.
    private func hints(_ hints: ArraySlice<[Block]>, name: String) throws(ReportError) -> HTMLNode {
        guard let first = hints.first else { return .nothing }
        return details(
            "hint", name, try blocks.nodes(first) + (try self.hints(hints.dropFirst(), name: phrases.nextHint)))
    }

    /// Each wrong answer below what is wrong with it and how it fails.
    private func wrongAnswers(_ exercise: Exercise) throws(ReportError) -> [HTMLNode] {
        let results = blocks.executed.exercises[exercise.index].answers
        var nodes: [HTMLNode] = []
        for (answer, result) in zip(exercise.answers, results) {
            guard case .wrong(let reason) = answer.kind else { continue }
            var words: [HTMLNode] = [.tag("strong", text: reason)]
            if let failing = failing(result) { words += [.text(context.phrases.colon), .text(failing)] }
            nodes += [.tag("p", .class("wrong-reason"), content: words), try code(answer.code)]
        }
        return nodes
    }

    /// How an answer fails; nil where it does not.
    private func failing(_ result: CellResult) -> String? {
        if let check = result.checks.first(where: { !$0.passed }) {
            return phrases.failsCheck.replacing("%", with: check.name)
                + (check.detail.isEmpty ? "" : " (\(check.detail))")
        }
        return result.failure.map { failure in
            context.phrases.failureKinds.words(for: failure.kind)
                + (failure.notes.first.map { " (\($0.message))" } ?? "")
        }
    }

    /// Whether the exercise proves itself, or what is wrong with it.
    private func outcome(of exercise: Exercise) -> [HTMLNode] {
        guard let verdict = blocks.verdict?.exercises.first(where: { $0.position == exercise.start.tag }) else {
            return []
        }
        let place: [HTMLNode] = [context.link(to: exercise.start.range.start)]
        func facts(_ result: VerificationSummary.Result, _ words: String) -> [HTMLNode] {
            let mark = HTMLNode.tag("span", .class(result.rawValue), text: result.marked(words))
            return [.tag("p", .class("cell-facts"), content: place + [.text(" · "), mark])]
        }
        switch verdict.verdict {
        case .proven: return facts(.matched, phrases.proven)
        case .withheld: return facts(.uncompared, phrases.withheld)
        case .notRun: return []
        case .faulty:
            let findings = blocks.verdict?.findings(on: verdict) ?? []
            let notes = findings.map { HTMLNode.tag("pre", .attribute("tabindex", "0"), text: $0.message) }
            let title = HTMLNode.tag("p", .class("notice-title"), text: phrases.faulty)
            return [.tag("div", .class("notice failure"), content: [title] + notes)]
                + [.tag("p", .class("cell-facts"), content: place)]
        }
    }
}

/// The words around an exercise.
struct ExercisePhrases {
    var exercise = "Exercise %"
    /// How many exercises of a lesson a reader has solved.
    var progress = "%solved of %total exercises solved"
    var checks = "An answer must pass"
    var hint = "Hint"
    var nextHint = "Next hint"
    var solution = "Solution"
    var wrongAnswers = "Answers that do not pass"
    var failsCheck = "fails “%”"
    var proven = "the solution passes, the start and wrong answers do not"
    var withheld = "without its solution"
    var faulty = "This exercise is not right"

    static let chinese = ExercisePhrases(
        exercise: "练习 %", progress: "已解出 %solved/%total 道练习", checks: "答案须通过的检查", hint: "提示", nextHint: "下一条提示",
        solution: "参考答案", wrongAnswers: "不能通过的答案",
        failsCheck: "未通过“%”", proven: "参考答案通过检查，初始代码与错误答案均不通过", withheld: "未附参考答案", faulty: "此练习有误")
}
