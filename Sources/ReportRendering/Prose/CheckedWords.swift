import OutputVerification

/// Shows words of the prose that were compared with what the cells compute, and tells what came of it.
struct CheckedWords {
    let context: PageContext

    private var words: VerificationPhrases { context.phrases.verification }

    /// The words with their mark.
    /// - Parameters:
    ///   - index: Which of the chapter's values they are.
    ///   - content: The words.
    /// - Returns: Both together; the words alone where nothing was compared.
    func node(_ index: Int, _ content: [HTMLNode]) -> HTMLNode {
        guard context.values.indices.contains(index) else { return .group(content) }
        let value = context.values[index]
        let expression = value.documented.expression
        let (result, remark): (VerificationSummary.Result, String) =
            switch value.verdict {
            case .matched(let computed): (.matched, "\(expression) = \(computed)")
            case .holds: (.matched, "\(expression)")
            case .differs(let computed, _): (.differed, "\(expression) = \(computed)")
            case .isFalse: (.differed, "\(words.isFalse)\(context.phrases.colon)\(expression)")
            case .unclear: (.differed, "\(words.notCompared)\(context.phrases.colon)\(expression)")
            case .failed: (.differed, "\(words.failed)\(context.phrases.colon)\(expression)")
            case .notRun: (.uncompared, "\(words.notCompared)\(context.phrases.colon)\(expression)")
            }
        let mark = HTMLNode.tag(
            "span", .class("checked-mark"), .attribute("role", "img"), .label(words.name(of: result)), text: result.sign
        )
        return .element(
            "span", [.class("checked \(result.rawValue)"), .attribute("title", result.marked(remark))], content + mark)
    }
}
