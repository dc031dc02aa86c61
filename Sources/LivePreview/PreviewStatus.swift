import ChapterDocument
import ContentDigest
import FoundationEssentials
import OutputVerification

/// How far a chapter has come, for the bar at the foot of its page.
struct PreviewStatus: Encodable, Equatable, Sendable {
    enum State: String, Encodable, Sendable {
        /// Cells run, or wait for their turn.
        case running
        /// Every cell has run.
        case done
        /// A cell failed.
        case failed
    }

    /// The page's number.
    var page = 0
    var state = State.done
    /// The cell that runs or failed.
    var cell: String?
    /// The anchor of that cell on the page.
    var line: Int?
    /// How many cells have run to their end, of those that are run.
    var done = 0
    var total = 0
    /// Why the page does not show the file as it is now.
    var problem: String?
    /// What else is wrong, a line each.
    var findings: [String] = []
    /// How many outputs and values are other than the file says, or are missing there.
    var acceptable = 0
    /// Tells whether the lesson is another than before.
    var lesson = ""

    /// The status of a page.
    init(page: Int, _ executed: ExecutedChapter?, problem: String?, findings: [Finding] = [], acceptable: Int = 0) {
        self.page = page
        self.acceptable = acceptable
        self.problem = problem
        self.findings = findings.map { finding in
            let place = finding.position.map { "\($0.line): " } ?? ""
            return (place + finding.message).withVisibleControls()
        }
        guard let executed else { return }
        lesson = String(Digest(of: [executed.chapter.text]).hexadecimal.prefix(16))
        for (cell, result) in zip(executed.chapter.cells, executed.results) where !cell.options.isSkipped {
            total += 1
            switch result.outcome {
            case .succeeded, .failedAsExpected: done += 1
            case .running, .waiting:
                if state == .done { (state, self.cell, line) = (.running, cell.name, cell.range.start.line) }
            case .failed: (state, self.cell, line) = (.failed, cell.name, cell.range.start.line)
            case .skipped, .notReached: break
            }
        }
    }

    /// The status as one server-sent event.
    var event: String {
        let json = (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        // A page that lost the server looks for it again soon.
        return "retry: 500\ndata: \(json)\n\n"
    }
}
