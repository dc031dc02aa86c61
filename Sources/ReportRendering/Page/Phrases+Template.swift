extension Phrases {
    /// The words that templates use, by name.
    var templateValues: TemplateValues {
        var values = TemplateValues()
        values.set("cell", text: cell)
        values.set("chapters", text: chapters)
        values.set("contents", text: contents)
        values.set("copied", text: copied)
        values.set("copy", text: copy)
        values.set("line", text: verification.line)
        values.set("reference", text: reference)
        values.set("result", text: verification.result)
        values.set("showCode", text: showCode)
        values.set("skipToText", text: skipToText)
        values.set("source", text: source)
        values.set("standardError", text: standardError)
        values.set("theme", text: theme)
        values.set("verification", text: verification.title)
        return values
    }
}
