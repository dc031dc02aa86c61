/// Which column of the file each column of the lifted text was: the two differ behind what was lifted on a line.
struct LiftedColumns {
    /// From one column on, how far to the right the source is.
    private struct Shift {
        var column: Int
        var distance: Int
    }

    private var shifts: [Int: [Shift]] = [:]
    private var lifted = SourcePosition(line: 1)
    private var source = SourcePosition(line: 1)

    mutating func appendLifted(_ bytes: some Sequence<UInt8>) { lifted.advance(over: bytes) }
    mutating func appendSource(_ bytes: some Sequence<UInt8>) { source.advance(over: bytes) }

    /// Notes that both texts have come to the same place; the lifted one by a filler of `fillerWidth` bytes.
    mutating func align(fillerWidth: Int) {
        let distance = source.column - lifted.column
        if fillerWidth > 0 {
            shift(line: lifted.line, from: lifted.column - fillerWidth, by: distance + fillerWidth)
        }
        shifts[lifted.line, default: []].append(Shift(column: lifted.column, distance: distance))
    }

    /// Notes that on `line`, from `column` on, the source is `distance` bytes further to the right.
    mutating func shift(line: Int, from column: Int, by distance: Int) {
        shifts[line, default: []].append(Shift(column: column, distance: distance))
    }

    func sourcePosition(_ position: SourcePosition) -> SourcePosition {
        guard let shifts = shifts[position.line] else { return position }
        let after = shifts.partitionPoint { $0.column > position.column }
        guard after > 0 else { return position }
        return SourcePosition(line: position.line, column: position.column + shifts[after - 1].distance)
    }
}

extension SourcePosition {
    fileprivate mutating func advance(over bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                self = SourcePosition(line: line + 1)
            } else {
                column += 1
            }
        }
    }
}

extension Array {
    /// The index of the first element that is `later`, where all that follow it are too.
    fileprivate func partitionPoint(where later: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if later(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
