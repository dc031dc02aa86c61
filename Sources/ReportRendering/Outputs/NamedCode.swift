import ChapterDocument
import ContentDigest
import KernelReference

/// Marks the kernel's names in code, each with what it is under the pointer, and as a link where there is a page to lead to.
///
/// What a name is stands in the page once. Where it stands again, the script finds it by a digest of it.
struct NamedCode {
    /// What the mark of a name starts with.
    static let opening = "<a class=\"api\""

    private let uses: [CodeNames.Use]
    private let referenceAddress: String?

    init(_ uses: [CodeNames.Use], referenceAddress: String?) {
        (self.uses, self.referenceAddress) = (uses, referenceAddress)
    }

    /// The markup of code with its names marked; as it is where the two do not fit together.
    /// - Parameters:
    ///   - markup: The code's markup: its text, tags around parts of it, and escaped characters.
    ///   - code: The code.
    ///   - told: What the page has told of names so far.
    /// - Returns: The markup.
    func markup(_ markup: String, of code: String, told: inout Set<String>) -> String {
        guard !uses.isEmpty else { return markup }
        var toldNow = told
        let source = Array(markup.utf8)
        let code = Array(code.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(source.count + uses.count * 200)
        var rest = uses[...]
        var (index, position) = (0, 0)
        var isInside = false
        while index < source.count {
            if isInside, let use = rest.first, position == use.range.upperBound {
                result += "</a>".utf8
                rest.removeFirst()
                isInside = false
            }
            if source[index] == UInt8(ascii: "<") {
                // A name is never in two parts.
                guard !isInside, let end = source[index...].firstIndex(of: UInt8(ascii: ">")) else { return markup }
                result += source[index...end]
                index = end + 1
                continue
            }
            if let use = rest.first, !isInside, position == use.range.lowerBound {
                result += opening(use, isNew: toldNow.insert(use.words).inserted).utf8
                isInside = true
            }
            var end = index + 1
            if source[index] == UInt8(ascii: "&") {
                end = (source[index...].firstIndex(of: UInt8(ascii: ";")) ?? index) + 1
            } else if position >= code.count || source[index] != code[position] {
                return markup
            }
            result += source[index..<end]
            index = end
            position += 1
        }
        if isInside {
            result += "</a>".utf8
            rest.removeFirst()
        }
        guard rest.isEmpty else { return markup }
        told = toldNow
        return String(decoding: result, as: UTF8.self)
    }

    private func opening(_ use: CodeNames.Use, isNew: Bool) -> String {
        let href = referenceAddress.map { " href=\"\(HTMLNode.text("\($0)#\(use.anchor)").html)\"" } ?? ""
        let digest = Digest(of: [use.words]).hexadecimal.prefix(8)
        let title = isNew ? " title=\"\(HTMLNode.text(use.words).html)\"" : ""
        // One stop for the keyboard in a block; the script makes it one.
        return "\(Self.opening)\(href) tabindex=\"-1\" data-name=\"\(digest)\"\(title)>"
    }
}

extension Chapter {
    /// All Swift of the lesson, run or not.
    var swiftCodes: [String] {
        let listings = allBlocks.compactMap { block -> String? in
            guard case .listing(let listing) = block.content, listing.language.lowercased() == "swift" else {
                return nil
            }
            return listing.code
        }
        let exercises = exercises.flatMap { exercise in
            exercise.answers.map(\.code.code)
                + exercise.parts.compactMap { if case .check(let code) = $0 { code.code } else { nil } }
        }
        return cells.map(\.code) + listings + exercises
    }
}
