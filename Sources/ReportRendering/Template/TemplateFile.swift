/// The files that make up a template.
enum TemplateFile: String, CaseIterable {
    case page = "page.mustache"
    case head = "head.mustache"
    case header = "header.mustache"
    case contents = "contents.mustache"
    case section = "section.mustache"
    case cell = "cell.mustache"
    case output = "output.mustache"
    case verification = "verification.mustache"
    case footer = "footer.mustache"
    case index = "index.mustache"
    case reference = "reference.mustache"
    case entry = "entry.mustache"
    case declaration = "declaration.mustache"
    case pageStyles = "page.css"
    case lightStyles = "light.css"
    case darkStyles = "dark.css"
    case pageScript = "page.js"
    case referenceStyles = "reference.css"
    case referenceScript = "reference.js"

    /// The file as it is built in.
    var builtIn: String {
        let bytes =
            switch self {
            case .page: PackageResources.page_mustache
            case .head: PackageResources.head_mustache
            case .header: PackageResources.header_mustache
            case .contents: PackageResources.contents_mustache
            case .section: PackageResources.section_mustache
            case .cell: PackageResources.cell_mustache
            case .output: PackageResources.output_mustache
            case .verification: PackageResources.verification_mustache
            case .footer: PackageResources.footer_mustache
            case .index: PackageResources.index_mustache
            case .reference: PackageResources.reference_mustache
            case .entry: PackageResources.entry_mustache
            case .declaration: PackageResources.declaration_mustache
            case .pageStyles: PackageResources.page_css
            case .lightStyles: PackageResources.light_css
            case .darkStyles: PackageResources.dark_css
            case .pageScript: PackageResources.page_js
            case .referenceStyles: PackageResources.reference_css
            case .referenceScript: PackageResources.reference_js
            }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The name by which templates include this one; nil for styles and scripts.
    var partialName: String? { Self.partialName(of: rawValue) }

    /// The name by which templates include the file called `name`; nil where it is no template.
    static func partialName(of name: String) -> String? {
        name.hasSuffix(".mustache") ? String(name.dropLast(".mustache".count)) : nil
    }
}
