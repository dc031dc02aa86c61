extension Int {
    /// A number of bytes in words, such as `4 GB` or `1.5 MB`.
    ///
    /// A whole number of binary units is told as such a number of units, since that is how limits of memory are meant.
    var asByteCount: String {
        let names = ["GB", "MB", "KB"]
        for (name, shift) in zip(names, [30, 20, 10]) where self >= 1 << shift && self % (1 << shift) == 0 {
            return "\(self >> shift) \(name)"
        }
        for (name, size) in zip(names, [1e9, 1e6, 1e3]) where Double(self) >= size {
            let tenths = (Double(self) / size * 10).rounded() / 10
            return tenths == tenths.rounded() ? "\(Int(tenths)) \(name)" : "\(tenths) \(name)"
        }
        return "\(self) bytes"
    }
}
