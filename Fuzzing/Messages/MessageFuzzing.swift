#if canImport(Glibc)
    import Glibc
#endif

// The coder of messages under libFuzzer; `Scripts/fuzz-messages` compiles this together with CellMessages.

/// Reads the bytes as a value, which is to be read or refused; what is read has one form only.
private func tryBytes<Value: Codable>(_ bytes: [UInt8], as type: Value.Type) {
    guard let value = try? BinaryForm.decode(type, from: bytes) else { return }
    if let message = value as? any BoundaryMessage { _ = message.inconsistency }
    precondition(BinaryForm.encode(value) == bytes, "another form of \(value)")
}

/// The first byte tells which value the others are taken for.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let kind = bytes.first else { return 0 }
    let rest = Array(bytes.dropFirst())
    switch kind {
    case 0: tryBytes(rest, as: HostEvent.self)
    case 1: tryBytes(rest, as: HostRequest.self)
    case 2: tryBytes(rest, as: GuardianEvent.self)
    case 3: tryBytes(rest, as: GuardianRequest.self)
    case 4: tryBytes(rest, as: EndingNote.self)
    default: return -1
    }
    return 0
}

/// Writes the samples into the folder that comes last on the command line, for the fuzzer to start from.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafePointer<CChar>>>
) -> Int32 {
    let folder = String(cString: arguments.pointee[Int(count.pointee) - 1])
    var number = 0
    func keep(_ values: [some Encodable], kind: UInt8) {
        for value in values {
            guard let file = fopen("\(folder)/sample-\(number)", "w") else { continue }
            let bytes = BinaryForm.encode(value, after: [kind])
            fwrite(bytes, 1, bytes.count, file)
            fclose(file)
            number += 1
        }
    }
    keep(MessageSamples.hostEvents, kind: 0)
    keep(MessageSamples.hostRequests, kind: 1)
    keep(MessageSamples.guardianEvents, kind: 2)
    keep(MessageSamples.guardianRequests, kind: 3)
    keep(MessageSamples.endingNotes, kind: 4)
    return 0
}
