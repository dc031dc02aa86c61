import BrowserTesting
import Foundation
import OutputVerification
import ReportRendering
import Testing

/// The page on paper.
@Suite(.serialized)
struct PrintTests {
    private func page() throws -> String {
        let line = (1...60).map { "word\($0)" }.joined(separator: " + ")
        let text = FullSample.text + "\n\n```swift\nlet long = \(line) + theEnd\n```\n"
        let executed = try SampleChapter.executed(text, results: FullSample.results)
        return try ReportRenderer().render(executed, verdict: ChapterVerdict(verifying: executed)).html
    }

    @Test func everythingThatIsReadIsOnPaper() throws {
        let text = try Paper.text(of: page())
        #expect(text.contains("Dropout"))
        // Long lines are broken, not cut; both tabs are there under their names.
        #expect(text.contains("theEnd"))
        #expect(text.contains("PyTorch") && text.contains("import torch"))
        #expect(text.contains("Sequential"))
        #expect(text.contains("Training with dropout"))
        #expect(text.contains("1 of 2 checks hold"))
        // What only a screen has use for is not.
        #expect(!text.contains("Copy"))
        #expect(!text.contains("Skip to the text"))
        #expect(!text.contains("The numbers"))
        let pages = text.split(separator: "\u{C}").filter { $0.contains { !$0.isWhitespace } }
        #expect((4...14).contains(pages.count))
    }

    @Test func paperIsWhiteWhateverTheTheme() throws {
        let pdf = try Browser(theme: .dark).pdf(of: page())
        let picture = [UInt8](
            try Paper.poppler("pdftoppm", ["-r", "20", "-gray", "-f", "1", "-l", "1", "-singlefile"], pdf, to: "pgm"))
        // A PGM file: a head of three lines, then a brightness a pixel.
        let pixels = picture.suffix(165 * 233)
        #expect(pixels.count { $0 > 250 } > pixels.count / 2)
        #expect(pixels.first == 255 && pixels.last == 255)
    }
}

/// Pages on paper.
enum Paper {
    /// The words of a page as it is printed, though the system asks for a dark theme.
    static func text(of html: String) throws -> String {
        let words = try poppler("pdftotext", ["-layout"], Browser(theme: .dark).pdf(of: html), to: "txt")
        return String(decoding: words, as: UTF8.self)
    }

    /// What a program of Poppler makes of a PDF file.
    static func poppler(_ program: String, _ options: [String], _ pdf: Data, to ending: String) throws -> Data {
        let place = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString)")
        let (input, output) = (place.appendingPathExtension("pdf"), place.appendingPathExtension(ending))
        try pdf.write(to: input)
        defer { for file in [input, output] { try? FileManager.default.removeItem(at: file) } }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + options + [input.path, ending == "txt" ? output.path : place.path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Browser.Failure(description: "\(program) failed; install it with: apt-get install poppler-utils")
        }
        return try Data(contentsOf: output)
    }
}
