import ChapterDocument

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where the addresses that a lesson names lead on its page: those of other lessons to their reports, those of files to the
/// files as seen from the report.
struct PageLinks {
    let context: PageContext

    /// The address for the page. What leads nowhere is reported.
    func address(of destination: String, at position: SourcePosition) -> String {
        guard SafeAddress.isLocal(destination) else { return destination }
        if let surroundings = context.options.surroundings {
            guard let page = surroundings.links[destination] else { return rebased(destination) }
            context.noteLink(destination, to: page)
            return page
        }
        let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let file = String(parts[0].prefix { $0 != "?" })
        let fragment = parts.count > 1 ? String(parts[1]) : nil
        let path = self.path(of: file)
        if let lesson = context.options.book?.page(at: path) {
            context.use(path)
            if let fragment { check(fragment, in: lesson, named: file, at: position) }
            let page = lesson.address + (fragment.map { "#\($0)" } ?? "")
            context.noteLink(destination, to: page)
            return page
        }
        if !FileManager.default.fileExists(atPath: path) {
            context.warn("there is no file \(path)", at: position)
        }
        return rebased(destination)
    }

    private func check(_ fragment: String, in lesson: Book.Page, named file: String, at position: SourcePosition) {
        let anchor = fragment.removingPercentEncoding ?? fragment
        let anchors = lesson.lesson.anchors
        guard !anchor.isEmpty, !anchors.contains(anchor), !anchors.contains(fragment) else { return }
        let near = nearestName(to: anchor, in: anchors.sorted()).map { "did you mean `#\($0)`?" }
        context.warn("\(file) has no section `#\(anchor)`", advice: near, at: position)
    }

    /// The path of a file that the lesson names, from the working folder; `%20` and the like resolved where no file has
    /// that name.
    func path(of name: String) -> String {
        let folder = context.chapter.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        func place(_ name: String) -> String {
            name.hasPrefix("/") || folder.isEmpty ? name : Self.joined(folder.joined(separator: "/"), name)
        }
        let written = place(name)
        guard !FileManager.default.fileExists(atPath: written), let decoded = name.removingPercentEncoding else {
            return written
        }
        return place(decoded)
    }

    /// An address beside the lesson as seen from the report.
    private func rebased(_ destination: String) -> String {
        guard let source = context.options.sourceAddress, !destination.hasPrefix("/"),
            let slash = source.lastIndex(of: "/")
        else { return destination }
        return Self.joined(String(source[..<slash]), destination)
    }

    /// `name` as seen from where `folder` is seen, without steps back and forth.
    private static func joined(_ folder: String, _ name: String) -> String {
        var parts: [Substring] = []
        for part in "\(folder)/\(name)".split(separator: "/", omittingEmptySubsequences: false) {
            switch part {
            case ".": continue
            case ".." where parts.last.map { $0 != ".." && !$0.isEmpty } == true: parts.removeLast()
            default: parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}
