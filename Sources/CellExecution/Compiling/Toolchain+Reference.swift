import ContentDigest
import FileTree
import FoundationEssentials
import KernelReference
import SystemPackage

extension Toolchain {
    /// Everything that lessons can use of the kernel, read from its compiled module and the comments beside it.
    ///
    /// What the compiler's tool says of a module is kept for later runs.
    /// - Throws: `SetupError` where the toolchain cannot read the module.
    public func reference() async throws -> APIReference {
        let cache = ResultCache.standard
        let module = kernelFile("swiftmodule")
        let parts = try ["swiftmodule", "swiftdoc"].map { part in
            let file = kernelFile(part)
            guard let data = FileManager.default.contents(atPath: file) else {
                throw SetupError(message: "\(file) is missing", advice: "build Lectern whole: run `make build`")
            }
            return Digest(of: data).hexadecimal
        }
        let digest = Digest(of: parts).bytes
        if let kept = cache.content("reference", of: module), kept.starts(with: digest),
            let reference = try? APIReference(symbolGraph: kept.dropFirst(digest.count))
        {
            return reference
        }
        let graph = try await symbolGraph()
        // One that cannot be kept only costs time.
        try? cache.keep(Data(digest) + graph, as: "reference", of: module)
        return try APIReference(symbolGraph: graph)
    }

    private func kernelFile(_ part: String) -> String { kernelModules.appending("TensorKernel.\(part)").string }

    /// What the compiler's tool says of the kernel's module, as JSON.
    private func symbolGraph() async throws -> Data {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let folder = scratch.path
        // Where the module's sources are known, comments are read from what now stands at their lines.
        for part in ["swiftmodule", "swiftdoc"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/TensorKernel.\(part)", withDestinationPath: kernelFile(part))
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
        return try Data(contentsOf: URL(filePath: "\(folder)/TensorKernel.symbols.json"))
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
