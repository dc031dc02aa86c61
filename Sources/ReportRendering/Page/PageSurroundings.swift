import ContentDigest

/// What a page shows of the things around its lesson: the lesson's file, the book, other lessons, pictures, the time that the
/// cells took. The page carries it, so that it can be made again where none of them is.
public struct PageSurroundings: Codable, Equatable, Sendable {
    /// What the page says of its book.
    struct BookPlace: Codable, Equatable, Sendable {
        var title: String?
        var authors: [String] = []
        var license: String?
        /// The address of the contents; nil for a lesson without neighbours.
        var contentsAddress: String?
        var previous: Neighbour?
        var next: Neighbour?
    }

    /// The page before or after this one.
    struct Neighbour: Codable, Equatable, Sendable {
        var address: String
        var title: String
    }

    /// What a reference to another lesson says, and where it leads.
    struct Reference: Codable, Equatable, Sendable {
        var words: String
        var address: String
    }

    /// The lesson's path.
    var path: String
    /// The address of the lesson's file; nil where the page does not lead to it.
    var sourceAddress: String?
    /// The book; nil for a lesson by itself.
    var book: BookPlace?
    /// The pages that addresses of other lessons lead to.
    var links: [String: String] = [:]
    /// What references to labels of other lessons became.
    var references: [String: Reference] = [:]
    /// The digests of the pictures beside the lesson, by the addresses that the lesson has for them.
    var pictures: [String: String] = [:]
    /// Seconds that each cell ran; nil where the page does not tell.
    var seconds: [Double]?

    /// What stands for a picture that a page holds.
    /// - Parameter address: The picture as an address.
    /// - Returns: The digest in hexadecimal digits.
    static func digest(ofPicture address: String) -> String { Digest(of: [address]).hexadecimal }

    /// The pictures that a page holds, as addresses, by the addresses that the lesson has for them.
    /// - Parameter page: The page.
    /// - Returns: Those that are there and have their digests.
    func pictureAddresses(in page: String) -> [String: String] {
        guard !pictures.isEmpty else { return [:] }
        let held = page.matches(of: /"(data:image\/[^"]*)"/).map { String($0.1) }
        let byDigest = Dictionary(
            held.map { (Self.digest(ofPicture: $0), $0) }, uniquingKeysWith: { first, _ in first })
        return pictures.compactMapValues { byDigest[$0] }
    }

    /// What of it may be believed: where an address leads to anything but the page of a lesson in the same folder, a section of
    /// it, or a lesson's file, it is left out.
    /// - Parameter name: The name of the lesson's file.
    /// - Returns: The rest.
    func harmless(for name: String) -> PageSurroundings {
        var surroundings = self
        func isFile(_ path: String) -> Bool { path.split(separator: "/").last.map(String.init) == name }
        if !isFile(path) { surroundings.path = name }
        if let address = sourceAddress, !SafeAddress.isLocal(address) || !isFile(address) {
            surroundings.sourceAddress = nil
        }
        if let address = book?.contentsAddress, !Self.isPage(address) {
            surroundings.book?.contentsAddress = nil
        }
        if let next = book?.next, !Self.isPage(next.address) { surroundings.book?.next = nil }
        if let previous = book?.previous, !Self.isPage(previous.address) { surroundings.book?.previous = nil }
        surroundings.links = links.filter { Self.isPage($1) && Self.fragment($0) == Self.fragment($1) }
        surroundings.references = references.filter { Self.isPage($1.address) }
        return surroundings
    }

    /// Whether an address is that of a page in the same folder, or of a place on it.
    private static func isPage(_ address: String) -> Bool {
        let page = address.prefix { $0 != "#" }
        return page.hasSuffix(".html") && !page.contains { "/\\:?".contains($0) || $0.isWhitespace || $0.isNewline }
    }

    private static func fragment(_ address: String) -> Substring { address.drop { $0 != "#" } }
}

extension PageSurroundings {
    /// The surroundings of a page that is made with `options`, but for what its prose leads to and shows.
    init(path: String, options: ReportOptions) {
        self.init(path: path, sourceAddress: options.sourceAddress)
        guard let book = options.book else { return }
        var place = BookPlace(title: book.facts.title, authors: book.facts.authors, license: book.facts.license)
        if let (previous, next) = book.neighbours(of: path) {
            place.contentsAddress = book.contentsAddress
            place.previous = previous.map { Neighbour(address: $0.address, title: $0.fullTitle) }
            place.next = next.map { Neighbour(address: $0.address, title: $0.fullTitle) }
        }
        self.book = place
    }
}
