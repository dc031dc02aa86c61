import TensorKernel
import Testing

/// Views show the right values without copying them, and only where that is possible.
@Suite struct LayoutTests {
    @Test func viewsShareTheirValues() {
        let x = Tensor.arange(24).reshape(2, 3, 4)
        let views = [x.transpose(0, 2), x.permute(1, 2, 0), x[1], x[0..., 1...], x.unsqueeze(1), x.flatten()]
        x.fill(7)
        for view in views { #expect(view.scalars.allSatisfy { $0 == 7 }) }
    }

    /// A reshaped transpose is checked against walking its values in order.
    @Test(arguments: [[24], [4, 6], [6, 4], [2, 2, 6], [4, 3, 2], [3, 8], [1, 24, 1]])
    func reshapeKeepsTheOrderOfValues(_ shape: [Int]) {
        let x = Tensor.arange(24).reshape(2, 3, 4)
        for view in [x, x.transpose(0, 1), x.transpose(1, 2), x.permute(2, 0, 1), x.expand(2, 3, 4)] {
            #expect(view.reshape(shape).scalars == view.scalars)
        }
    }

    @Test func reshapeCopiesOnlyWhereItMust() {
        let layout = Layout(shape: [2, 3, 4])
        #expect(layout.transposed(0, 1).reshaped([3, 2, 2, 2])?.strides == [4, 12, 2, 1])
        #expect(layout.transposed(0, 1).reshaped([6, 4]) == nil)
        #expect(layout.transposed(1, 2).reshaped([2, 12]) == nil)
        #expect(layout.sliced(0, from: 1, length: 1).reshaped([12])?.offset == 12)
        #expect(layout.sliced(2, from: 0, length: 2).reshaped([6, 2])?.strides == [4, 1])
    }

    @Test func subscriptsFollowPython() {
        let x = Tensor.arange(12).reshape(3, 4)
        #expect(x[-1].scalars == [8, 9, 10, 11])
        #expect(x[1, 2].item() == 6)
        #expect(x[0..., 1].scalars == [1, 5, 9])
        #expect(x[1..<3, ..<2].scalars == [4, 5, 8, 9])
        #expect(x[0...1, (-2)...].scalars == [2, 3, 6, 7])
        #expect(x[..<(-1)].shape == [2, 4])
        #expect(x[5...].shape == [0, 4])
        #expect(x[x .> 9].scalars == [10, 11])
        #expect(x[Tensor([2, 0])].scalars == [8, 9, 10, 11, 0, 1, 2, 3])
    }

    @Test func assignmentsThroughSubscriptsChangeTheTensor() {
        let x = Tensor.zeros(2, 3)
        x[0] = Tensor([1, 2, 3])
        x[0..., 1] = 9
        x[1, 2] += 4
        x[1] *= 2
        #expect(x.scalars == [1, 9, 3, 0, 18, 8])
        x[x .> 8] = 0
        #expect(x.scalars == [1, 0, 3, 0, 0, 8])
    }

    @Test func overlappingUpdatesReadTheOldValues() {
        let x = Tensor.arange(9).reshape(3, 3)
        x += x.T
        #expect(x.scalars == [0, 4, 8, 4, 8, 12, 8, 12, 16])
    }

    @Test func creationFillsWhatItSays() {
        #expect(Tensor.eye(2, 3).scalars == [1, 0, 0, 0, 1, 0])
        #expect(Tensor.arange(3).dtype == .float32)
        #expect(Tensor.arange(0, 7, step: 3, dtype: .int64).ints == [0, 3, 6])
        #expect(Tensor.full([2], 2.5).floats == [2.5, 2.5])
        #expect(Tensor([[true, false]]).dtype == .bool)
        #expect(Tensor([[[1.5], [2]], [[3], [4]]]).shape == [2, 2, 1])
        #expect(Tensor.zeros(0, 3).sum().item() == 0)
        #expect(Tensor(3).item(as: Int.self) == 3)
    }
}
