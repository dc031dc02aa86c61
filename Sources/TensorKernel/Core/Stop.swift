import CellMessages

/// Ends the program because a lesson asked for something impossible, such as adding shapes that do not fit.
///
/// The explanation names the shapes.
func stop(_ operation: String, _ explanation: String) -> Never {
    CellChannel.end(Stop(operation: operation, explanation: explanation))
}

/// Ends the program because there is no room for so many bytes more.
func stopForMemory(_ byteCount: Int) -> Never {
    let explanation = "\(byteCount) bytes more do not fit into memory"
    CellChannel.end(Stop(operation: "Tensor", explanation: explanation, reason: .outOfMemory))
}

extension Tensor {
    /// Ends the program where this tensor does not hold float32, which `operation` needs.
    func checkIsFloat(_ operation: String) {
        guard dtype == .float32 else { stop(operation, "not defined for \(dtype); convert with to(.float32)") }
    }
}

/// Ends the program because two shapes do not go together in `operation`.
func stopForShapes(_ operation: String, _ first: [Int], _ second: [Int], _ reason: String) -> Never {
    stop(operation, "shapes \(first) and \(second) do not fit: \(reason)")
}
