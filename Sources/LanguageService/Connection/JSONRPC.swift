import FoundationEssentials

/// What a request is known by.
enum RequestID: Codable, Hashable, Sendable {
    case number(Int)
    case text(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}

/// Why a request has no result.
struct ResponseError: Error, Codable, Equatable, Sendable {
    var code: Int
    var message: String

    static func parse(_ reason: String) -> ResponseError { .init(code: -32700, message: reason) }
    static func invalidRequest(_ reason: String) -> ResponseError { .init(code: -32600, message: reason) }
    static func unknownMethod(_ name: String) -> ResponseError {
        .init(code: -32601, message: "unknown method `\(name)`")
    }
    static func invalidParameters(_ reason: String) -> ResponseError { .init(code: -32602, message: reason) }
    static let notInitialized = ResponseError(code: -32002, message: "the first request must be `initialize`")
    static let cancelled = ResponseError(code: -32800, message: "cancelled")
    static func failed(_ reason: String) -> ResponseError { .init(code: -32803, message: reason) }
}

/// A message of JSON-RPC as it came: its parameters are read once it is known what they are.
struct IncomingMessage: Sendable {
    /// What kind of message it is.
    enum Kind: Sendable {
        /// Something to answer.
        case request(RequestID, method: String)
        /// Something to take note of.
        case notification(method: String)
        /// The answer to a request of this side.
        case response(RequestID)
    }

    let kind: Kind
    private let content: Data

    private struct Envelope: Decodable {
        var id: RequestID?
        var method: String?
    }

    private struct Parameters<Value: Decodable>: Decodable {
        var params: Value
    }

    private struct Answer<Value: Decodable>: Decodable {
        var result: Value?
        var error: ResponseError?
    }

    /// - Throws: ``ResponseError`` where the content is no message.
    init(_ content: [UInt8]) throws(ResponseError) {
        self.content = Data(content)
        let envelope: Envelope
        do {
            envelope = try JSONDecoder().decode(Envelope.self, from: self.content)
        } catch DecodingError.dataCorrupted {
            throw .parse("the message is not JSON")
        } catch {
            throw .invalidRequest("the message is no request, notification or response")
        }
        switch (envelope.id, envelope.method) {
        case (let id?, let method?): kind = .request(id, method: method)
        case (nil, let method?): kind = .notification(method: method)
        case (let id?, nil): kind = .response(id)
        case (nil, nil): throw .invalidRequest("the message has no method")
        }
    }

    /// What a request or notification carries.
    func parameters<Value: Decodable>(_ type: Value.Type = Value.self) throws(ResponseError) -> Value {
        do {
            return try JSONDecoder().decode(Parameters<Value>.self, from: content).params
        } catch {
            throw .invalidParameters("the parameters are not those of the method")
        }
    }

    /// What a response carries; nil where that is null, or nothing of the type.
    func result<Value: Decodable>(_ type: Value.Type = Value.self) throws(ResponseError) -> Value? {
        let answer = try? JSONDecoder().decode(Answer<Value>.self, from: content)
        if let error = answer?.error { throw error }
        return answer?.result
    }
}

/// Messages of JSON-RPC as they are sent.
enum OutgoingMessage {
    private struct Response<Value: Encodable>: Encodable {
        let jsonrpc = "2.0"
        var id: RequestID?
        var result: Value?

        private enum Keys: CodingKey { case jsonrpc, id, result }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(jsonrpc, forKey: .jsonrpc)
            try container.encode(id, forKey: .id)
            try container.encode(result, forKey: .result)
        }
    }

    private struct Failure: Encodable {
        let jsonrpc = "2.0"
        var id: RequestID?
        var error: ResponseError

        private enum Keys: CodingKey { case jsonrpc, id, error }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(jsonrpc, forKey: .jsonrpc)
            try container.encode(id, forKey: .id)
            try container.encode(error, forKey: .error)
        }
    }

    private struct Call<Value: Encodable>: Encodable {
        let jsonrpc = "2.0"
        var id: RequestID?
        var method: String
        var params: Value?
    }

    /// The result of a request; null for nil.
    static func response(to id: RequestID, _ result: (some Encodable)?) -> [UInt8] {
        encoded(Response(id: id, result: result))
    }

    /// Why a request has no result, or, without a number, what is wrong with a message that has none.
    static func failure(of id: RequestID?, _ error: ResponseError) -> [UInt8] { encoded(Failure(id: id, error: error)) }

    /// A request.
    static func request(_ id: RequestID, _ method: String, _ parameters: (some Encodable)?) -> [UInt8] {
        encoded(Call(id: id, method: method, params: parameters))
    }

    /// A notification.
    static func notification(_ method: String, _ parameters: (some Encodable)?) -> [UInt8] {
        encoded(Call(id: nil, method: method, params: parameters))
    }

    private static func encoded(_ message: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Our own values can be encoded but for numbers that JSON has not, and there are none such.
        return (try? encoder.encode(message)).map { Array($0) } ?? []
    }
}

/// Parameters of a request that has none.
struct NoParameters: Codable, Sendable {}
