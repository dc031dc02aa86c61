import Foundation

/// An editor that speaks the Language Server Protocol to the real `lectern lsp`.
final class EditorClient: @unchecked Sendable {
    /// The answer that a request got instead of a result.
    struct Refusal: Error {
        var code: Int
        var message: String
    }

    /// What did not come in time.
    struct Missing: Error {
        var what: String
        var log: String
    }

    /// The server.
    let process = Process()
    /// The server and what it starts.
    let family = ProcessFamily()
    private let folder: TemporaryFolder
    private let input = Pipe()
    private let output = Pipe()
    private let condition = NSCondition()
    private var received: [[String: Any]] = []
    private var hasEnded = false
    private var requestCount = 0
    private var versions: [String: Int] = [:]
    private var texts: [String: String] = [:]

    /// Starts the server in a folder and says hello.
    init(in folder: TemporaryFolder, path: String? = nil, greets: Bool = true, reads: Bool = true) throws {
        self.folder = folder
        process.executableURL = Command.programs.appending(path: "lectern")
        process.arguments = ["lsp"]
        process.currentDirectoryURL = folder.url
        var environment = ProcessInfo.processInfo.environment
            .merging(["XDG_CACHE_HOME": folder.url.appending(path: "cache").path]) { $1 }
            .merging(family.environment) { $1 }
        if let path { environment["PATH"] = path }
        process.environment = environment
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        guard reads else { return }
        let reading = output.fileHandleForReading
        Thread.detachNewThread { [weak self] in
            var bytes = Data()
            while case let new = reading.availableData, !new.isEmpty {
                bytes += new
                while let end = bytes.firstRange(of: Data("\r\n\r\n".utf8)) {
                    let header = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                    let length = header.split(separator: " ").last.flatMap { Int($0) } ?? 0
                    guard bytes.distance(from: end.upperBound, to: bytes.endIndex) >= length else { break }
                    let content = bytes[end.upperBound..<(end.upperBound + length)]
                    bytes = Data(bytes[(end.upperBound + length)...])
                    self?.take(content)
                }
            }
            self?.take(nil)
        }
        guard greets else { return }
        _ = try request(
            "initialize",
            [
                "processId": Int(ProcessInfo.processInfo.processIdentifier), "rootUri": NSNull(),
                "capabilities": ["textDocument": ["documentSymbol": ["hierarchicalDocumentSymbolSupport": true]]],
            ])
        notify("initialized", [:])
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    private func take(_ content: Data?) {
        condition.lock()
        if let content {
            if let message = try? JSONSerialization.jsonObject(with: content) as? [String: Any] {
                received.append(message)
            }
        } else {
            hasEnded = true
        }
        condition.broadcast()
        condition.unlock()
    }

    // MARK: Messages

    /// Sends bytes as they are.
    func send(_ bytes: Data) { try? input.fileHandleForWriting.write(contentsOf: bytes) }

    /// Sends a message.
    func send(_ message: [String: Any]) {
        guard let content = try? JSONSerialization.data(withJSONObject: message) else { return }
        send(Data("Content-Length: \(content.count)\r\n\r\n".utf8) + content)
    }

    /// Closes the server's standard input.
    func hangUp() { try? input.fileHandleForWriting.close() }

    func notify(_ method: String, _ parameters: [String: Any]) {
        send(["jsonrpc": "2.0", "method": method, "params": parameters])
    }

    /// Sends a request without waiting for the answer.
    func ask(_ method: String, _ parameters: [String: Any]) -> Int {
        requestCount += 1
        send(["jsonrpc": "2.0", "id": requestCount, "method": method, "params": parameters])
        return requestCount
    }

    /// The result of a request.
    func answer(to number: Int, within seconds: Double = 30) throws -> Any {
        let message = try wait(for: "the answer to request \(number)", within: seconds) { message in
            message["method"] == nil && message["id"] as? Int == number ? message : nil
        }
        if let error = message["error"] as? [String: Any] {
            throw Refusal(code: error["code"] as? Int ?? 0, message: error["message"] as? String ?? "")
        }
        return message["result"] ?? NSNull()
    }

    func request(_ method: String, _ parameters: [String: Any], within seconds: Double = 30) throws -> Any {
        try answer(to: ask(method, parameters), within: seconds)
    }

    /// The first message, received already or to come, that `find` makes something of.
    func wait<Value>(
        for what: String, within seconds: Double = 30, _ find: ([String: Any]) -> Value?
    ) throws -> Value {
        let limit = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        defer { condition.unlock() }
        var seen = 0
        while true {
            while seen < received.count {
                if let value = find(received[seen]) { return value }
                seen += 1
            }
            guard !hasEnded, condition.wait(until: limit) else {
                throw Missing(what: what, log: "\(received.suffix(4))")
            }
        }
    }

    /// Forgets what was received.
    func forget() {
        condition.lock()
        received = []
        condition.unlock()
    }

    /// The server's exit status, waited for.
    func status(within seconds: Double = 10) throws -> Int32 {
        let limit = Date(timeIntervalSinceNow: seconds)
        while process.isRunning {
            guard Date() < limit else { throw Missing(what: "the server's end", log: "") }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return process.terminationStatus
    }

    // MARK: Documents

    func uri(_ name: String) -> String { "file://" + folder.url.appending(path: name).path }

    /// Opens a lesson of the folder.
    func open(_ name: String) throws {
        let text = try folder.read(name)
        texts[name] = text
        versions[name] = 1
        notify(
            "textDocument/didOpen",
            ["textDocument": ["uri": uri(name), "languageId": "markdown", "version": 1, "text": text]])
    }

    /// Types `new` in the place of `old`, as editors tell it: by its range.
    func type(_ new: String, insteadOf old: String, in name: String) {
        let text = texts[name] ?? ""
        guard let range = text.range(of: old) else { return }
        let edit: [String: Any] = [
            "range": ["start": position(range.lowerBound, in: text), "end": position(range.upperBound, in: text)],
            "text": new,
        ]
        texts[name] = text.replacingCharacters(in: range, with: new)
        versions[name, default: 1] += 1
        notify(
            "textDocument/didChange",
            ["textDocument": ["uri": uri(name), "version": versions[name] ?? 0], "contentChanges": [edit]])
    }

    /// The text of a lesson as the editor has it.
    func text(_ name: String) -> String { texts[name] ?? "" }

    /// Parameters of a request about the place of `mark` in a lesson, some characters after its start.
    func place(_ mark: String, _ offset: Int = 0, in name: String, _ more: [String: Any] = [:]) -> [String: Any] {
        let text = texts[name] ?? ""
        let start = text.range(of: mark).map { text.index($0.lowerBound, offsetBy: offset) } ?? text.endIndex
        return ["textDocument": ["uri": uri(name)], "position": position(start, in: text)].merging(more) { $1 }
    }

    /// A place by line and UTF-16 code unit, from 0.
    func position(_ index: String.Index, in text: String) -> [String: Int] {
        let before = text[..<index]
        let lineStart = before.lastIndex { $0.isNewline }.map { text.index(after: $0) } ?? text.startIndex
        return ["line": before.count { $0.isNewline }, "character": text[lineStart..<index].utf16.count]
    }

    /// What the editor would show of a range of a lesson.
    func excerpt(_ range: Any?, of name: String) -> String {
        guard let range = range as? [String: Any], let start = offset(range["start"], in: name),
            let end = offset(range["end"], in: name), start <= end
        else { return "no range" }
        return String(decoding: Array((texts[name] ?? "").utf16)[start..<end], as: UTF16.self)
    }

    private func offset(_ position: Any?, in name: String) -> Int? {
        guard let position = position as? [String: Int], let line = position["line"],
            let character = position["character"]
        else { return nil }
        let lines = (texts[name] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(line), character <= lines[line].utf16.count else { return nil }
        return lines[..<line].reduce(0) { $0 + $1.utf16.count + 1 } + character
    }

    /// The diagnostics of a lesson, once they are such as `isWanted` asks for, each as its words and what they are about.
    func diagnostics(
        of name: String, where isWanted: ([(message: String, excerpt: String)]) -> Bool
    ) throws -> [(message: String, excerpt: String)] {
        try wait(for: "diagnostics of \(name)") { message in
            guard message["method"] as? String == "textDocument/publishDiagnostics",
                let parameters = message["params"] as? [String: Any], parameters["uri"] as? String == uri(name),
                parameters["version"] as? Int == versions[name],
                let diagnostics = parameters["diagnostics"] as? [[String: Any]]
            else { return nil }
            let found = diagnostics.map { ($0["message"] as? String ?? "", excerpt($0["range"], of: name)) }
            return isWanted(found) ? found : nil
        }
    }

    /// The labels of what is proposed at a place.
    func proposals(_ mark: String, _ offset: Int, in name: String) throws -> [String] {
        let list = try request("textDocument/completion", place(mark, offset, in: name)) as? [String: Any]
        return (list?["items"] as? [[String: Any]] ?? []).compactMap { $0["label"] as? String }
    }

    /// The text that an edit of the workspace makes of a lesson.
    func applying(_ edits: Any?, to name: String) -> String {
        var units = Array((texts[name] ?? "").utf16)
        let edits = (edits as? [[String: Any]] ?? []).compactMap { edit -> (Range<Int>, String)? in
            guard let range = edit["range"] as? [String: Any], let start = offset(range["start"], in: name),
                let end = offset(range["end"], in: name), let new = edit["newText"] as? String
            else { return nil }
            return (start..<end, new)
        }
        for (range, new) in edits.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) {
            units.replaceSubrange(range, with: Array(new.utf16))
        }
        return String(decoding: units, as: UTF16.self)
    }
}
