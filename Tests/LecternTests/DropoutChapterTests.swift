import Foundation
import Testing

/// The first chapter, whole: every cell runs, all 20 epochs, and what is documented is what is printed.
@Suite(.serialized, .timeLimit(.minutes(10))) struct DropoutChapterTests {
    @Test func everyDocumentedOutputHolds() throws {
        let outcome = try Command.lectern(["verify", "--strict", "--format", "json", "chapters/4.6-dropout.md"])
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.error)")
        let report = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        #expect(report is [String: Any])
    }

    @Test func theFourResultsAreThePagesOwn() throws {
        let chapter = try String(
            contentsOf: Command.repository.appending(path: "chapters/4.6-dropout.md"), encoding: .utf8)
        let page = """
            ```output
            tensor([[ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.],
                    [ 8.,  9., 10., 11., 12., 13., 14., 15.]])
            tensor([[ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.],
                    [ 8.,  9., 10., 11., 12., 13., 14., 15.]])
            tensor([[ 0.,  2.,  0.,  6.,  0.,  0.,  0.,  0.],
                    [ 0.,  0.,  0., 22.,  0., 26.,  0., 30.]])
            tensor([[0., 0., 0., 0., 0., 0., 0., 0.],
                    [0., 0., 0., 0., 0., 0., 0., 0.]])
            ```
            """
        #expect(chapter.contains(page))
    }

    @Test func trainingReachesWhatPyTorchReaches() throws {
        let chapter = try String(
            contentsOf: Command.repository.appending(path: "chapters/4.6-dropout.md"), encoding: .utf8)
        let last = chapter.split(separator: "\n").filter { $0.hasPrefix("epoch 10: ") }
        #expect(last.count == 2)
        for line in last {
            let numbers = line.split(whereSeparator: { !"0123456789.".contains($0) }).compactMap { Double($0) }
            #expect(numbers.count == 4)
            #expect(abs(numbers[1] - 0.34) < 0.02, "loss: \(line)")
            #expect(abs(numbers[2] - 0.874) < 0.01, "train acc: \(line)")
            #expect(abs(numbers[3] - 0.85) < 0.03, "test acc: \(line)")
        }
    }
}
