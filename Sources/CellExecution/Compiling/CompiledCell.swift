import CellMessages
import ChapterDocument

/// A cell that has become a shared library.
struct CompiledCell: Sendable {
    /// The shared library's path.
    var library: String
    /// The function that runs the cell.
    var entryPoint: String
    /// The values of its parameters, where these are not those that they start from.
    var chosen: [ChosenValue] = []
    /// What the compiler says against the code, which still compiles.
    var warnings: [CellFailure.Note]
    /// What later cells see of it.
    var interface: CellInterface
}

/// What later cells see of a cell: a module that they are checked against.
struct CellInterface: Sendable {
    /// The module's folder.
    var folder: String
    /// The modules that the code imports, which later cells see too.
    var imports: [String]
    /// What the code declares.
    var declarations: [CellDeclaration]
    /// The conformances that it declares.
    let conformances: [CellConformance]
    let source: CellSource
    /// Whether the module must be made without regard to access.
    let ignoresAccess: Bool
    /// The declarations that a later cell replaces.
    var replaced: [CellDeclaration] = []
    /// Those of them in whose place it declares no function.
    var hidden: [CellDeclaration] = []
    /// The operators and precedence groups that a later cell declares again.
    var replacedOperators: Set<String> = []

    /// The name of its module.
    var module: String { source.module }

    /// Notes what of it a later cell replaces.
    /// - Returns: Whether that is more than before.
    mutating func note(replacedBy newer: [CellDeclaration], operators: Set<String>) -> Bool {
        let replacedNow = declarations.filter { old in
            !replaced.contains(old) && newer.contains { old.isReplaced(by: $0) }
        }
        let operatorsNow = source.code.text.declaredOperators.intersection(operators).subtracting(replacedOperators)
        replaced += replacedNow
        hidden += replacedNow.filter { old in
            old.isFunctionOfTopLevel && newer.contains { old.isReplaced(by: $0) && !$0.isFunctionOfTopLevel }
        }
        replacedOperators.formUnion(operatorsNow)
        return !replacedNow.isEmpty || !operatorsNow.isEmpty
    }
}
