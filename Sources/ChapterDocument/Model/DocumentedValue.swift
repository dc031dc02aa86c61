/// Words of the prose that say what the cells compute, such as `[0.861](swift:testAccuracy)`.
///
/// A link whose address begins with `swift:` is one. Its text is what the page documents; its address is the Swift expression
/// that is evaluated in the state after the last cell above it. An expression of type `Bool` is a claim: it must be true,
/// whatever the words are.
public struct DocumentedValue: Equatable, Sendable {
    /// Position among the chapter's values, from 0.
    public var index: Int
    /// The Swift expression.
    public var expression: String
    /// The words on the page.
    public var text: String
    /// How the words are compared with the value.
    public var comparison: DocumentedOutput.Comparison
    /// Where the link starts; its line alone where that is all that is known.
    public var position: SourcePosition
    /// Where the words stand, up to the bracket that closes them; nil where that is not known.
    public var words: Range<SourcePosition>?
    /// Whether the words are also the name under which a definition elsewhere gives the expression.
    public var isNamedByWords: Bool
    /// How many of the chapter's cells stand above it.
    public var cellsAbove: Int
    /// The prose right before the words, as far as it may belong to a number in them.
    public var textBefore = ""
    /// The prose right after them.
    public var textAfter = ""

    /// The expression in an address; nil where it is another address.
    static func expression(ofAddress address: String) -> String? {
        let address = address.drop(while: \.isWhitespace)
        guard address.prefix(scheme.count).lowercased() == scheme else { return nil }
        return String(address.dropFirst(scheme.count).drop(while: \.isWhitespace))
    }

    /// Whether a piece of HTML leads to an expression.
    static func isNamed(inHTML html: String) -> Bool {
        html.lowercased().contains(scheme) && html.contains(/=\s*["']?\s*swift:/.ignoresCase())
    }

    /// What is wrong with a value in HTML.
    static let faultInHTML = "a value inside HTML is not checked"

    /// What an address begins with that is an expression.
    static let scheme = "swift:"
    /// What stands between the words of a value and its expression.
    static var opening: Regex<Substring> { /\]\(\s*<?\s*swift:/.ignoresCase() }
}
