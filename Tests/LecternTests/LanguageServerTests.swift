import Foundation
import Testing

/// `lectern lsp`, spoken to as editors do: what it finds in lessons, and what it proposes.
@Suite(.timeLimit(.minutes(2))) struct LanguageServerTests {
    private static let lesson = """
        ---
        title: Ein Text
        ---

        # Text 😀 text
        :label:`sec_a`

        Siehe 😀 :numref:`sec_b` und :numref:`nichts`. Falsch: $\\nosuch$

        ```swift cell id=one hid
        let x = Tensor.arange(4)
        func scaled(_ t: Tensor, by k: Double) -> Tensor { t * k }
        print("😀", x.shapes)
        ```

        ```output
        😀 [4]
        ```

        ## Zwei

        - Ein Punkt

          ```swift cell id=two
          let y = scaled(x, by: 2)
          let wrong: Int = "😀"
          ```

        """

    @Test func whatCheckFindsIsShownAsOneTypes() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        try folder.write("# B\n:label:`sec_b`\n", to: "b.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        let found = try editor.diagnostics(of: "a.md") { $0.count >= 3 }
        #expect(
            found.contains {
                $0.message.contains("nothing has the label `nichts`") && $0.excerpt == "`nichts`"
                    || $0.excerpt == ":numref:`nichts`"
            }, "\(found)")
        #expect(found.contains { $0.message.contains("KaTeX rejects") && $0.excerpt == "\\nosuch" }, "\(found)")
        #expect(
            found.contains {
                $0.message == "unknown option `hid` of a cell\ndid you mean `hide`?" && $0.excerpt == "hid"
            }, "\(found)")
        #expect(!found.contains { $0.message.contains("sec_b") })

        // What is typed counts, not the file.
        editor.type("sec_b", insteadOf: "nichts", in: "a.md")
        editor.type("hide", insteadOf: "hid", in: "a.md")
        let after = try editor.diagnostics(of: "a.md") { _ in true }
        #expect(after.allSatisfy { $0.message.contains("KaTeX") || !$0.message.contains("label") }, "\(after)")
        // A label of another open lesson that is gone is missed at once after that lesson is saved.
        try editor.open("b.md")
        editor.type("sec_c", insteadOf: "sec_b", in: "b.md")
        editor.forget()
        editor.notify("textDocument/didSave", ["textDocument": ["uri": editor.uri("b.md")]])
        _ = try editor.diagnostics(of: "a.md") { $0.contains { $0.message.contains("nothing has the label `sec_b`") } }
    }

    @Test func compileErrorsStandAtTheirPlaces() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        // Both cells have an error: the second sees what the first declares all the same.
        let found = try editor.diagnostics(of: "a.md") { $0.contains { $0.message.contains("convert value") } }
        #expect(found.contains { $0.message.contains("has no member 'shapes'") && $0.excerpt == "shapes" }, "\(found)")
        #expect(
            found.contains { $0.message.contains("cannot convert value") && $0.excerpt.hasPrefix("\"") }, "\(found)")
        #expect(!found.contains { $0.message.contains("scaled") }, "\(found)")
        editor.type("shape", insteadOf: "shapes", in: "a.md")
        editor.type("1", insteadOf: "\"😀\"\n  ```", in: "a.md")
        editor.type("return Int", insteadOf: "1", in: "a.md")
        editor.type("func f() -> Int {}\n  ```", insteadOf: "let wrong: Int = return Int", in: "a.md")
        // An error that the compiler finds only past the types.
        let after = try editor.diagnostics(of: "a.md") { $0.contains { $0.message.contains("missing return") } }
        #expect(!after.contains { $0.message.contains("shape") || $0.message.contains("convert") }, "\(after)")
    }

    @Test func exercisesAreCompletedAndCompiled() throws {
        let folder = try TemporaryFolder()
        let lesson = """
            ```swift exercise withh
            // The reader declares what the check uses.
            ```
            ```swift check
            expect(value == 2, "two")
            ```
            ```swift solution
            let value = 2
            ```
            ```swift wrong="three"
            let value = tree
            ```

            ```swift sol
            ```
            """
        try folder.write(lesson, to: "a.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        #expect(try editor.proposals("withh", 5, in: "a.md") == ["id", "withheld"])
        let tags = try editor.proposals("sol\n", 3, in: "a.md")
        #expect(tags == ["cell", "exercise", "check", "solution", "wrong"])
        let found = try editor.diagnostics(of: "a.md") { $0.contains { $0.message.contains("cannot find") } }
        #expect(found.filter { $0.message.contains("cannot find") }.map(\.excerpt) == ["tree"], "\(found)")
    }

    @Test func theSwiftOfExercisesIsCompletedExplainedAndFormatted() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            ```swift cell
            /// How much more.
            let factor = 3
            ```

            ```swift exercise
            func scaled(_ x: Int) -> Int { x }
            ```
            ```swift check
            expect(scaled(2) == 6, "six")
            ```
            ```swift solution keep
            /// Factor times as much.
            func scaled(_ x: Int) -> Int { x*factor }
            ```
            ```swift wrong="more"
            func scaled(_ x: Int) -> Int { 4 * x + factor }
            ```

            ```swift cell
            print(scaled(5))
            ```

            """, to: "a.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        func hover(_ mark: String) throws -> String {
            let hover = try editor.request("textDocument/hover", editor.place(mark, in: "a.md")) as? [String: Any]
            return (hover?["contents"] as? [String: Any])?["value"] as? String ?? "nothing"
        }
        #expect(try hover("factor }").contains("How much more."))
        #expect(try hover("scaled(2)").contains("Factor times as much."))
        // The cell below sees the solution that is kept.
        #expect(try hover("scaled(5)").contains("Factor times as much."))
        let names = try editor.proposals("factor }\n```\n\n", 3, in: "a.md")
        #expect(names.contains("factor"), "\(names)")
        let parameters: [String: Any] = [
            "textDocument": ["uri": editor.uri("a.md")], "options": ["tabSize": 4, "insertSpaces": true],
        ]
        let edits = try editor.request("textDocument/formatting", parameters)
        #expect(editor.applying(edits, to: "a.md") == editor.text("a.md").replacing("x*factor", with: "x * factor"))
    }

    @Test func outlineAndFoldingFollowTheText() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        let document = ["textDocument": ["uri": editor.uri("a.md")]]
        let symbols = try editor.request("textDocument/documentSymbol", document) as? [[String: Any]] ?? []
        func tree(_ symbols: [[String: Any]]) -> String {
            symbols.map { symbol in
                let children = tree(symbol["children"] as? [[String: Any]] ?? [])
                return "\(symbol["name"] ?? "")" + (children.isEmpty ? "" : "(\(children))")
            }.joined(separator: " ")
        }
        #expect(tree(symbols) == "Text 😀 text(sec_a one(x scaled(_:by:)) Zwei(two(y wrong)))")
        let section = symbols.first?["children"] as? [[String: Any]]
        let cell = section?.first { $0["name"] as? String == "one" }
        let names = (cell?["children"] as? [[String: Any]] ?? []).map {
            editor.excerpt($0["selectionRange"], of: "a.md")
        }
        #expect(names == ["x", "scaled"])
        let ranges = try editor.request("textDocument/foldingRange", document) as? [[String: Any]] ?? []
        let lines = ranges.map { "\($0["startLine"] ?? 0)-\($0["endLine"] ?? 0)" }
        #expect(lines == ["0-2", "4-26", "9-13", "15-17", "19-26", "23-26"])
    }

    @Test func namesOfCellsAreCompletedAndExplained() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            # Names

            ```swift cell
            let value = 3
            /// Twice as much.
            func twice(_ x: Int) -> Int { 2 * x }
            ```

            > ```swift cell
            > let t = Tensor.arange(4)
            > print("😀", t.reshape(2, 2))
            > print(twice(value))
            > ```

            ```swift cell
            let value = "text"
            print(value.count, twice(1))
            let late = 1
            ```

            Es sind 😀 [4](swift:value.count) und [1](<swift:twice(2) \\> 0>).

            """, to: "a.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        // A member of the kernel, with its documentation; the edit stands in the quotation.
        let list = try editor.request("textDocument/completion", editor.place("reshape", in: "a.md")) as? [String: Any]
        let items = list?["items"] as? [[String: Any]] ?? []
        let reshape = try #require(items.first { ($0["label"] as? String)?.hasPrefix("reshape(") == true })
        let documentation = reshape["documentation"] as? [String: Any]
        #expect((documentation?["value"] as? String)?.contains("another shape") == true)
        let edit = try #require(reshape["textEdit"] as? [String: Any])
        let inserted = editor.applying([edit], to: "a.md")
        #expect(inserted.contains("> print(\"😀\", t.reshape("), "\(edit)")
        // What a type itself has, and labels only where they are written.
        let members = try editor.proposals("arange(4)\n> print", 0, in: "a.md")
        #expect(members.contains { $0.hasPrefix("zeros(_ shape: Int...") }, "\(members)")
        #expect(!members.contains { $0.contains("(self") })
        #expect(items.contains { $0["label"] as? String == "reshape(_ shape: Int...)" }, "\(items.map { $0["label"] })")
        // What a later cell declares is not proposed.
        let names = try editor.proposals("value))", 0, in: "a.md")
        #expect(!names.contains("late"))

        func hover(_ mark: String, _ offset: Int = 0) throws -> String {
            let hover =
                try editor.request("textDocument/hover", editor.place(mark, offset, in: "a.md")) as? [String: Any]
            return (hover?["contents"] as? [String: Any])?["value"] as? String ?? "nothing"
        }
        #expect(try hover("arange").contains("The numbers 0, 1, 2, … below `end`."))
        #expect(try hover("twice(value").contains("Twice as much."))
        // The newest declaration counts in each cell.
        #expect(try hover("value))").contains("let value: Int"))
        #expect(try hover("value.count").contains("let value: String"))

        // An expression in the prose is Swift too.
        #expect(try hover("value.count) und").contains("let value: String"))
        #expect(try hover("twice(2)").contains("Twice as much."))
        #expect(try editor.proposals("count) und", 0, in: "a.md").contains("count"))
        let expression = editor.place("value.count) und", in: "a.md")
        let declared = try editor.request("textDocument/definition", expression) as? [[String: Any]] ?? []
        let line = ((declared.first?["range"] as? [String: Any])?["start"] as? [String: Int])?["line"]
        #expect(line == 15, "\(declared)")

        let help =
            try editor.request(
                "textDocument/signatureHelp", editor.place("value))", in: "a.md")) as? [String: Any]
        let signature = (help?["signatures"] as? [[String: Any]])?.first
        #expect((signature?["label"] as? String)?.hasPrefix("twice(") == true)

        let definitions = try editor.request("textDocument/definition", editor.place("twice(1", in: "a.md"))
        let definition = try #require((definitions as? [[String: Any]])?.first)
        #expect(definition["uri"] as? String == editor.uri("a.md"))
        let start = (definition["range"] as? [String: Any])?["start"] as? [String: Int]
        #expect(start == ["line": 5, "character": 5])
        func uses(_ mark: String) throws -> [Int] {
            let found =
                try editor.request(
                    "textDocument/references",
                    editor.place(mark, in: "a.md", ["context": ["includeDeclaration": true]])) as? [[String: Any]] ?? []
            return found.compactMap { (($0["range"] as? [String: Any])?["start"] as? [String: Int])?["line"] }
        }
        #expect(try uses("twice(_") == [5, 11, 16])
        #expect(try uses("value = 3") == [3, 11])
        #expect(try uses("value = \"") == [15, 16])
    }

    @Test func wordsOfLessonsAreCompletedAndLead() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            ---
            title: A
            da
            language: z
            ---

            # A
            :label:`sec_a`

            See :numref:`sec` and ![p](figures/) and [B](b.md) and [c](#cell-net).

            $$
            x
            $$
            :eqlabel:`eq_a`

            By :eqref:`eq_`

            ```swift cell id=net fails=t
            ```

            ```output tol
            ```

            """, to: "a.md")
        try folder.write("# B\n:label:`sec_b`\n\nBack to :numref:`sec_a`.\n", to: "b.md")
        try folder.write("", to: "figures/plot.svg")
        try folder.write("", to: "figures/notes.txt")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        #expect(try editor.proposals("da\n", 2, in: "a.md").contains("data"))
        #expect(try editor.proposals("language: z", 11, in: "a.md").contains("zh-Hans"))
        #expect(try editor.proposals("sec` and", 3, in: "a.md") == ["sec_a", "sec_b"])
        #expect(try editor.proposals("eq_`\n\n```", 3, in: "a.md") == ["eq_a"])
        #expect(try editor.proposals("figures/)", 8, in: "a.md") == ["plot.svg"])
        #expect(try editor.proposals("b.md)", 0, in: "a.md").contains("figures"))
        #expect(try editor.proposals("#cell-net", 1, in: "a.md").contains("cell-net"))
        #expect(try editor.proposals("fails=t", 7, in: "a.md") == ["compile", "trap", "throw"])
        #expect(try editor.proposals("fails=t", 0, in: "a.md").contains("timeout"))
        #expect(try !editor.proposals("fails=t", 0, in: "a.md").contains("id"))
        #expect(try editor.proposals("tol\n", 3, in: "a.md") == ["tolerance", "digits", "illustrative", "figures"])

        func targets(_ method: String, _ mark: String, _ offset: Int = 0) throws -> [String] {
            let found = try editor.request(
                "textDocument/\(method)",
                editor.place(mark, offset, in: "a.md", ["context": ["includeDeclaration": true]]))
            return (found as? [[String: Any]] ?? []).map { location in
                let line = ((location["range"] as? [String: Any])?["start"] as? [String: Int])?["line"] ?? -1
                return "\((location["uri"] as? String ?? "").split(separator: "/").last ?? ""):\(line)"
            }
        }
        editor.type("sec_b", insteadOf: "sec` and", in: "a.md")
        editor.type("sec_b` and", insteadOf: "sec_b", in: "a.md")
        #expect(try targets("definition", "sec_b") == ["b.md:1"])
        #expect(try targets("references", "sec_a") == ["a.md:7", "b.md:3"])
        #expect(try targets("definition", "b.md") == ["b.md:0"])
        #expect(try targets("definition", "#cell-net") == ["a.md:18"])
        let hover = try editor.request("textDocument/hover", editor.place("fails", in: "a.md")) as? [String: Any]
        #expect("\(hover ?? [:])".contains("must fail in this way"))
    }

    @Test func cellsAreFormattedAndNothingElse() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            # F

            Some   prose ,  untouched .

            ```swift cell
            let a=[1,2 ]
            for i in a {print( i )}
            ```

            - An item

              ```swift cell
              if a.isEmpty {
              print("none")
              }
              print(a)
              ```

            ```python
            x=[1,2 ]
            ```

            """, to: "a.md")
        let editor = try EditorClient(in: folder)
        try editor.open("a.md")
        let options: [String: Any] = [
            "textDocument": ["uri": editor.uri("a.md")], "options": ["tabSize": 4, "insertSpaces": true],
        ]
        let first = "let a = [1, 2]\nfor i in a { print(i) }\n"
        let second = "  if a.isEmpty {\n      print(\"none\")\n  }\n  print(a)\n"
        let before = editor.text("a.md")
        let firstOnly = before.replacing("let a=[1,2 ]\nfor i in a {print( i )}\n", with: first)
        let all = firstOnly.replacing("  if a.isEmpty {\n  print(\"none\")\n  }\n  print(a)\n", with: second)
        #expect(editor.applying(try editor.request("textDocument/formatting", options), to: "a.md") == all)
        let range = ["start": ["line": 6, "character": 0], "end": ["line": 6, "character": 3]]
        let edits = try editor.request("textDocument/rangeFormatting", options.merging(["range": range]) { $1 })
        #expect(editor.applying(edits, to: "a.md") == firstOnly)
    }
}
