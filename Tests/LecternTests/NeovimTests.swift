import Foundation
import Testing

/// A real editor with `lectern lsp`: Debian's Neovim.
@Suite(.timeLimit(.minutes(1))) struct NeovimTests {
    private struct Found: Decodable {
        struct Diagnostic: Decodable {
            var line: Int
            var about: String
            var message: String
        }
        var diagnostics: [Diagnostic]
        var completion: [String]
        var hover: String?
        var formatted: Bool
    }

    @Test func aLessonIsCheckedCompletedAndExplained() throws {
        guard let program = ["/usr/bin/nvim", "/usr/local/bin/nvim"].first(where: FileManager.default.isExecutableFile)
        else { try Test.cancel("Neovim is not installed") }
        let folder = try TemporaryFolder()
        try folder.write(
            """
            # Ein 😀 Text

            Siehe 😀 :numref:`nichts`.

            ```swift cell
            let n=4
            let x = Tensor.arange(n)
            print(x.shape, y)
            ```

            """, to: "a.md")
        let outcome = try Command.run(
            URL(filePath: program),
            [
                "--headless", "--clean", "a.md", "-c",
                "luafile \(Command.repository.appending(path: "Tests/LecternTests/Editors/neovim.lua").path)",
            ], in: folder.url,
            environment: [
                "LECTERN": Command.programs.appending(path: "lectern").path, "RESULT": "found.json",
                "XDG_DATA_HOME": folder.url.appending(path: "data").path,
                "XDG_STATE_HOME": folder.url.appending(path: "state").path,
            ])
        let found = try JSONDecoder().decode(
            Found.self, from: Data(try folder.read("found.json").utf8))
        let label = try #require(found.diagnostics.first { $0.line == 3 }, "\(outcome)")
        #expect(label.about == ":numref:`nichts`" || label.about == "`nichts`")
        let name = try #require(found.diagnostics.first { $0.line == 8 })
        #expect(name.about == "y" && name.message.contains("cannot find 'y' in scope"))
        #expect(found.completion.contains { $0.hasPrefix("reshape(") })
        #expect(found.hover?.contains("The numbers 0, 1, 2, … below `end`.") == true, "\(found.hover ?? "nothing")")
        #expect(found.formatted)
    }
}
