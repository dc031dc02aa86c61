import Foundation

/// What a browser asks for: an HTTP/1.1 request (RFC 9112).
struct PageRequest: Equatable {
    /// Bytes that a request's head may have.
    static let sizeLimit = 16 << 10
    /// Bytes that its body may have: a page's script sends the code of a few cells.
    static let bodyLimit = 1 << 20

    /// The method, such as `GET`.
    let method: String
    /// The path, its percent-encoding undone, without the query.
    let path: String
    /// What is sent with it.
    var body = Data()
    private let headers: [String: String]

    /// The header in which a page's script shows that it has read a page of this server.
    static let tokenHeader = "x-lectern-token"

    /// Reads a head that ends with an empty line.
    /// - Returns: Nil where the bytes are no such head.
    init?(head: some Collection<UInt8>) {
        // In Swift's text, a carriage return and a line feed are one character.
        var lines = head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, as: UTF8.self) }[...]
        let words = lines.popFirst()?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/") else { return nil }
        let rawPath = words[1].prefix { $0 != "?" && $0 != "#" }
        guard let path = String(rawPath).removingPercentEncoding else { return nil }
        var headers: [String: String] = [:]
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return nil }
            let name = line[..<colon].lowercased()
            // Two hosts or two origins are a trick.
            guard headers[name] == nil || name.hasPrefix("accept") else { return nil }
            headers[name] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        method = String(words[0])
        self.path = path
        self.headers = headers
    }

    /// Bytes that the body has; nil where its head does not say how many.
    var bodyLength: Int? {
        if self["transfer-encoding"] != nil { return nil }
        guard let length = self["content-length"] else { return 0 }
        return Int(length).flatMap { $0 >= 0 ? $0 : nil }
    }

    /// The value of a header, named in small letters.
    subscript(header: String) -> String? { headers[header] }

    /// Whether the request comes from a page of the server at `port`, or from a person.
    ///
    /// Refused are another site's page, a link on one, a name of its own that leads here (DNS rebinding), and an action
    /// that no page of this server asked for. Browsers say in `Sec-Fetch-Site` who asks (Fetch Metadata, W3C). An action shows
    /// the token, too, that the server's pages carry and no other site can read.
    func isOwn(port: UInt16, token: String) -> Bool {
        let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
        guard let host = self["host"], hosts.contains(host) else { return false }
        if let site = self["sec-fetch-site"], site != "same-origin", site != "none" { return false }
        if method != "GET" { return self["origin"] == "http://\(host)" && self[Self.tokenHeader] == token }
        if let origin = self["origin"] { return origin == "http://\(host)" }
        if let referer = self["referer"], !referer.hasPrefix("http://\(host)/") { return false }
        return true
    }
}
