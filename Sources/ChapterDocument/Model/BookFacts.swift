/// What an author says about a book as a whole, in the file `book.yaml` beside its lessons.
public struct BookFacts: Equatable, Sendable {
    /// The book's title.
    public var title: String?
    /// Who wrote it.
    public var authors: [String] = []
    /// How others may use it, such as `CC BY-SA 4.0`.
    public var license: String?
    /// The language of its contents, as a BCP 47 tag; nil for the language that most lessons have.
    public var language: String?
    /// One sentence about it.
    public var description: String?

    /// The facts of a book that says nothing.
    public init() {}

    /// The name of the file.
    public static let fileName = "book.yaml"
}
