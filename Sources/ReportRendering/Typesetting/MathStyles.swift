#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The part of KaTeX's style sheet and fonts that the formulas of one page need.
final class MathStyles {
    private let assets: ReportAssets
    private var rules: [CSSRule]?
    private var fonts: [String: String] = [:]
    private let sheets = Memo<Set<String>, String>(limit: 16)

    init(assets: ReportAssets) {
        self.assets = assets
    }

    /// The style sheet for formulas whose elements carry `classes`, its fonts inside.
    func styleSheet(for classes: Set<String>) throws(ReportError) -> String {
        try sheets.value(for: classes) { () throws(ReportError) in try makeStyleSheet(for: classes) }
    }

    private func makeStyleSheet(for classes: Set<String>) throws(ReportError) -> String {
        let rules = try loadedRules()
        let kept = rules.compactMap { $0.kept(for: classes) }
        var sheet = ""
        for face in try faces(in: rules, for: Self.faces(of: kept)) { sheet += face }
        for rule in kept { sheet += "\(rule.selectors.joined(separator: ",")){\(rule.declarations)}" }
        return sheet
    }

    /// The classes that stand in `markup`.
    static func classes(in markup: String) -> Set<String> {
        var classes: Set<String> = []
        for piece in markup.components(separatedBy: "class=\"").dropFirst() {
            for name in piece.prefix(while: { $0 != "\"" }).split(separator: " ") { classes.insert(String(name)) }
        }
        return classes
    }

    /// The font faces that rules name, as `family weight style`.
    ///
    /// A rule that names a family names its weight and style with it; one that names only a weight or style, such as
    /// `.textbf`, changes the families used for text.
    private static func faces(of rules: [CSSRule]) -> Set<FontFace> {
        var faces: Set<FontFace> = [FontFace(family: "KaTeX_Main", isBold: false, isItalic: false)]
        let textFamilies = ["KaTeX_Main", "KaTeX_SansSerif", "KaTeX_Typewriter"].filter { family in
            family == "KaTeX_Main" || rules.contains { $0.declarations.contains(family) }
        }
        for rule in rules where rule.atRule == nil {
            let isBold = ["font-weight:700", "font-weight:bold"].contains { rule.declarations.contains($0) }
            let isItalic = rule.declarations.contains("font-style:italic")
            if let family = rule.fontFamily {
                faces.insert(FontFace(family: family, isBold: isBold, isItalic: isItalic))
            } else if isBold || isItalic {
                for family in textFamilies {
                    faces.insert(FontFace(family: family, isBold: isBold, isItalic: isItalic))
                }
            }
        }
        return faces
    }

    private func faces(in rules: [CSSRule], for wanted: Set<FontFace>) throws(ReportError) -> [String] {
        var sheets: [String] = []
        for rule in rules where rule.atRule == "@font-face" {
            guard let family = rule.fontFamily, let file = rule.woff2File else { continue }
            let face = FontFace(
                family: family, isBold: rule.declarations.contains("font-weight:700"),
                isItalic: rule.declarations.contains("font-style:italic"))
            guard wanted.contains(face) else { continue }
            sheets.append(
                "@font-face{font-family:\(family);src:url(data:font/woff2;base64,\(try font(file))) format(\"woff2\");"
                    + "font-weight:\(face.isBold ? 700 : 400);font-style:\(face.isItalic ? "italic" : "normal")}\n")
        }
        return sheets
    }

    private func font(_ file: String) throws(ReportError) -> String {
        if let known = fonts[file] { return known }
        let text = Data(try assets.bytes(.katex, file)).base64EncodedString()
        fonts[file] = text
        return text
    }

    private func loadedRules() throws(ReportError) -> [CSSRule] {
        if let rules { return rules }
        let loaded = CSSRule.rules(in: try assets.text(.katex, "katex.min.css"))
        rules = loaded
        return loaded
    }
}

/// One of the font files of a family.
private struct FontFace: Hashable {
    var family: String
    var isBold: Bool
    var isItalic: Bool
}
