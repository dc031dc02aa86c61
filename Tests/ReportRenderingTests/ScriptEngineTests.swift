import ReportRendering
import Testing

/// What scripts are given and give back.
@Suite struct ScriptEngineTests {
    /// So many, and so large, that the collector runs while they are made.
    @Test func argumentsOutliveTheCollectorsRuns() throws {
        let engine = ScriptEngine()
        try engine.evaluate(
            "function heads(...texts) { return texts.map(text => text.slice(0, text.indexOf(' '))).join() }",
            name: "heads")
        let filling = " " + String(repeating: "x", count: 1 << 20)
        let result = try engine.call("heads", (0..<200).map { .text("\($0)" + filling) })
        #expect(result == (0..<200).map(String.init).joined(separator: ","))
    }
}
