/// XML in the form of JUnit: a suite for each chapter, a case for each cell, check, value, exercise and tab.
func junitReport(on verdicts: [ChapterVerdict]) -> String {
    let suites = verdicts.map { JUnitSuite($0) }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"lectern\"\(attributes(of: suites.flatMap(\.cases)))>\n"
    for suite in suites {
        text += "  <testsuite name=\"\(escaped(suite.path))\"\(attributes(of: suite.cases))>\n"
        for testCase in suite.cases { text += testCase.xml(path: suite.path) }
        text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
}

private struct JUnitSuite {
    let path: String
    var cases: [JUnitCase] = []

    init(_ verdict: ChapterVerdict) {
        path = verdict.path
        let unreadable = verdict.findings.filter { $0.kind == .text && $0.severity == .error }
        for finding in unreadable {
            let line = finding.position?.line ?? 1
            cases.append(JUnitCase(name: "chapter", line: line, seconds: 0, result: .error(finding)))
        }
        for cell in verdict.cells {
            let findings = verdict.findings(on: cell)
            let problem = findings.first { $0.kind != .check && $0.severity == .error }
            let result: JUnitCase.Result =
                switch (cell.verdict, problem) {
                case (.failed, let problem?): .error(problem)
                case (_, let problem?): .failure(problem)
                case (.skipped, nil): .skipped("the cell is not run")
                case (.notRun, nil): .skipped("an earlier cell failed")
                default: .passed
                }
            cases.append(JUnitCase(name: cell.name, line: cell.line, seconds: cell.seconds, result: result))
            var failedChecks = findings.filter { $0.kind == .check }[...]
            for check in cell.checks {
                let finding = check.passed ? nil : failedChecks.popFirst()
                let result = finding.map { JUnitCase.Result.failure($0) } ?? .passed
                cases.append(
                    JUnitCase(name: "\(cell.name): \(check.name)", line: check.line, seconds: 0, result: result))
            }
        }
        cases += verdict.values.map { JUnitCase($0, in: verdict) }
        cases += verdict.exercises.map { JUnitCase($0, in: verdict) }
        cases += verdict.tabs.map { JUnitCase($0, in: verdict) }
    }
}

extension JUnitCase {
    /// The case of a value in the prose.
    fileprivate init(_ value: ChapterVerdict.Value, in verdict: ChapterVerdict) {
        let result: Result =
            if let finding = verdict.finding(on: value) {
                .failure(finding)
            } else {
                value.verdict == .notRun ? .skipped("an earlier cell failed") : .passed
            }
        let documented = value.documented
        self.init(
            name: "“\(documented.text)” is \(documented.expression)", line: documented.position.line, seconds: 0,
            result: result)
    }
}

extension JUnitCase {
    /// The case of an exercise; its first fault stands for all.
    fileprivate init(_ exercise: ChapterVerdict.Exercise, in verdict: ChapterVerdict) {
        let result: Result =
            if let finding = verdict.findings(on: exercise).first {
                .failure(finding)
            } else if exercise.verdict == .notRun {
                .skipped("something before it failed")
            } else if exercise.verdict == .withheld {
                .skipped("its solution is kept elsewhere")
            } else {
                .passed
            }
        self.init(name: exercise.title, line: exercise.position.line, seconds: 0, result: result)
    }
}

extension JUnitCase {
    /// The case of the Python under a tab.
    fileprivate init(_ tab: ChapterVerdict.Tab, in verdict: ChapterVerdict) {
        let line = tab.documented.range.start.line
        let result: Result =
            if let finding = verdict.finding(on: tab) {
                .failure(finding)
            } else if case .notRun(let reason) = tab.verdict {
                .skipped(reason)
            } else {
                .passed
            }
        self.init(name: "tab \(tab.documented.tab.name) on line \(line)", line: line, seconds: 0, result: result)
    }
}

private struct JUnitCase {
    enum Result {
        case passed
        case failure(Finding)
        case error(Finding)
        case skipped(String)
    }

    var name: String
    var line: Int
    var seconds: Double
    var result: Result

    func xml(path: String) -> String {
        let start =
            "    <testcase name=\"\(escaped(name))\" classname=\"\(escaped(path))\" file=\"\(escaped(path))\""
            + " line=\"\(line)\" time=\"\(thousandths(seconds))\""
        func problem(_ element: String, _ finding: Finding) -> String {
            let message = " message=\"\(escaped(finding.message))\" type=\"\(finding.kind.rawValue)\""
            return
                "\(start)>\n      <\(element)\(message)>\(escaped(finding.text(path: path)))</\(element)>\n    </testcase>\n"
        }
        return switch result {
        case .passed: "\(start)/>\n"
        case .failure(let finding): problem("failure", finding)
        case .error(let finding): problem("error", finding)
        case .skipped(let reason): "\(start)>\n      <skipped message=\"\(escaped(reason))\"/>\n    </testcase>\n"
        }
    }
}

private func attributes(of cases: [JUnitCase]) -> String {
    let failures = cases.count { if case .failure = $0.result { true } else { false } }
    let errors = cases.count { if case .error = $0.result { true } else { false } }
    let skipped = cases.count { if case .skipped = $0.result { true } else { false } }
    let seconds = cases.reduce(0) { $0 + $1.seconds }
    return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
        + " time=\"\(thousandths(seconds))\""
}

private func thousandths(_ seconds: Double) -> String {
    let milliseconds = Int((max(0, seconds) * 1000).rounded())
    return "\(milliseconds / 1000)." + String("\(1000 + milliseconds % 1000)".dropFirst())
}

/// `text` for XML 1.0, in an element or in an attribute between double quotes; characters that XML cannot carry
/// become U+FFFD.
private func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "\t", "\n", "\r": result += "&#\(scalar.value);"
        case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
}
