// swift-tools-version: 6.1
import PackageDescription

/// A crash report walks frame pointers from the kernel back to the lesson's line.
let crashReporting: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-fno-omit-frame-pointer"])]

let package = Package(
    name: "Lectern",
    products: [.executable(name: "lectern", targets: ["lectern"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swiftlang/swift-docc-symbolkit", from: "1.0.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // System libraries; each is imported by exactly one Swift file of a module.
        .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CJavaScriptCore", pkgConfig: "javascriptcoregtk-4.1",
            providers: [.apt(["libjavascriptcoregtk-4.1-dev"])]),

        // What lessons import, and what a running cell says.
        .target(name: "CellMessages"),
        .target(name: "FileTree"),
        .target(name: "ContentDigest", dependencies: ["COpenSSL"]),
        // A multiplication and an addition are fused only where the source asks for it: the digits depend on it.
        .target(
            name: "CTensorKernels",
            cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off", "-fno-omit-frame-pointer", "-Wno-psabi"])]),
        .target(
            name: "TensorKernel", dependencies: ["CellMessages", "CTensorKernels", "CZlib"],
            swiftSettings: crashReporting),

        // The system as the runner and the process that cells run in need it: processes, sockets, signals.
        .target(name: "CUnix", cSettings: [.unsafeFlags(["-fno-omit-frame-pointer"])]),
        .target(name: "UnixSystem", dependencies: ["CUnix", "CellMessages"], swiftSettings: crashReporting),

        // From Markdown to a report.
        .target(name: "ChapterDocument", dependencies: ["CCMark", "CellMessages", "Yams"]),
        // What there is in the kernel, in its own words and PyTorch's.
        .target(
            name: "KernelReference",
            dependencies: ["ChapterDocument", .product(name: "SymbolKit", package: "swift-docc-symbolkit")],
            resources: [
                .embedInCode("Resources/pytorch-to-lectern.md"), .embedInCode("Resources/operations.md"),
            ]),
        .target(
            name: "CellExecution",
            dependencies: [
                "ChapterDocument", "CellMessages", "ContentDigest", "FileTree", "KernelReference", "UnixSystem",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .target(name: "OutputVerification", dependencies: ["ChapterDocument"]),
        .target(
            name: "ReportRendering",
            dependencies: [
                "ChapterDocument", "CellMessages", "ContentDigest", "FileTree", "KernelReference", "OutputVerification",
                "CJavaScriptCore",
                "CZlib",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [
                .embedInCode("Resources/Template/page.mustache"),
                .embedInCode("Resources/Template/head.mustache"),
                .embedInCode("Resources/Template/header.mustache"),
                .embedInCode("Resources/Template/contents.mustache"),
                .embedInCode("Resources/Template/section.mustache"),
                .embedInCode("Resources/Template/cell.mustache"),
                .embedInCode("Resources/Template/output.mustache"),
                .embedInCode("Resources/Template/verification.mustache"),
                .embedInCode("Resources/Template/footer.mustache"),
                .embedInCode("Resources/Template/index.mustache"),
                .embedInCode("Resources/Template/page.css"),
                .embedInCode("Resources/Template/light.css"),
                .embedInCode("Resources/Template/dark.css"),
                .embedInCode("Resources/Template/page.js"),
                .embedInCode("Resources/Template/reference.mustache"),
                .embedInCode("Resources/Template/entry.mustache"),
                .embedInCode("Resources/Template/declaration.mustache"),
                .embedInCode("Resources/Template/reference.css"),
                .embedInCode("Resources/Template/reference.js"),
            ]),

        // Pages that follow their files while these are edited.
        .target(
            name: "LivePreview",
            dependencies: [
                "ChapterDocument", "CellExecution", "ContentDigest", "FileTree", "LanguageService",
                "OutputVerification",
                "ReportRendering",
                "UnixSystem", .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            resources: [
                .embedInCode("Resources/preview.css"), .embedInCode("Resources/preview.js"),
                .embedInCode("Resources/learn.css"), .embedInCode("Resources/learn.js"),
            ]),

        // Lessons in an editor that speaks the Language Server Protocol.
        .target(
            name: "LanguageService",
            dependencies: [
                "ChapterDocument", "CellExecution", "CellMessages", "ContentDigest", "FileTree", "KernelReference",
                "OutputVerification", "ReportRendering", "UnixSystem",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),

        // Executables. Cells resolve the kernel's symbols in the host that loads them.
        .target(name: "CCellRuntime", dependencies: ["CUnix"], cSettings: [.unsafeFlags(["-fno-omit-frame-pointer"])]),
        .executableTarget(
            name: "CellHost",
            dependencies: ["TensorKernel", "CellMessages", "FileTree", "UnixSystem", "CCellRuntime"],
            swiftSettings: crashReporting,
            linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
        .executableTarget(
            name: "lectern",
            dependencies: [
                "ChapterDocument", "CellExecution", "CellMessages", "ContentDigest", "FileTree", "KernelReference",
                "OutputVerification", "ReportRendering", "LanguageService", "LivePreview", "UnixSystem",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .executableTarget(
            name: "ChapterBenchmarks", dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
            path: "Benchmarks/ChapterBenchmarks"),
        .executableTarget(
            name: "KernelBenchmarks", dependencies: ["TensorKernel"], path: "Benchmarks/KernelBenchmarks"),

        // Mutated chapters through everything but the running of cells.
        .executableTarget(
            name: "ChapterFuzzing",
            dependencies: [
                "ChapterDocument", "CellMessages", "OutputVerification", "ReportRendering", "SeededRandom",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Fuzzing", exclude: ["Messages", "Seeds"]),
        .target(name: "SeededRandom", path: "Tests/SeededRandom"),
        .target(name: "MessageSamples", dependencies: ["CellMessages"], path: "Tests/MessageSamples"),

        // What tests of several modules share: a real browser that opens a page.
        .target(name: "BrowserTesting", path: "Tests/BrowserTesting"),

        .testTarget(name: "FileTreeTests", dependencies: ["FileTree"]),
        .testTarget(name: "CellMessagesTests", dependencies: ["CellMessages", "MessageSamples"]),
        .testTarget(
            name: "UnixSystemTests",
            dependencies: ["UnixSystem", "CellMessages", "MessageSamples", "SeededRandom"]),
        .testTarget(
            name: "TensorKernelTests", dependencies: ["TensorKernel", "CellMessages", "SeededRandom"],
            resources: [.copy("Fixtures")]),
        .testTarget(name: "ChapterDocumentTests", dependencies: ["ChapterDocument"]),
        .testTarget(
            name: "KernelReferenceTests",
            dependencies: [
                "KernelReference", "CellExecution", "CellHost", "ChapterDocument", "CellMessages", "OutputVerification",
            ]),
        .testTarget(
            name: "CellExecutionTests",
            dependencies: ["CellExecution", "ChapterDocument", "CellMessages", "CellHost", "SeededRandom"]),
        .testTarget(
            name: "OutputVerificationTests",
            dependencies: ["OutputVerification", "ChapterDocument", "SeededRandom"]),
        .testTarget(
            name: "ReportRenderingTests",
            dependencies: [
                "ReportRendering", "CellExecution", "CellHost", "ChapterDocument", "CellMessages", "KernelReference",
                "OutputVerification", "BrowserTesting",
                "SeededRandom", "CCMark",
            ]),
        .testTarget(
            name: "LecternTests", dependencies: ["lectern", "CellHost", "ChapterFuzzing", "BrowserTesting"],
            exclude: ["Editors", "Golden", "Language"]),
    ],
    swiftLanguageModes: [.v6]
)

// Tests take longer to compile than to run.
for target in package.targets where target.type == .test {
    target.swiftSettings = [.unsafeFlags(["-Onone"])]
}
