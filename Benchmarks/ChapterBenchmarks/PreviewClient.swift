import Glibc

/// What a page's script does in a preview: listens to the server's events and fetches the page that they announce.
struct PreviewClient {
    private let port: UInt16
    private let page: String
    private let events: Int32
    private var received = ""

    /// Connects to the preview at `port` and listens to the events of `page`.
    init(port: UInt16, page: String) throws {
        self.port = port
        self.page = page
        events = try Self.request("/\(page)/events", port: port)
    }

    /// Waits until the page holds `text` and every cell has run.
    mutating func waitUntilDone(showing text: String) throws {
        while true {
            while let end = received.firstRange(of: "\n\n") {
                let event = received[..<end.lowerBound]
                received = String(received[end.upperBound...])
                guard !event.contains("\"problem\":\"") else {
                    throw BenchmarkError.previewFailed(event: String(event))
                }
                if event.contains("\"state\":\"done\""), try fetch().contains(text) { return }
            }
            guard let more = Self.read(events) else { throw BenchmarkError.previewEnded }
            received += more
        }
    }

    /// The page as it is now.
    func fetch() throws -> String {
        let connection = try Self.request("/\(page)", port: port)
        defer { close(connection) }
        var html = ""
        while let more = Self.read(connection) {
            html += more
            if html.hasSuffix("</html>\n") || html.hasSuffix("</html>") { break }
        }
        return html
    }

    /// Runs a reader's code in a cell, as the page's script does.
    /// - Returns: What the server tells of it until the run has ended.
    func run(_ code: String, in cell: String) throws -> String {
        guard let token = try fetch().firstMatch(of: /name="page-token" content="(\w+)"/)?.1 else {
            throw BenchmarkError.previewEnded
        }
        let body = "{\"reader\":\"r\",\"cell\":\"\(cell)\",\"isToEnd\":false,\"code\":{\"\(cell)\":\"\(code)\"}}"
        let connection = try Self.request(
            "/\(page)/try", port: port, method: "POST", headers: ["X-Lectern-Token: \(token)"], body: body)
        defer { close(connection) }
        var news = ""
        while let more = Self.read(connection) {
            news += more
            if news.contains("\"isDone\":true") { return news }
        }
        throw BenchmarkError.previewEnded
    }

    private static func read(_ descriptor: Int32) -> String? {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
        }
    }

    private static func request(
        _ path: String, port: UInt16, method: String = "GET", headers: [String] = [], body: String = ""
    ) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw BenchmarkError.previewEnded }
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + headers
        if method != "GET" {
            lines += ["Origin: http://127.0.0.1:\(port)", "Content-Length: \(body.utf8.count)"]
        }
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
        return descriptor
    }
}
