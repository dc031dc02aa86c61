import ChapterDocument

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Puts the pictures of the prose into the page itself.
struct ImageRenderer {
    let context: PageContext

    /// A picture, or a box with its alternative text where it cannot be embedded.
    func node(_ image: Inline.Image) -> HTMLNode {
        let position =
            image.position ?? context.places.place(in: image.source, from: SourcePosition(line: image.line))
        switch embedded(image.source, at: position) {
        case .address(let address): return picture(image, address: address)
        case .missing: return placeholder(image, words: context.phrases.missingPicture, link: nil)
        case .remote:
            return placeholder(image, words: context.phrases.remotePicture, link: SafeAddress.link(image.source))
        }
    }

    /// What becomes of a picture's address.
    enum Embedding {
        /// The picture itself, as an address.
        case address(String)
        case missing, remote
    }

    /// The picture at an address, put into an address of its own; what keeps it out of the page is reported.
    func embedded(_ source: String, at position: SourcePosition) -> Embedding {
        if source.lowercased().hasPrefix("data:image/") { return .address(source) }
        guard !source.isEmpty else {
            context.warn("The picture has no address", advice: "name its file: `![…](file.svg)`", at: position)
            return .missing
        }
        if SafeAddress.isRemote(source) {
            context.warn(
                "The picture \(source) is on another site, and a report fetches nothing",
                advice: "save it beside the chapter", at: position)
            return .remote
        }
        if context.options.surroundings != nil {
            guard let address = context.options.pictureAddresses[source] else { return .missing }
            context.notePicture(source, as: address)
            return .address(address)
        }
        let path = PageLinks(context: context).path(of: source)
        context.use(path)
        guard FileManager.default.isReadableFile(atPath: path),
            let data = context.options.embedsPictures ? FileManager.default.contents(atPath: path) : Data()
        else {
            context.warn("There is no picture \(path)", at: position)
            return .missing
        }
        guard let type = Self.mediaType(of: path) else {
            context.warn(
                "\(path) is not a picture that browsers show",
                advice: "use a file ending in \(Self.mediaTypes.map { ".\($0.0)" }.joined(separator: ", "))",
                at: position)
            return .missing
        }
        let address = "data:\(type);base64,\(data.base64EncodedString())"
        context.notePicture(source, as: address)
        return .address(address)
    }

    /// A picture that stands alone, with its title as caption, else with the words that stand for it.
    func figure(_ image: Inline.Image, label: String?) throws(ReportError) -> HTMLNode {
        let mark = label.flatMap(context.mark)
        var caption = mark.map { [$0.node] } ?? []
        let picture = node(image)
        let prose = try ProseRenderer(context: context).nodes(image.caption, at: SourcePosition(line: image.line))
        if !image.title.isEmpty {
            caption += prose
        } else if case .element("img", _, _) = picture, !prose.isEmpty {
            // Who hears the page hears these words with the picture; in the place of one that is missing they stand too.
            caption.append(.tag("span", .attribute("aria-hidden", "true"), content: prose))
        }
        let attributes: [HTMLAttribute] = [.class("picture")] + (mark.map { [$0.anchor] } ?? [])
        return .element(
            "figure", attributes, [picture] + (caption.isEmpty ? [] : [.tag("figcaption", content: caption)]))
    }

    private func picture(_ image: Inline.Image, address: String) -> HTMLNode {
        var attributes: [HTMLAttribute] = [.attribute("src", address), .attribute("alt", image.alternative)]
        if !image.title.isEmpty { attributes.append(.attribute("title", image.title)) }
        return .element("img", attributes, [])
    }

    private func placeholder(_ image: Inline.Image, words: String, link: String?) -> HTMLNode {
        let name: HTMLNode =
            link.map { .tag("a", .href($0), text: image.source) } ?? .tag("code", text: image.source)
        return .tag(
            "span", .class("placeholder"),
            content: [
                .tag("span", .class("alternative"), text: image.alternative), .text(" "),
                .tag("span", .class("reason"), content: .text("\(words)\(context.phrases.colon)"), name),
            ])
    }

    private static func mediaType(of path: String) -> String? {
        let ending = path.split(separator: ".").last?.lowercased() ?? ""
        return mediaTypes.first { $0.0 == ending }?.1
    }

    private static let mediaTypes = [
        ("png", "image/png"), ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("svg", "image/svg+xml"),
        ("gif", "image/gif"), ("webp", "image/webp"), ("avif", "image/avif"),
    ]
}
