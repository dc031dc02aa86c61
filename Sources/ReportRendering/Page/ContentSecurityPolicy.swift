import ContentDigest
import FoundationEssentials

/// What a page lets a browser do (W3C's Content Security Policy): show what the page holds and run the template's own
/// scripts. It fetches nothing, sends nothing, and runs no script of the chapter's.
///
/// Scripts are told by their digests, so that one in the chapter's own HTML does not run wherever it stands, nor do
/// `onclick` and its like, nor addresses that begin with `javascript:`.
struct ContentSecurityPolicy {
    /// The policy in its own notation.
    let text: String

    /// - Parameters:
    ///   - frame: The page without what comes from the chapter; its scripts may run.
    ///   - service: What a program that serves the page adds to it: the page may talk with that.
    init(frame: String, service: PageService?) {
        var sources = Self.scripts(in: frame).map { "'sha256-\(Digest(of: Data($0.utf8)).base64)'" }
        if service?.hasScripts == true { sources.append("'self'") }
        let rules =
            [
                "default-src 'none'", "img-src data:", "media-src data:", "font-src data:",
                "style-src 'unsafe-inline'",
                "script-src \(sources.isEmpty ? "'none'" : sources.joined(separator: " "))",
                "base-uri 'none'", "form-action 'none'",
            ] + (service != nil ? ["connect-src 'self'"] : [])
        text = rules.joined(separator: "; ")
    }

    /// The contents of the `script` elements.
    private static func scripts(in page: String) -> [Substring] {
        var scripts: [Substring] = []
        var rest = page[...]
        while let start = rest.firstRange(of: /<script\b[^>]*>/.ignoresCase()) {
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: /<\/script\b/.ignoresCase()) else { break }
            scripts.append(rest[..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        return scripts
    }
}

extension ReportTemplate {
    /// A whole page.
    /// - Parameters:
    ///   - values: What the page shows, but for its content and its policy.
    ///   - body: The content, as markup.
    ///   - service: What a program that serves the page adds to it.
    /// - Returns: The page.
    func page(_ values: TemplateValues, body: String, service: PageService?) -> String {
        var values = values
        values.set("body", markup: "")
        values.set("contentSecurityPolicy", text: "")
        let policy = ContentSecurityPolicy(frame: markup(.page, values), service: service)
        values.set("body", markup: body)
        values.set("contentSecurityPolicy", text: policy.text)
        return markup(.page, values)
    }
}
