import ChapterDocument
import FoundationEssentials
import Synchronization

/// A lesson as an editor shows it at some moment.
final class LessonSnapshot: Sendable {
    /// The document's address.
    let uri: String
    /// The editor's number for this state of it.
    let version: Int?
    /// The file's path; the address where it is no file.
    let path: String
    /// The text.
    let document: DocumentText

    private struct Reading {
        var chapter: Chapter?
        var pieces: [SwiftPiece] = []
    }

    private let reading = Mutex<Reading?>(nil)

    init(uri: String, version: Int?, document: DocumentText) {
        self.uri = uri
        self.version = version
        path = DocumentAddress.path(uri) ?? uri
        self.document = document
    }

    /// The lesson as far as it can be read; nil where it cannot. Read once.
    var chapter: Chapter? { read.chapter }

    /// The lesson's Swift that is compiled, in the order in which it runs.
    var pieces: [SwiftPiece] { read.pieces }

    private var read: Reading {
        reading.withLock { reading in
            if let reading { return reading }
            let chapter = Chapter.read(document.text, path: path, foreignLabels: .any).chapter
            let new = Reading(chapter: chapter, pieces: chapter?.swiftPieces ?? [])
            reading = new
            return new
        }
    }

    /// The place among the lesson's Swift of the piece whose code is on a line, from 0.
    func piece(atLine line: Int) -> Int? { pieces.firstIndex { $0.lines.contains(line) } }

    /// The cell whose fences, code or documented output are on a line, from 0.
    func cellOrOutput(atLine line: Int) -> Cell? {
        chapter?.cells.first { cell in
            let end = max(cell.range.end.line, cell.documentedOutput?.range.end.line ?? 0)
            return (cell.range.start.line...end).contains(line + 1)
        }
    }
}

/// Addresses of documents, and the files that they name.
enum DocumentAddress {
    /// The path of the file with an address; nil where it names none.
    static func path(_ uri: String) -> String? {
        guard uri.lowercased().hasPrefix("file:") else { return nil }
        var rest = uri.dropFirst("file:".count)
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            rest = rest[(rest.firstIndex(of: "/") ?? rest.endIndex)...]
        }
        let path = String(rest).removingPercentEncoding ?? String(rest)
        return path.hasPrefix("/") && !path.utf8.contains(0) ? path : nil
    }

    /// The address of the file at a path.
    static func uri(_ path: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        let absolute = path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
        return "file://"
            + String(
                decoding: absolute.utf8.flatMap {
                    plain.contains($0) ? [$0] : [UInt8(ascii: "%"), digits[Int($0 >> 4)], digits[Int($0 & 15)]]
                }, as: UTF8.self)
    }
}
