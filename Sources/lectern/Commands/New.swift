import ArgumentParser
import ChapterDocument
import FoundationEssentials
import UnixSystem

/// `lectern new`.
struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a new lesson to start from.",
        discussion: """
            The lesson renders and verifies as it stands. Its number and title come from the file's name. A file that \
            is there already is left alone.

            Examples:
                lectern new chapters/4.7-softmax-regression.md
                lectern new chapters/4.7-softmax.md --title "Softmax from scratch"
            """)

    @Option(help: "The lesson's title (default: from the file's name).")
    var title: String?

    @Argument(help: "The Markdown file to write.", completion: .file(extensions: ["md"]))
    var file: String

    func validate() throws {
        guard file.hasSuffix(".md"), file.split(separator: "/").last?.count ?? 0 > 3 else {
            throw ValidationError("A lesson's file has a name that ends in .md, such as chapters/4.7-softmax.md.")
        }
        if let title, title.allSatisfy(\.isWhitespace) { throw ValidationError("The title is empty.") }
    }

    func run() throws {
        let style = Style(isColored: Console.Stream.error.isColored)
        do {
            try write(ChapterScaffold(path: file, title: title).text)
        } catch {
            Console.write(
                "\(style.bold("\(file.withVisibleControls()):")) \(style.red("error:")) \(error.message)\n", to: .error)
            if let advice = error.advice { Console.write("      \(advice)\n", to: .error) }
            throw ExitCode.brokenSetup
        }
        let steps = """
            \(style.green("✓")) \(file.withVisibleControls())
            Next:
                lectern render \(quoted(file))
                lectern verify \(quoted(file))

            """
        Console.write(steps, to: .error)
    }

    /// Why nothing was written.
    private struct Refusal: Error {
        var message: String
        var advice: String?
    }

    /// Writes the file whole or not at all, and only where there is none.
    private func write(_ text: String) throws(Refusal) {
        let folder = URL(filePath: file).deletingLastPathComponent().path
        let draft = "\(folder)/.\(UUID().uuidString).md"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: draft))
        } catch {
            throw Refusal(message: "cannot be written: \(reason(error))", advice: nil)
        }
        defer { Folders.removeFile(draft) }
        // Unlike a renaming, a second link is refused where the name is taken, at whatever moment that happened.
        do {
            try Folders.link(draft, to: file)
        } catch {
            if error.isAboutExistence {
                throw Refusal(message: "already exists; nothing was written", advice: "choose another name")
            }
            throw Refusal(message: "cannot be written: \(error.reason)", advice: nil)
        }
    }

    /// The path as a shell takes it for one word, and a command for no option.
    private func quoted(_ file: String) -> String {
        let path = file.hasPrefix("-") ? "./\(file)" : file
        let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
        return isPlain ? path : "'\(path.replacing("'", with: "'\\''"))'"
    }
}
