internal import COpenSSL
import FoundationEssentials

/// The SHA-256 digest of some content, which tells whether two contents are the same.
public struct Digest: Codable, Hashable, Sendable {
    /// The digest's 32 bytes.
    public let bytes: [UInt8]

    /// The digest of `content`.
    public init(of content: some ContiguousBytes) {
        bytes = content.withUnsafeBytes { content in
            [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
                EVP_Digest(content.baseAddress, content.count, buffer.baseAddress, nil, EVP_sha256(), nil)
                count = 32
            }
        }
    }

    /// The digest of several texts, in order; no two different lists have the same.
    public init(of parts: [String]) {
        var content: [UInt8] = []
        for part in parts {
            withUnsafeBytes(of: UInt64(part.utf8.count).littleEndian) { content += $0 }
            content += part.utf8
        }
        self.init(of: content)
    }

    /// The digest whose bytes these are; nil where they are not 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// The digest in Base64, as web standards write it.
    public var base64: String { Data(bytes).base64EncodedString() }

    /// The digest in hexadecimal digits.
    public var hexadecimal: String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
