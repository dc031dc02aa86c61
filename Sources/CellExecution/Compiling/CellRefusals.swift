import ChapterDocument
import KernelReference

/// What is wrong with a cell although the compiler takes it: it would not do what the code says.
struct CellRefusals {
    let cell: Cell
    /// What the cell declares.
    let declarations: [CellDeclaration]
    /// What the cells that it sees declare, in the order they ran.
    private let earlier: [CellDeclaration]
    /// The conformances that they declare.
    private let conformances: [CellConformance]

    /// - Parameters:
    ///   - cell: The cell.
    ///   - declarations: What it declares.
    ///   - earlier: The cells that it sees, in the order they ran.
    init(cell: Cell, declarations: [CellDeclaration], earlier: [CellInterface]) {
        (self.cell, self.declarations) = (cell, declarations)
        self.earlier = earlier.flatMap(\.declarations)
        conformances = earlier.flatMap(\.conformances)
    }

    /// The faults at their places in the chapter, each followed by what to do about it.
    var notes: [CellFailure.Note] { earlyUses + endlessCalls + declarations.flatMap(refusal) }

    /// Variables that are used before they have a value.
    private var earlyUses: [CellFailure.Note] {
        let known = Set(earlier.filter { $0.parent == nil }.map(\.baseName))
        // What a `guard` binds has its value from an earlier cell there.
        let uses = SwiftTokens(cell.code).earlyUses.filter { !($0.isBinding && known.contains($0.name)) }
        return uses.flatMap { use in
            let place = cell.position(ofByte: use.offset)
            let declared = cell.position(ofByte: use.declaration).line
            let isKnown = known.contains(use.name)
            let reason = isKnown ? "the cell declares it anew (line \(declared))" : "line \(declared) declares it"
            let message =
                use.user.map { "`\($0)` uses `\(use.name)`, which has no value here: \(reason)" }
                ?? (isKnown
                    ? "`\(use.name)` has no value here: \(reason)"
                    : "`\(use.name)` is used before it has a value (line \(declared))")
            return note(at: place, message, advice: isKnown ? advice(onEarlier: use.name) : "move its declaration up")
        }
    }

    /// How to use what an earlier cell declares under a name that this cell declares too.
    private func advice(onEarlier name: String) -> String {
        let newest = earlier.last { $0.parent == nil && $0.baseName == name }
        return newest?.kind == .variable
            ? "to read the earlier cell's, give the new one another name, or make that one a `var` and assign to it"
            : "to use the earlier cell's, give the new one another name"
    }

    /// Calls that never come back, so that the cell would have no end.
    private var endlessCalls: [CellFailure.Note] {
        let code = SwiftTokens(cell.code)
        let text = { (index: Int) in code.tokens.indices.contains(index) ? code.text(code.tokens[index]) : "" }
        return code.tokens.indices.flatMap { index -> [CellFailure.Note] in
            guard code.tokens[index].kind == .word, text(index + 1) == "(", text(index + 2) == ")" else { return [] }
            let call: String
            let start: Int
            switch text(index) {
            case "dispatchMain" where !code.isMember(index) && text(index - 1) != "func":
                (call, start) = ("dispatchMain()", index)
            case "run" where text(index - 2) == "main" && text(index - 4) == "RunLoop":
                (call, start) = ("RunLoop.main.run()", index - 4)
            default: return []
            }
            return note(
                at: cell.position(ofByte: code.tokens[start].range.lowerBound),
                "`\(call)` never returns, and a cell ends with its last line",
                advice:
                    "what is on the main queue runs at the end of the cell; `RunLoop.main.run(until:)` and `await` wait for it"
            )
        }
    }

    /// What is wrong with a declaration in a type of an earlier cell, if anything is.
    private func refusal(of declaration: CellDeclaration) -> [CellFailure.Note] {
        guard let type = declaration.parent else { return [] }
        let replaced = earlier.last { $0.isReplaced(by: declaration) }
        let place = cell.position(ofByte: declaration.offset)
        if let replaced, case .type = declaration.kind {
            // Both would stay, and no name would tell them apart.
            return note(
                at: place, "an earlier cell declares the type `\(replaced.baseName)` here already",
                advice: Self.wholeType)
        }
        // What a conformance of this cell's own uses is in time.
        if declaration.requirement == nil,
            let requirement = replaced?.requirement ?? requirement(providedAs: declaration, of: type)
        {
            return note(
                at: place,
                "`\(declaration.name)` comes too late: an earlier cell's conformance keeps its own for `\(requirement)`",
                advice: isProtocol(type)
                    ? "to replace it, declare the protocol and what conforms to it again" : Self.wholeType)
        }
        if let replaced, earlier.contains(where: { $0.overridden == replaced.identifier }) {
            return note(
                at: place, "`\(declaration.name)` comes too late: a subclass of an earlier cell overrides the old one",
                advice: "to replace it, declare the class and its subclasses again, as a whole")
        }
        return []
    }

    private func isProtocol(_ type: String) -> Bool {
        earlier.contains { $0.identifier == type && $0.kind == .type(keyword: "protocol") }
    }

    private static let wholeType = "to replace it, declare the type around it again, as a whole"

    /// The requirement for which an earlier cell's conformance uses what the compiler wrote, or a protocol's extension, and
    /// not what is declared now: a member of the type, or one more of the protocol's extension.
    private func requirement(providedAs declaration: CellDeclaration, of parent: String) -> String? {
        func isLike(_ other: CellDeclaration) -> Bool {
            other.name == declaration.name && other.isStatic == declaration.isStatic
        }
        for conformance in conformances {
            let isRequired = earlier.contains {
                $0.isRequirement && $0.parent == conformance.conformed && isLike($0)
            }
            let isLate =
                conformance.type == parent
                ? isRequired || Self.synthesised[conformance.name]?.contains(declaration.name) == true
                : conformance.conformed == parent && isRequired
                    && !earlier.contains { $0.parent == conformance.type && isLike($0) }
            if isLate { return "\(conformance.name).\(declaration.name)" }
        }
        return nil
    }

    /// What the compiler or the library provides for conformances that name no more than the protocol.
    private static let synthesised: [String: Set<String>] = [
        "Equatable": ["==(_:_:)"], "Hashable": ["hash(into:)", "hashValue"],
        "Comparable": [">(_:_:)", "<=(_:_:)", ">=(_:_:)"],
        "Encodable": ["encode(to:)", "CodingKeys"], "Decodable": ["init(from:)", "CodingKeys"],
        "CaseIterable": ["allCases"], "Sequence": ["underestimatedCount"],
        "LocalizedError": ["errorDescription", "failureReason", "recoverySuggestion", "helpAnchor"],
    ]

    private func note(at place: SourcePosition, _ message: String, advice: String) -> [CellFailure.Note] {
        [
            CellFailure.Note(position: place, message: message),
            CellFailure.Note(position: nil, message: advice, isExplanation: true),
        ]
    }
}

extension Cell {
    /// The chapter's position of a byte of the code.
    fileprivate func position(ofByte offset: Int) -> SourcePosition {
        let before = code.utf8.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") }
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
        return SourcePosition(line: codeStart.line + line, column: codeStart.column + column)
    }
}
