/// The page that leads to the pages of a book.
struct BookContents {
    let book: Book
    /// The address of the reference's page; nil where there is none.
    let referenceAddress: String?
    let template: ReportTemplate
    /// How many exercises of lessons a reader has solved, by the lessons' paths.
    var progress: [String: ExerciseProgress] = [:]

    /// The whole document.
    var html: String {
        let pages = book.pages.filter(\.isRendered)
        let language = book.language
        let phrases = Phrases.in(language)
        var index = TemplateValues()
        index.set("words", fields: phrases.templateValues)
        index.set("lessons", list: pages.map { lesson($0, phrases) })
        index.set("referenceAddress", text: referenceAddress)
        var values = TemplateValues(
            pageWithWords: phrases.templateValues, language: language, template: template, service: nil)
        values.set("title", text: book.facts.title ?? phrases.lessons)
        values.set("description", text: book.facts.description)
        values.set(
            "facts", text: book.facts.authors.isEmpty ? nil : book.facts.authors.joined(separator: phrases.comma))
        values.set("authors", text: book.facts.authors.isEmpty ? nil : book.facts.authors.joined(separator: ", "))
        values.set("license", text: book.facts.license)
        values.set("textAnchor", text: "text")
        values.set("themeAnchor", text: "theme")
        values.set("fullTitle", text: book.facts.title ?? phrases.lessons)
        return template.page(values, body: template.markup(.index, index), service: nil)
    }

    private func lesson(_ page: Book.Page, _ phrases: Phrases) -> TemplateValues {
        let head = page.lesson.head
        var values = TemplateValues()
        values.set("lessonAddress", text: page.address)
        values.set("lessonNumber", text: head.number)
        values.set("lessonTitle", text: head.title)
        values.set("lessonDescription", text: head.description)
        let progress = progress[page.lesson.path]
        values.set("lessonProgress", text: progress.flatMap { $0.total > 0 ? $0.words(in: phrases.exercises) : nil })
        return values
    }
}

/// How many exercises of a lesson a reader has solved.
public struct ExerciseProgress: Sendable {
    /// The exercises that are solved.
    public var solved: Int
    /// All that there are.
    public var total: Int

    /// So many of so many.
    public init(solved: Int, total: Int) {
        (self.solved, self.total) = (solved, total)
    }

    fileprivate func words(in phrases: ExercisePhrases) -> String {
        let words = phrases.progress.replacing("%solved", with: "\(solved)").replacing("%total", with: "\(total)")
        return solved == total ? "✓ \(words)" : words
    }
}
