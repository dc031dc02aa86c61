import FoundationEssentials

/// Texts as large as books and pages become.
enum LargeTexts {
    /// The text of a page of a book: prose, formulas, code, a table, a label, and references to the page before it.
    static func page(_ number: Int, of count: Int) -> String {
        let before = (number + count - 2) % count + 1
        var text = "---\ntitle: Page \(number)\nnumber: \"\(number)\"\n---\n\n"
        for section in 1...6 {
            text += "## Section \(section)\n:label:`sec_\(number)_\(section)`\n\n"
            for paragraph in 1...4 {
                text += "Some words about $x_{\(number),\(section)}$ and *others* about `code \(paragraph)`, as in "
                text +=
                    ":numref:`sec_\(before)_\(section)` and [the page before](page-\(before).md#section-\(section)). "
                text += String(repeating: "More words follow, and a few more. ", count: 4) + "\n\n"
            }
            text +=
                "```python\nfor i in range(\(section)):\n    print(i)\n```\n\n| a | b |\n|---|---|\n| \(section) | $y$ |\n\n"
        }
        return text
    }

    /// A page of at least `size` bytes, in Markdown that Pandoc reads alike.
    static func page(bytes size: Int) -> String {
        var text = "# A large page\n\n"
        var number = 0
        while text.utf8.count < size {
            number += 1
            text += "## Part \(number)\n\n"
            text += String(
                repeating: "Plain words, *emphasis*, `code` and [a link](https://example.org/\(number)). ", count: 8)
            text += "\n\nA formula $x_{\(number % 50)}^2$ and a list:\n\n- one\n- two with **strong** words\n\n"
            text +=
                "```python\nprint(\(number % 100))\n```\n\n> A quotation of some length, so that it has a line of its own.\n\n"
        }
        return text
    }
}
