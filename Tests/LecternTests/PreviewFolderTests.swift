import Foundation
import Testing

/// What a preview shows of folders whose files come, change and go.
@Suite(.serialized, .timeLimit(.minutes(2))) struct PreviewFolderTests {
    /// A preview of some paths in a folder of its own.
    private final class Running {
        let folder: TemporaryFolder
        private let process = Process()
        private let log: URL

        init(_ paths: [String], files: [String: String], links: [String: String] = [:]) throws {
            folder = try TemporaryFolder()
            for (path, text) in files { try folder.write(text, to: path) }
            for (path, target) in links {
                try FileManager.default.createSymbolicLink(
                    atPath: folder.url.appending(path: path).path, withDestinationPath: target)
            }
            log = folder.url.appending(path: "log")
            try Data().write(to: log)
            process.executableURL = Command.programs.appending(path: "lectern")
            process.arguments = ["preview", "--port", "0"] + paths
            process.currentDirectoryURL = folder.url
            process.environment = ProcessInfo.processInfo.environment.merging([
                "XDG_CACHE_HOME": folder.url.appending(path: "cache").path
            ]) { $1 }
            process.standardError = try FileHandle(forWritingTo: log)
            try process.run()
        }

        deinit { process.terminate() }

        var words: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

        private func root() throws -> String {
            for _ in 0..<1000 {
                if let match = words.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/) { return String(match.0) }
                usleep(20_000)
            }
            Issue.record("the preview names no address: \(words)")
            return ""
        }

        /// What the server answers, redirections followed.
        func get(_ path: String) throws -> String {
            try Command.run(URL(filePath: "/usr/bin/env"), ["curl", "-sL", try root() + path]).output
        }

        /// Asks for an action as a page does.
        func post(_ path: String) throws -> Bool {
            let root = try root()
            // The page carries the token that its actions show.
            let page = path.firstRange(of: ".html").map { String(path[..<$0.upperBound]) } ?? path
            let token = try get(page).firstMatch(of: /name="page-token" content="(\w+)"/).map { String($0.1) } ?? ""
            let status = try Command.run(
                URL(filePath: "/usr/bin/env"),
                [
                    "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "POST", "-H", "Origin: \(root)",
                    "-H", "X-Lectern-Token: \(token)", root + path,
                ])
            return status.output == "204"
        }

        /// Waits until a page says something.
        func shows(_ words: String, at path: String) throws -> Bool {
            for _ in 0..<100 {
                if try get(path).contains(words) { return true }
                usleep(50_000)
            }
            return false
        }

        func says(_ words: String) -> Bool {
            for _ in 0..<100 {
                if self.words.contains(words) { return true }
                usleep(50_000)
            }
            return false
        }
    }

    @Test func filesComeChangeAndGo() throws {
        let preview = try Running(["book"], files: ["book/one.md": "# One\n", "book/two.md": "# Two\n"])
        #expect(try preview.shows("One", at: "/one.html"))
        #expect(try preview.get("/").contains("href=\"two.html\""))
        try preview.folder.write("# Three\n", to: "book/three.md")
        #expect(try preview.shows("Three", at: "/three.html"))
        // Saved by way of another file, and with a copy of the old one.
        let files = FileManager.default
        let one = preview.folder.url.appending(path: "book/one.md")
        try preview.folder.write("# One by move\n", to: "book/other")
        try files.removeItem(at: one)
        try files.moveItem(at: preview.folder.url.appending(path: "book/other"), to: one)
        #expect(try preview.shows("One by move", at: "/one.html"))
        try files.moveItem(at: one, to: preview.folder.url.appending(path: "book/one.md~"))
        try preview.folder.write("# One with a copy\n", to: "book/one.md")
        #expect(try preview.shows("One with a copy", at: "/one.html"))
        #expect(!preview.words.contains("no such file"))
        try files.removeItem(at: one)
        #expect(preview.says("book/one.md: error: there is no such file"))
        try preview.folder.write("# One again\n", to: "book/one.md")
        #expect(try preview.shows("One again", at: "/one.html"))
    }

    @Test func lessonsBehindLinksAreFollowed() throws {
        let preview = try Running(
            ["book"], files: ["real/r.md": "# R\n", "book/x.md": "# X\n"], links: ["book/r.md": "../real/r.md"])
        #expect(try preview.shows("R", at: "/r.html"))
        try preview.folder.write("# Really\n", to: "real/r.md")
        #expect(try preview.shows("Really", at: "/r.html"))
    }

    @Test func picturesAreFollowed() throws {
        func picture(_ width: Int) -> String {
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"5\"/>"
        }
        let preview = try Running(
            ["p.md"], files: ["p.md": "# P\n\n![a picture](figures/p.svg)\n", "figures/p.svg": picture(11)])
        func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        #expect(try preview.shows(encoded(picture(11)), at: "/p.html"))
        try preview.folder.write(picture(22), to: "figures/p.svg")
        #expect(try preview.shows(encoded(picture(22)), at: "/p.html"))
    }

    @Test func foldersHaveAddressesOfTheirOwn() throws {
        let preview = try Running(
            ["a/one.md", "b", "c/b"],
            files: [
                "a/one.md": "# Here\n", "b/one.md": "# There\n", "b/two.md": "# Two\n", "c/b/one.md": "# Far\n",
            ])
        #expect(try preview.shows("Here", at: "/a/one.html"))
        #expect(try preview.shows("There", at: "/b/one.html"))
        #expect(try preview.shows("Far", at: "/b-2/one.html"))
        #expect(try preview.get("/b/").contains("href=\"two.html\""))
        #expect(try preview.get("/one.html").contains("a/one.html, b/one.html, b/two.html, b-2/one.html"))
    }

    @Test func problemsAreTold() throws {
        let preview = try Running(
            ["p.md"],
            files: [
                "p.md": """
                # P

                ![q](missing.png)

                $\\frac{1$ and [nowhere](#none)

                ```swift cell
                print(1)
                expect(false, "never")
                ```

                ```output
                2
                ```

                It prints [3](swift:1+1).
                """
            ])
        _ = try preview.get("/p.html")
        #expect(preview.says("5 problems") || preview.says("6 problems"), "\(preview.words)")
        for words in [
            "p.md:3:", "There is no picture missing.png", "KaTeX rejects the formula",
            "the link to `#none` leads nowhere",
            "the output of cell 1 differs", "the check `never` does not hold", "p.md:16:11: the prose says “3”, but",
            "✗ p.md: 1 cell ran",
        ] {
            #expect(preview.words.contains(words), "\(words) is not in \(preview.words)")
        }
        #expect(!preview.words.contains("✓"))
        // One output is accepted, then all that can be.
        #expect(try preview.post("/p.html/accept/1"))
        #expect(preview.says("p.md:12: `cell 1`: output replaced"), "\(preview.words)")
        #expect(try preview.folder.read("p.md").contains("```output\n1\n```"))
        #expect(try preview.folder.read("p.md").contains("[3](swift:1+1)"))
        #expect(preview.says("; 5 problems"))
        #expect(try preview.post("/p.html/accept"))
        #expect(preview.says("`1+1`: value in the prose corrected"))
        #expect(try preview.folder.read("p.md").contains("[2](swift:1+1)"))
        #expect(preview.says("; 4 problems"))
        // What was told is not told again.
        let text = try preview.folder.read("p.md")
        try preview.folder.write(text.replacing("# P", with: "# Q"), to: "p.md")
        #expect(preview.says("no cell ran"))
        #expect(preview.words.components(separatedBy: "KaTeX rejects").count == 2)
    }
}
