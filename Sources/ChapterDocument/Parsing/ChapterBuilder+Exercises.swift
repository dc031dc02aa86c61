extension ChapterBuilder {
    /// Adds a part to the exercise that is open, and what stands between the two.
    /// - Parameters:
    ///   - part: The part.
    ///   - name: What messages call it.
    ///   - range: Where it stands.
    ///   - blocks: The blocks so far, of which the exercise is one.
    mutating func append(_ part: Exercise.Part, called name: String, at range: SourceRange, to blocks: inout [Block]) {
        guard let index = openExercise, case .exercise(var exercise) = blocks[index].content else {
            return report(
                range.start, "this \(name) belongs to no exercise",
                advice: "put it after a `swift exercise` block, before the next heading or cell")
        }
        if case .solution = part, let first = exercise.solution {
            return report(
                range.start, "the exercise has a solution already, on line \(first.range.start.line)",
                advice: "an exercise has one solution")
        }
        // So that the parts have one owner, and grow in place.
        blocks[index].content = .thematicBreak
        exercise.parts += blocks[(index + 1)...].map(Exercise.Part.text) + [part]
        blocks.removeSubrange((index + 1)...)
        blocks[index].content = .exercise(exercise)
        blocks[index].range.end = range.end
    }

    /// Takes what an exercise asks for from the blocks above it: from the last paragraph on that starts in bold, or else from the
    /// last paragraph on.
    func takeStatement(from blocks: inout [Block]) -> [Block] {
        var first = blocks.count
        while first > 0, blocks[first - 1].content.mayBeOfStatement { first -= 1 }
        let paragraphs = blocks.indices[first...].compactMap { index -> (index: Int, isBold: Bool)? in
            guard case .paragraph(let content) = blocks[index].content else { return nil }
            if case .strong? = content.first { return (index, true) }
            return (index, false)
        }
        guard let start = (paragraphs.last { $0.isBold } ?? paragraphs.last)?.index else { return [] }
        defer { blocks.removeSubrange(start...) }
        return Array(blocks[start...])
    }

    /// Makes the open exercise keep its solution for the cells below.
    func keepSolution(in blocks: inout [Block]) {
        guard let index = openExercise, case .exercise(var exercise) = blocks[index].content else { return }
        exercise.keepsSolution = true
        blocks[index].content = .exercise(exercise)
    }

    /// A hint of the exercise that is open.
    mutating func appendHint(_ node: CommonMarkNode, to blocks: inout [Block]) {
        let range = place(node.range)
        let content = self.blocks(of: node.withoutCalloutMark)
        if content.isEmpty { report(range.start, "this hint says nothing") }
        append(.hint(content), called: "hint", at: range, to: &blocks)
    }

    /// Reports what is missing in exercises, and two with one id.
    mutating func checkExercises(in blocks: [Block]) {
        var lines: [String: Int] = [:]
        for case .exercise(let exercise) in blocks.map(\.content) {
            let position = exercise.start.tag
            if let id = exercise.id {
                if let line = lines[id] {
                    report(position, "an exercise with the id `\(id)` stands already on line \(line)")
                }
                lines[id] = lines[id] ?? exercise.start.range.start.line
            }
            if exercise.checks.isEmpty {
                report(
                    position, "the exercise has no check",
                    advice: "put a `swift check` block after it that checks an answer with `expect`")
            }
            if exercise.solution == nil, !exercise.isWithheld {
                report(
                    position, "the exercise has no solution",
                    advice: "put a `swift solution` block after it; `withheld` says that it is kept elsewhere")
            }
            if exercise.solution != nil, exercise.isWithheld {
                report(position, "the exercise is `withheld` and has a solution", advice: "keep one of them")
            }
        }
    }
}

extension BlockContent {
    /// Whether it can be part of what an exercise asks for.
    fileprivate var mayBeOfStatement: Bool {
        switch self {
        case .paragraph, .figure, .table, .listing, .math, .quote, .list: true
        case .heading, .cell, .exercise, .question, .html, .callout, .thematicBreak: false
        }
    }
}
