import Foundation

/// A headless Chromium that opens one page without a network.
package struct Browser {
    /// Why a page could not be looked at.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) {
            self.description = description
        }
    }

    /// What a page came to.
    package struct Visit {
        /// What each script gave, as JSON.
        package var results: [Data] = []
        /// Errors and words on the console.
        package var console: [String] = []
        /// The addresses that the page asked for, but for its own and for data inside it.
        package var requests: [String] = []
    }

    /// The theme that the system asks for.
    package enum Theme: String {
        case light, dark
    }

    private let theme: Theme
    private let width: Int
    private let runsScripts: Bool

    /// A browser that is started for each visit.
    ///
    /// - Parameters:
    ///   - theme: The theme that the system asks for.
    ///   - width: Pixels across; a narrow window is a phone's.
    ///   - runsScripts: Whether the page's own scripts run.
    package init(theme: Theme = .light, width: Int = 1400, runsScripts: Bool = true) {
        self.theme = theme
        self.width = width
        self.runsScripts = runsScripts
    }

    /// Something to do on a page.
    package enum Step {
        /// Evaluates an expression that gives a JSON string or the promise of one.
        case evaluate(String)
        /// Presses a key, such as `Tab`, `Enter` or `ArrowRight`.
        case press(String)
    }

    /// Opens `html` and evaluates `scripts`, expressions that give a JSON string or the promise of one.
    package func visit(_ html: String, scripts: [String]) throws -> Visit {
        try visit(html, steps: scripts.map(Step.evaluate))
    }

    /// Opens `html` and takes `steps` one after the other.
    package func visit(_ html: String, steps: [Step]) throws -> Visit {
        try open(html) { session, address in
            var visit = Visit()
            for step in steps {
                switch step {
                case .evaluate(let script): visit.results.append(try session.evaluate(script))
                case .press(let key): try session.press(key)
                }
            }
            visit.console = session.events.compactMap(Self.consoleLine)
            visit.requests = session.events.compactMap(Self.request).filter { $0 != address }
            return visit
        }
    }

    /// Opens `html` and prints it on A4 paper: a PDF file.
    package func pdf(of html: String) throws -> Data {
        try open(html) { session, _ in
            let answer = try session.call(
                "Page.printToPDF",
                ["printBackground": true, "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69])
            guard let text = answer["data"] as? String, let data = Data(base64Encoded: text) else {
                throw Failure(description: "Chromium printed nothing")
            }
            return data
        }
    }

    /// Opens the page at `address` and looks at it.
    ///
    /// - Parameters:
    ///   - address: The page's address.
    ///   - look: Takes a function that evaluates an expression on the page, which gives a JSON string or the promise of
    ///     one; gives the visit's results.
    /// - Returns: What the page came to.
    /// - Throws: ``Failure`` where the browser or an expression fails, and what `look` throws.
    package func visit(_ address: URL, look: ((String) throws -> Data) throws -> [Data]) throws -> Visit {
        try open(address) { session in
            var visit = Visit()
            visit.results = try look(session.evaluate)
            visit.console = session.events.compactMap(Self.consoleLine)
            visit.requests = session.events.compactMap(Self.request).filter { $0 != address.absoluteString }
            return visit
        }
    }

    /// A page that is open, and a person before it.
    package struct Window {
        fileprivate let session: BrowserSession

        /// Evaluates an expression that gives a JSON string or the promise of one, and reads that.
        package func value<Value: Decodable>(_ script: String, as type: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(Value.self, from: session.evaluate(script))
        }

        /// Waits until an expression holds.
        package func wait(until condition: String, seconds: Double = 30) throws {
            let script = """
                (async () => {
                  const end = performance.now() + \(seconds * 1000);
                  while (!(\(condition)) && performance.now() < end) await new Promise(go => setTimeout(go, 10));
                  return JSON.stringify({ holds: Boolean(\(condition)), text: document.body.innerText });
                })()
                """
            struct Answer: Decodable {
                var holds: Bool
                var text: String
            }
            let answer = try value(script, as: Answer.self)
            if !answer.holds { throw Failure(description: "not so: \(condition) in\n\(answer.text)") }
        }

        /// Does something on the page.
        package func act(_ script: String) throws {
            _ = try session.evaluate("(() => { \(script); return \"null\"; })()")
        }

        /// Presses a key, such as `Tab`, alone or with Control.
        package func press(_ key: String, withControl: Bool = false) throws {
            try session.press(key, withControl: withControl)
        }

        /// Types text where the focus is.
        package func type(_ text: String) throws { try session.call("Input.insertText", ["text": text]) }

        /// What axe-core, whose script is at `axe`, finds against the page.
        package func axeFindings(axe: URL) throws -> [String] {
            _ = try session.evaluate("\(String(contentsOf: axe, encoding: .utf8));\"loaded\"")
            return try value(
                """
                (async () => {
                const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
                const found = await axe.run({ runOnly: tags });
                return JSON.stringify(found.violations.map(violation =>
                    `${violation.id} at ${violation.nodes.map(node => node.target.join(" ")).slice(0, 5)}`));
                })()
                """)
        }
    }

    /// Opens the page at `address` for a person.
    /// - Returns: What the page came to.
    package func visit(_ address: URL, person: (Window) throws -> Void) throws -> Visit {
        try open(address) { session in
            var visit = Visit()
            try person(Window(session: session))
            visit.console = session.events.compactMap(Self.consoleLine)
            visit.requests = session.events.compactMap(Self.request).filter { $0 != address.absoluteString }
            return visit
        }
    }

    private func open<Result>(_ html: String, _ body: (BrowserSession, String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = folder.appending(path: "page.html")
        try Data(html.utf8).write(to: page)
        return try open(page) { session in try body(session, page.absoluteString) }
    }

    private func open<Result>(_ address: URL, _ body: (BrowserSession) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let session = try BrowserSession(executable: try Self.executable(), folder: folder)
        defer { session.close() }
        for domain in ["Page", "Runtime", "Log", "Network"] { try session.call("\(domain).enable") }
        try session.call(
            "Emulation.setEmulatedMedia",
            ["features": [["name": "prefers-color-scheme", "value": theme.rawValue]]])
        try session.call(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600])
        try session.call("Emulation.setScriptExecutionDisabled", ["value": !runsScripts])
        try session.call("Page.navigate", ["url": address.absoluteString])
        try session.wait(for: "Page.loadEventFired")
        return try body(session)
    }

    private static func consoleLine(_ event: BrowserSession.Event) -> String? {
        switch event.method {
        case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded": "\(event.parameters)"
        default: nil
        }
    }

    private static func request(_ event: BrowserSession.Event) -> String? {
        guard event.method == "Network.requestWillBeSent",
            let address = (event.parameters["request"] as? [String: Any])?["url"] as? String
        else { return nil }
        return address.hasPrefix("data:") ? nil : address
    }

    private static func executable() throws -> String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        for name in ["chromium", "chromium-browser", "google-chrome"] {
            for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
                return "\(folder)/\(name)"
            }
        }
        throw Failure(description: "Chromium is not installed; install it with: apt-get install chromium")
    }
}
