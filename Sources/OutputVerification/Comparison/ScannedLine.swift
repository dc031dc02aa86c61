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
