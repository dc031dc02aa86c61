import CellMessages
import ChapterDocument

/// What became of a value that the prose documents.
public enum ValueVerdict: Equatable, Sendable {
    /// The words say what was computed.
    case matched(computed: String)
    /// The claim is true.
    case holds
    /// The words say something else than was computed; where both are one number, how they differ.
    case differs(computed: String, number: NumberDifference?)
    /// The claim is false.
    case isFalse
    /// The words cannot be compared, for this reason.
    case unclear(String)
    /// The expression has no value.
    case failed(CellFailure)
    /// The expression was not evaluated.
    case notRun

    /// The verdict on what one value's expression came to.
    public init(verifying value: DocumentedValue, _ result: ValueResult) {
        switch result {
        case .failed(let failure): self = .failed(failure)
        case .unknown: self = .notRun
        case .value(let computed):
            if let isTrue = computed.isTrue {
                let unproven = isTrue ? ValueComparison(value).unprovenNumber(in: value.expression) : nil
                self =
                    unproven.map {
                        .unclear("nothing in `\(value.expression)` says \($0): write it there, or as a value")
                    }
                    ?? (isTrue ? .holds : .isFalse)
            } else {
                self = ValueComparison(value).verdict(on: computed.text)
            }
        }
    }

    /// Whether the prose is right.
    public var isOK: Bool {
        switch self {
        case .matched, .holds: true
        case .differs, .isFalse, .unclear, .failed, .notRun: false
        }
    }
}
