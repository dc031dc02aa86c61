import ChapterDocument

/// Workflow commands, one a finding, then the summaries.
///
/// The format is GitHub's: `::error file=F,line=L,title=T::message`, with `%`, line breaks and, in properties, `:` and `,`
/// written as percent escapes.
func githubReport(on verdicts: [ChapterVerdict]) -> String {
    var text = ""
    for verdict in verdicts {
        for finding in verdict.findings {
            var properties = ["file=\(property(verdict.path))"]
            if let position = finding.position {
                properties.append("line=\(position.line)")
                if position.column > 1 { properties.append("col=\(position.column)") }
            }
            properties.append("title=\(property(finding.title))")
            let body = ([finding.message] + finding.notes).joined(separator: "\n")
            let diff = finding.diff.map { "\n\($0.text())" } ?? ""
            text += "::\(finding.severity.rawValue) \(properties.joined(separator: ","))::\(data(body + diff))\n"
        }
        text +=
            "\(verdict.path.withVisibleControls()): \(verdict.cannotBeRead ? "cannot be read" : verdict.counts.sentence)\n"
    }
    return text
}

extension Finding {
    /// A few words that say what kind of finding it is.
    var title: String {
        switch kind {
        case .text: "Chapter"
        case .output: "Output differs"
        case .figure: "Figure differs"
        case .undocumented: "Output not documented"
        case .failure: "Cell failed"
        case .warning: "Compiler warning"
        case .check: "Check does not hold"
        case .exercise: "Exercise is not right"
        case .tab: "Python tab is not right"
        case .value: "Prose is not right"
        }
    }
}

private func data(_ text: String) -> String { percentEscaped(text, ["%", "\r", "\n"]) }

private func property(_ text: String) -> String { percentEscaped(text, ["%", "\r", "\n", ":", ","]) }

private func percentEscaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
        if special.contains(scalar) {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}
