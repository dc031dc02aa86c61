/// Where the links and pictures of a text stand: CommonMark's tree does not say it.
struct LinkPlaces {
    /// The places of one of them.
    struct Place {
        /// Its opening bracket.
        var start: SourcePosition
        /// Its words, from their first byte to the closing bracket.
        var words: Range<SourcePosition>
        /// Its address, which may stand in a definition elsewhere.
        var address: SourcePosition
        /// Whether its address stands right behind its words.
        var isInline: Bool
        /// Whether its words are the name of the definition that holds its address.
        var isNamedByWords: Bool
    }

    /// The places that are not taken yet, by address, the first of them last.
    private var places: [String: [Place]] = [:]

    /// No places.
    init() {}

    /// - Parameter scanner: A scanner that has read the whole text.
    init(_ scanner: LiftScanner) {
        func position(_ index: Int) -> SourcePosition { scanner.position(ofByte: index) }
        // The first definition of a name holds.
        let definitions = Dictionary(
            scanner.linkDefinitions.map { (Self.folded(scanner.string($0.name)), $0.address) },
            uniquingKeysWith: { first, _ in first })
        for bracketed in scanner.bracketed.reversed() {
            let named = bracketed.address == nil ? definitions[Self.folded(scanner.string(bracketed.name))] : nil
            guard let address = bracketed.address ?? named else { continue }
            let isInAngles = scanner.byte(address.lowerBound) == UInt8(ascii: "<")
            places[Self.address(scanner.string(address)), default: []].append(
                Place(
                    start: position(bracketed.words.lowerBound - 1),
                    words: position(bracketed.words.lowerBound)..<position(bracketed.words.upperBound),
                    address: position(address.lowerBound + (isInAngles ? 1 : 0)),
                    isInline: named == nil, isNamedByWords: named != nil && bracketed.name == bracketed.words))
        }
    }

    /// The next place of a link or picture with this address that ends on a line or after it; each place is given once.
    mutating func take(_ address: String, fromLine line: Int) -> Place? {
        while let place = places[address]?.popLast() {
            if place.words.upperBound.line >= line { return place }
        }
        return nil
    }

    /// A name as CommonMark compares it.
    private static func folded(_ name: String) -> String {
        name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    /// An address as CommonMark reads it.
    private static func address(_ source: String) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let inside = source.hasPrefix("<") ? source.dropFirst().dropLast().drop(while: isBlank) : source[...]
        let text = inside.dropLast(inside.reversed().prefix(while: isBlank).count)
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") }) else {
            return String(text)
        }
        let characters = ["amp": "&", "lt": "<", "gt": ">", "quot": "\""]
        return String(text).replacing(/\\([!-\/:-@\[-`{-~])|&(amp|lt|gt|quot);/) { match -> String in
            match.1.map(String.init) ?? characters[String(match.2 ?? "")] ?? String(match.0)
        }
    }
}
