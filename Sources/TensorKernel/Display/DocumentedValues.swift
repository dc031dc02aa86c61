import CellMessages

// The runner writes the calls of these functions, for expressions in the lesson's prose.

/// Tells the runner what an expression came to.
/// - Parameters:
///   - expression: The expression; an error that it throws ends the program.
///   - index: Which of the lesson's expressions it is.
public func _tell<Value>(evaluating expression: () throws -> Value, as index: Int) {
    _tell(value: value(of: expression), as: index)
}

/// Tells the runner whether a claim is true.
/// - Parameters:
///   - claim: The claim; an error that it throws ends the program.
///   - index: Which of the lesson's expressions it is.
public func _tell(evaluating claim: () throws -> Bool, as index: Int) {
    _tell(value: value(of: claim), as: index)
}

/// Tells the runner what an expression came to.
/// - Parameters:
///   - value: Its value.
///   - index: Which of the lesson's expressions it is.
public func _tell<Value>(value: Value, as index: Int) {
    // A tensor without dimensions is a number to its readers, or a claim.
    if let tensor = value as? Tensor, tensor.shape.isEmpty {
        switch tensor.dtype {
        case .bool: return _tell(value: tensor.item(as: Bool.self), as: index)
        case .int64: return _tell(value: tensor.item(as: Int.self), as: index)
        case .float32: return _tell(value: tensor.item(as: Float.self), as: index)
        }
    }
    // No prose says more.
    let text = String(String(describing: value).prefix(10_000))
    CellChannel.send(.value(EvaluatedValue(index: index, text: text)))
}

/// Tells the runner whether a claim is true.
/// - Parameters:
///   - claim: Whether it is.
///   - index: Which of the lesson's expressions it is.
public func _tell(value claim: Bool, as index: Int) {
    CellChannel.send(.value(EvaluatedValue(index: index, text: String(describing: claim), isTrue: claim)))
}

private func value<Value>(of expression: () throws -> Value) -> Value {
    do {
        return try expression()
    } catch {
        fatalError("an error was thrown and not caught: \(error)")
    }
}
