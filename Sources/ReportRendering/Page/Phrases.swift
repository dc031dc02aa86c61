import ChapterDocument

/// The words of the page that are not the author's, in the chapter's language.
struct Phrases {
    var contents = "Contents"
    var chapters = "Chapters"
    var lessons = "Lessons"
    var reference = "Reference: all that lessons can use"
    var skipToText = "Skip to the text"
    var theme = "Switch between light and dark"
    var copy = "Copy"
    var copied = "Copied"
    var linkToSection = "Link to this section"
    var showCode = "Show the code"
    var done = "Done"
    var open = "Open"
    var cell = "Cell"
    var code = "Code"
    var lineNumber = "line %"
    var output = "Output"
    var standardError = "Standard error"
    var numbers = "The numbers"
    var missingPicture = "Picture not found"
    var remotePicture = "Picture on another site"
    var rejectedFormula = "This formula cannot be typeset"
    var failed = "Failed"
    var failedAsExpected = "Fails, as it is meant to"
    var skipped = "Not run"
    var notReached = "Not run, because an earlier cell failed"
    var waiting = "waiting to run"
    var running = "running"
    var failureKinds = FailureKinds()
    var documentedOutput = "Documented output"
    var checkPassed = "Passed"
    var checkFailed = "Failed"
    var section = "Section %"
    var figure = "Fig."
    var table = "Table"
    var footnote = "Footnote"
    var footnotes = "Footnotes"
    var backToText = "Back to the text from footnote"
    var callouts = CalloutPhrases()
    var exercises = ExercisePhrases()
    var questions = QuestionPhrases()
    var seconds = "s"
    var minutes = "min"
    var wrong = "wrong"
    var picture = "Picture"
    var value = "value"
    var row = "row"
    var column = "column"
    var series = "series"
    var from = "from"
    var to = "to"
    var versus = "against"
    var heatMap = "Heat map"
    var someRows = "One row in % is shown, and the last."
    var noValues = "no values"
    var betweenValues = "between % and %"
    var omissions = OmissionPhrases()
    var source = "Made by Lectern from"
    var ranIn = "ran in"
    var verification = VerificationPhrases()
    var comma = ", "
    var semicolon = "; "
    var stop = "."
    var colon = ": "

    /// How messages call the ways in which a cell can fail.
    struct FailureKinds {
        var compile = "does not compile"
        var trap = "stopped at a run-time error"
        var thrown = "ended with an error"
        var timeout = "ran longer than its limit"
        var limit = "went over a limit"
        var exited = "ended its process"
        var stopped = "was stopped"
        var didNotFail = "did not fail as it was meant to"

        func words(for kind: CellFailure.Kind) -> String {
            switch kind {
            case .compile: compile
            case .trap: trap
            case .thrown: thrown
            case .timeout: timeout
            case .limit: limit
            case .exited: exited
            case .stopped: stopped
            case .didNotFailAsExpected: didNotFail
            }
        }
    }

    /// Why values of a figure are not drawn.
    struct OmissionPhrases {
        var nothing = "There are no values to draw."
        var notDrawn = "Not drawn"
        var notNumbers = "% not a number (nan)"
        var infinite = "% infinite"
        var notPositive = "% not positive, on a logarithmic axis"
        var outside = "% outside the axes' limits"
        var outOfBins = "% in no bin: outside of them, or not a number"
    }

    /// How a text says that values lie between two others.
    func between(_ low: String, _ high: String) -> String {
        let parts = betweenValues.split(separator: "%", omittingEmptySubsequences: false)
        return parts.count == 3 ? "\(parts[0])\(low)\(parts[1])\(high)\(parts[2])" : "\(low)–\(high)"
    }

    /// How a message names a line.
    func line(_ number: Int) -> String { lineNumber.replacing("%", with: "\(number)") }

    /// How a reference calls a section.
    func sectionReference(_ number: String) -> String {
        section.replacing("%", with: number)
    }

    /// The words for a language, given as a BCP 47 tag; English where there are no others.
    static func `in`(_ language: String) -> Phrases {
        language.lowercased().split(separator: "-").first == "zh" ? .chinese : Phrases()
    }

    private static var chinese: Phrases {
        var words = Phrases()
        words.contents = "目录"
        words.chapters = "章节"
        words.lessons = "课程"
        words.reference = "参考：课程可用的全部名称"
        words.skipToText = "跳到正文"
        words.theme = "切换浅色与深色"
        words.copy = "复制"
        words.copied = "已复制"
        words.linkToSection = "本节链接"
        words.showCode = "显示代码"
        words.done = "已完成"
        words.open = "未完成"
        words.cell = "单元"
        words.code = "代码"
        words.lineNumber = "第 % 行"
        words.output = "输出"
        words.standardError = "标准错误"
        words.numbers = "数值"
        words.missingPicture = "找不到图片"
        words.remotePicture = "外部图片"
        words.rejectedFormula = "无法排版的公式"
        words.failed = "失败"
        words.failedAsExpected = "按预期失败"
        words.skipped = "未运行"
        words.notReached = "前面的单元失败，未运行"
        words.waiting = "等待运行"
        words.running = "正在运行"
        words.failureKinds = FailureKinds(
            compile: "编译未通过", trap: "运行时错误", thrown: "以错误结束", timeout: "超过时限", limit: "超出限制", exited: "结束了进程",
            stopped: "已被停止",
            didNotFail: "没有按预期失败")
        words.documentedOutput = "文档中的输出"
        words.checkPassed = "通过"
        words.checkFailed = "未通过"
        words.section = "第 % 节"
        words.figure = "图"
        words.table = "表"
        words.footnote = "脚注"
        words.footnotes = "脚注"
        words.backToText = "返回正文：脚注"
        words.callouts = .chinese
        words.exercises = .chinese
        words.questions = .chinese
        words.seconds = "秒"
        words.minutes = "分"
        words.wrong = "错误"
        words.picture = "图片"
        words.value = "值"
        words.row = "行"
        words.column = "列"
        words.series = "曲线"
        words.from = "从"
        words.to = "到"
        words.versus = "随"
        words.heatMap = "热力图"
        words.someRows = "每 % 行显示一行，以及最后一行。"
        words.noValues = "没有数值"
        words.betweenValues = "介于 % 与 % 之间"
        words.omissions = OmissionPhrases(
            nothing: "没有可画的数值。", notDrawn: "未画出", notNumbers: "% 个非数值（nan）", infinite: "% 个无穷大",
            notPositive: "% 个非正值（对数轴）",
            outside: "% 个超出坐标轴范围", outOfBins: "% 个不在任何区间内，或不是数")
        words.source = "由 Lectern 生成，源文件"
        words.ranIn = "运行用时"
        words.verification = .chinese
        words.comma = "，"
        words.semicolon = "；"
        words.stop = "。"
        words.colon = "："
        return words
    }
}
