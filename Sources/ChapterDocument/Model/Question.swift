/// A question with answers to choose from, each with a reason: a callout `[!QUESTION]` that ends with a task list.
public struct Question: Sendable {
    /// One of the answers.
    public struct Answer: Sendable {
        /// What it says, as a paragraph.
        public var text: Block
        /// Why it is right or wrong.
        public var reason: [Block]
        /// Whether it is right.
        public var isRight: Bool
    }

    /// Position among the chapter's questions, from 0.
    public var index: Int
    /// What is asked.
    public var text: [Block]
    /// The answers, in the author's order.
    public var answers: [Answer]

    /// Whether several answers are right together.
    public var hasSeveralRight: Bool { answers.count { $0.isRight } > 1 }
}
