/// A task for the reader, with what shows that it can be done and that its checks tell right answers from wrong ones.
///
/// A block `swift exercise` starts one. The hints, checks, solution and wrong answers that follow belong to it, up to the next
/// heading, cell or exercise. Every answer is run with the checks, from the state before the exercise.
public struct Exercise: Sendable {
    /// Code of an exercise and where it stands.
    public struct Code: Equatable, Sendable {
        /// The code, with its last line break.
        public var code: String
        /// Where the fenced block stands, from its opening fence to its closing one.
        public var range: SourceRange
        /// Where the code's first character stands.
        public var codeStart: SourcePosition
        /// Where the word stands that says what the block is, such as `solution`.
        public var tag: SourcePosition
    }

    /// What follows the start, in the author's order.
    public enum Part: Sendable {
        /// Something the author says between the other parts.
        case text(Block)
        /// What helps a reader on.
        case hint([Block])
        /// Code that checks an answer with `expect`.
        case check(Code)
        /// An answer that passes every check.
        case solution(Code)
        /// An answer that fails a check, and what is wrong with it.
        case wrong(Code, reason: String)
    }

    /// Position among the chapter's exercises, from 0.
    public var index: Int
    /// The name in messages, links and the report; unique among the chapter's exercises.
    public var id: String?
    /// What it asks for: what stands directly above its block.
    public var statement: [Block]
    /// What the reader starts from.
    public var start: Code
    /// What follows the start.
    public var parts: [Part] = []
    /// Whether later cells see what the solution declares.
    public var keepsSolution = false
    /// Whether the solution is kept back, so that nothing shows that the exercise can be done.
    public var isWithheld: Bool
    /// How many of the chapter's cells stand above it.
    public var cellsAbove: Int

    /// What messages call the exercise: its `id`, else `exercise 3`.
    public var name: String { id ?? "exercise \(index + 1)" }
}

extension Exercise {
    /// An answer that is run with the checks.
    public struct Answer: Equatable, Sendable {
        /// What it is an example of.
        public enum Kind: Equatable, Sendable {
            /// What the reader starts from, which fails.
            case start
            /// What passes.
            case solution
            /// What fails, and why.
            case wrong(reason: String)
        }

        /// What it is an example of.
        public var kind: Kind
        /// Its code.
        public var code: Code
    }

    /// The start, the solution where there is one, and the wrong answers.
    public var answers: [Answer] {
        let others = parts.compactMap { part -> Answer? in
            switch part {
            case .solution(let code): Answer(kind: .solution, code: code)
            case .wrong(let code, let reason): Answer(kind: .wrong(reason: reason), code: code)
            case .text, .hint, .check: nil
            }
        }
        return [Answer(kind: .start, code: start)] + others.filter { $0.kind == .solution }
            + others.filter { $0.kind != .solution }
    }

    /// The solution; nil where it is withheld.
    public var solution: Code? { answers.first { $0.kind == .solution }?.code }

    /// The checks, in the order in which they run.
    public var checks: [Code] {
        parts.compactMap { if case .check(let code) = $0 { code } else { nil } }
    }

    /// The hints, in the order in which a reader takes them.
    public var hints: [[Block]] {
        parts.compactMap { if case .hint(let blocks) = $0 { blocks } else { nil } }
    }

    /// Every fenced block of it, in the order of reading.
    public var codes: [Code] {
        [start]
            + parts.compactMap { part in
                switch part {
                case .check(let code), .solution(let code), .wrong(let code, _): code
                case .text, .hint: nil
                }
            }
    }
}

extension Chapter {
    /// The exercises, in the order of reading.
    public var exercises: [Exercise] {
        allBlocks.compactMap { if case .exercise(let exercise) = $0.content { exercise } else { nil } }
            .sorted { $0.index < $1.index }
    }
}
