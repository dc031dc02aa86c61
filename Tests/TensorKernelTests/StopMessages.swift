import Testing

/// Records an issue unless the process that an exit test ran wrote `message` before it stopped.
func expectStopped(
    with message: String, _ result: ExitTest.Result?, at location: SourceLocation = #_sourceLocation
) throws {
    let output = try #require(result, sourceLocation: location).standardErrorContent
    let text = String(decoding: output, as: UTF8.self)
    #expect(text.contains(message), "\(text)", sourceLocation: location)
}
