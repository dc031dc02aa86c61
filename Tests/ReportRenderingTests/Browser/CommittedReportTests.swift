import BrowserTesting
import Foundation
import Testing

/// The reports that are kept with the chapters, as a reader opens them.
@Suite(.serialized)
struct CommittedReportTests {
    static let reports: [URL] = {
        let folder = Checkers.repository.appending(path: "output")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".html") }.sorted().map { folder.appending(path: $0) }
    }()

    @Test func thereAreReports() {
        #expect(Self.reports.count > 2)
    }

    @Test(arguments: reports) func aReportIsSmallQuietAndFitsAPhone(report: URL) throws {
        let html = try String(contentsOf: report, encoding: .utf8)
        #expect(PageSize.withoutPictures(html) <= 640_000)
        let script = "JSON.stringify([document.documentElement.scrollWidth, innerWidth])"
        let visit = try Browser(theme: .dark, width: 390).visit(html, scripts: [script])
        #expect(visit.requests.isEmpty)
        #expect(visit.console.isEmpty)
        let widths = try JSONDecoder().decode([Double].self, from: try #require(visit.results.first))
        #expect(widths[0] <= widths[1])
    }

    /// Every third report, or all of them with `LECTERN_REPORTS=all` (`make check-accessibility`), since axe takes six seconds
    /// for one; every other one in the dark theme. The reference is so long that it takes a minute for that;
    /// `ReferencePageTests` show it a part.
    private static let reportsForAxe: [(URL, Bool)] = {
        let isWhole = ProcessInfo.processInfo.environment["LECTERN_REPORTS"] == "all"
        let chosen = reports.filter { $0.lastPathComponent != "reference.html" }.enumerated()
            .filter { isWhole || $0.offset.isMultiple(of: 3) }
        return chosen.map { ($0.element, $0.offset.isMultiple(of: 2)) }
    }()

    @Test(arguments: reportsForAxe)
    func axeFindsNoViolation(report: URL, isDark: Bool) throws {
        let theme = isDark ? Browser.Theme.dark : .light
        let html = try String(contentsOf: report, encoding: .utf8)
        let findings = try Checkers.axeFindings(html, theme: theme, width: 1400)
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func theNuCheckerFindsNoErrorInThem() throws {
        let findings = try Checkers.nuFindings(Self.reports)
        #expect(findings.isEmpty, "\(findings)")
    }
}

/// How much a page weighs.
enum PageSize {
    /// The bytes of a page, raster pictures aside.
    static func withoutPictures(_ html: String) -> Int {
        html.utf8.count - html.matches(of: /"data:image\/[^"]*"/).reduce(0) { $0 + $1.0.utf8.count }
    }
}
