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
        if image.source.lowercased().hasPrefix("data:image/") { return picture(image, address: image.source) }
        let position = context.places.place(in: image.source, from: SourcePosition(line: image.line))
        guard !image.source.isEmpty else {
            context.warn("The picture has no address", advice: "name its file: `![…](file.svg)`", at: position)
            return placeholder(image, words: context.phrases.missingPicture, link: nil)
        }
        if SafeAddress.isRemote(image.source) {
            context.warn(
                "The picture \(image.source) is on another site, and a report fetches nothing",
                advice: "save it beside the chapter", at: position)
            return placeholder(image, words: context.phrases.remotePicture, link: SafeAddress.link(image.source))
        }
        let path = path(of: image.source)
        guard FileManager.default.isReadableFile(atPath: path),
            let data = context.options.embedsPictures ? FileManager.default.contents(atPath: path) : Data()
        else {
            context.warn("There is no picture \(path)", at: position)
            return placeholder(image, words: context.phrases.missingPicture, link: nil)
        }
        guard let type = Self.mediaType(of: path) else {
            context.warn(
                "\(path) is not a picture that browsers show",
                advice: "use a file ending in \(Self.mediaTypes.map { ".\($0.0)" }.joined(separator: ", "))",
                at: position)
            return placeholder(image, words: context.phrases.missingPicture, link: nil)
        }
        context.show(pictureAt: path)
        return picture(image, address: "data:\(type);base64,\(data.base64EncodedString())")
    }

    /// A picture that stands alone, with its title as caption, else with the words that stand for it.
    func figure(_ image: Inline.Image, label: String?) -> HTMLNode {
        let mark = label.flatMap(context.mark)
        var caption = mark.map { [$0.node] } ?? []
        if !image.title.isEmpty {
            caption.append(.text(image.title))
        } else if !image.alternative.isEmpty {
            // Who hears the page hears these words with the picture.
            caption.append(.tag("span", .attribute("aria-hidden", "true"), text: image.alternative))
        }
        let attributes: [HTMLAttribute] = [.class("picture")] + (mark.map { [$0.anchor] } ?? [])
        return .element(
            "figure", attributes, [node(image)] + (caption.isEmpty ? [] : [.tag("figcaption", content: caption)]))
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

    /// The file's path: relative to the chapter, `%20` and the like resolved where no file has that name.
    private func path(of source: String) -> String {
        let folder = context.chapter.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        func place(_ name: String) -> String {
            name.hasPrefix("/") || folder.isEmpty ? name : "\(folder.joined(separator: "/"))/\(name)"
        }
        let written = place(source)
        guard !FileManager.default.fileExists(atPath: written), let decoded = source.removingPercentEncoding else {
            return written
        }
        return place(decoded)
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
