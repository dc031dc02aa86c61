import FileTree
import FoundationEssentials
import KernelReference
import SystemPackage

extension Toolchain {
    /// Everything that lessons can use of the kernel, read from its compiled module and the comments beside it.
    /// - Throws: `SetupError` where the toolchain cannot read the module.
    public func reference() async throws -> APIReference {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let folder = scratch.path
        // Where the module's sources are known, comments are read from what now stands at their lines.
        for part in ["swiftmodule", "swiftdoc"] {
            let file = kernelModules.appending("TensorKernel.\(part)").string
            guard FileManager.default.fileExists(atPath: file) else {
                throw SetupError(message: "\(file) is missing", advice: "build Lectern whole: run `make build`")
            }
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/TensorKernel.\(part)", withDestinationPath: file)
        }
        let cache = ModuleCache(scratch: folder)
        let limits = ToolLimits(seconds: 60, memory: 4 << 30)
        let result = try await ToolProcess(program: symbolGraphExtract, limits: limits).run(
            [
                "-module-name", "TensorKernel", "-target", Self.target, "-I", folder, "-I", kernelModules.string,
                "-I", cache.maps, "-module-cache-path", cache.modules, "-output-dir", folder,
                "-minimum-access-level", "public", "-skip-inherited-docs", "-skip-synthesized-members",
            ], outputLimit: 1 << 20)
        guard result.succeeded else {
            throw SetupError(
                message: "the kernel's module cannot be read: \(result.output)",
                advice: "use the Swift toolchain that Lectern was built with")
        }
        return try APIReference(symbolGraph: "\(folder)/TensorKernel.symbols.json")
    }

    private static var target: String {
        #if arch(x86_64)
            "x86_64-unknown-linux-gnu"
        #elseif arch(arm64)
            "aarch64-unknown-linux-gnu"
        #endif
    }
}

/// Reads the reference when it is first asked for, and keeps it.
actor ReferenceReader {
    private let toolchain: Toolchain
    private var reading: Task<APIReference, any Error>?

    init(toolchain: Toolchain) {
        self.toolchain = toolchain
    }

    /// The reference; nil where it cannot be read.
    var reference: APIReference? {
        get async {
            let task = reading ?? Task { try await toolchain.reference() }
            reading = task
            return try? await task.value
        }
    }
}
