import ChapterDocument
import KernelReference

/// The Swift files that a cell becomes: the program that runs, and the interface that later cells are checked against.
///
/// In front of the cell's code stands what it may use: the kernel, the modules that earlier cells import, and the
/// earlier cells. A name that was declared again is in several of those modules. Of types and variables, an import of the
/// newest makes that one win; of functions and members, the older ones are marked in their cell's interface.
struct CellSource: Sendable {
    /// The name of the cell's module, which is its own. No lesson shows it.
    let module: String
    let code: CellCode
    /// The cell's number among those that are run, from 1.
    let ordinal: Int
    /// The line of each of the code's tokens, from 0.
    let tokenLines: [Int]
    /// The number that the compiler gives the code's first line.
    let firstLine: Int
    /// Whether the code is the main actor's although it waits for nothing at its top level.
    var runsOnMainActor = false
    private let imports: String
    private let place: String

    /// - Parameters:
    ///   - cell: The cell.
    ///   - ordinal: Its number among the cells that are run, from 1.
    ///   - path: The chapter's path, which compiler messages and debug information name.
    ///   - hasOwnLines: Whether its lines bear the chapter's numbers, since the cell can read them.
    ///   - earlier: The cells it sees, in the order they ran.
    init(_ cell: Cell, ordinal: Int, path: String, hasOwnLines: Bool, earlier: [CellInterface]) {
        module = "\(CellSource.modulePrefix)\(ordinal)"
        code = CellCode(cell.code, owners: Self.owners(in: earlier))
        self.ordinal = ordinal
        tokenLines = SwiftTokens(cell.code).lines
        firstLine = hasOwnLines ? cell.codeStart.line : ChapterLayout.firstLine(ofCell: ordinal)
        var lines = ["import TensorKernel"]
        lines += earlier.flatMap(\.imports).map { "import \($0)" }
        let earlierImport = "@testable @_private(sourceFile: \"\(Self.interfaceFile)\") import"
        lines += earlier.map { "\(earlierImport) \($0.module)" }
        lines += Self.newest(in: earlier).map { "\(earlierImport) \($0.keyword) \($0.module).`\($0.name)`" }
        imports = lines.joined(separator: "\n")
        place = "#sourceLocation(file: \"\(path.escapedForSwift)\", line: \(firstLine))"
    }

    /// The function that runs the cell.
    var entryPoint: String { "\(module)_main" }

    /// What every cell's module is called, before its number.
    static let modulePrefix = "main\(ownPrefix)"
    private static let ownPrefix = "LecternCell"

    // The compiler puts a digest of the module's name, followed by the file's, into the symbols of private declarations. The
    // program's module is called `main`, which is what cells read in `#function`; so that both digests are the same, the rest
    // of the interface's module's name begins the name of the program's file.

    /// The name of the interface's file.
    static let interfaceFile = ".swift"
    /// The name of the program's file.
    var programFile: String { module.dropFirst("main".count) + Self.interfaceFile }

    /// Whether the code may wait for something (`await`, `async let`) at its top level.
    var isAsynchronous: Bool { code.text.contains(#/\bawait\b|\basync\s+let\b/#) }

    /// The program: the cell's code.
    var program: String {
        var lines = [imports, place, code.text]
        if isAsynchronous || runsOnMainActor {
            // The end of an asynchronous file ends its process; the host must know that it is not the cell's own doing.
            lines += [
                "#sourceLocation()", "@_silgen_name(\"unix_cell_reaches_end\") func lecternCellReachesEnd()",
                // It waits for nothing, but the compiler takes the file for one that does.
                "\(runsOnMainActor ? "await " : "")lecternCellReachesEnd()",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The interface: the cell's declarations, those that a later cell replaces marked.
    /// - Parameters:
    ///   - declarations: The cell's declarations.
    ///   - replaced: Those of them that a later cell replaces.
    ///   - hidden: Functions among these in whose place the later cell declares a variable or type.
    ///   - operators: The operators and precedence groups that a later cell declares again.
    /// - Returns: The file's text.
    func interface(
        of declarations: [CellDeclaration], replaced: [CellDeclaration], hidden: [CellDeclaration],
        operators: Set<String>
    ) -> String {
        var insertions: [Int: String] = [:]
        for declaration in replaced {
            guard let offset = code.attributeOffset(ofNameAt: declaration.offset) else { continue }
            // A call could still mean a function where the other is none.
            let mark = "@available(*, unavailable, message: \"\(Self.replacedMark)\")"
            insertions[offset] = hidden.contains(declaration) ? "\(mark) " : "@_disfavoredOverload "
        }
        if isAsynchronous {
            // Elsewhere than in its own file, such a file's variables would be the main actor's.
            for declaration in declarations where declaration.kind == .variable && declaration.parent == nil {
                guard let offset = code.attributeOffset(ofNameAt: declaration.offset) else { continue }
                insertions[offset, default: ""] += "nonisolated(unsafe) "
            }
        }
        var text = code.inserting(insertions)
        for name in operators { text = text.withoutOperator(name) }
        // The task that computes it ends with its cell.
        text = text.replacing(#/\basync\s+let\s+(\w+)/#) { "let lecternEnded_\($0.1)" }
        return [imports, place, text].joined(separator: "\n") + "\n"
    }

    /// What the compiler says of a function that is none any more.
    private static let replacedMark = "a later cell declares the name again, as no function"

    /// The module of each variable that the cells declare at their top level, that of the newest.
    private static func owners(in cells: [CellInterface]) -> [String: String] {
        cells.reduce(into: [:]) { owners, cell in
            for declaration in cell.declarations where declaration.parent == nil && declaration.kind == .variable {
                owners[declaration.baseName] = cell.module
            }
        }
    }

    /// What several of the cells declare at their top level, each from the cell that did so last, as far as an import can
    /// make that one win: types and variables, and functions in place of types.
    private static func newest(in cells: [CellInterface]) -> [(keyword: String, module: String, name: String)] {
        struct Newest {
            var declaration: CellDeclaration
            var module: String
            var isOnly = true
            var replacesType = false
        }
        var newest: [String: Newest] = [:]
        for cell in cells {
            for declaration in cell.declarations where declaration.parent == nil {
                var next = Newest(declaration: declaration, module: cell.module)
                if let before = newest[declaration.baseName] {
                    next.isOnly = before.isOnly && before.module == cell.module
                    next.replacesType = before.replacesType
                    if case .type = before.declaration.kind { next.replacesType = true }
                }
                newest[declaration.baseName] = next
            }
        }
        return newest.values.filter { !$0.isOnly }.compactMap { newest in
            let keyword: String? =
                switch newest.declaration.kind {
                case .type(let keyword): keyword
                case .variable: "var"
                case .function: newest.replacesType ? "func" : nil
                }
            return keyword.map { ($0, newest.module, newest.declaration.baseName) }
        }.sorted { $0.2 < $1.2 }
    }
}

extension String {
    fileprivate var escapedForSwift: String {
        reduce(into: "") { text, character in
            if character == "\\" || character == "\"" { text.append("\\") }
            text.append(character)
        }
    }

    /// The operators and precedence groups that the text declares.
    var declaredOperators: Set<String> {
        Set(
            matches(of: #/\b(?:(?:prefix|infix|postfix)\s+operator|precedencegroup)\s+([^\s:\{]+)/#).map {
                String($0.1)
            })
    }

    /// The text without its declarations of an operator; a precedence group gets another name, since operators that stay may
    /// have it.
    fileprivate func withoutOperator(_ name: String) -> String {
        let renamed = replacing(
            #/(\bprecedencegroup\s+|\boperator\s+[^\s:\{]+\s*:\s*|\b(?:higherThan|lowerThan)\s*:\s*)(\w+)/#
        ) { match in
            String(match.2) == name ? "\(match.1)\(name)Replaced" : String(match.0)
        }
        return renamed.replacing(#/\b(?:prefix|infix|postfix)\s+operator\s+([^\s:\{]+)(\s*:\s*\w+)?/#) { match in
            String(match.1) == name ? "" : String(match.0)
        }
    }
}
