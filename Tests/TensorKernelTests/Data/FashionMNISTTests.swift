import Foundation
import TensorKernel
import Testing

/// Fashion-MNIST is read whole, and missing or damaged files are explained.
@Suite struct FashionMNISTTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "fashion-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test func bothSetsAreThere() throws {
        let (train, test) = try FashionMNIST.load()
        #expect(train.count == 60_000 && test.count == 10_000)
        #expect((0..<10).map { name in train.labels.ints.count { $0 == name } } == Array(repeating: 6000, count: 10))
        #expect((0..<10).map { name in test.labels.ints.count { $0 == name } } == Array(repeating: 1000, count: 10))

        let (x, y) = train[0..<3]
        #expect(x.shape == [3, 1, 28, 28] && x.dtype == .float32 && y.dtype == .int64)
        #expect(y.ints.map { train.classNames[$0] } == ["ankle boot", "t-shirt", "t-shirt"])
        #expect(x.floats.allSatisfy { 0 <= $0 && $0 <= 1 } && x.max().item() == 1)
        // The means over all pixels that the data set is known for.
        let mean = train[0..<60_000].x.mean().item()
        #expect(abs(mean - 0.2860) < 5e-5)
        #expect(train[7].x.shape == [1, 28, 28] && train[7].y.shape == [])
    }

    @Test func loadingIsFast() throws {
        let clock = ContinuousClock()
        let times = try (0..<3).map { _ in try clock.measure { _ = try FashionMNIST.load() } }
        // Half a second is the goal on an idle machine; tests may share theirs.
        #expect(try #require(times.min()) < .seconds(2))
    }

    @Test func aMissingSetIsExplained() throws {
        let error = #expect(throws: DataError.self) { try FashionMNIST.load(from: folder.path()) }
        let text = try #require(error).description
        #expect(text.contains("apt-get install dataset-fashion-mnist") && text.contains("LECTERN_DATA"))
    }

    @Test func whatIsNotCompressedIsReadAsWell() throws {
        try writeAll(images: image(count: 2), labels: label([3, 9]))
        let (train, _) = try FashionMNIST.load(from: folder.path())
        #expect(train.height == 2 && train.width == 3)
        #expect(train[1].x.floats == [6, 7, 8, 9, 10, 11].map { $0 / 255 })
        #expect(train.labels.ints == [3, 9])
    }

    @Test func damagedFilesAreRefused() throws {
        let whole = image(count: 2)
        let good = label([3, 9])
        let cases: [(name: String, images: [UInt8], labels: [UInt8])] = [
            ("cut short", Array(whole.dropLast()), good), ("too long", whole + [0], good),
            ("no header", Array(whole.prefix(6)), good), ("empty", [], good),
            ("another type", [0, 0, 13] + whole.dropFirst(3), good),
            ("absurd size", [0, 0, 8, 3] + Array(repeating: 255, count: 12), good),
            ("fewer labels", whole, label([3])), ("a class too many", whole, label([3, 10])),
        ]
        for example in cases {
            try writeAll(images: example.images, labels: example.labels)
            #expect(throws: DataError.self, "\(example.name)") { try FashionMNIST.load(from: folder.path()) }
        }
    }

    @Test func aDamagedGzipStreamIsRefused() throws {
        try writeAll(images: image(count: 2), labels: label([3, 9]))
        let name = "train-labels-idx1-ubyte.gz"
        let packed = try Data(contentsOf: URL(filePath: "/usr/share/datasets/fashion-mnist/\(name)"))
        for damaged in [packed.prefix(packed.count / 2), packed.prefix(packed.count - 6) + Data(count: 6)] {
            try Data(damaged).write(to: folder.appending(path: name))
            #expect(throws: DataError.self) { try FashionMNIST.load(from: folder.path()) }
        }
    }

    private func image(count: UInt8) -> [UInt8] {
        [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 3] + Array(0..<(count * 6))
    }

    private func label(_ classes: [UInt8]) -> [UInt8] {
        [0, 0, 8, 1, 0, 0, 0, UInt8(classes.count)] + classes
    }

    private func writeAll(images: [UInt8], labels: [UInt8]) throws {
        for part in ["train", "t10k"] {
            try Data(images).write(to: folder.appending(path: "\(part)-images-idx3-ubyte.gz"))
            try Data(labels).write(to: folder.appending(path: "\(part)-labels-idx1-ubyte.gz"))
        }
    }
}
