import CellExecution
import Foundation
import KernelReference
import Testing

/// Telling code from strings and comments, and what `guard` binds.
struct SwiftTokensTests {
    @Test(arguments: [
        ("let a = 1 // one", "let a = 1"), ("let a  =  1", "let a = 1"), ("a /* x /* y */ */ b", "a b"),
        ("let a = 1\n\n\n  let b = 2", "let a = 1\nlet b = 2"), ("print(\"a // b\")  ", "print(\"a // b\")"),
        ("print(\"\\(\"x // \\(y)\") /* no */\")", "print(\"\\(\"x // \\(y)\") /* no */\")"),
        ("#\"a \"quoted\" //\"# // c", "#\"a \"quoted\" //\"#"),
        ("\"\"\"\n  // text\n  \"\"\"", "\"\"\"\n  // text\n  \"\"\""),
        ("let r = #/a // b/# // c", "let r = #/a // b/#"), ("\"open", "\"open"), ("/* open", ""), ("a-b", "a-b"),
        ("a - b", "a - b"), ("`class` + 数", "`class` + 数"),
    ])
    func commentsAndSpacesMeanNothing(code: String, normalized: String) {
        #expect(SwiftTokens(code).normalized == normalized)
    }

    @Test(arguments: [
        ("guard let a = f() else { stop() }", "guard let lecternBinds_a = f() else { stop() }; let a = lecternBinds_a"),
        ("guard var a else { stop() }", "guard var lecternBinds_a = a else { stop() }; var a = lecternBinds_a"),
        (
            "guard let a = Int(s), a > 3, let b = g(a: a, x.a) else { stop() }",
            "guard let lecternBinds_a = Int(s), lecternBinds_a > 3, let lecternBinds_b = g(a: lecternBinds_a, x.a) else { stop() }"
                + "; let a = lecternBinds_a; let b = lecternBinds_b"
        ),
        (
            "guard case let (low, _)? = pair else { stop() }",
            "guard case let (lecternBinds_low, _)? = pair else { stop() }; let low = lecternBinds_low"
        ),
        (
            "guard case .some(let x) = y, x == 1 else { stop() }",
            "guard case .some(let lecternBinds_x) = y, lecternBinds_x == 1 else { stop() }; let x = lecternBinds_x"
        ),
        (
            "guard let a: Int = f { $0 == 1 } else { stop() }",
            "guard let lecternBinds_a: Int = f { $0 == 1 } else { stop() }; let a = lecternBinds_a"
        ),
        ("func f() { guard let a = b else { return } }", "func f() { guard let a = b else { return } }"),
        ("guard a == 1 else { stop() }", "guard a == 1 else { stop() }"), ("guard let", "guard let"),
        ("// guard let a = b else {}", "// guard let a = b else {}"),
    ])
    func guardsBindVariablesOfTheFile(code: String, written: String) {
        #expect(CellCode(code).text == written)
    }

    @Test(arguments: [
        ("public static func go() {}", "go", "@m public static func go() {}"),
        ("private(set) var x = 1", "x", "@m private(set) var x = 1"),
        ("// is private\nfunc go() {}", "go", "// is private\n@m func go() {}"),
        ("@discardableResult func go() {}", "go", "@discardableResult @m func go() {}"),
        ("let (a, b) = (1, 2)", "b", "@m let (a, b) = (1, 2)"),
        ("prefix func - (a: V) {}", "-", "@m prefix func - (a: V) {}"),
        ("extension V { init(a: Int) {} }", "init", "extension V { @m init(a: Int) {} }"),
    ])
    func attributesStandBeforeModifiers(code: String, name: String, marked: String) throws {
        let cell = CellCode(code)
        let place = try #require(code.range(of: name)).lowerBound
        let offset = try #require(cell.attributeOffset(ofNameAt: code.utf8.distance(from: code.startIndex, to: place)))
        #expect(cell.inserting([offset: "@m "]) == marked)
    }
}
