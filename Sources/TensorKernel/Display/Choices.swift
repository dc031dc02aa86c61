import CellMessages

/// A parameter that the reader of the report can turn.
///
/// The cell runs for every value (of several parameters, for every combination, 64 at most), each time from the state before it,
/// and the report shows what it printed and drew with the value that the reader chooses: on a slider where the values are
/// numbers, else with buttons. What the lesson documents, and what later cells see, is what `start` gives.
///
/// ```swift
/// let rate = choose("learning rate", from: [0.01, 0.1, 1.0], start: 0.1)
/// print(rate)
/// ```
/// ```output
/// 0.1
/// ```
///
/// - Parameters:
///   - name: What the report calls it; each parameter of a cell has a name of its own.
///   - values: What there is to choose from, in order.
///   - start: The value that the report shows first, one of `values`.
/// - Returns: The value of this run.
public func choose<Value: Equatable>(_ name: String, from values: [Value], start: Value) -> Value {
    guard let first = values.firstIndex(of: start) else {
        stop("choose", "`\(name)` starts from \(start), which is none of its values")
    }
    let isNumeric = values.allSatisfy { $0 is any BinaryInteger || $0 is any BinaryFloatingPoint }
    CellChannel.send(
        .choice(Choice(name: name, labels: values.map { "\($0)" }, isNumeric: isNumeric, start: first)))
    let index = CellChannel.chosenIndex(of: name) ?? first
    return values.indices.contains(index) ? values[index] : start
}
