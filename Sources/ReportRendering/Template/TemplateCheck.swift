import ChapterDocument

/// Finds what Mustache passes over in silence: names that no page has a value for, templates that are not there, and
/// sections that are not closed.
struct TemplateCheck {
    let path: String
    let text: String

    /// The errors, in order.
    func diagnostics(knowing names: TemplateNames) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var open: [TemplateTag] = []
        let tags = TemplateTag.all(in: text)
        // Tags with other delimiters are left to the engine.
        guard !tags.contains(where: { $0.kind == .delimiters }) else { return [] }
        for tag in tags {
            switch tag.kind {
            case .partial where !tag.name.hasPrefix("*") && !names.partials.contains(tag.name):
                diagnostics.append(
                    error("there is no template `\(tag.name)`", at: tag, near: names.partials, else: "put it beside"))
            case .value, .section:
                if tag.kind == .section { open.append(tag) }
                let name = tag.plainName
                guard name != ".", !name.isEmpty, !names.values.contains(name) else { continue }
                diagnostics.append(error("there is no value `\(name)`", at: tag, near: names.values, else: nil))
            case .end:
                guard let last = open.popLast() else {
                    diagnostics.append(error("no section `\(tag.name)` is open here", at: tag, near: [], else: nil))
                    continue
                }
                guard last.name != tag.name else { continue }
                let words = "`\(tag.name)` is closed here, but the open section is `\(last.name)` of line \(last.line)"
                diagnostics.append(error(words, at: tag, near: [], else: nil))
                return diagnostics
            default: break
            }
        }
        for tag in open {
            diagnostics.append(error("the section `\(tag.name)` is never closed", at: tag, near: [], else: nil))
        }
        return diagnostics
    }

    private func error(
        _ message: String, at tag: TemplateTag, near names: Set<String>, else advice: String?
    ) -> Diagnostic {
        let near = nearestName(to: tag.plainName, in: names.sorted()).map { "did you mean `\($0)`?" }
        return Diagnostic(
            path: path, position: SourcePosition(line: tag.line, column: tag.column), message: message,
            advice: near ?? advice)
    }
}

/// The names that templates can use.
struct TemplateNames {
    /// The templates that can be included.
    let partials: Set<String>
    /// The values; those of built-in templates, which use every value there is.
    let values: Set<String>

    /// The names for a template that has files of its own beside the built-in ones.
    init(files: some Collection<String>) {
        partials = Set((files + TemplateFile.allCases.map(\.rawValue)).compactMap(TemplateFile.partialName))
        values = Set(
            TemplateFile.allCases.filter { $0.partialName != nil }.flatMap { file in
                TemplateTag.all(in: file.builtIn).flatMap { tag -> [String] in
                    guard tag.kind == .value || tag.kind == .section else { return [] }
                    return [tag.name] + tag.name.split(separator: ".").map(String.init)
                }
            })
    }
}

/// One tag of a template.
struct TemplateTag {
    enum Kind { case value, section, end, partial, delimiters, other }

    let kind: Kind
    /// What stands between the braces, without the sign and white space.
    let name: String
    /// The place of the first brace, from 1.
    let line: Int
    let column: Int

    /// The name without a transform around it: `names` in `count(names)`.
    var plainName: String {
        let inner = name.split(separator: "(").last.map { $0.prefix { $0 != ")" } } ?? ""
        return inner.hasPrefix(".") && inner.count > 1 ? String(inner.dropFirst()) : String(inner)
    }

    /// The tags of a template, comments left out.
    static func all(in text: String) -> [TemplateTag] {
        text.matches(of: /(?s)\{\{(.*?)\}\}/).compactMap { match in
            let inner = match.1.trimmingPrefix { $0.isWhitespace }
            guard let sign = inner.first, sign != "!" else { return nil }
            let kind: Kind =
                switch sign {
                case "#", "^": .section
                case "/": .end
                case ">": .partial
                case "=": .delimiters
                case "<", "$", "%": .other
                default: .value
                }
            let name = inner.trimmingPrefix { "#^/>={&".contains($0) || $0.isWhitespace }
            let before = text[..<match.range.lowerBound]
            return TemplateTag(
                kind: kind, name: String(name.prefix { !$0.isWhitespace && $0 != "}" }),
                line: before.utf8.count { $0 == UInt8(ascii: "\n") } + 1,
                column: before.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1)
        }
    }
}
