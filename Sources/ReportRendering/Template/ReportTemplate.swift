import ChapterDocument
import Mustache

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The skeleton and the styles of pages: Mustache templates, style sheets and a script.
///
/// A file in a folder takes the place of the built-in one of the same name; other `.mustache` files there can be included
/// like the built-in ones.
public struct ReportTemplate: Sendable {
    /// One file of a template.
    public struct File: Sendable {
        /// The name in the template's folder.
        public var name: String
        /// What it holds.
        public var text: String
    }

    /// The built-in template's files, to start from.
    public static var builtInFiles: [File] {
        TemplateFile.allCases.map { File(name: $0.rawValue, text: $0.builtIn) }
    }

    private let library: MustacheLibrary
    /// The style sheet: what depends on the theme once for the system's choice and once for the reader's. Print is light.
    let styles: String
    /// What runs when the page is there.
    let script: String
    /// The style sheet that the reference has besides.
    let referenceStyles: String
    /// What the reference runs besides.
    let referenceScript: String

    /// The built-in template.
    public static let builtIn: ReportTemplate = {
        do {
            return try ReportTemplate(files: [:], folder: "")
        } catch {
            preconditionFailure("the built-in template is broken: \(error)")
        }
    }()

    /// The built-in template with the files in `folder` in place of its own.
    /// - Throws: What is wrong with the files, each thing at its line.
    public init(folder: String) throws(TemplateError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            let isThere = FileManager.default.fileExists(atPath: folder)
            throw TemplateError(
                folder, isThere ? "this is not a folder of templates" : "there is no such folder",
                advice: "`lectern template \(folder)` writes the built-in template there, to start from")
        }
        var files: [String: String] = [:]
        for name in names where TemplateFile(rawValue: name) != nil || TemplateFile.partialName(of: name) != nil {
            let path = "\(folder)/\(name)"
            guard let data = FileManager.default.contents(atPath: path) else {
                throw TemplateError(path, "the file cannot be read", advice: "check its permissions")
            }
            guard let text = String(validating: data, as: UTF8.self) else {
                throw TemplateError(path, "the file is not in UTF-8", advice: "save it in UTF-8")
            }
            files[name] = text
        }
        try self.init(files: files, folder: folder)
    }

    /// A template of the files given by name, the others built in.
    private init(files: [String: String], folder: String) throws(TemplateError) {
        func text(_ file: TemplateFile) -> String { files[file.rawValue] ?? file.builtIn }
        let names = TemplateNames(files: files.keys)
        var library = MustacheLibrary()
        var diagnostics: [Diagnostic] = []
        let builtIn = TemplateFile.allCases.filter { files[$0.rawValue] == nil }.map { ($0.rawValue, $0.builtIn) }
        for (name, text) in files.sorted(by: { $0.key < $1.key }) + builtIn {
            guard let partial = TemplateFile.partialName(of: name) else { continue }
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            let found = TemplateCheck(path: path, text: text).diagnostics(knowing: names)
            diagnostics += found
            guard found.isEmpty else { continue }
            do {
                try library.register(text, named: partial)
            } catch {
                diagnostics.append(Diagnostic(path: path, error: error))
            }
        }
        guard diagnostics.isEmpty else { throw TemplateError(diagnostics: diagnostics) }
        self.library = library
        script = text(.pageScript)
        referenceStyles = text(.referenceStyles)
        referenceScript = text(.referenceScript)
        styles = """
            :root {
            \(text(.lightStyles))}
            @media screen and (prefers-color-scheme: dark) {
            :root:not([data-theme=light]) {
            \(text(.darkStyles))}
            }
            @media screen {
            :root[data-theme=dark] {
            \(text(.darkStyles))}
            }
            \(text(.pageStyles))
            """
    }

    /// The template `file` with `values` in place of its tags.
    func markup(_ file: TemplateFile, _ values: TemplateValues) -> String {
        file.partialName.flatMap { library.render(values.fields, withTemplate: $0) } ?? ""
    }
}

/// Why a template cannot be used: each thing at its line.
public struct TemplateError: Error, Sendable {
    /// At least one error.
    public let diagnostics: [Diagnostic]

    init(diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }

    fileprivate init(_ path: String, _ message: String, advice: String) {
        diagnostics = [Diagnostic(path: path, position: nil, message: message, advice: advice)]
    }
}

extension Diagnostic {
    /// What the template engine found in the template at `path`.
    fileprivate init(path: String, error: any Error) {
        let place = (error as? MustacheTemplate.ParserError)?.context
        let position = place.map { SourcePosition(line: $0.lineNumber, column: $0.columnNumber) }
        let words =
            switch (error as? MustacheTemplate.ParserError)?.error as? MustacheTemplate.Error {
            case .unfinishedName: "the tag is not finished"
            case .expectedSectionEnd, .sectionCloseNameIncorrect: "the section is not closed where it should be"
            case .invalidSetDelimiter: "the delimiters cannot be set like this"
            case .transformAppliedToInheritanceSection, .illegalTokenInsideInheritSection, .textInsideInheritSection:
                "a parent template can only hold blocks"
            case .invalidConfigVariableSyntax, .unrecognisedConfigVariable: "there is no such pragma"
            // The only other error of the engine: the text ends within a tag.
            case nil: "the tag is not finished"
            }
        self.init(path: path, position: position, message: words)
    }
}
