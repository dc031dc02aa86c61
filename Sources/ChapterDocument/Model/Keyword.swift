/// A word that means something in one place of a chapter: an option of a cell or an output, or a key of the front matter.
package struct Keyword: Sendable {
    /// The word.
    package let name: String
    /// What stands for its value; nil where it takes none.
    package let value: String?
    /// The values that it takes, where these can be listed.
    package let choices: [String]
    /// What it means, in one sentence.
    package let summary: String

    private init(_ name: String, value: String? = nil, choices: [String] = [], _ summary: String) {
        self.name = name
        self.value = value
        self.choices = choices
        self.summary = summary
    }

    /// The options of a cell.
    package static let cellOptions = [
        Keyword("id", value: "NAME", "Names the cell in messages, links and the report."),
        Keyword("hide", "The report shows the outputs, not the code."),
        Keyword("fold", "The report shows the code folded, a click away."),
        Keyword("quiet", "The report shows the code, not the outputs."),
        Keyword("skip", "The cell is shown and not run."),
        Keyword(
            "fails", value: "WAY", choices: CellOptions.ExpectedFailure.allCases.map(\.rawValue),
            "The cell must fail in this way; that it does not is a failure."),
        Keyword("timeout", value: "SECONDS", "Seconds the cell may take, in place of the lesson's limit."),
        Keyword("tab", value: "\"NAME\"", "The tab that the code stands under, among neighbours with tabs."),
    ]

    /// What may follow `swift` in the info string of a block that is run.
    package static let tags = [
        Keyword("cell", "Code that is run."),
        Keyword("exercise", "What the reader of an exercise starts from; its checks and answers follow."),
        Keyword("check", "Code that checks the answers to the exercise above it, with `expect`."),
        Keyword("solution", "The answer to the exercise above it, which must pass every check."),
        Keyword("wrong", value: "\"WHY\"", "A wrong answer to the exercise above it, which must fail a check."),
    ]

    /// The options of an exercise.
    package static let exerciseOptions = [
        Keyword("id", value: "NAME", "Names the exercise in messages, links and the report."),
        Keyword("withheld", "The solution is kept elsewhere, so nothing proves that the exercise can be done."),
    ]

    /// The options of a solution.
    package static let solutionOptions = [
        Keyword("keep", "Later cells see what the solution declares.")
    ]

    /// The options of a documented output.
    package static let outputOptions = [
        Keyword(
            "tolerance", value: "NUMBER",
            "Numbers may differ by this much, absolutely or relative to the documented one."),
        Keyword("digits", "A number matches when it rounds to the digits written."),
        Keyword("illustrative", "An example, which is never compared."),
        Keyword(
            "figures", value: "DIGESTS", choices: ["..."],
            "The digests of the figures that the cell shows, as `verify --update` writes them; `...` for any figures."),
    ]

    /// The options of a tab in Python.
    package static let tabOptions = [
        Keyword("tab", value: "\"NAME\"", "The tab that the code stands under, among neighbours with tabs."),
        Keyword("hide", "The tab is run where tabs are, and not shown."),
        Keyword("quiet", "The tab prints nothing, although an output is documented beside it."),
        Keyword("tolerance", value: "NUMBER", "Numbers may differ by this much from those of the cell."),
        Keyword("digits", "A number matches when it rounds to the digits written."),
    ]

    /// The keys of the front matter.
    package static let frontMatter = [
        Keyword("title", value: "TEXT", "The lesson's title; else its first heading."),
        Keyword("number", value: "\"TEXT\"", "The lesson's number in its book, such as \"4.6\"."),
        Keyword(
            "language", value: "TAG", choices: ["en", "de", "fr", "es", "ja", "zh-Hans", "zh-Hant"],
            "The language of the prose, as a BCP 47 tag; it sets the words of the page."),
        Keyword("description", value: "TEXT", "One sentence for the contents, search results and previews."),
        Keyword("date", value: "TEXT", "The date, as it is to be shown."),
        Keyword("seed", value: "NUMBER", "Where the random streams start; 0 unless given."),
        Keyword("timeout", value: "SECONDS", "Seconds a cell may take; 120 unless given."),
        Keyword("data", value: "[PATHS]", "The files and folders beside the lesson that its cells read."),
    ]
}
