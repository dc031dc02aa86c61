/// Turns TeX into HTML and MathML with KaTeX. KaTeX is loaded when the first formula comes.
final class MathTypesetter {
    private let engine: ScriptEngine
    private let assets: ReportAssets
    private var isLoaded = false
    private let known = Memo<Formula, Result<MathMarkup, FormulaError>>(limit: 4096)

    init(engine: ScriptEngine, assets: ReportAssets) {
        self.engine = engine
        self.assets = assets
    }

    /// A formula's markup, or why KaTeX rejects it. `tag` is the number that stands beside a displayed formula.
    func typeset(
        _ formula: String, isDisplay: Bool, tag: String? = nil
    ) throws(ReportError) -> Result<MathMarkup, FormulaError> {
        // An author's own tag stays; KaTeX rejects two.
        let source = tag.map { formula.contains("\\tag") ? formula : "\(formula)\\tag{\($0)}" } ?? formula
        let formula = Formula(source: source, isDisplay: isDisplay)
        return try known.value(for: formula) { () throws(ReportError) in try typeset(formula) }
    }

    private func typeset(_ formula: Formula) throws(ReportError) -> Result<MathMarkup, FormulaError> {
        try load()
        do {
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
        } catch let error as ReportError {
            throw error
        } catch {
            throw .brokenComponent(.katex, message: (error as? ScriptException)?.message ?? "\(error)")
        }
        isLoaded = true
    }

    /// `strict` off lets Unicode letters, Chinese characters and `\\` at the top of a displayed formula pass.
    private static let script = """
        function lecternTypeset(formula, isDisplay) {
            return katex.renderToString(formula, {
                displayMode: isDisplay, output: "htmlAndMathml", strict: "ignore", trust: false, throwOnError: true
            });
        }
        """
}

/// A formula as KaTeX is given it.
private struct Formula: Hashable {
    var source: String
    var isDisplay: Bool
}

/// A typeset formula.
struct MathMarkup {
    /// HTML to see and MathML to hear.
    let html: String
    /// The classes of its elements, which tell what styles and fonts it needs.
    let classes: Set<String>

    fileprivate init(html: String) {
        self.html = html
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
