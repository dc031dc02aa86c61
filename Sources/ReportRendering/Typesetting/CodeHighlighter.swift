/// Colours code with Prism. Prism and each language are loaded when the first code of that language comes.
final class CodeHighlighter {
    /// Bytes of code up to which tokens are marked up: Prism takes seconds for a megabyte.
    private static let sizeLimit = 100_000
    /// Bytes of a line up to which they are: some languages' patterns take a time that grows as the line's square.
    private static let lineLimit = 2000

    private let engine: ScriptEngine
    private let assets: ReportAssets
    private var isLoaded = false
    /// What loading a language came to, by the name an author wrote.
    private var isKnown: [String: Bool] = [:]
    private let known = Memo<Code, HTMLNode>(limit: 1024)

    init(engine: ScriptEngine, assets: ReportAssets) {
        self.engine = engine
        self.assets = assets
    }

    /// The code with its tokens marked up; text as it is where Prism does not know the language, or there is very much
    /// of it or of one line.
    func highlight(_ code: String, language: String) throws(ReportError) -> HTMLNode {
        let code = Code(text: code, language: language.lowercased())
        guard !Self.plainLanguages.contains(code.language), code.text.utf8.count <= Self.sizeLimit,
            code.text.utf8.split(separator: UInt8(ascii: "\n")).allSatisfy({ $0.count <= Self.lineLimit })
        else { return .text(code.text) }
        return try known.value(for: code) { () throws(ReportError) in try highlight(code) }
    }

    private func highlight(_ code: Code) throws(ReportError) -> HTMLNode {
        do {
            guard try load(code.language) else { return .text(code.text) }
            // Prism colours code in Markdown by the languages that it has; which those are must not depend on other pages.
            if ["markdown", "md"].contains(code.language) {
                for fence in code.text.matches(of: /(?m)^[ \t>]*(?:`{3,}|~{3,})[ \t]*([\w+#-]+)/) {
                    _ = try load(fence.1.lowercased())
                }
            }
            return .markup(try engine.call("lecternHighlight", [.text(code.text), .text(code.language)]))
        } catch {
            throw ReportError(.prism, stoppedBy: error)
        }
    }

    private func load(_ name: String) throws -> Bool {
        if let known = isKnown[name] { return known }
        if !isLoaded {
            try engine.evaluate(try assets.text(.prism, "components/prism-core.min.js"), name: "prism-core.js")
            try engine.evaluate(
                "const lecternCatalog = \(try assets.text(.prism, "components.json")).languages;\n" + Self.script,
                name: "highlight.js")
            isLoaded = true
        }
        let needed = try engine.call("lecternLanguagesNeeded", [.text(name)]).split(separator: " ")
        for language in needed {
            let file = "components/prism-\(language).min.js"
            try engine.evaluate(try assets.text(.prism, file), name: file)
        }
        isKnown[name] = !needed.isEmpty
        return !needed.isEmpty
    }

    private static let plainLanguages: Set<String> = ["", "text", "txt", "plain", "plaintext", "output", "console"]

    /// `lecternLanguagesNeeded` lists a language's own name last, after the languages it builds on.
    private static let script = """
        function lecternLanguageID(name) {
            if (Object.hasOwn(lecternCatalog, name) && name !== "meta") return name;
            return Object.keys(lecternCatalog).find(id => [lecternCatalog[id].alias || []].flat().includes(name));
        }
        function lecternLanguagesNeeded(name) {
            const needed = [];
            function visit(id) {
                if (!id || needed.includes(id)) return;
                for (const other of [lecternCatalog[id].require || []].flat()) visit(other);
                needed.push(id);
            }
            visit(lecternLanguageID(name));
            return needed.join(" ");
        }
        function lecternHighlight(code, name) {
            const id = lecternLanguageID(name);
            return Prism.highlight(code, Prism.languages[id], id);
        }
        """
}

/// Code in a language, both as the author wrote them but for the name's case.
private struct Code: Hashable {
    var text: String
    var language: String
}
