/// A remark set off from the text, written as a quotation whose first line is `[!NOTE]` or another kind.
public struct Callout: Sendable {
    /// The kinds that GitHub has.
    public enum Kind: String, CaseIterable, Sendable {
        /// Something to know even when skimming.
        case note
        /// Advice that helps to do better.
        case tip
        /// Something a reader needs in order to succeed.
        case important
        /// Something urgent, to avoid trouble.
        case warning
        /// What a step may lead to.
        case caution
    }

    /// The kind.
    public var kind: Kind
    /// What it says.
    public var blocks: [Block]
}
