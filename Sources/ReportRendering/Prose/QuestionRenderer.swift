import ChapterDocument

/// Shows a question with its answers. A script lets the reader choose and tells whether that is right; without it, and on
/// paper, the answers are there with their reasons folded.
struct QuestionRenderer {
    let context: PageContext
    let blocks: BlockRenderer

    private var phrases: QuestionPhrases { context.phrases.questions }

    /// The question.
    func node(_ question: Question) throws(ReportError) -> HTMLNode {
        let anchor = context.anchors.own("question-\(question.index + 1)")
        let title = context.anchors.own("\(anchor)-title")
        var answers: [HTMLNode] = []
        for (index, answer) in question.answers.enumerated() {
            answers.append(
                try node(answer, named: anchor, identifier: "\(anchor)-\(index + 1)", among: question))
        }
        let heading = HTMLNode.tag(
            "p", .class("callout-title"), .id(title),
            text: phrases.question.replacing("%", with: "\(question.index + 1)"))
        var content = [heading] + (try blocks.nodes(question.text))
        if question.hasSeveralRight { content.append(.tag("p", .class("question-note"), text: phrases.several)) }
        content.append(.tag("ul", .class("answers"), content: answers))
        content.append(
            .tag(
                "p", .class("question-result"), .attribute("role", "status"),
                .attribute("data-grade", phrases.grade), .attribute("data-choose", phrases.choose),
                .attribute("data-right", phrases.resultRight), .attribute("data-wrong", phrases.resultWrong),
                .attribute("data-more", phrases.resultMore), text: ""))
        return .element(
            "div",
            [.class("question"), .id(anchor), .attribute("role", "group"), .attribute("aria-labelledby", title)],
            content)
    }

    private func node(
        _ answer: Question.Answer, named name: String, identifier: String, among question: Question
    ) throws(ReportError) -> HTMLNode {
        let identifier = context.anchors.own(identifier)
        var words: [HTMLNode] = []
        if case .paragraph(let content) = answer.text.content {
            words = try ProseRenderer(context: context).nodes(content, at: answer.text.range.start)
        } else {
            words = try blocks.nodes([answer.text])
        }
        let verdict = HTMLNode.tag("strong", .class("verdict"), text: answer.isRight ? phrases.right : phrases.wrong)
        return .tag(
            "li", .class(answer.isRight ? "answer right" : "answer wrong"),
            content: [
                .tag(
                    "input", .attribute("type", question.hasSeveralRight ? "checkbox" : "radio"),
                    .attribute("name", name), .id(identifier), content: []),
                .tag("label", .attribute("for", identifier), content: words),
                .tag(
                    "details", .class("reason"),
                    content: [.tag("summary", text: phrases.isRight), .tag("p", content: verdict)]
                        + (try blocks.nodes(answer.reason))),
            ])
    }
}

/// The words around a question.
struct QuestionPhrases {
    var question = "Question %"
    var several = "More than one answer is right."
    var isRight = "Is this right?"
    var right = "Right."
    var wrong = "Not right."
    var grade = "Check"
    var choose = "Choose an answer first."
    var resultRight = "Right. The reason is below."
    var resultWrong = "Not right. The reason is below the answer."
    var resultMore = "Right so far, but there is more."

    static let chinese = QuestionPhrases(
        question: "问题 %", several: "正确答案不止一个。", isRight: "对吗？", right: "对。", wrong: "不对。", grade: "检查",
        choose: "请先选择答案。", resultRight: "对。理由见下。", resultWrong: "不对。理由见答案下方。", resultMore: "所选都对，但还不全。")
}
