/// How the elements of one printed tensor are written: all in the same notation and to the same width.
///
/// The rules are those of PyTorch's `torch/_tensor_str.py` with its default options: four digits after the point;
/// numbers that are all whole are written `1.`; scientific notation where the largest magnitude is more than 1000
/// times the smallest, above 10⁸, or the smallest is below 10⁻⁴.
struct ElementFormat {
    private enum Notation {
        case whole, decimal, scientific
    }

    private static let digits = 4

    private let notation: Notation
    private(set) var width = 1

    /// The format for floating-point elements of which `values` are shown.
    init(values: [Double]) {
        // Zeros, infinities and nan follow the format that the other values ask for.
        let deciding = values.filter { $0.isFinite && $0 != 0 }
        guard let first = deciding.first else {
            notation = .whole
            return
        }
        var (smallest, largest) = (first.magnitude, first.magnitude)
        var areWhole = true
        for value in deciding {
            smallest = min(smallest, value.magnitude)
            largest = max(largest, value.magnitude)
            areWhole = areWhole && value == value.rounded(.up)
        }
        if largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4 {
            notation = .scientific
        } else {
            notation = areWhole ? .whole : .decimal
        }
        for value in deciding { width = max(width, bare(value).utf8.count) }
    }

    /// The text of one floating-point element.
    func text(_ value: Double) -> String {
        padded(bare(value), width)
    }

    private func bare(_ value: Double) -> String {
        switch notation {
        case .whole: fixed(value, 0) + (value.isFinite ? "." : "")
        case .decimal: fixed(value, Self.digits)
        case .scientific: scientific(value, Self.digits)
        }
    }
}
