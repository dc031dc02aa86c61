import CellMessages
import FoundationEssentials

/// What the host noted about a crash: the calls that led to it, those inside the C library included.
struct CrashPlaces {
    /// Whether the thread ran out of stack.
    var isStackOverflow: Bool
    /// The calls, innermost first.
    var places: [CodeAddress]

    /// The note in `folder`, taken out of it; nil where there is none.
    static func take(from folder: String) -> CrashPlaces? {
        let file = "\(folder)/places"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        try? FileManager.default.removeItem(atPath: file)
        let lines = text.split(separator: "\n")
        return CrashPlaces(
            isStackOverflow: lines.first == "stack",
            places: lines.dropFirst().compactMap { line in
                let parts = line.split(separator: " ", maxSplits: 1)
                guard parts.count == 2, let offset = Int(parts[0]) else { return nil }
                return CodeAddress(library: String(parts[1]), offset: offset)
            })
    }

    /// The calls in libraries of a folder.
    func places(inFolder folder: String) -> [CodeAddress] {
        places.filter { $0.library.hasPrefix("\(folder)/") }
    }
}
