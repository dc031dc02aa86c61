import FoundationEssentials
import SystemPackage

/// What an editor needs of the toolchain beside the compiler.
extension Toolchain {
    /// The toolchain's language server for Swift; nil where it has none.
    package var sourceKit: FilePath? { program("sourcekit-lsp") }

    /// The toolchain's formatter; nil where it has none.
    package var formatter: FilePath? { program("swift-format") }

    /// The compiler's arguments for a file that holds cells.
    /// - Parameter scratch: A folder for compiled modules, where the person's own cannot be written.
    /// - Returns: The arguments, without the file.
    package func editingArguments(scratch: String) -> [String] {
        let cache = ModuleCache(scratch: scratch)
        return [
            "-swift-version", "5", "-enable-bare-slash-regex", "-module-name", "main", "-package-name", "lesson", "-I",
            kernelModules.string,
            "-I", cache.maps, "-module-cache-path", cache.modules,
        ]
    }

    private func program(_ name: String) -> FilePath? {
        let path = Self.resolved(compiler).removingLastComponent().appending(name)
        return FileManager.default.isExecutableFile(atPath: path.string) ? path : nil
    }
}
