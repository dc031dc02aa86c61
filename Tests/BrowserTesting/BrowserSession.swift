import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A Chromium that is spoken to by the DevTools protocol, over two pipes and without a port.
final class BrowserSession {
    /// Something that Chromium told by itself.
    struct Event {
        var method: String
        var parameters: [String: Any]
    }

    /// What Chromium told by itself so far.
    private(set) var events: [Event] = []
    private let process = Process()
    private let input: Int32
    private let output: Int32
    private var sessionID: String?
    private var lastID = 0
    private var received: [UInt8] = []

    /// Starts Chromium and opens an empty page; its profile and pipes are in `folder`.
    init(executable: String, folder: URL) throws {
        let (commands, answers) = (folder.appending(path: "commands").path, folder.appending(path: "answers").path)
        guard mkfifo(commands, 0o600) == 0, mkfifo(answers, 0o600) == 0 else {
            throw Browser.Failure(description: "no pipe could be made in \(folder.path)")
        }
        // Open for both, so that neither end waits for the other.
        input = open(commands, O_RDWR | O_CLOEXEC)
        output = open(answers, O_RDWR | O_CLOEXEC)
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "exec \"$0\" \"$@\" 3<\"\(commands)\" 4>\"\(answers)\" >/dev/null 2>&1", executable, "--headless",
            "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--user-data-dir=\(folder.path)/profile",
            "about:blank",
        ]
        try process.run()
        let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String
        sessionID =
            try call("Target.attachToTarget", ["targetId": target ?? "", "flatten": true])["sessionId"] as? String
    }

    /// Calls a method and gives its result.
    @discardableResult
    func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        lastID += 1
        let id = lastID
        var message: [String: Any] = ["id": id, "method": method, "params": parameters]
        message["sessionId"] = sessionID
        try send(message)
        while true {
            let answer = try receive()
            guard answer["id"] as? Int == id else { continue }
            if let error = answer["error"] { throw Browser.Failure(description: "\(method): \(error)") }
            return answer["result"] as? [String: Any] ?? [:]
        }
    }

    /// Evaluates an expression that gives a JSON string or the promise of one.
    func evaluate(_ script: String) throws -> Data {
        let answer = try call(
            "Runtime.evaluate", ["expression": script, "awaitPromise": true, "returnByValue": true])
        guard let value = (answer["result"] as? [String: Any])?["value"] as? String else {
            throw Browser.Failure(description: "the script gave no text: \(answer)")
        }
        return Data(value.utf8)
    }

    /// Presses a key, alone or with Control, and lets it go.
    func press(_ key: String, withControl: Bool = false) throws {
        let codes = [
            "Tab": 9, "Enter": 13, "Escape": 27, "Space": 32, "ArrowLeft": 37, "ArrowRight": 39, "ArrowDown": 40,
        ]
        let name = key == "Space" ? " " : key
        for type in ["rawKeyDown", "char", "keyUp"]
        where type != "char" || (["Enter", "Space"].contains(key) && !withControl) {
            try call(
                "Input.dispatchKeyEvent",
                [
                    "type": type, "key": name, "code": key, "windowsVirtualKeyCode": codes[key] ?? 0,
                    "modifiers": withControl ? 2 : 0,
                    "text": type == "char" ? (key == "Enter" ? "\r" : " ") : "",
                ])
        }
    }

    /// Waits until Chromium has told of `event`.
    func wait(for event: String) throws {
        while !events.contains(where: { $0.method == event }) { _ = try receive() }
    }

    /// Ends Chromium and waits until it is gone.
    func close() {
        try? send(["id": 0, "method": "Browser.close"])
        process.waitUntilExit()
        closePipes(input, output)
    }

    private func send(_ message: [String: Any]) throws {
        var bytes = [UInt8](try JSONSerialization.data(withJSONObject: message)) + [0]
        while !bytes.isEmpty {
            let count = write(input, bytes, bytes.count)
            guard count > 0 else { throw Browser.Failure(description: "Chromium does not listen") }
            bytes.removeFirst(count)
        }
    }

    /// The next message; one that is an event is kept.
    private func receive() throws -> [String: Any] {
        while true {
            if let end = received.firstIndex(of: 0) {
                let message = try JSONSerialization.jsonObject(with: Data(received[..<end])) as? [String: Any] ?? [:]
                received.removeFirst(end + 1)
                if let method = message["method"] as? String {
                    events.append(Event(method: method, parameters: message["params"] as? [String: Any] ?? [:]))
                }
                return message
            }
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 60_000) > 0 else {
                throw Browser.Failure(description: "Chromium said nothing for a minute")
            }
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { throw Browser.Failure(description: "Chromium has ended") }
            received += buffer[..<count]
        }
    }
}

/// Stands outside the class, whose own `close` hides the system's.
private func closePipes(_ pipes: Int32...) {
    for pipe in pipes { _ = close(pipe) }
}
