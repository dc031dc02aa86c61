/// One rule of a minified style sheet without nested rules.
struct CSSRule {
    /// The selectors; for a rule such as `@font-face` its name alone.
    var selectors: [String]
    /// What stands between the braces.
    var declarations: String

    /// The name of an at-rule, such as `@font-face`; nil for rules with selectors.
    var atRule: String? {
        selectors.first.flatMap { $0.hasPrefix("@") ? $0 : nil }
    }

    /// The first family of `font-family` or `font`, where it is one of KaTeX's.
    var fontFamily: String? {
        guard let start = declarations.firstRange(of: "KaTeX_") else { return nil }
        return String(declarations[start.lowerBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    /// The first file of a font face.
    var woff2File: String? {
        guard let start = declarations.firstRange(of: "url(") else { return nil }
        let file = declarations[start.upperBound...].prefix { $0 != ")" }
        return file.hasSuffix(".woff2") ? String(file) : nil
    }

    /// The rule with the selectors that elements with `classes` can match; nil where there is none.
    func kept(for classes: Set<String>) -> CSSRule? {
        guard atRule == nil else { return nil }
        let kept = selectors.filter { Self.classes(in: $0).allSatisfy(classes.contains) }
        return kept.isEmpty ? nil : CSSRule(selectors: kept, declarations: declarations)
    }

    /// The rules of a style sheet, in order.
    static func rules(in sheet: String) -> [CSSRule] {
        sheet.split(separator: "}").compactMap { piece in
            guard let brace = piece.firstIndex(of: "{") else { return nil }
            return CSSRule(
                selectors: piece[..<brace].split(separator: ",").map(String.init),
                declarations: String(piece[piece.index(after: brace)...]))
        }
    }

    /// The classes that an element must have; those inside `:not(…)` it must not.
    private static func classes(in selector: String) -> [String] {
        selector.replacing(#/:not\([^)]*\)/#, with: "").split(separator: ".", omittingEmptySubsequences: false)
            .dropFirst().map { piece in
                String(piece.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
            }
    }
}
