import ChapterDocument
import OutputVerification

/// The words about documented outputs and checks. Where one thing is spoken of differently from several, a bar separates
/// the two ways.
struct VerificationPhrases {
    var title = "Verification"
    var cell = "Cell"
    var line = "Line"
    var result = "Result"
    var exact = "printed exactly as documented"
    var tolerance = "printed as documented, numbers within %"
    var digits = "printed as documented, to the digits written"
    var wildcards = "parts marked with dots not compared"
    var figuresMatch = "figure as documented|figures as documented"
    /// `%1` figures were compared and `%2` of them are as documented.
    var comparedFigures = "%2 of 1 figure is as documented|%2 of %1 figures are as documented"
    var figuresDiffer = "the figures are not those documented"
    var differs = "differs from the documented output at line %"
    var difference = "This is not the documented output, from line % on"
    var illustrative = "an example, not compared"
    var undocumented = "nothing documented to compare with"
    var skipped = "not run"
    var notRun = "not run, because an earlier cell failed"
    var failed = "failed"
    var failedAsExpected = "fails, as it is meant to"
    /// `%1` outputs were compared and `%2` of them matched.
    var outputs =
        "%2 of 1 documented output matches what the cell printed|"
        + "%2 of %1 documented outputs match what the cells printed"
    /// `%1` checks were made and `%2` of them held.
    var checks = "%2 of 1 check holds|%2 of %1 checks hold"
    var checksHold = "% checks hold"
    /// `%1` values in the prose were compared and `%2` of them are right.
    var values = "%2 of 1 value in the text is right|%2 of %1 values in the text are right"
    /// `%1` exercises were run and `%2` of them prove themselves.
    var exercises = "%2 of 1 exercise proves itself|%2 of %1 exercises prove themselves"
    var withheld = "% exercise without its solution|% exercises without their solutions"
    var isChecked = "checked"
    var isWrong = "not right"
    var isFalse = "false"
    var notCompared = "not compared"
    var failures = "% cell failed or was not reached|% cells failed or were not reached"
    var cells = "% cell ran|% cells ran"
    var digest = "Digest of all outputs: %"
    var comma = ", "
    var semicolon = "; "
    var stop = "."

    /// How a match reads.
    func matched(_ match: OutputMatch) -> String {
        let words =
            switch match.comparison {
            case .exact, .illustrative: exact
            case .tolerance(let size): tolerance.replacing("%", with: DecimalText.significant(size))
            case .digits: digits
            }
        return match.hasWildcards ? words + comma + wildcards : words
    }

    /// How so many matching figures read.
    func figures(_ number: Int) -> String { form(of: figuresMatch, number) }

    /// How what a cell printed and showed matches; nil where it does not, or nothing is documented.
    func matches(_ cell: ChapterVerdict.Cell) -> String? {
        var parts: [String] = []
        switch cell.verdict {
        case .matched(let match): parts.append(matched(match))
        case .differs, .failed, .notRun: return nil
        case .illustrative, .undocumented, .skipped, .failedAsExpected: break
        }
        switch cell.figures {
        case .matched(let number): parts.append(figures(number))
        case .differ: return nil
        case .undocumented, .uncompared, nil: break
        }
        return parts.isEmpty ? nil : parts.joined(separator: comma)
    }

    /// All cells in a sentence.
    func summary(_ counts: VerdictCounts) -> String {
        var parts: [String] = []
        func add(_ phrase: String, all: Int, good: Int) {
            parts.append(form(of: phrase, all).replacing("%1", with: "\(all)").replacing("%2", with: "\(good)"))
        }
        let compared = counts.matched + counts.differing
        if compared > 0 { add(outputs, all: compared, good: counts.matched) }
        let figures = counts.matchedFigures + counts.differingFigures
        if figures > 0 { add(comparedFigures, all: figures, good: counts.matchedFigures) }
        let checked = counts.passedChecks + counts.failedChecks
        if checked > 0 { add(checks, all: checked, good: counts.passedChecks) }
        let values = counts.rightValues + counts.wrongValues
        if values > 0 { add(self.values, all: values, good: counts.rightValues) }
        let exercises = counts.provenExercises + counts.faultyExercises
        if exercises > 0 { add(self.exercises, all: exercises, good: counts.provenExercises) }
        let withheld = counts.withheldExercises
        if withheld > 0 { parts.append(form(of: self.withheld, withheld).replacing("%", with: "\(withheld)")) }
        let failed = counts.failed + counts.notRun
        if failed > 0 { parts.append(form(of: failures, failed).replacing("%", with: "\(failed)")) }
        if parts.isEmpty {
            let ran = counts.cells - counts.skipped
            parts.append(form(of: cells, ran).replacing("%", with: "\(ran)"))
        }
        return parts.joined(separator: semicolon) + stop
    }

    /// What the sign of a result means.
    func name(of result: VerificationSummary.Result) -> String {
        switch result {
        case .matched: isChecked
        case .differed: isWrong
        case .uncompared: notCompared
        }
    }

    /// The way that a phrase speaks of `count` things.
    private func form(of phrase: String, _ count: Int) -> String {
        let forms = phrase.split(separator: "|")
        return String(count == 1 ? forms[0] : forms[forms.count - 1])
    }

    static var chinese: VerificationPhrases {
        VerificationPhrases(
            title: "验证", cell: "单元", line: "行", result: "结果", exact: "与文档中的输出完全一致",
            tolerance: "与文档一致，数值误差不超过 %", digits: "与文档一致，按所写位数取整", wildcards: "以点号标出的部分不比较",
            figuresMatch: "图与文档一致", comparedFigures: "%1 幅图中有 %2 幅与文档一致", figuresDiffer: "图与文档中的不同",
            differs: "与文档中第 % 行起的输出不同", difference: "从第 % 行起与文档中的输出不同",
            illustrative: "示例，不比较", undocumented: "没有可比较的文档输出",
            skipped: "未运行", notRun: "前面的单元失败，未运行", failed: "失败", failedAsExpected: "按预期失败",
            outputs: "%1 段文档输出中有 %2 段与运行结果一致", checks: "%1 项检查中有 %2 项通过", checksHold: "% 项检查通过",
            values: "正文中 %1 个数值有 %2 个正确", exercises: "%1 道练习中有 %2 道自证成立", withheld: "% 道练习未附参考答案",
            isChecked: "已核对", isWrong: "不正确", isFalse: "不成立", notCompared: "未比较",
            failures: "% 个单元失败或未运行",
            cells: "运行了 % 个单元", digest: "全部输出的摘要：%", comma: "，", semicolon: "；", stop: "。")
    }
}
