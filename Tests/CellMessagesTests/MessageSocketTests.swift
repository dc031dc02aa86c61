import CellMessages
import Glibc
import Testing

/// What a connection does with bytes that are no message.
@Suite struct MessageSocketTests {
    private func pair() -> (MessageSocket, MessageSocket) {
        var ends: [Int32] = [0, 0]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        return (MessageSocket(descriptor: ends[0]), MessageSocket(descriptor: ends[1]))
    }

    @Test func valuesArriveWholeAndInOrder() throws {
        let (sender, receiver) = pair()
        #expect(sender.send(CellMessage.text(.standardOutput, [1, 2])))
        #expect(sender.send(CellMessage.remark("x")))
        #expect(receiver.fill())
        #expect(try receiver.next(CellMessage.self) == .text(.standardOutput, [1, 2]))
        #expect(try receiver.next(CellMessage.self) == .remark("x"))
        #expect(try receiver.next(CellMessage.self) == nil)
    }

    @Test(arguments: [1, 3, 4, 8, 100]) func foreignBytesAreNoticed(count: Int) throws {
        let (sender, receiver) = pair()
        let junk = [UInt8](repeating: 0x78, count: count)
        #expect(write(sender.descriptor, junk, count) == count)
        #expect(sender.send(CellMessage.remark("x")))
        #expect(receiver.fill())
        #expect(throws: WireError.self) { try receiver.next(CellMessage.self) }
    }

    @Test func whatIsTooLargeIsNotSent() {
        let (sender, _) = pair()
        #expect(!sender.send(CellMessage.text(.standardOutput, [UInt8](repeating: 0, count: MessageSocket.sizeLimit))))
    }
}
