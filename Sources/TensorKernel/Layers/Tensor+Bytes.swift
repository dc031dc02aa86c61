extension Tensor {
    /// Reads the values' bytes in row-major order.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch dtype {
        case .float32: try withContents(of: Float.self) { try body(UnsafeRawBufferPointer($0)) }
        case .int64: try withContents(of: Int.self) { try body(UnsafeRawBufferPointer($0)) }
        case .bool: try withContents(of: Bool.self) { try body(UnsafeRawBufferPointer($0)) }
        }
    }

    /// A tensor from its values' bytes in row-major order, which must be as many as `shape` takes.
    convenience init(bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType) throws(SafetensorsError) {
        // A Bool made of any other byte would be undefined behaviour.
        guard dtype != .bool || bytes.allSatisfy({ $0 <= 1 }) else {
            throw .malformed("a truth value is neither 0 nor 1")
        }
        self.init(uninitialized: shape, dtype)
        UnsafeMutableRawBufferPointer(start: storage.bytes, count: bytes.count).copyMemory(from: bytes)
    }
}
