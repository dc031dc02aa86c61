import Foundation
import Testing

/// `docs/operations.md` says what the table says. `make op-docs` writes the page anew.
@Suite struct OperationDocsTests {
    @Test func thePageListsTheTable() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "docs/operations.md")
        if ProcessInfo.processInfo.environment["LECTERN_WRITE_DOCS"] != nil {
            try page().write(to: file, atomically: true, encoding: .utf8)
        }
        let found = try String(contentsOf: file, encoding: .utf8)
        #expect(found == page(), "run `make op-docs`")
    }

    private func page() -> String {
        let rows = operationTable.sorted { $0.signature < $1.signature }.map { entry in
            let signature = entry.signature.replacing("nn.functional.", with: "F.")
            return "| `\(cell(signature))` | `\(cell(entry.lectern))` |"
        }
        let differences = DeliberateDifference.all.map { difference in
            "| \(difference.names.map { "`\($0)`" }.joined(separator: ", ")) | \(difference.reason) |"
        }
        return """
            # Every op, with PyTorch's values

            For each op below, the kernel gives PyTorch's values and gradients for the sample inputs that PyTorch tests
            itself with (`op_db`): float32, int64 and bool, contiguous, transposed and strided. `make op-docs` writes this page
            from `Tests/TensorKernelTests/Operations/OperationTable.swift`.

            | PyTorch | Lectern |
            | --- | --- |
            \(rows.joined(separator: "\n"))

            ## Different on purpose

            | op | what differs |
            | --- | --- |
            \(differences.joined(separator: "\n"))

            """
    }

    /// Text that does not end a cell of a table.
    private func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
