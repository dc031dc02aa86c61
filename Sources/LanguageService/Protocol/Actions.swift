/// What this server does when it is told to.
enum LessonCommand: String, CaseIterable, Codable, Sendable {
    /// Runs the cells from the first to one.
    case runToHere = "lectern.runToHere"
    /// Stops the cells that run.
    case stop = "lectern.stop"
}

/// What `textDocument/codeAction` carries.
struct CodeActionParameters: Codable, Sendable {
    var textDocument: DocumentIdentifier
    var range: TextRange
}

/// Changes to documents.
struct WorkspaceEdit: Codable, Sendable {
    var changes: [String: [TextEdit]]
}

/// A command with what it is about.
struct Command: Codable, Sendable {
    var title: String
    var command: LessonCommand
    var arguments: [CellReference]
}

/// A cell of a lesson.
struct CellReference: Codable, Sendable {
    var uri: String
    /// The cell's place among the lesson's cells, from 0.
    var cell: Int
}

/// What `workspace/executeCommand` carries.
struct ExecuteParameters: Decodable, Sendable {
    var command: LessonCommand
    var arguments: [CellReference]
    var workDoneToken: RequestID?
}

/// Something that a person can let be done at a place.
struct CodeAction: Codable, Sendable {
    var title: String
    var kind: String
    var edit: WorkspaceEdit?
    var command: Command?
}
