import CellExecution
import CellMessages
import Foundation
import Testing

/// What results are kept for: other rules and another place of data have another digest.
@Suite(.serialized) struct ToolchainDigestTests {
    @Test func everyRuleIsPartOfIt() throws {
        let toolchain = try Toolchain.find()
        var variants = [CellRules()]
        func vary(_ change: (inout CellRules) -> Void) {
            var rules = CellRules()
            change(&rules)
            variants.append(rules)
        }
        vary { $0.allowsWriting.toggle() }
        vary { $0.allowsNetwork.toggle() }
        vary { $0.memoryLimit += 1 }
        vary { $0.outputLimit += 1 }
        vary { $0.processLimit += 1 }
        vary { $0.diskLimit += 1 }
        vary { $0.compileLimit += 1 }
        let digests = try variants.map { try toolchain.digest(rules: $0).hexadecimal }
        #expect(Set(digests).count == variants.count)
        #expect(try toolchain.digest(rules: CellRules()).hexadecimal == digests[0])
    }

    @Test func thePlaceOfTheDataIsPartOfIt() throws {
        let toolchain = try Toolchain.find()
        let former = ProcessInfo.processInfo.environment["LECTERN_DATA"]
        defer { former.map { _ = setenv("LECTERN_DATA", $0, 1) } ?? { _ = unsetenv("LECTERN_DATA") }() }
        let digests = try ["/first", "/second"].map { folder in
            setenv("LECTERN_DATA", folder, 1)
            return try toolchain.digest(rules: CellRules()).hexadecimal
        }
        #expect(digests[0] != digests[1])
    }
}
