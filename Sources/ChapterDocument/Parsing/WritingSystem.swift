/// Which of the scripts of East Asia a text is written in, if any: the language of pages that do not name it.
struct WritingSystem {
    private var han = 0
    private var kana = 0
    private var hangul = 0
    private var latin = 0

    /// Counts the characters of `text` outside of code.
    init(of text: String, outline: BlockOutline) {
        var line = 0
        var isVerbatim = outline.lines.first?.isVerbatim ?? false
        var text = text
        text.withUTF8 { bytes in
            for index in bytes.indices {
                let byte = bytes[index]
                if byte == UInt8(ascii: "\n") {
                    line += 1
                    isVerbatim = outline.lines.indices.contains(line) && outline.lines[line].isVerbatim
                } else if !isVerbatim {
                    count(byte, index + 1 < bytes.count ? bytes[index + 1] : 0)
                }
            }
        }
    }

    /// Counts a character by its first two bytes.
    private mutating func count(_ first: UInt8, _ second: UInt8) {
        switch first {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): latin += 1
        // U+3040 to U+30FF.
        case 0xE3 where (0x81...0x83).contains(second): kana += 1
        // U+4000 to U+9FFF.
        case 0xE4...0xE9: han += 1
        // U+AC00 to U+D7FF.
        case 0xEA where second >= 0xB0, 0xEB, 0xEC, 0xED: hangul += 1
        default: break
        }
    }

    /// The language that most of the text is written in, as far as its script tells; nil where it does not. A character
    /// weighs as three letters, and the names, words and code in the running text are often Latin.
    var language: String? {
        guard 3 * (han + kana + hangul) > latin else { return nil }
        if hangul > han + kana { return "ko" }
        // Japanese without kana is rare, and Chinese with some is too.
        return 10 * kana > han ? "ja" : "zh"
    }
}
