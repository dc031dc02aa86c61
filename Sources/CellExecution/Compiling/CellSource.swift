import ChapterDocument

/// The Swift file that a cell becomes.
struct CellSource {
    /// The name of the cell's module, which is its own.
    let module: String
    /// The file's text.
    let text: String

    /// Puts what the cell may use in front of its code.
    ///
    /// The cell imports the kernel and the modules of the earlier cells. Where a name was declared again, several of
    /// those modules hold it; an import of that very declaration makes the newest win.
    /// - Parameters:
    ///   - cell: The cell.
    ///   - ordinal: Its number among the cells that are run, from 1.
    ///   - path: The chapter's path, which compiler messages and crash reports name.
    ///   - earlier: The cells it sees, in the order they ran.
    init(_ cell: Cell, ordinal: Int, path: String, earlier: [CompiledCell]) {
        module = "Cell\(ordinal)"
        var newest: [String: (declaration: CellDeclaration, module: String)] = [:]
        for compiled in earlier {
            for declaration in compiled.summary.declarations {
                newest[declaration.name] = (declaration, compiled.module)
            }
        }
        let names = newest.values.sorted { $0.declaration.name < $1.declaration.name }
        var lines = ["import TensorKernel"]
        lines += earlier.flatMap(\.summary.imports)
        lines += earlier.map { "@testable import \($0.module)" }
        lines += names.map { "@testable import \($0.declaration.kind) \($0.module).`\($0.declaration.name)`" }
        let firstLine = ChapterLayout.firstLine(ofCell: ordinal)
        lines.append("#sourceLocation(file: \"\(path.escapedForSwift)\", line: \(firstLine))")
        text = lines.joined(separator: "\n") + "\n" + cell.code
    }
}

extension String {
    fileprivate var escapedForSwift: String {
        reduce(into: "") { text, character in
            if character == "\\" || character == "\"" { text.append("\\") }
            text.append(character)
        }
    }
}

/// What a cell's code declares at its top level.
struct CellDeclaration: Equatable {
    /// The keyword that an import of the declaration takes.
    var kind: String
    /// The declaration's base name.
    var name: String
}

/// What later cells need to know of a cell's code.
struct CellSummary: Equatable {
    var declarations: [CellDeclaration] = []
    /// The code's import lines, which later cells see too.
    var imports: [String] = []

    /// Reads the compiler's dump of a parsed file (`-dump-parse`), whose top-level nodes stand two spaces deep.
    init(parsing dump: String) {
        for line in dump.split(separator: "\n") {
            guard line.hasPrefix("  ("), let node = line.dropFirst(3).split(separator: " ").first else { continue }
            switch node {
            case "struct_decl": add("struct", line)
            case "class_decl": add("class", line)
            case "enum_decl": add("enum", line)
            case "protocol": add("protocol", line)
            case "typealias": add("typealias", line)
            case "func_decl": add("func", line)
            case "var_decl": add("var", line)
            case "import_decl":
                guard let module = Self.quoted(line) else { continue }
                let kind =
                    line.split(separator: " ").first { $0.hasPrefix("kind=") }.map { $0.dropFirst(5) + " " } ?? ""
                imports.append("import \(kind)\(module)")
            default: break
            }
        }
    }

    private mutating func add(_ kind: String, _ line: Substring) {
        guard let name = Self.quoted(line)?.prefix(while: { $0 != "(" && $0 != "<" }), let first = name.first,
            first.isLetter || first == "_"
        else { return }
        let declaration = CellDeclaration(kind: kind, name: String(name))
        if !declarations.contains(declaration) { declarations.append(declaration) }
    }

    /// The first text in quotation marks, after the places that a node names.
    private static func quoted(_ line: Substring) -> Substring? {
        let parts = line.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? parts[1] : nil
    }
}
