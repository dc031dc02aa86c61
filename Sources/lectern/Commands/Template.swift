import ArgumentParser
import ChapterDocument
import FoundationEssentials
import ReportRendering

/// `lectern template`.
struct Template: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the files that make up a report's look, to change them.",
        discussion: """
            The files are Mustache templates, style sheets and a script; each template begins with the values it can \
            show. `lectern render --template DIR` uses them. A file that is not there stays the built-in one, so keep \
            only those that you change.

            Examples:
                lectern template look
                lectern render --template look chapters/4.6-dropout.md
            """)

    @Argument(help: ArgumentHelp("The folder for the files; files that are there are kept.", valueName: "dir"))
    var folder: String

    func run() throws {
        let files = FileManager.default
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for file in ReportTemplate.builtInFiles {
                let path = folder.hasSuffix("/") ? folder + file.name : "\(folder)/\(file.name)"
                guard !files.fileExists(atPath: path) else {
                    Console.write("\(path.withVisibleControls()): kept as it is\n", to: .error)
                    continue
                }
                try Data(file.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
            }
        } catch {
            Console.write(
                "\(folder.withVisibleControls()): the template cannot be written: \(reason(error))\n", to: .error)
            throw ExitCode.brokenSetup
        }
        Console.write(
            "Change what you like in \(folder), then: lectern render --template \(folder) LESSON.md\n", to: .output)
    }
}
