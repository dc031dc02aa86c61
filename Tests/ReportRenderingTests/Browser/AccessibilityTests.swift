import BrowserTesting
import Foundation
import OutputVerification
import ReportRendering
import Testing

/// What the two usual checkers say of a page: axe-core of its accessibility, the Nu HTML checker of its markup.
@Suite(.serialized)
struct AccessibilityTests {
    /// The pages that are looked at: cells and outputs, and what authors write.
    enum Sample: CaseIterable, Sendable {
        case outputs, authoring
    }

    private static func page(_ sample: Sample) throws -> String {
        let executed =
            switch sample {
            case .outputs: try FullSample.executed()
            case .authoring: try SampleChapter.executed(AuthoringSample.text)
            }
        return try ReportRenderer().render(executed, verdict: ChapterVerdict(verifying: executed)).html
    }

    @Test(arguments: Sample.allCases, [1400, 390])
    func axeFindsNoViolation(sample: Sample, width: Int) throws {
        for theme in [Browser.Theme.light, .dark] {
            #expect(try Checkers.axeFindings(try Self.page(sample), theme: theme, width: width).isEmpty)
        }
    }

    @Test(arguments: Sample.allCases) func theNuCheckerFindsNoError(sample: Sample) throws {
        let page = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString).html")
        try Data(try Self.page(sample).utf8).write(to: page)
        defer { try? FileManager.default.removeItem(at: page) }
        let findings = try Checkers.nuFindings([page])
        #expect(findings.isEmpty)
    }
}

/// The checkers that `Scripts/fetch-checkers` brings.
enum Checkers {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private struct Violation: Decodable {
        var rule: String
        var places: [String]
    }

    /// What axe-core says of a page with everything unfolded; empty where it finds no violation.
    static func axeFindings(_ html: String, theme: Browser.Theme, width: Int) throws -> [String] {
        let axe = try String(contentsOf: try file("axe.min.js"), encoding: .utf8)
        let script = """
            (async () => {
            await document.fonts.ready;
            for (const part of document.querySelectorAll("details")) part.open = true;
            dispatchEvent(new Event("resize"));
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            const found = await axe.run({ runOnly: tags });
            return JSON.stringify(found.violations.map(violation => ({
                rule: violation.id, places: violation.nodes.map(node => node.target.join(" ")) })));
            })()
            """
        let visit = try Browser(theme: theme, width: width).visit(html, scripts: ["\(axe);\"loaded\"", script])
        return try JSONDecoder().decode([Violation].self, from: visit.results[1])
            .map { "\(theme): \($0.rule) at \($0.places.prefix(5))" }
    }

    /// What the Nu HTML checker says of pages; empty where it finds no error.
    static func nuFindings(_ pages: [URL]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["java", "-jar", try file("vnu.jar").path, "--errors-only", "--stdout"] + pages.map(\.path)
        process.standardOutput = pipe
        try process.run()
        let findings = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard findings.isEmpty, process.terminationStatus != 0 else { return findings }
        throw Browser.Failure(description: "the Nu checker ended with status \(process.terminationStatus)")
    }

    static func file(_ name: String) throws -> URL {
        let file = repository.appending(path: ".build/checkers/\(name)")
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw Browser.Failure(description: "\(name) is not there; get it with: Scripts/fetch-checkers")
        }
        return file
    }
}
