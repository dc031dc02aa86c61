/// Turns TeX into HTML and MathML with KaTeX. KaTeX is loaded when the first formula comes.
///
/// A definition, such as `\newcommand`, holds from its formula on to the end of the page.
final class MathTypesetter {
    private let engine: ScriptEngine
    private let assets: ReportAssets
    private var isLoaded = false
    /// The page's formulas so far that define something.
    private var definitions: [Formula] = []
    /// Those that KaTeX knows of now.
    private var evaluatedDefinitions: [Formula] = []
    private let known = Memo<Formula, Result<MathMarkup, FormulaError>>(limit: 4096)

    init(engine: ScriptEngine, assets: ReportAssets) {
        self.engine = engine
        self.assets = assets
    }

    /// Forgets the definitions of the page before.
    func startPage() {
        definitions = []
    }

    /// A formula's markup, or why KaTeX rejects it. `tag` is the number that stands beside a displayed formula.
    func typeset(
        _ formula: String, isDisplay: Bool, tag: String? = nil
    ) throws(ReportError) -> Result<MathMarkup, FormulaError> {
        // An author's own tag stays; KaTeX rejects two.
        let source = tag.map { formula.contains("\\tag") ? formula : "\(formula)\\tag{\($0)}" } ?? formula
        let formula = Formula(source: source, isDisplay: isDisplay, definitions: definitions.map(\.source))
        if formula.defines {
            let result = try typeset(formula)
            definitions.append(formula)
            evaluatedDefinitions = definitions
            return result
        }
        return try known.value(for: formula) { () throws(ReportError) in try typeset(formula) }
    }

    private func typeset(_ formula: Formula) throws(ReportError) -> Result<MathMarkup, FormulaError> {
        try load()
        do {
            if evaluatedDefinitions.map(\.source) != formula.definitions {
                _ = try engine.call("lecternForgetMacros", [])
                for definition in definitions {
                    // One that KaTeX rejects was reported where it stands.
                    _ = try? engine.call(
                        "lecternTypeset", [.text(definition.source), .flag(definition.isDisplay)])
                }
                evaluatedDefinitions = definitions
            }
            let html = try engine.call("lecternTypeset", [.text(formula.source), .flag(formula.isDisplay)])
            // A number's columns have a width in MathML 3 alone, and this part of the markup is heard, not seen.
            return .success(MathMarkup(html: html.replacing("<mtd width=\"50%\">", with: "<mtd>")))
        } catch {
            return .failure(FormulaError(exception: error))
        }
    }

    private func load() throws(ReportError) {
        guard !isLoaded else { return }
        do {
            try engine.evaluate(try assets.text(.katex, "katex.min.js"), name: "katex.min.js")
            try engine.evaluate(Self.script, name: "typeset.js")
        } catch {
            throw ReportError(.katex, stoppedBy: error)
        }
        isLoaded = true
    }

    /// `strict` off lets Unicode letters, Chinese characters and `\\` at the top of a displayed formula pass.
    private static let script = #"""
        let lecternMacros = {};
        function lecternForgetMacros() { lecternMacros = {}; return ""; }
        function lecternTypeset(formula, isDisplay) {
            // What is defined last holds, even where KaTeX has a macro of that name or the page defined it before.
            for (let redefinitions = 0; ; redefinitions++) {
                try {
                    const macros = Object.assign({}, lecternMacros);
                    const html = katex.renderToString(formula, {
                        displayMode: isDisplay, output: "htmlAndMathml", strict: "ignore", trust: false,
                        throwOnError: true, macros: macros, globalGroup: true
                    });
                    lecternMacros = macros;
                    return html;
                } catch (error) {
                    const name = /newcommand\{\\(\S+)\} attempting to redefine/.exec(error.message);
                    if (!name || redefinitions > 50) throw error;
                    formula = formula.replace(
                        new RegExp("\\\\newcommand(\\s*\\{?\\s*\\\\" + name[1] + "(?![A-Za-z]))"), "\\renewcommand$1");
                }
            }
        }
        """#
}

/// A formula as KaTeX is given it.
private struct Formula: Hashable {
    var source: String
    var isDisplay: Bool
    /// The formulas before it on the page that define something.
    var definitions: [String]

    /// Whether it defines something for the formulas after it.
    var defines: Bool {
        source.utf8.contains(UInt8(ascii: "\\"))
            && ["command", "\\def", "\\gdef", "\\xdef", "\\edef", "\\let", "\\global"].contains { source.contains($0) }
    }
}

/// A typeset formula.
struct MathMarkup {
    /// HTML to see and MathML to hear.
    let html: String
    /// The classes of its elements, which tell what styles and fonts it needs.
    let classes: Set<String>

    /// Whether there is nothing to see, as in a formula that only defines something.
    let isEmpty: Bool

    fileprivate init(html: String) {
        // CSS knows no negative height; browsers pass over it, and so does this.
        let html = html.contains("height:-") ? html.replacing(/height:-[0-9.]+em;/, with: "") : html
        self.html = html
        isEmpty = html.contains("<span class=\"katex-html\" aria-hidden=\"true\"></span>")
        classes = MathStyles.classes(in: html)
    }
}

/// Why KaTeX rejects a formula.
struct FormulaError: Error {
    /// KaTeX's words, such as `Undefined control sequence: \foo at position 3: …`.
    var message: String
    /// What is wrong, without the place that KaTeX names and the piece of the formula that it shows.
    var reason: String
    /// The place in the formula, in UTF-16 code units from its start.
    var offset = 0

    fileprivate init(exception: ScriptException) {
        // `\u{332}` underlines the place character by character, which terminals and fonts show badly.
        let words = String(String.UnicodeScalarView(exception.message.unicodeScalars.filter { $0 != "\u{332}" }))
        let prefix = "ParseError: KaTeX parse error: "
        message = words.hasPrefix(prefix) ? String(words.dropFirst(prefix.count)) : words
        reason = message
        if let place = message.firstMatch(of: #/ at (?:position (\d+)|end of input): /#) {
            reason = String(message[..<place.range.lowerBound])
            offset = place.1.flatMap { Int($0) }.map { $0 - 1 } ?? 0
        }
    }
}
