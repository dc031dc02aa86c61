import CellMessages
import ChapterDocument

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a page carries so that a reader can turn a cell's parameters: what there is to choose, and for every combination what the
/// cell's outputs are as markup, all compressed together, since they have most of it in common.
struct ChoicesRenderer {
    let context: PageContext

    /// Bytes that the compressed outputs of a cell may take.
    private static let limit = 512 << 10

    /// The element that a script makes the controls of; nil where there is nothing to turn, or too much.
    /// - Parameters:
    ///   - cell: The cell.
    ///   - result: What it did.
    ///   - markup: Makes the markup of what it did with other values.
    /// - Returns: The element, which shows nothing by itself.
    /// - Throws: ``ReportError`` where a component that an output needs is not installed or does not work.
    func node(
        _ cell: Cell, _ result: CellResult, markup: (CellVariant) throws(ReportError) -> String
    ) throws(ReportError) -> HTMLNode? {
        let choices = result.choices
        guard !result.variants.isEmpty, !cell.options.isQuiet else { return nil }
        let variants = Dictionary(result.variants.map { ($0.chosen, $0) }) { first, _ in first }
        // The start is on the page already.
        var outputs: [String] = []
        for chosen in choices.combinations { outputs.append(try variants[chosen].map(markup) ?? "") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let json = try? encoder.encode(outputs), let words = try? encoder.encode(choices.map(Control.init)) else {
            return nil
        }
        let packed = Deflate.compressed(Array(json))
        guard packed.count <= Self.limit else {
            context.warn(
                "the results for all values of the cell's parameters take \(packed.count >> 10) KB; "
                    + "the limit is \(Self.limit >> 10) KB, so that the page shows only the start",
                advice: "choose from fewer values, or draw fewer points", at: cell.codeStart)
            return nil
        }
        let base64 = Data(packed).base64EncodedString()
        context.noteTurningBytes(base64.utf8.count)
        return .tag(
            "div", .class("choices"), .attribute("data-choices", String(decoding: words, as: UTF8.self)),
            .attribute("data-outputs", base64), .flag("hidden"), content: [])
    }

    /// What the script needs to know of a parameter.
    private struct Control: Encodable {
        var name: String
        var labels: [String]
        var isNumeric: Bool
        var start: Int

        init(_ choice: Choice) {
            (name, labels, isNumeric, start) = (choice.name, choice.labels, choice.isNumeric, choice.start)
        }
    }
}
