import Foundation

/// What the server answers to one request.
struct PageResponse: Sendable {
    /// What follows the head.
    enum Body: Sendable {
        case bytes(Data)
        /// Server-sent events, each in its form on the wire, for as long as they come.
        case events(AsyncStream<String>)
    }

    /// The status and its name, such as `200 OK`.
    var status: String
    /// The headers' names and values.
    var headers: [(String, String)]
    var body: Body

    /// A page.
    static func page(_ html: String) -> PageResponse {
        PageResponse(
            status: "200 OK",
            headers: [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
            ], body: .bytes(Data(html.utf8)))
    }

    /// A stream of server-sent events.
    static func events(_ events: AsyncStream<String>) -> PageResponse {
        PageResponse(status: "200 OK", headers: [("Content-Type", "text/event-stream")], body: .events(events))
    }

    /// An answer of a few words.
    static func words(_ status: String, _ words: String) -> PageResponse {
        PageResponse(
            status: status, headers: [("Content-Type", "text/plain; charset=utf-8")],
            body: .bytes(Data("\(words)\n".utf8)))
    }

    /// Data that the pages' scripts ask for.
    static func json(_ value: some Encodable) -> PageResponse {
        PageResponse(
            status: "200 OK", headers: [("Content-Type", "application/json")],
            body: .bytes((try? JSONEncoder().encode(value)) ?? Data("null".utf8)))
    }

    /// A script or style sheet that a page loads.
    static func file(_ text: String, type: String) -> PageResponse {
        PageResponse(
            status: "200 OK",
            headers: [("Content-Type", "\(type); charset=utf-8"), ("Cross-Origin-Resource-Policy", "same-origin")],
            body: .bytes(Data(text.utf8)))
    }

    /// What was asked for is done.
    static let done = PageResponse(status: "204 No Content", headers: [], body: .bytes(Data()))

    /// The way to another page.
    static func redirect(to path: String) -> PageResponse {
        PageResponse(status: "307 Temporary Redirect", headers: [("Location", path)], body: .bytes(Data()))
    }

    /// The head as it goes over the wire; after the answer the connection closes.
    var head: Data {
        var lines = ["HTTP/1.1 \(status)"]
        lines += headers.map { "\($0): \($1)" }
        lines += ["Cache-Control: no-store", "X-Content-Type-Options: nosniff", "Connection: close"]
        if case .bytes(let data) = body, !status.hasPrefix("204") { lines.append("Content-Length: \(data.count)") }
        return Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}
