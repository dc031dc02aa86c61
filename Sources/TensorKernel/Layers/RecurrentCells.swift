/// What the recurrent cells share: two affine maps, of the input and of the state, with `gates · hiddenSize` outputs.
public class RecurrentCell: Module {
    /// The input's weights, of shape `[gates · hiddenSize, inputSize]`.
    public var weightIH: Tensor
    /// The state's weights, of shape `[gates · hiddenSize, hiddenSize]`.
    public var weightHH: Tensor
    /// The input's biases.
    public var biasIH: Tensor
    /// The state's biases.
    public var biasHH: Tensor

    fileprivate let hiddenSize: Int

    /// Parameters drawn evenly from ±1/√hiddenSize, in PyTorch's order.
    fileprivate init(_ inputSize: Int, _ hiddenSize: Int, gates: Int) {
        self.hiddenSize = hiddenSize
        weightIH = .parameter([gates * hiddenSize, inputSize])
        weightHH = .parameter([gates * hiddenSize, hiddenSize])
        biasIH = .parameter([gates * hiddenSize])
        biasHH = .parameter([gates * hiddenSize])
        let bound = hiddenSize > 0 ? 1 / Double(hiddenSize).squareRoot() : 0
        for parameter in [weightIH, weightHH, biasIH, biasHH] {
            Initialize.uniform(parameter, from: -bound, to: bound)
        }
    }

    /// The state before the first input: zeros of shape `[count, hiddenSize]`.
    public func initialState(count: Int) -> Tensor { Tensor.zeros([count, hiddenSize]) }

    public override var extraDescription: String { "\(weightIH.size(1)), \(hiddenSize)" }

    /// The state before the first of inputs like `x`, which may be a single one without `count`.
    fileprivate func initialState(for x: Tensor) -> Tensor { Tensor.zeros(x.shape.dropLast() + [hiddenSize]) }

    fileprivate func mapped(_ x: Tensor, _ h: Tensor) -> (Tensor, Tensor) {
        (x.linear(weight: weightIH, bias: biasIH), h.linear(weight: weightHH, bias: biasHH))
    }
}

/// h′ = tanh(W_ih · x + b_ih + W_hh · h + b_hh).
public final class RNNCell: RecurrentCell {
    /// A cell for inputs of `inputSize` numbers and a state of `hiddenSize`.
    public init(_ inputSize: Int, _ hiddenSize: Int) {
        super.init(inputSize, hiddenSize, gates: 1)
    }

    /// The next state; `x` has shape `[count, inputSize]`, `h` and the result `[count, hiddenSize]`; all
    /// may be without `count`.
    public func callAsFunction(_ x: Tensor, _ h: Tensor) -> Tensor {
        let (input, state) = mapped(x, h)
        return (input + state).tanh()
    }

    public override func forward(_ x: Tensor) -> Tensor { self(x, initialState(for: x)) }
}

/// Long short-term memory (Hochreiter and Schmidhuber, 1997), with forget gate:
/// c′ = f · c + i · g and h′ = o · tanh(c′), where i, f, o are sigmoids and g is a tanh of affine maps.
public final class LSTMCell: RecurrentCell {
    /// A cell for inputs of `inputSize` numbers and a state of `hiddenSize`.
    public init(_ inputSize: Int, _ hiddenSize: Int) {
        super.init(inputSize, hiddenSize, gates: 4)
    }

    /// The next state and memory; `x` has shape `[count, inputSize]`, the others `[count, hiddenSize]`;
    /// all may be without `count`.
    public func callAsFunction(_ x: Tensor, _ state: (h: Tensor, c: Tensor)) -> (h: Tensor, c: Tensor) {
        let (fromInput, fromState) = mapped(x, state.h)
        return lstmStep(fromInput, fromState, state.c)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        let zeros = initialState(for: x)
        return self(x, (zeros, zeros)).h
    }
}

/// The gated recurrent unit (Cho et al., 2014): h′ = (1 − z) · n + z · h, where r and z are sigmoids of affine maps and
/// n = tanh(W_in · x + b_in + r · (W_hn · h + b_hn)).
public final class GRUCell: RecurrentCell {
    /// A cell for inputs of `inputSize` numbers and a state of `hiddenSize`.
    public init(_ inputSize: Int, _ hiddenSize: Int) {
        super.init(inputSize, hiddenSize, gates: 3)
    }

    /// The next state; `x` has shape `[count, inputSize]`, `h` and the result `[count, hiddenSize]`; all
    /// may be without `count`.
    public func callAsFunction(_ x: Tensor, _ h: Tensor) -> Tensor {
        let (fromInput, fromState) = mapped(x, h)
        return gruStep(fromInput, fromState, h)
    }

    public override func forward(_ x: Tensor) -> Tensor { self(x, initialState(for: x)) }
}
