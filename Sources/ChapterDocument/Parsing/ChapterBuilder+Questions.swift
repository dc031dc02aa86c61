extension ChapterBuilder {
    /// The question that a callout makes.
    mutating func question(_ node: CommonMarkNode) -> BlockContent {
        let start = place(node.range).start
        let blocks = blocks(of: node.withoutCalloutMark)
        guard case .list(let list)? = blocks.last?.content, list.items.contains(where: { $0.isDone != nil }) else {
            report(
                start, "this question does not end with answers",
                advice: "write them as a task list: `- [x]` before a right one, `- [ ]` before a wrong one")
            return .quote(blocks)
        }
        var answers: [Question.Answer] = []
        for item in list.items {
            guard let first = item.blocks.first else { continue }
            let position = first.range.start
            if item.isDone == nil {
                report(
                    position, "this answer does not say whether it is right",
                    advice: "write `- [x]` before a right one, `- [ ]` before a wrong one")
            }
            if item.blocks.count == 1 {
                report(
                    position, "this answer has no reason",
                    advice: "say in a paragraph or list below it, indented, why it is right or wrong")
            }
            answers.append(
                Question.Answer(text: first, reason: Array(item.blocks.dropFirst()), isRight: item.isDone == true))
        }
        if blocks.count == 1 { report(start, "this question asks nothing", advice: "write it above the answers") }
        if answers.count == 1 { report(start, "this question has only one answer", advice: "give it a wrong one too") }
        if !answers.contains(where: \.isRight) {
            report(start, "no answer of this question is right", advice: "mark it: `- [x]`")
        }
        questionCount += 1
        return .question(Question(index: questionCount - 1, text: Array(blocks.dropLast()), answers: answers))
    }
}
