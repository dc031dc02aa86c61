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
        ("print(a ? x : y)\nlet x = 5, y = 1", ["x", "y"]),
        ("print([1.0, 2].map { $0 * x }); var x = 0.1", ["x"]),
        ("print(x as Int)\nlet x = 5", ["x"]),
        ("var n = 0\nwhile true { n += 1 }", []),
        ("var kept: K<Void, Never>?\nprint(Never.self)", []),
        ("let a: K<Int, Void>? = nil, b = a", []),
        ("guard let x = f(x) else { stop() }", ["x"]),
        ("let (q, _) = (1, 2)\nasync let _ = f()", []),
        ("if case .some(1) = t {}\nguard let f = g(), f > 3, case 0..<10 = f else { stop() }", []),
        ("func total() -> Int {\n  func size() -> Int { 3 }\n  return size()\n}\nprint(total())\nlet size = 10", []),
        ("struct A { var w: Int { get { 1 } set(v) { print(v) } } }\nvar a = A(); a.w = 3\nlet v = 9", []),
        // Names that are others.
        ("print(a.x, f(x: 1), .x)\nlet x = 5", []),
        ("print(m[x: 2, y: 1], \\M.[x: 2], f(_:x:))\nlet x = 5, y = 1", []),
        ("x: for i in 0..<3 { continue x }\nlet x = 5", []),
        ("sheet { 1 } x: { 2 }\nlet x = 5", []),
        ("let f: (_ x: Int) -> Int = g, h = [(_ x: Int, Int) -> Int]()\nlet x = 5", []),
        ("#if DEBUG\nprint(x)\n#else\nprint(x)\n#endif\nlet x = 5", []),
        ("let a: any Shape = b\nfinal class C {}\nlet any = 1, final = 2", []),
        ("[1].map { x in x }\nlet x = 5", []),
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

    @Test(arguments: [
        ("func f() -> Int { x }\nprint(f())\nlet x = 5", ["x by f"]),
        ("func f() -> Int { x }\nlet x = 5\nprint(f())", []),
        ("func f() -> Int { x }\nlet x = f()", ["x by f"]),
        ("func g() -> Int { f() }\nfunc f() -> Int { x }\nprint(1 + g())\nlet x = 5", ["x by g"]),
        ("func f(_ n: Int = x) {}\nf()\nlet x = 5", ["x by f"]),
        ("func f() { x += 1 }\nf()\nvar x = 5", ["x by f"]),
        ("func f() { print(\"\\(x)\") }\nfor _ in 0..<3 { f() }\nlet x = 5", ["x by f"]),
        ("func f(_ n: Int) -> Int { n * x }\nprint([1].map(f), [1].sorted(by: f))\nlet x = 5", ["x by f"]),
        ("func f() -> Int {\n  [1].map { n in n * x }[0]\n}\nprint(f())\nlet x = 5", ["x by f"]),
        ("func f() -> Int { x }\nfunc f(of n: Int) -> Int { n }\nprint(f(of: 1))\nlet x = 5", []),
        ("func f() -> Int { x }\nfunc f(of n: Int) -> Int { n }\nprint(f())\nlet x = 5", ["x by f"]),
        ("func f() async -> Int { x }\nprint(await f())\nlet x = 5", ["x by f"]),
        ("func time(_ body: () -> Void) { body() }\ntime { print(x) }\nlet x = 5", ["x"]),
        ("func keep(_ body: @escaping () -> Void) {}\nkeep { print(x) }\nlet x = 5", []),
        ("func keep(_ body: (() -> Void)?) {}\nkeep { print(x) }\nlet x = 5", []),
        // What names its own.
        ("func f(x: Int) -> Int { x }\nprint(f(x: 1))\nlet x = 5", []),
        ("func f() -> Int { let x = 1; return x }\nprint(f())\nlet x = 5", []),
        ("func f() { for x in 0..<3 { print(x) } }\nf()\nlet x = 5", []),
        ("func f() -> () -> Int { { x } }\nlet g = f()\nlet x = 5\nprint(g())", []),
        ("func f() { Task { print(x) } }\nf()\nlet x = 5", []),
        ("func f() -> Int { x }\nlet g = [f]\nlet x = 5\nprint(g[0]())", []),
        ("func f() -> Int { a.x }\nprint(f())\nlet x = 5", []),
        // Closures.
        ("let f = { x }\nprint(f())\nlet x = 5", ["x by f"]),
        ("let f: () -> Int = { x }\nlet x = 5\nprint(f())", []),
        ("let f = { (x: Int) in x }\nprint(f(1))\nlet x = 5", []),
        ("func g() -> Int { x }\nlet f = g\nprint(f())\nlet x = 5", ["x by f"]),
        ("let f = { [x] in x }\nlet x = 5", ["x"]),
        ("let f = { [y = x + 1, weak z] (n: Int) in y }\nlet x = 5, z = 1", ["x", "z"]),
        ("let f = { [x, 1].count }\nlet x = 5", []),
        ("let a = { x }()\nlet x = 5", ["x"]),
        ("let a = [1, 2].reduce(into: [:]) { $0[$1] = x }\nlet x = 5", ["x"]),
        ("let a = [1].map({ $0 * x })\nlet x = 5", ["x"]),
        ("let a = [1].lazy.map { $0 * x }\nlet x = 5", []),
        // Computed and observed variables.
        ("var y: Int { x }\nprint(y)\nlet x = 5", ["x by y"]),
        ("var y: Int { get { x } set { x = newValue } }\nprint(y)\nvar x = 5", ["x by y"]),
        ("var y: Int { x }\nlet x = 5\nprint(y)", []),
        ("var y = 1 { didSet { print(x) } }\ny = 2\nlet x = 5", ["x by y"]),
        ("var y = 1 { didSet { print(x) } }\nprint(y == 2)\nlet x = 5", []),
        // Types.
        ("struct S { var v = x }\nprint(S().v)\nlet x = 5", ["x by S"]),
        ("struct S { var v = x }\nlet x = 5\nprint(S().v)", []),
        ("struct S { let v: Int\n  init() { v = x } }\nlet s = S()\nlet x = 5", ["x by S"]),
        ("struct S { static let v = x }\nprint(S.v)\nlet x = 5", ["x by S"]),
        ("struct S { static let v = x }\nprint(S())\nlet x = 5", []),
        ("class C { lazy var v = x }\nlet c = C()\nprint(c.v)\nlet x = 5", ["x by c"]),
        ("class C { lazy var v = x }\nlet c = C()\nlet x = 5\nprint(c.v)", []),
        ("struct S { func go() -> Int { x } }\nprint(S().go())\nlet x = 5", ["x by S"]),
        ("struct S { func go() -> Int { x } }\nlet s = S()\nlet x = 5\nprint(s.go())", []),
        ("struct S { func a() -> Int { b() }; func b() -> Int { x } }\nlet s = S()\ns.a()\nlet x = 5", ["x by s"]),
        (
            "struct S { func a() -> Int { self.b }\n  var b: Int { x } }\nlet s: S = .init()\ns.a()\nlet x = 5",
            ["x by s"]
        ),
        ("struct S { var x = 1; func go() -> Int { x } }\nprint(S().go())\nlet x = 5", []),
        ("struct S {}\nextension S { static func make() -> Int { x } }\nprint(S.make())\nlet x = 5", ["x by S"]),
        (
            "struct S: CustomStringConvertible { var description: String { \"\\(x)\" } }\nprint(S())\nlet x = 5",
            ["x by S"]
        ),
        ("class B { init() { print(x) } }\nclass C: B {}\nlet c = C()\nlet x = 5", ["x by C"]),
        ("protocol P {}\nextension P { func go() { print(x) } }\nstruct S: P {}\nS().go()\nlet x = 5", ["x by S"]),
        ("struct S { func callAsFunction() -> Int { x } }\nlet s = S()\nprint(s())\nlet x = 5", ["x by s"]),
        ("struct S { subscript(i: Int) -> Int { i * x } }\nlet s = S()\nprint(s[1])\nlet x = 5", ["x by s"]),
        ("struct S { func go() -> Int { x } }\nlet all = [S()]\nprint(all[0].go())\nlet x = 5", ["x by all"]),
        ("func make() -> S { S() }\nstruct S { func go() -> Int { x } }\nprint(make().go())\nlet x = 5", ["x by make"]),
        ("enum E { case a\n  var label: Int { x } }\nprint(E.a.label)\nlet x = 5", ["x by label"]),
        ("extension Int { var scaled: Int { self * x } }\nprint(3.scaled, (1 + 2).scaled)\nlet x = 5", ["x by scaled"]),
        ("extension Array { var half: Int { count / 2 } }\nprint([1].half)\nlet count = 5", []),
        ("extension Int { var scaled: Int { self * x } }\nlet x = 5\nprint(3.scaled)", []),
        // Code in code.
        ("func f() -> Int {\n  func g() -> Int { x }\n  return g()\n}\nprint(f())\nlet x = 5", ["x by f"]),
        ("let all = [\"a\": { x }, \"b\": { 1 }]\nprint(all[\"a\"]!())\nlet x = 5", ["x by all"]),
        ("let all = [{ x }]\nprint(all.count, all[0])\nlet x = 5\nprint(all[0]())", []),
        ("let t = Task { x }\nprint(await t.value)\nlet x = 5", ["x by t"]),
        ("let t = Task { x }\nlet x = 5\nprint(await t.value)", []),
        ("expect(over: 0..<3, \"a\") { n in n < x }\nlet x = 5", ["x"]),
        // Types with members that the cell does not show.
        ("extension P { func go() -> Int { x } }\nprint(P().go())\nlet x = 5", []),
        ("struct N: Layer { func go() -> Int { x } }\nN().go()\nlet x = 5", []),
        ("struct N: Layer { let v = x }\nprint(N())\nlet x = 5", ["x by N"]),
        ("let net = Net()\nstruct Net { func go() { print(net) } }\nnet.go()", []),
        ("func f() { f(); print(x) }\nf()\nlet x = 5", ["x by f"]),
    ])
    func whatIsCalledIsFollowed(code: String, uses: [String]) {
        #expect(
            SwiftTokens(code).earlyUses.map { use in use.name + (use.user.map { " by \($0)" } ?? "") } == uses,
            "\(code)")
    }

    @Test(arguments: [
        ("print(/x+/)\nlet x = 5", []), ("let x = text.firstMatch(of: /x+/)", []),
        ("let y = a /x/ b\nlet x = 5", ["x"]),
        ("let y = a / x / b\nlet x = 5", ["x"]), ("print([1, x].reduce(1, /), x / 2)\nlet x = 5", ["x"]),
        ("print(split(/\\/x(x)/), \"\\(/x/)\")\nlet x = 5", []), ("let y = (a) / x / b\nlet x = 5", ["x"]),
    ])
    func regularExpressionsNameNothing(code: String, names: [String]) {
        #expect(SwiftTokens(code).earlyUses.map(\.name) == names, "\(code)")
    }

    @Test func theirPlacesAreThoseOfTheCode() throws {
        let use = try #require(SwiftTokens("print(\"\\(1) \\(x)\")\nlet x = 5").earlyUses.first)
        #expect(use.offset == 14 && use.declaration == 23)
    }
}
