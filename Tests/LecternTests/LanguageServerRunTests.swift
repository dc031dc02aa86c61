import Foundation
import Testing

/// What `lectern lsp` does when cells run, when what comes is no good, and when somebody ends.
@Suite(.timeLimit(.minutes(2))) struct LanguageServerRunTests {
    private static let lesson = """
        # R

        ```swift cell id=one
        let a = 2
        print(a)
        ```

        ```output
        3
        ```

        ```swift cell id=two
        print(a * 21)
        ```

        ```swift cell id=sleeps
        import Foundation
        print("waiting")
        while true { _ = a + 1 }
        ```

        """

    private func actions(_ editor: EditorClient, _ mark: String) throws -> [[String: Any]] {
        let place = editor.place(mark, in: "a.md")["position"] ?? [:]
        let parameters: [String: Any] = [
            "textDocument": ["uri": editor.uri("a.md")], "range": ["start": place, "end": place],
            "context": ["diagnostics": [Any]()],
        ]
        return try editor.request("textDocument/codeAction", parameters) as? [[String: Any]] ?? []
    }

    private func command(_ actions: [[String: Any]], _ title: String) throws -> [String: Any] {
        let action = try #require(actions.first { $0["title"] as? String == title })
        let command = try #require(action["command"] as? [String: Any])
        return ["command": command["command"] ?? "", "arguments": command["arguments"] ?? []]
    }

    @Test func cellsRunUpToHereAndTheirOutputIsAccepted() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        #expect(try !actions(editor, "let a").contains { $0["title"] as? String == "Accept this output" })
        let run = try command(actions(editor, "print(a * 21)"), "Run to here")
        _ = try editor.request("workspace/executeCommand", run)
        let found = try editor.diagnostics(of: "a.md") { $0.contains { $0.message.contains("prints") } }
        #expect(
            found.contains { $0.message.contains("the output of cell `one` differs") && $0.excerpt == "3" }, "\(found)")
        #expect(found.contains { $0.message == "cell `two` prints\n42" }, "\(found)")
        _ = try editor.wait(for: "a word about the run") { message -> Bool? in
            guard message["method"] as? String == "window/showMessage" else { return nil }
            let words = (message["params"] as? [String: Any])?["message"] as? String ?? ""
            return words.contains("2 cells ran") && words.contains("line 9") ? true : nil
        }
        // The text above may change meanwhile.
        editor.type("# A longer\n\nbeginning", insteadOf: "# R", in: "a.md")
        let accept = try #require(actions(editor, "print(a)").first { $0["title"] as? String == "Accept this output" })
        let changes = (accept["edit"] as? [String: Any])?["changes"] as? [String: Any]
        let accepted = editor.applying(changes?[editor.uri("a.md")], to: "a.md")
        #expect(accepted == editor.text("a.md").replacing("output\n3\n", with: "output\n2\n"))
        // Of a cell that is another one now nothing is known.
        editor.type("let a = 5", insteadOf: "let a = 2", in: "a.md")
        #expect(try !actions(editor, "print(a)").contains { $0["title"] as? String == "Accept this output" })
    }

    @Test func nothingRunsWhileThereAreErrorsAbove() throws {
        let folder = try TemporaryFolder()
        try folder.write("# R\n\nSee :numref:`x`.\n\n```swift cell\nprint(1)\n```\n", to: "a.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        let run = try command(actions(editor, "print(1)"), "Run to here")
        let refusal = #expect(throws: EditorClient.Refusal.self) { try editor.request("workspace/executeCommand", run) }
        #expect(refusal?.message.contains("line 3: nothing has the label `x`") == true)
    }

    /// Runs the lesson to the cell that does not end, and waits until that one runs.
    /// - Returns: The request's number.
    private func runEndlessly(_ editor: EditorClient, token: String) throws -> Int {
        let run = editor.ask(
            "workspace/executeCommand",
            try command(actions(editor, "while true"), "Run to here").merging(["workDoneToken": token]) { $1 })
        _ = try editor.wait(for: "the start of the cell") { message -> Bool? in
            guard message["method"] as? String == "$/progress", let parameters = message["params"] as? [String: Any],
                parameters["token"] as? String == token
            else { return nil }
            return (parameters["value"] as? [String: Any])?["message"] as? String == "`sleeps` runs" ? true : nil
        }
        return run
    }

    @Test func questionsAreAnsweredWhileACellRuns() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        _ = try editor.request("textDocument/hover", editor.place("a * 21", in: "a.md"))
        let run = try runEndlessly(editor, token: "run")
        var times: [Duration] = []
        for method in ["hover", "documentHighlight", "completion", "definition", "documentSymbol", "hover"] {
            let start = ContinuousClock.now
            let answer = try editor.request("textDocument/\(method)", editor.place("a * 21", in: "a.md"))
            times.append(.now - start)
            #expect(!(answer is NSNull), "\(method)")
        }
        // Some may have come while a compiler was at work, and on a machine that others use too.
        #expect(times.sorted()[3] < .milliseconds(300), "\(times)")
        let stop = try command(actions(editor, "while true"), "Stop the cells")
        _ = try editor.request("workspace/executeCommand", stop)
        _ = try editor.answer(to: run)
        let found = try editor.diagnostics(of: "a.md") { $0.contains { $0.message.contains("was stopped") } }
        #expect(found.contains { $0.message.contains("cell `sleeps`") }, "\(found)")
        // A run can be stopped where its progress is shown, or as any request.
        let stopped = try runEndlessly(editor, token: "stopped")
        editor.notify("window/workDoneProgress/cancel", ["token": "stopped"])
        _ = try editor.answer(to: stopped)
        let cancelled = try runEndlessly(editor, token: "cancelled")
        editor.notify("$/cancelRequest", ["id": cancelled])
        let refusal = #expect(throws: EditorClient.Refusal.self) { try editor.answer(to: cancelled) }
        #expect(refusal?.code == -32800)
        // The editor dies without a word, while the toolchain's server is there and states of cells are.
        #expect(editor.family.members.contains { $0.contains("sourcekit") }, "\(editor.family.members)")
        editor.hangUp()
        #expect(await editor.family.isGone(within: 10), "\(editor.family.members)")
        #expect(try editor.status() == 1)
    }

    @Test func allEndsAfterAFarewellAndAfterAKill() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let polite = try EditorClient(in: folder)
        try polite.open("a.md")
        _ = try polite.request("textDocument/hover", polite.place("a * 21", in: "a.md"))
        #expect(try polite.request("shutdown", [:]) is NSNull)
        let refusal = #expect(throws: EditorClient.Refusal.self) {
            try polite.request("textDocument/hover", polite.place("a * 21", in: "a.md"))
        }
        #expect(refusal?.code == -32600)
        polite.notify("exit", [:])
        #expect(try polite.status() == 0)
        #expect(await polite.family.isGone(), "\(polite.family.members)")

        let killed = try EditorClient(in: folder)
        try killed.open("a.md")
        _ = try killed.request("textDocument/hover", killed.place("a * 21", in: "a.md"))
        kill(killed.process.processIdentifier, SIGKILL)
        #expect(await killed.family.isGone(within: 10), "\(killed.family.members)")
    }

    @Test func whatIsNoMessageIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let editor = try EditorClient(in: folder, greets: false)
        func refusal(_ text: String) throws -> Int {
            editor.forget()
            editor.send(Data("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8))
            return try editor.wait(for: "a refusal of \(text)") { ($0["error"] as? [String: Any])?["code"] as? Int }
        }
        #expect(try refusal(#"{"jsonrpc":"2.0","id":"x","method":"textDocument/hover"}"#) == -32002)
        _ = try editor.request("initialize", ["capabilities": [String: Any]()])
        for text in ["", "{", "\u{0}\u{1}", "nonsense", "{\"id\":1,\"method\":}"] {
            #expect(try refusal(text) == -32700, "\(text)")
        }
        for text in ["[]", "{}", "3", "null", "{\"id\":[],\"method\":3}", "[{\"id\":1}]"] {
            #expect(try refusal(text) == -32600, "\(text)")
        }
        #expect(try refusal(String(repeating: "[", count: 100_000)) == -32700)
        #expect(try refusal(#"{"id":1,"method":"nosuch"}"#) == -32601)
        #expect(try refusal(#"{"id":1,"method":"textDocument/hover"}"#) == -32602)
        #expect(
            try refusal(#"{"id":1,"method":"textDocument/hover","params":{"textDocument":7,"position":[]}}"#) == -32602)
        #expect(
            try refusal(
                #"{"id":1,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///none"},"position":{"line":0,"character":0}}}"#
            ) == -32602)
        // Notifications of no use are passed over, and places that no text has are no trouble.
        editor.notify("textDocument/didChange", ["textDocument": 3])
        editor.notify("nosuch", [:])
        try editor.open("a.md")
        for (line, character) in [(-1, 0), (0, -5), (1_000_000, 3), (Int.max, Int.max), (3, Int.max)] {
            let parameters: [String: Any] = [
                "textDocument": ["uri": editor.uri("a.md")], "position": ["line": line, "character": character],
                "range": [
                    "start": ["line": line, "character": character], "end": ["line": line, "character": character],
                ], "context": ["includeDeclaration": true], "options": ["tabSize": -3, "insertSpaces": true],
            ]
            for method in ["hover", "completion", "definition", "references", "codeAction", "rangeFormatting"] {
                _ = try editor.request("textDocument/\(method)", parameters)
            }
            editor.notify(
                "textDocument/didChange",
                [
                    "textDocument": ["uri": editor.uri("a.md"), "version": 2],
                    "contentChanges": [["range": parameters["range"] ?? [:], "text": "x"]],
                ])
        }
        #expect(
            try editor.request("textDocument/documentSymbol", ["textDocument": ["uri": editor.uri("a.md")]]) is [Any])
    }

    @Test func aStreamThatCannotBeReadOnEndsTheServer() throws {
        let folder = try TemporaryFolder()
        let streams = [
            "Content-Length: 99999999999\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: x\r\n\r\n",
            "Content-Type: y\r\n\r\n", String(repeating: "x", count: 10_000), "Content-Length: 10\r\n\r\n{", "Content-",
            "Content-Length: 99999999999999999999999999\r\n\r\n",
        ]
        for stream in streams {
            let editor = try EditorClient(in: folder)
            editor.send(Data(stream.utf8))
            editor.hangUp()
            #expect(try editor.status() == 1, "\(stream.prefix(40))")
        }
    }

    @Test func anEditorThatDoesNotReadHoldsUpNothing() throws {
        let folder = try TemporaryFolder()
        let editor = try EditorClient(in: folder, greets: false, reads: false)
        // More answers than a pipe takes.
        for _ in 0..<2000 { _ = editor.ask("nosuch", [:]) }
        editor.hangUp()
        #expect(try editor.status() == 1)
    }

    /// A toolchain like the one on `PATH` but for its sourcekit-lsp, which is a script, or is missing.
    private func toolchain(in folder: TemporaryFolder, sourceKit: String?) throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let compiler = try #require(
            path.split(separator: ":").map { URL(filePath: "\($0)/swiftc") }.first {
                FileManager.default.isExecutableFile(atPath: $0.path)
            }
        ).deletingLastPathComponent().resolvingSymlinksInPath()
        let programs = folder.url.appending(path: "toolchain/bin")
        try folder.write("#!/bin/sh\nexec \(compiler.path)/swiftc \"$@\"\n", to: "toolchain/bin/swiftc")
        if let sourceKit { try folder.write("#!/bin/sh\n\(sourceKit)\n", to: "toolchain/bin/sourcekit-lsp") }
        for name in ["swiftc", "sourcekit-lsp"] where sourceKit != nil || name == "swiftc" {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: programs.appending(path: name).path)
        }
        for name in ["swift-autolink-extract", "llvm-symbolizer", "ld.lld"] {
            try FileManager.default.createSymbolicLink(
                at: programs.appending(path: name), withDestinationURL: compiler.appending(path: name))
        }
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "toolchain/lib"),
            withDestinationURL: compiler.deletingLastPathComponent().appending(path: "lib"))
        return "\(programs.path):\(path)"
    }

    @Test(arguments: [nil, "exit 1", "echo nonsense", "exec sleep 600"])
    func aBrokenHelperHoldsUpNothing(sourceKit: String?) async throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "# R\n:label:`r`\n\nSee :numref:`r`.\n\n```swift cell\nprint(1)\nlet x: Int = \"\"\n```\n", to: "a.md")
        let editor = try EditorClient(in: folder, path: try toolchain(in: folder, sourceKit: sourceKit))
        try editor.open("a.md")
        let hover = editor.ask("textDocument/hover", editor.place("print", in: "a.md"))
        #expect(try editor.proposals("r`.", 0, in: "a.md") == ["r"])
        _ = try editor.diagnostics(of: "a.md") { $0.contains { $0.message.contains("cannot convert value") } }
        if sourceKit == "exec sleep 600" {
            editor.notify("$/cancelRequest", ["id": hover])
            let refusal = #expect(throws: EditorClient.Refusal.self) { try editor.answer(to: hover) }
            #expect(refusal?.code == -32800)
        } else {
            #expect(try editor.answer(to: hover) is NSNull)
            let words = try editor.wait(for: "a word about it") { message -> String? in
                guard message["method"] as? String == "window/showMessage" else { return nil }
                return (message["params"] as? [String: Any])?["message"] as? String
            }
            #expect(words.contains("sourcekit-lsp"), "\(words)")
        }
        editor.hangUp()
        #expect(await editor.family.isGone(within: 10), "\(editor.family.members)")
    }

    @Test func withoutAToolchainTheRestWorks() throws {
        let folder = try TemporaryFolder()
        try folder.write("# R\n\nSee :numref:`x`.\n\n```swift cell\nprint(1)\n```\n", to: "a.md")
        let editor = try EditorClient(in: folder, path: "/usr/bin:/bin")
        try editor.open("a.md")
        let found = try editor.diagnostics(of: "a.md") { _ in true }
        #expect(found.count == 1)
        #expect(try editor.request("textDocument/hover", editor.place("print", in: "a.md")) is NSNull)
        #expect(try editor.proposals("numref", 8, in: "a.md") == [])
        let words = try editor.wait(for: "what is missing") { message -> String? in
            guard message["method"] as? String == "window/showMessage" else { return nil }
            return (message["params"] as? [String: Any])?["message"] as? String
        }
        #expect(words.contains("no Swift compiler on PATH"), "\(words)")
    }
}
