/// The lines of an output in the form in which outputs are compared.
///
/// White space at the end of a line and empty lines at the end do not count. Line breaks are one, however they are
/// spelled, and the few characters that Markdown cannot carry stand as U+FFFD, as they do in a chapter that was read.
struct OutputLines: Equatable {
    /// The lines, each without its break.
    private(set) var lines: [[Unicode.Scalar]] = []

    init(_ text: String) {
        var line: [Unicode.Scalar] = []
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where afterReturn: break
            case "\n", "\r":
                lines.append(line.trimmingEnd())
                line = []
            case "\0", "\u{10FFF0}"..."\u{10FFF2}": line.append("\u{FFFD}")
            default: line.append(scalar)
            }
            afterReturn = scalar == "\r"
        }
        lines.append(line.trimmingEnd())
        while lines.last?.isEmpty == true { lines.removeLast() }
    }
}

extension [Unicode.Scalar] {
    /// The scalars without white space at the end.
    func trimmingEnd() -> [Unicode.Scalar] {
        let end = lastIndex { !$0.properties.isWhitespace }
        return Array(prefix(upTo: end.map { $0 + 1 } ?? 0))
    }

    /// The scalars as text.
    var text: String { String(String.UnicodeScalarView(self)) }
}

/// A printed line and the numbers in it.
struct ScannedLine {
    /// The line, without white space at its end.
    let scalars: [Unicode.Scalar]
    /// The numbers, from left to right.
    let numbers: [WrittenNumber]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        numbers = NumberScanner.numbers(in: scalars)
    }

    /// The number that starts at `index`.
    func number(startingAt index: Int) -> WrittenNumber? {
        var lower = 0
        var upper = numbers.count
        while lower < upper {
            let middle = (lower + upper) / 2
            if numbers[middle].range.lowerBound < index { lower = middle + 1 } else { upper = middle }
        }
        return lower < numbers.count && numbers[lower].range.lowerBound == index ? numbers[lower] : nil
    }
}
