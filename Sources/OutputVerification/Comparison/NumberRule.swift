import ChapterDocument

/// When a printed number counts as the documented one.
struct NumberRule {
    private let comparison: DocumentedOutput.Comparison

    init(_ comparison: DocumentedOutput.Comparison) {
        self.comparison = comparison
    }

    /// Whether numbers are compared by value at all, rather than as text.
    var isNumeric: Bool {
        switch comparison {
        case .tolerance, .digits: true
        case .exact, .illustrative: false
        }
    }

    /// How far a number may be from `documented`; nil where only the same text matches.
    ///
    /// A tolerance t allows max(t, t · |documented|); digits allow half of one in the last digit written.
    func allowance(for documented: WrittenNumber) -> Double? {
        guard let unit = documented.unit else { return nil }
        return switch comparison {
        case .tolerance(let tolerance):
            min(max(tolerance, tolerance * documented.value.magnitude), .greatestFiniteMagnitude)
        case .digits: unit / 2
        case .exact, .illustrative: nil
        }
    }

    /// Whether `printed` counts as `documented`. Not-a-number matches itself, an infinity one of the same sign.
    func allows(_ printed: WrittenNumber, for documented: WrittenNumber) -> Bool {
        guard documented.value.isFinite, printed.value.isFinite else {
            return documented.value == printed.value || documented.value.isNaN && printed.value.isNaN
        }
        // Decimal fractions are not exact in binary: 0.861 is a little more than 0.001 from 0.86.
        let slack = 2 * (printed.value.ulp + documented.value.ulp)
        return (printed.value - documented.value).magnitude <= (allowance(for: documented) ?? 0) + slack
    }
}
