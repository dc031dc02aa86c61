import CellExecution
import KernelReference
import Testing

/// Variables that are used where they have no value yet are found in a cell's tokens.
struct EarlyUseTests {
    @Test(arguments: [
        ("print(x)\nlet x = 5", ["x"]),
        ("print(\"is \\(x)\")\nlet x = 5", ["x"]),
        ("print(#\"is \\#(f(x))\"#)\nlet x = 5", ["x"]),
        ("let x = x + 1", ["x"]),
        ("let (a, b) = (b, a)", ["b", "a"]),
        ("let a = b, b = 2", ["b"]),
        ("let a = 1, b = a", []),
        ("let x = [\n  1,\n  x,\n]", ["x"]),
        ("let x = f\n  .map(x)", ["x"]),
        ("let x = f()\nx.go()", []),
        ("if true { print(x) }\nvar x = 5", ["x"]),
        ("for _ in 0..<3 {\n  if a { print(x) } else { y }\n}\nvar x = 5, y = 1", ["x", "y"]),
        ("print(0...x)\nlet x = 5", ["x"]),
        ("x = 4\nvar x = 5", ["x"]),
        ("print([x: 1])\nlet x = 5", ["x"]),
        ("var n = 0\nwhile true { n += 1 }", []),
        ("var kept: K<Void, Never>?\nprint(Never.self)", []),
        ("let a: K<Int, Void>? = nil, b = a", []),
        ("guard let x = f(x) else { stop() }", ["x"]),
        // Names that are others.
        ("print(a.x, f(x: 1), .x)\nlet x = 5", []),
        ("for x in 0..<3 { print(x) }\nlet x = 5", []),
        ("if let x = f() { print(x) }\nlet x = 5", []),
        ("if case .some(let x) = f() { print(x) }\nlet x = 5", []),
        ("do { try f() } catch { print(error) }\nlet error = 5", []),
        ("do { let x = 1; print(x) }\nlet x = 5", []),
        ("print(\"x\") // x\nlet x = 5", []),
        ("print(x)\nfunc x() {}", []),
        ("print(\\A.x)\nlet x = 5", []),
        // What may run later.
        ("func f(_ x: Int, y: Int = x) -> Int { x.y }\n\nlet x = 5", []),
        ("@discardableResult public func f(_ x: Int) -> Int { x }\nlet x = 5\nprint(x)", []),
        ("typealias A = x\nextension A { static let y = x }\nlet x = 5", []),
        ("func f() {}\nprint(x)\nlet x = 5", ["x"]),
        ("func f() -> Int { x }\nlet x = 5", []),
        ("struct S { var x = 1; func f() { print(x) } }\nlet x = S()", []),
        ("let f = { x }\nlet x = 5", []),
        ("Task { print(x) }\nlet x = 5", []),
        ("print(x)\nvar x: Int { 5 }", []),
        ("class A {\n  func f() { if a { print(x) } }\n}\nlet x = 5", []),
        ("@main struct A {}\nlet x = 5\nprint(x)", []),
        ("let x: Int\nx = 5", []), ("var x = 5 { didSet { print(x) } }", []),
        ("let x = 1\nlet y = x\nprint(x, y)", []), ("", []), ("let x", []), ("print(\"\\(", []), ("print(\"\\(x", []),
    ])
    func usesAreFound(code: String, names: [String]) {
        #expect(SwiftTokens(code).earlyUses.map(\.name) == names, "\(code)")
    }

    @Test func theirPlacesAreThoseOfTheCode() throws {
        let use = try #require(SwiftTokens("print(\"\\(1) \\(x)\")\nlet x = 5").earlyUses.first)
        #expect(use.offset == 14 && use.declaration == 23)
    }
}
