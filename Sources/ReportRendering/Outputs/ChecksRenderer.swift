import CellMessages

/// Shows the checks that a cell made.
struct ChecksRenderer {
    let phrases: Phrases

    /// Checks that do not hold first; those that hold are folded where they are many.
    func nodes(_ checks: [Check]) -> [HTMLNode] {
        guard !checks.isEmpty else { return [] }
        let passed = checks.filter(\.passed)
        guard passed.count > VerificationSummary.listedChecks else { return [list(checks)] }
        let missed = checks.filter { !$0.passed }
        let words = phrases.verification.checksHold.replacing("%", with: "\(passed.count)")
        let folded = HTMLNode.tag(
            "details", .class("checks"), content: .tag("summary", .class("verdict"), text: words), list(passed))
        return (missed.isEmpty ? [] : [list(missed)]) + folded
    }

    private func list(_ checks: [Check]) -> HTMLNode {
        .tag(
            "ul", .class("checks"),
            content: checks.map { check in
                .tag(
                    "li", .class(check.passed ? "passed" : "missed"),
                    content: [
                        .tag("span", .class("verdict"), text: check.passed ? phrases.checkPassed : phrases.checkFailed),
                        .text(" \(check.name)"),
                        check.detail.isEmpty ? .nothing : .tag("span", .class("detail"), text: " \(check.detail)"),
                    ])
            })
    }
}
