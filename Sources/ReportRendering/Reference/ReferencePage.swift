import ChapterDocument
import KernelReference

/// The page of all the names that lessons can use of the kernel.
struct ReferencePage {
    let reference: APIReference
    let template: ReportTemplate
    let comments: CommentRenderer

    private static let title = "Reference"
    /// Characters of a declaration on one line.
    private static let width = 76

    /// The whole document.
    /// - Parameter mathStyles: What formulas need whose elements have these classes.
    /// - Returns: The page.
    /// - Throws: ``ReportError`` where a component that the page needs is not installed or does not work.
    func html(mathStyles: (Set<String>) throws(ReportError) -> String) throws(ReportError) -> String {
        let words = Phrases.in("en").templateValues
        var content = TemplateValues()
        var groups: [TemplateValues] = []
        for group in reference.groups { groups.append(try fields(of: group)) }
        content.set("groups", list: groups)
        let body = template.markup(.reference, content)
        var values = TemplateValues(pageWithWords: words, language: "en", template: template, service: nil)
        values.set("styles", markup: template.styles + template.referenceStyles)
        values.set("script", markup: template.script + template.referenceScript)
        values.set("mathStyles", markup: try mathStyles(comments.mathClasses))
        values.set("title", text: Self.title)
        values.set("fullTitle", text: Self.title)
        values.set("description", text: "Everything that a lesson can use, in Swift's words and PyTorch's.")
        values.set("textAnchor", text: "text")
        values.set("themeAnchor", text: "theme")
        values.set(
            "sections",
            list: reference.groups.map { group in
                var values = TemplateValues()
                values.set("sectionAnchor", text: group.anchor)
                values.set("sectionMarkup", markup: HTMLNode.text(group.title).html)
                values.set("sectionNumber", text: nil)
                values.set("subsections", list: [])
                return values
            })
        return template.page(values, body: body, service: nil)
    }

    private func fields(of group: APIGroup) throws(ReportError) -> TemplateValues {
        var values = TemplateValues()
        values.set("groupAnchor", text: group.anchor)
        values.set("groupTitle", text: group.title)
        var entries: [TemplateValues] = []
        for entry in group.entries { entries.append(try fields(of: entry)) }
        values.set("entries", list: entries)
        return values
    }

    private func fields(of entry: APIEntry) throws(ReportError) -> TemplateValues {
        var values = TemplateValues()
        values.set("entryAnchor", text: entry.anchor)
        values.set("entryTitle", text: entry.qualifiedName)
        values.set("entryNames", text: names(of: entry))
        values.set("declarations", list: try declarations(of: entry))
        values.set("superclass", text: entry.superclass)
        values.set("superclassAnchor", text: entry.superclass.flatMap(reference.entry)?.anchor)
        values.set(
            "spellings",
            list: entry.pyTorch.map { spelling in
                var values = TemplateValues()
                values.set("pyTorch", text: spelling.pyTorch)
                values.set("lectern", text: spelling.lectern)
                return values
            })
        var members: [TemplateValues] = []
        for member in entry.members {
            var values = TemplateValues()
            values.set("memberAnchor", text: member.anchor)
            values.set("memberNames", text: names(of: member))
            values.set("declarations", list: try declarations(of: member))
            members.append(values)
        }
        values.set("members", list: members)
        return values
    }

    /// By what the search finds an entry, one a line, without what is the end of another.
    private func names(of entry: APIEntry) -> String {
        let names = ([entry.qualifiedName] + entry.pyTorch.map(\.path)).filter { !$0.isEmpty }.map { $0.lowercased() }
        return names.indices.filter { !names[..<$0].contains(names[$0]) }.map { names[$0] }.joined(separator: "\n")
    }

    private func declarations(of entry: APIEntry) throws(ReportError) -> [TemplateValues] {
        var declarations: [TemplateValues] = []
        for symbol in entry.symbols {
            let documentation = symbol.documentation
            var values = TemplateValues()
            values.set("declaration", markup: try comments.declaration(symbol.declaration(upTo: Self.width)).html)
            let text = [documentation.summary, documentation.discussion].filter { !$0.isEmpty }
            values.set("text", markup: try comments.prose(text.joined(separator: "\n\n")).html)
            var fields: [TemplateValues] = []
            let parts =
                documentation.parameters.map { ($0.name, Optional($0.text)) }
                + [("returns", documentation.returns), ("throws", documentation.throwing)]
            for (name, text) in parts {
                guard let text else { continue }
                var values = TemplateValues()
                values.set("fieldName", text: name)
                values.set("fieldText", markup: try comments.prose(text).html)
                fields.append(values)
            }
            values.set("fields", list: fields)
            var examples: [TemplateValues] = []
            for example in documentation.examples {
                var values = TemplateValues()
                let code = HTMLNode.tag(
                    "div", .class("code"),
                    content: .tag(
                        "pre", content: .tag("code", .class("language-swift"), content: try comments.code(example.code))
                    ))
                values.set("code", markup: code.html)
                values.set("output", text: example.output.isEmpty ? nil : example.output)
                examples.append(values)
            }
            values.set("examples", list: examples)
            declarations.append(values)
        }
        return declarations
    }
}
