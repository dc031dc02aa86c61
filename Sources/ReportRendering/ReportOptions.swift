import KernelReference

/// What a report says beyond its chapter.
public struct ReportOptions: Sendable {
    /// The address of the chapter's file as seen from the report, such as `../chapters/4.6-dropout.md`; cells link to
    /// their lines there. nil leaves the places without links.
    public var sourceAddress: String?
    /// The book that the chapter belongs to; the page links to its neighbours there. nil for a chapter by itself.
    public var book: Book?
    /// What a program that serves the page adds to it; nil for a page by itself.
    public var service: PageService?
    /// Whether the page tells how long the cells ran. Without that, the same lesson gives the same page.
    public var showsTimes: Bool
    /// The lesson that the page carries, so that it can be run again; nil for none.
    public var lesson: CarriedLesson?
    /// The kernel's names, which code on the page tells about; nil for none.
    public var reference: APIReference?
    /// The address of the reference's page as seen from the report; nil where there is none to lead to.
    public var referenceAddress: String?
    /// What a page that was made elsewhere shows of the things around its lesson, to be shown again; nil where they are looked at.
    var surroundings: PageSurroundings?
    /// The pictures that such a page holds, by the addresses that the lesson has for them.
    var pictureAddresses: [String: String] = [:]
    /// How messages name places.
    var placeNames = PlaceNames.file
    /// Whether pictures are put into the page; a page that nobody looks at needs none.
    var embedsPictures = true

    /// Options for a report.
    public init(
        sourceAddress: String? = nil, book: Book? = nil, service: PageService? = nil, showsTimes: Bool = false,
        lesson: CarriedLesson? = nil, reference: APIReference? = nil, referenceAddress: String? = nil
    ) {
        self.sourceAddress = sourceAddress
        self.book = book
        self.service = service
        self.showsTimes = showsTimes
        self.lesson = lesson
        self.reference = reference
        self.referenceAddress = referenceAddress
    }
}

/// How messages on a page name places.
enum PlaceNames {
    /// By the lesson's file and the line in it.
    case file
    /// By a cell and the line in it: the lines of a variant are not the file's.
    case cells
    /// By a line alone, of the one piece of code that there is.
    case lines
}

/// What a program that serves a page adds to it, so that the page can talk with that program.
///
/// Such a page may connect to the place it came from, and to no other; without a service a page connects to nothing. A
/// script that replaces an element of the page calls `lectern.enhance(element)` for the new one, which brings its
/// copy buttons, remembered tabs and values under the pointer.
public struct PageService: Sendable {
    /// Markup at the end of the head, as it is.
    public var head: String
    /// Markup at the end of the body, after the page's own script, as it is.
    public var body: String
    /// Whether the page may load scripts from where it comes from, beside those in it.
    public var hasScripts: Bool

    /// Additions to the head and the body.
    public init(head: String = "", body: String = "", hasScripts: Bool = false) {
        self.head = head
        self.body = body
        self.hasScripts = hasScripts
    }
}
