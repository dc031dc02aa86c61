import ArgumentParser
import CellExecution
import ChapterDocument
import FoundationEssentials
import UnixSystem

/// The command line: one subcommand for each thing a person does with chapters.
@main
struct Lectern: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lectern",
        abstract: "Run the Swift cells of Markdown lessons and turn the lessons into self-contained reports.",
        discussion: """
            A lesson is a Markdown file. Fenced blocks that start with ```swift cell are compiled and run from top to \
            bottom; an ```output block after a cell says what it prints.

            Render a lesson to one HTML file:
                lectern render chapters/4.6-dropout.md

            Check that every documented output is what the cells print:
                lectern verify chapters/*.md

            Cells read what you can read. They change files only in a working folder that goes when the run ends, reach \
            no network, and are held to limits of time, memory, output and processes; `lectern help render` lists the \
            options. That keeps mistakes in bounds; it is no wall against a lesson that means harm.

            Exit status: 0 all is well, 1 a lesson failed or differs from what it documents, 2 wrong usage or a part \
            of the set-up is missing.
            """,
        version: "0.1.0",
        subcommands: [
            Render.self, Preview.self, Learn.self, Verify.self, Check.self, New.self, Reference.self, Extract.self,
            Template.self,
            LSP.self,
            Clean.self,
        ])

    static func main() async {
        do {
            try Surroundings.check()
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let status as ExitCode {
            ThisProcess.exit(status.rawValue)
        } catch let error as SetupError {
            ThisProcess.exit(ChapterExecution.printed(error).rawValue)
        } catch let error as CocoaError {
            Console.write(
                "lectern: error: \((error.filePath ?? "a file").withVisibleControls()): \(reason(error))\n", to: .error)
            ThisProcess.exit(ExitCode.brokenSetup.rawValue)
        } catch {
            // Help and version arrive as errors too; all that is left is wrong usage.
            let isHelp = exitCode(for: error) == .success
            Console.write(
                fullMessage(for: error).withVisibleControls(keepsLines: true) + "\n", to: isHelp ? .output : .error)
            ThisProcess.exit(isHelp ? 0 : 2)
        }
    }
}

extension ExitCode {
    /// A lesson failed or differs from what it documents.
    static let chapterFailed = ExitCode(1)
    /// Wrong usage, or a part of the set-up is missing.
    static let brokenSetup = ExitCode(2)
    /// The person pressed Ctrl-C.
    static let interrupted = ExitCode(130)
}
