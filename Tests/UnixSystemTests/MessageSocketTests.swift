import CellMessages
import Glibc
import Testing
import UnixSystem

/// What a connection does with bytes that are no message.
@Suite struct MessageSocketTests {
    private func pair() throws -> (MessageSocket, MessageSocket) {
        let (near, far) = try #require(MessageSocket.pair())
        return (far, near)
    }

    @Test func valuesArriveWholeAndInOrder() throws {
        let (sender, receiver) = try pair()
        #expect(sender.send(CellMessage.text(.standardOutput, [1, 2])))
        #expect(sender.send(CellMessage.remark("x")))
        #expect(receiver.fill())
        #expect(try receiver.next(CellMessage.self) == .text(.standardOutput, [1, 2]))
        #expect(try receiver.next(CellMessage.self) == .remark("x"))
        #expect(try receiver.next(CellMessage.self) == nil)
    }

    @Test(arguments: [1, 3, 4, 8, 100]) func foreignBytesAreNoticed(count: Int) throws {
        let (sender, receiver) = try pair()
        let junk = [UInt8](repeating: 0x78, count: count)
        #expect(write(sender.descriptor, junk, count) == count)
        #expect(sender.send(CellMessage.remark("x")))
        #expect(receiver.fill())
        #expect(throws: BinaryForm.Fault.self) { try receiver.next(CellMessage.self) }
    }

    @Test func whatIsTooLargeIsNotSent() throws {
        let (sender, _) = try pair()
        #expect(!sender.send(CellMessage.text(.standardOutput, [UInt8](repeating: 0, count: MessageSocket.sizeLimit))))
    }

    @Test func anEndThatIsPassedAlongArrivesWithItsValue() throws {
        let (sender, receiver) = try pair()
        let (near, far) = try #require(MessageSocket.pair())
        #expect(receiver.send(CellMessage.remark("x"), passing: far))
        far.close()
        #expect(sender.fill())
        #expect(try sender.next(CellMessage.self) == .remark("x"))
        let passed = try #require(sender.takePassed())
        #expect(sender.takePassed() == nil)
        #expect(passed.send(CellMessage.remark("y")))
        #expect(near.fill())
        #expect(try near.next(CellMessage.self) == .remark("y"))
    }

    @Test func theKernelSaysWhoSends() throws {
        let (sender, receiver) = try pair()
        sender.send(CellMessage.remark("x"))
        #expect(receiver.fill())
        #expect(receiver.sender == getpid())
    }

    @Test func aReceiverThatIdentifiesSendersTakesNoDescriptors() throws {
        let (sender, receiver) = try pair()
        let (near, far) = try #require(MessageSocket.pair())
        #expect(sender.send(CellMessage.remark("x"), passing: far))
        far.close()
        #expect(receiver.fill())
        #expect(receiver.takePassed() == nil)
        // Nobody holds the end that was passed.
        #expect(!near.fill())
    }
}
