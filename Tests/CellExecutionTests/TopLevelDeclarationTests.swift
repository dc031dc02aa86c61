import CellExecution
import KernelReference
import Testing

/// What a cell declares at its top level is read from its tokens alone.
@Suite struct TopLevelDeclarationTests {
    @Test(arguments: [
        ("let a = 1", ["a"]),
        ("let a = 1, b = [2, 3]\nlet c: Int, d = 4", ["a", "b", "c", "d"]),
        ("let a: [K<A, B>?] = f(), b: K<A, () -> B, C>? = g(), c = 1 < 2", ["a", "b", "c"]),
        ("let a = K<A, B>(), b = x < y, c = 1", ["a", "b", "c"]),
        ("let (train, test) = f(a, b: c)", ["train", "test"]),
        ("let (x: first, y: (second, _)) = p", ["first", "second"]),
        ("let a = [1,\n  2]\nprint(a, b)", ["a"]),
        ("func f() {}\nfunc g(_ x: Int, by y: Int = h(1, 2), z: (Int, Int)) {}", ["f()", "g(_:by:z:)"]),
        ("func f<T: P>(_ x: [T: Int]) where T: Q {}", ["f(_:)"]),
        ("final class A: B { let a = 1; func f() {} }\nstruct C<T> {}\nenum D { case d }", ["A", "C", "D"]),
        ("class func", []),
        ("for i in a { let b = i }\nif let c = d { let e = c }", []),
        ("guard let a = b else { fatalError() }", ["a"]),
        ("if let a = b, let c = d {}\nwhile let e = f() {}\nif case let .g(h) = i {}", []),
        ("// let a = 1\nprint(\"let b = 2 \\(c.func)\")", []),
        ("x.let\nself.class", []),
        ("let `default` = 1", ["`default`"]),
        ("", []), ("let", []), ("func", []), ("func (", []), ("let (", []), ("let a,", ["a"]),
    ])
    func namesAreFound(code: String, names: [String]) {
        #expect(SwiftTokens(code).topLevelDeclarations.map(\.name) == names, "\(code)")
    }

    @Test func aNameIsReplacedByItsLike() throws {
        func first(_ code: String) throws -> TopLevelDeclaration {
            try #require(SwiftTokens(code).topLevelDeclarations.first)
        }
        #expect(try first("let a = 1").isReplaced(by: first("var a = 2")))
        #expect(try first("func f(_ x: Int) {}").isReplaced(by: first("func f(_ y: String) {}")))
        #expect(try !first("func f(_ x: Int) {}").isReplaced(by: first("func f(by y: Int) {}")))
        #expect(try first("struct F {}").isReplaced(by: first("func F() {}")))
        #expect(try !first("let a = 1").isReplaced(by: first("let b = 1")))
    }
}
