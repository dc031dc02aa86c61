import CellExecution
import ChapterDocument
import Testing

/// What cells cannot do is refused at its place, with what to do instead.
@Suite(.timeLimit(.minutes(5))) struct RefusalTests {
    /// Cells of one chapter, whose names are not those of others; in the last cell, a line and column, and words of what is
    /// said about that place.
    private static let cases: [(cells: [String], line: Int, column: Int, words: String)] = [
        (["let x1 = 1", "print(x1)\nlet x1 = 2"], 1, 7, "give the new one another name"),
        (["print(\"\\(x3)\")\nlet x3 = 2"], 1, 10, "move its declaration up"),
        (["func x4() -> Int { 1 }", "print(x4())\nlet x4 = 2"], 1, 7, "to use the earlier cell's, give the new one"),
        (["func f5() -> Int { x5 }\nprint(f5())\nlet x5 = 2"], 2, 7, "`f5` uses `x5`, which has no value here: line"),
        (["func f6() -> Int { 1 }", "let f6 = 2", "print(f6())"], 1, 7, "declares the name again, as no function"),
        (
            [
                "struct P1: CustomStringConvertible { var description: String { \"1\" } }",
                "extension P1 { var description: String { \"2\" } }",
            ], 1, 20, "declare the type around it again"
        ),
        (
            ["struct P2: Equatable {}", "extension P2 { static func == (a: P2, b: P2) -> Bool { true } }"], 1, 28,
            "conformance keeps its own for `Equatable.==(_:_:)`"
        ),
        (
            ["struct P3: Codable { var x = 1 }", "extension P3 { enum CodingKeys: String, CodingKey { case x } }"],
            1, 21, "CodingKeys"
        ),
        (
            [
                "protocol P4 { func f() -> Int }\nextension P4 { func f() -> Int { 1 } }\nstruct S4: P4 {}",
                "extension P4 { func f() -> Int { 2 } }",
            ], 1, 21, "declare the protocol"
        ),
        (
            [
                "class A5 { func f() -> Int { 1 } }\nclass B5: A5 { override func f() -> Int { 2 } }",
                "extension A5 { func f() -> Int { 3 } }",
            ], 1, 21, "the class and its subclasses"
        ),
        (["struct P6 {}", "extension P6: Hashable {}\nextension P6: Hashable {}"], 2, 15, "declare the type again"),
        (["struct P7 { var x = 1 }", "extension P7: Equatable {}"], 1, 1, "declare the conformance there"),
        (["struct P8 {}\nextension P8 { func f() {} }", "struct P8 {}\nP8().f()"], 2, 6, "has to get it again"),
        (["struct P9 { var x: Int }", "extension P9 { init() { x = 1 } }"], 1, 27, "calls one of the type's own"),
        (["print(later)", "let later = 1"], -3, 7, "a later cell declares it (line"),
        (
            ["enum V1 { case a }\nlet v1 = V1.a", "enum V1 { case a }", "print(v1 == V1.a)"], 1, 10,
            "a value of the old one stays what it is"
        ),
        (
            ["struct V2 {}\nfunc makeV2() -> V2 { V2() }", "struct V2 {}\nlet v2: V2 = makeV2()"], 2, 14, "'V2 of line"
        ),
        (["import Dispatch\nfunc go() { dispatchMain() }"], 2, 13, "`dispatchMain()` never returns"),
        (["func open() {\n    if true {\n}"], 1, 13, "this '{' is never closed"),
        // The type of the variable is an error to all that comes after.
        (["let x2 = 1", "let x2 = x2 + 1"], 1, 10, "make that one a `var` and assign to it"),
    ]

    @Test func whatCellsCannotDoIsRefusedAtItsPlace() async throws {
        let half = Self.cases.count / 2
        async let first: Void = expectRefusals(Self.cases[..<half])
        async let second: Void = expectRefusals(Self.cases[half...])
        _ = try await (first, second)
    }

    private func expectRefusals(
        _ cases: ArraySlice<(cells: [String], line: Int, column: Int, words: String)>
    ) async throws {
        var text = ""
        var starts: [Int] = []
        for refused in cases {
            for cell in refused.cells { text += "```swift cell\n\(cell)\n```\n\n" }
            let last = refused.cells.last ?? ""
            starts.append(text.count { $0 == "\n" } - 2 - last.count { $0 == "\n" })
        }
        let check = try CompileCheck(toolchain: .find())
        let diagnostics = try await check.diagnostics(of: Chapter(parsing: text, path: "x.md"))
        await check.end()
        for (refused, start) in zip(cases, starts) {
            let place = SourcePosition(line: start + refused.line - 1, column: refused.column)
            let said = diagnostics.filter { $0.position == place }.map { "\($0.message)\n\($0.advice ?? "")" }
            let near = diagnostics.filter { abs(($0.position?.line ?? 0) - start) < 10 }
            #expect(said.contains { $0.contains(refused.words) }, "\(refused.cells) \(place): \(near)")
        }
        #expect(!diagnostics.contains { "\($0)".contains("LecternCell") })
    }
}
