import CellMessages

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Shows small pictures, such as the samples of a data set, in a grid.
struct ImageGridRenderer {
    let phrases: Phrases
    let mark: FigureMark?

    /// The grid with its captions.
    func node(_ grid: ImageGrid) -> HTMLNode {
        let items = grid.images.enumerated().map { index, image in item(image, at: index, of: grid) }
        let style = grid.columns.map { "grid-template-columns:repeat(\(min(max(1, $0), 1000)),minmax(0,1fr))" }
        let attributes: [HTMLAttribute] = [.class("image-grid")] + (style.map { [.attribute("style", $0)] } ?? [])
        return FigureMark.figure("images", grid.title, mark, content: [.element("ul", attributes, items)])
    }

    private func item(_ image: ImageGrid.Image, at index: Int, of grid: ImageGrid) -> HTMLNode {
        let png = PNGImage(width: grid.width, height: grid.height, isColored: grid.isColored, pixels: image.pixels)
        let name = "\(phrases.picture) \(index + 1)"
        let picture = HTMLNode.tag(
            "img", .attribute("src", "data:image/png;base64,\(Data(png.bytes).base64EncodedString())"),
            .attribute("alt", image.caption.isEmpty ? name : ""), .attribute("width", "\(grid.width)"),
            .attribute("height", "\(grid.height)"))
        var caption: [HTMLNode] = []
        if image.isHighlighted {
            caption.append(.tag("span", .class("mark"), .attribute("title", phrases.wrong), text: "✗ "))
        }
        if !image.caption.isEmpty { caption.append(.text(image.caption)) }
        return .element(
            "li", image.isHighlighted ? [.class("highlighted")] : [],
            [picture] + (caption.isEmpty ? [] : [.tag("span", .class("caption"), content: caption)]))
    }
}
