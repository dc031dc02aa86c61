import ArgumentParser
import ChapterDocument
import FoundationEssentials
import ReportRendering

/// `lectern extract`.
struct Extract: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give back the lesson that a report was made from.",
        discussion: """
            A report carries its lesson and the small files that its cells read. They are written side by side; a file \
            that is there already is left alone, and nothing is written then.

            Examples:
                lectern extract output/4.6-dropout.html
                lectern extract --output lesson 4.6-dropout.html
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write to.", valueName: "dir"))
    var output = "."

    @Argument(help: "The report.", completion: .file(extensions: ["html"]))
    var page: String

    func run() throws {
        let style = Style(isColored: Console.Stream.error.isColored)
        let lesson = try ReportPage.lesson(of: page)
        let targets = [lesson.name] + lesson.files.map(\.path)
        for target in targets where FileManager.default.fileExists(atPath: "\(output)/\(target)") {
            Console.write(
                "\(style.bold("\(output)/\(target):".withVisibleControls())) \(style.red("error:")) it is there already\n"
                    + "      write to another folder: `lectern extract --output lesson …`\n", to: .error)
            throw ExitCode.brokenSetup
        }
        do {
            try lesson.write(to: output)
        } catch {
            Console.write(
                "\(style.red("error:")) \(output.withVisibleControls()) cannot be written to: \(reason(error))\n",
                to: .error)
            throw ExitCode.brokenSetup
        }
        for target in targets {
            Console.write("\(style.green("✓")) \("\(output)/\(target)".withVisibleControls())\n", to: .error)
        }
        if lesson.lacksFiles {
            Console.write(
                "\(style.yellow("warning:")) the files that its cells read are too large to be carried by the report\n",
                to: .error)
        }
    }
}
