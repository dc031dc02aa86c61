/// One key of a front matter and what stands at it, whichever language the front matter is written in.
struct FrontMatterEntry {
    var key: String
    /// Where the key stands in the file.
    var position: SourcePosition?
    var value: FrontMatterValue
}

/// What stands at a key of a front matter.
struct FrontMatterValue {
    indirect enum Content {
        case scalar(String)
        case list([FrontMatterValue])
        case table([FrontMatterEntry])
    }

    var content: Content
    /// Where it stands in the file.
    var position: SourcePosition?

    /// The text of a single value; nil for a list or a table.
    var scalar: String? {
        if case .scalar(let text) = content { text } else { nil }
    }
}

/// What is wrong with the notation of a front matter.
struct FrontMatterFault: Error {
    var position: SourcePosition?
    var message: String
}
