import FoundationEssentials

/// The folder that cells work in, and copies of what it held after cells, so that a cell that runs again finds the
/// files that it found before.
final class WorkFolder: Sendable {
    /// The folder's path.
    let path: String
    private let savedCopies: String

    /// A copy of what the folder held at one moment; it goes with this object.
    final class Copy: Sendable {
        fileprivate let path: String

        fileprivate init(path: String) {
            self.path = path
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Makes the folder.
    /// - Parameters:
    ///   - path: The folder's path.
    ///   - savedCopies: The folder for copies.
    /// - Throws: What keeps the folders from being made.
    init(path: String, savedCopies: String) throws {
        self.path = path
        self.savedCopies = savedCopies
        for folder in [path, savedCopies] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
    }

    /// Copies what the folder holds.
    /// - Returns: The copy; nil where the folder holds nothing.
    /// - Throws: What keeps it from being copied.
    func save() throws -> Copy? {
        guard try !contents.isEmpty else { return nil }
        let copy = Copy(path: "\(savedCopies)/\(UUID().uuidString)")
        try FileManager.default.copyItem(atPath: path, toPath: copy.path)
        return copy
    }

    /// Puts back what the folder held; nil means nothing.
    func restore(_ copy: Copy?) throws {
        for name in try contents { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
        guard let copy else { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: copy.path) {
            try FileManager.default.copyItem(atPath: "\(copy.path)/\(name)", toPath: "\(path)/\(name)")
        }
    }

    private var contents: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path) }
    }
}
