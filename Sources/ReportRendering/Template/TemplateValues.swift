import Mustache

/// What a template can show, by name.
struct TemplateValues {
    /// The values as the template engine takes them: text, flags, lists, and fields of their own.
    private(set) var fields: [String: Any] = [:]

    /// Text; the template escapes it, so only the characters that HTML forbids are left out here.
    mutating func set(_ name: String, text: String?) {
        fields[name] = text.map { HTMLNode.withoutForbiddenCharacters($0) as Any } ?? Absent()
    }

    /// Markup, for the template to show as it is.
    mutating func set(_ name: String, markup: String?) {
        fields[name] = markup.map { $0 as Any } ?? Absent()
    }

    /// A list; `hasName` tells whether it has any elements.
    mutating func set(_ name: String, list: [TemplateValues]) {
        fields[name] = list.map(\.fields)
        let first = name.prefix(1).uppercased()
        fields["has\(first)\(name.dropFirst())"] = !list.isEmpty
    }

    /// Fields of its own.
    mutating func set(_ name: String, fields: TemplateValues?) {
        self.fields[name] = fields.map { $0.fields as Any } ?? Absent()
    }
}

/// A value that is not there: a section on it is left out, and a tag shows nothing.
private struct Absent: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}
