import ChapterDocument

/// Sentences, diffs and a summary.
func humanReport(on verdicts: [ChapterVerdict], style: TextStyle) -> String {
    var text = ""
    for verdict in verdicts {
        text += verdict.text(style)
    }
    guard verdicts.count > 1 else { return text }
    let failing = verdicts.count { !$0.isOK }
    let counts = VerdictCounts(verdicts)
    let result =
        failing == 0
        ? "all \(verdicts.count) chapters are as documented"
        : "\(failing) of \(verdicts.count) chapters are not as documented"
    return text + style.bold(result) + ": \(counts.sentence)\n"
}

extension ChapterVerdict {
    /// The findings with their diffs, then a line that sums the chapter up; each line with its break.
    public func text(_ style: TextStyle = .plain) -> String {
        var text = findings.map { $0.text(path: path, style) }.joined()
        let mark = isOK ? style.added("✓") : style.removed("✗")
        let digest = outputDigest.map { "; digest of the outputs \($0)" } ?? ""
        text += "\(mark) \(style.bold(path.withVisibleControls())): "
        text += (cannotBeRead ? "cannot be read" : page + counts.sentence + digest) + "\n"
        return text
    }

    /// What came of the page, before what came of the lesson that it carries.
    private var page: String {
        switch isRightPage {
        case true: "the page is what its lesson gives; "
        case false: "the page is not what its lesson gives; of the lesson itself, "
        case nil: ""
        }
    }
}

extension Finding {
    /// `file:line: message`, then notes and the diff, indented.
    public func text(path: String, _ style: TextStyle = .plain) -> String {
        let place = [path.withVisibleControls()] + (place.map { [$0] } ?? [])
        let label = severity == .warning ? "warning: " : ""
        var text = style.bold(place.joined(separator: ":") + ":") + " \(label)\(message.withVisibleControls())\n"
        for line in notes.flatMap({ $0.split(whereSeparator: \.isNewline) }) {
            text += "    \(String(line).withVisibleControls())\n"
        }
        for line in diff?.text(style).split(separator: "\n") ?? [] { text += "    \(line)\n" }
        return text
    }
}

extension VerdictCounts {
    /// The counts in words, those that are zero left out, such as `9 outputs match, 1 differs, 3 checks hold`.
    public var sentence: String {
        func count(_ number: Int, _ one: String, _ many: String) -> String? {
            number == 0 ? nil : "\(number) \(number == 1 ? one : many)"
        }
        let parts = [
            count(matched, "output matches", "outputs match"),
            count(differing, "output differs", "outputs differ"),
            count(illustrative, "output is an example", "outputs are examples"),
            count(undocumented, "cell prints without a documented output", "cells print without a documented output"),
            count(failed, "cell failed", "cells failed"),
            count(failedAsExpected, "cell failed as it was meant to", "cells failed as they were meant to"),
            count(skipped, "cell skipped", "cells skipped"),
            count(notRun, "cell not run", "cells not run"),
            count(matchedFigures, "figure is as documented", "figures are as documented"),
            count(differingFigures, "cell shows another figure", "cells show other figures"),
            count(passedChecks, "check holds", "checks hold"),
            count(failedChecks, "check does not hold", "checks do not hold"),
            count(rightValues, "value in the prose is right", "values in the prose are right"),
            count(wrongValues, "value in the prose is not right", "values in the prose are not right"),
            count(unknownValues, "value in the prose not known", "values in the prose not known"),
            count(provenExercises, "exercise proves itself", "exercises prove themselves"),
            count(faultyExercises, "exercise is not right", "exercises are not right"),
            count(withheldExercises, "exercise without its solution", "exercises without their solutions"),
            count(unknownExercises, "exercise not run", "exercises not run"),
            count(matchedTabs, "Python tab prints the same", "Python tabs print the same"),
            count(ranTabs, "Python tab runs", "Python tabs run"),
            count(wrongTabs, "Python tab is not right", "Python tabs are not right"),
            count(unknownTabs, "Python tab not run", "Python tabs not run"),
        ].compactMap { $0 }
        if !parts.isEmpty { return parts.joined(separator: ", ") }
        return cells == 0 ? "no cells" : "nothing to compare"
    }
}
