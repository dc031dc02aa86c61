import Foundation
import TensorKernel
import Testing

/// Parameters travel through `.safetensors` files, and damaged files are refused.
@Suite(.ownGenerator) struct SafetensorsTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "safetensors-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test func aFileWrittenByTheOriginalLibraryIsRead() throws {
        let expected: [String: StoredTensor] = try loadFixture("saved.json")
        let loaded = try Safetensors.load(try fixtureURL("saved.safetensors").path())
        #expect(Set(loaded.map(\.name)) == Set(expected.keys))
        for (name, tensor) in loaded { expectClose(tensor, try #require(expected[name]), name) }
        let sameNetwork = Sequential(Linear(3, 2), BatchNorm1d(2)).stateDict.map(\.name)
        #expect(Set(sameNetwork).isSubset(of: expected.keys) && expected.count == sameNetwork.count + 1)
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let path = folder.appending(path: "round.safetensors").path()
        let tensors = [
            ("flags", Tensor([true, false, true])), ("a \"quoted\\\" näme\n", Tensor.arange(6).reshape(2, 3).T),
            ("numbers", Tensor([1, -2, Int.max])), ("empty", Tensor.zeros(0, 4)), ("single", Tensor(2.5)),
        ]
        try Safetensors.save(tensors.map { (name: $0.0, tensor: $0.1) }, to: path)
        let loaded = Dictionary(uniqueKeysWithValues: try Safetensors.load(path).map { ($0.name, $0.tensor) })
        #expect(loaded.count == tensors.count)
        for (name, tensor) in tensors {
            let found = try #require(loaded[name])
            #expect(found.shape == tensor.shape && found.dtype == tensor.dtype && found.scalars == tensor.scalars)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["round.safetensors"])
    }

    @Test func aModuleGetsItsStateBack() throws {
        let path = folder.appending(path: "net.safetensors").path()
        let net = Sequential(Linear(3, 4), BatchNorm1d(4))
        _ = net(Tensor.randn(5, 3))
        try net.save(to: path)
        let other = Sequential(Linear(3, 4), BatchNorm1d(4))
        try other.load(from: path)
        #expect(
            other.stateDict.map(\.name) == [
                "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked",
            ])
        #expect(other.stateDict.map(\.tensor.scalars) == net.stateDict.map(\.tensor.scalars))
        #expect(other.parameters.allSatisfy { $0.requiresGrad })
    }

    @Test func anotherModulesFileIsRefusedAndChangesNothing() throws {
        let path = folder.appending(path: "net.safetensors").path()
        try Sequential(Linear(3, 4)).save(to: path)
        let other = Sequential(Linear(3, 4), Linear(4, 1))
        let before = other.parameters.map(\.floats)
        #expect(throws: SafetensorsError.mismatch("it has no 1.weight")) { try other.load(from: path) }
        #expect(throws: SafetensorsError.self) { try Sequential(Linear(4, 4)).load(from: path) }
        #expect(throws: SafetensorsError.self) { try Sequential(Linear(3, 4, bias: false)).load(from: path) }
        #expect(other.parameters.map(\.floats) == before)
    }

    @Test(arguments: [
        "{", "[]", "{}x", "{\"a\":{}}", "{\"a\":1}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0,4611686018427387904,4],\"data_offsets\":[0,0]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"BOOL\",\"shape\":[4],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4],\"more\":1}}", "{\"\\ud800\":1}", "{}",
    ])
    func damagedHeadersAreRefused(_ header: String) throws {
        var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        bytes += Array(header.utf8) + [2, 0, 0, 0]
        let path = folder.appending(path: "damaged").path()
        try Data(bytes).write(to: URL(filePath: path))
        #expect(throws: SafetensorsError.self) { try Safetensors.load(path) }
    }

    @Test func shortFilesAndAbsurdLengthsAreRefused() throws {
        let path = folder.appending(path: "short").path()
        let absurd = [UInt8](repeating: 255, count: 8)
        for bytes in [[], [1, 2, 3], absurd, [9, 0, 0, 0, 0, 0, 0, 0, 123]] {
            try Data(bytes).write(to: URL(filePath: path))
            #expect(throws: SafetensorsError.self) { try Safetensors.load(path) }
        }
        #expect(throws: SafetensorsError.system(path: "/nowhere/x", reason: "No such file or directory")) {
            try Safetensors.load("/nowhere/x")
        }
    }
}
