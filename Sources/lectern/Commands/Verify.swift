import ArgumentParser
import ChapterDocument
import OutputVerification

/// `lectern verify`.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run lessons afresh and compare what the cells print with what the lessons document.",
        discussion: """
            Every ```output block is compared, exactly or as its option says (tolerance=1e-3, digits, illustrative), \
            and every expect(…) in a cell must hold. A difference is shown at its line in the Markdown.

            Examples:
                lectern verify chapters/4.6-dropout.md
                lectern verify --strict chapters/*.md
            """)

    @Flag(help: "Ask for a documented output after every cell that prints.")
    var strict = false

    @Argument(help: "The lessons' Markdown files.", completion: .file(extensions: ["md"]))
    var files: [String]

    func run() async throws {
        var status = ExitCode.success
        for file in files {
            do {
                let executed = try await ChapterExecution.run(try ChapterFile.read(file))
                let verdict = ChapterVerdict(verifying: executed, isStrict: strict)
                if !verdict.isOK { status = max(status, .chapterFailed) }
            } catch let code as ExitCode where code != .interrupted {
                status = max(status, code)
            }
        }
        if status != .success { throw status }
    }
}
