/// What the recurrent layers share: one cell a layer and direction, which goes through a sequence step by step.
///
/// Inputs are `[length, count, inputSize]`, or `[count, length, inputSize]` with `batchFirst`, or without `count`. With two
/// directions, the outputs of both stand side by side. Parameters are drawn in PyTorch's order and have its names.
public class RecurrentLayer: Module {
    /// Input weights, state weights, input biases and state biases of each layer and direction, in PyTorch's order.
    public let parametersOfCells: [[Tensor]]
    fileprivate let inputSize: Int
    fileprivate let hiddenSize: Int
    fileprivate let numLayers: Int
    fileprivate let hasBias: Bool
    fileprivate let isBatchFirst: Bool
    fileprivate let p: Double
    fileprivate let isBidirectional: Bool

    fileprivate init(
        _ inputSize: Int, _ hiddenSize: Int, _ numLayers: Int, bias: Bool, batchFirst: Bool, dropout: Double,
        bidirectional: Bool, gates: Int
    ) {
        guard numLayers > 0, hiddenSize > 0 else {
            stop(
                "recurrent layer",
                "needs a positive hidden size and number of layers, not \(hiddenSize) and \(numLayers)")
        }
        guard 0...1 ~= dropout else { stop("recurrent layer", "\(dropout) is not a probability") }
        (self.inputSize, self.hiddenSize, self.numLayers) = (inputSize, hiddenSize, numLayers)
        (hasBias, isBatchFirst, p, isBidirectional) = (bias, batchFirst, dropout, bidirectional)
        let directions = bidirectional ? 2 : 1
        let bound = 1 / Double(hiddenSize).squareRoot()
        parametersOfCells = (0..<numLayers * directions).map { number in
            let inputs = number < directions ? inputSize : hiddenSize * directions
            let shapes = [[gates * hiddenSize, inputs], [gates * hiddenSize, hiddenSize]]
            let biases = bias ? [[gates * hiddenSize], [gates * hiddenSize]] : []
            return (shapes + biases).map { shape in
                let parameter = Tensor.parameter(shape)
                Initialize.uniform(parameter, from: -bound, to: bound)
                return parameter
            }
        }
    }

    override var ownTensors: [(name: String, tensor: Tensor)] {
        let directions = isBidirectional ? 2 : 1
        return parametersOfCells.enumerated().flatMap { number, parameters in
            let suffix = "_l\(number / directions)" + (number % directions == 1 ? "_reverse" : "")
            return zip(["weight_ih", "weight_hh", "bias_ih", "bias_hh"], parameters).map { ($0 + suffix, $1) }
        }
    }

    public override var extraDescription: String {
        var text = "\(inputSize), \(hiddenSize)"
        if numLayers != 1 { text += ", num_layers=\(numLayers)" }
        if !hasBias { text += ", bias=False" }
        if isBatchFirst { text += ", batch_first=True" }
        if p != 0 { text += ", dropout=\(p)" }
        if isBidirectional { text += ", bidirectional=True" }
        return text
    }

    /// Goes through a sequence with states of `states` tensors each, `[layers · directions, count, hiddenSize]`.
    ///
    /// `step` makes the next states from the input's and the state's affine maps and the states.
    fileprivate func run(
        _ name: String, _ x: Tensor, _ initial: [Tensor]?, states: Int,
        _ step: (_ fromInput: Tensor, _ fromState: Tensor, _ states: [Tensor]) -> [Tensor]
    ) -> (output: Tensor, states: [Tensor]) {
        guard x.ndim == 2 || x.ndim == 3, x.size(-1) == inputSize else {
            stop(name, "expected sequences of \(inputSize) numbers, got shape \(x.shape)")
        }
        if x.ndim == 2 {
            let dim = isBatchFirst ? 0 : 1
            let (output, ends) = run(name, x.unsqueeze(dim), initial?.map { $0.unsqueeze(1) }, states: states, step)
            return (output.squeeze(dim), ends.map { $0.squeeze(1) })
        }
        var inputs = (isBatchFirst ? x.transpose(0, 1) : x)
        let (length, count, directions) = (inputs.size(0), inputs.size(1), isBidirectional ? 2 : 1)
        guard length > 0 else { stop(name, "the sequence has no steps") }
        let whole = [numLayers * directions, count, hiddenSize]
        let starts = initial ?? Array(repeating: Tensor.zeros(whole), count: states)
        for start in starts where start.shape != whole {
            stopForShapes(name, whole, start.shape, "the state is [layers · directions, count, hidden size]")
        }
        var ends: [[Tensor]] = []
        for layer in 0..<numLayers {
            let outputs = (0..<directions).map { direction -> Tensor in
                let number = layer * directions + direction
                let parameters = parametersOfCells[number]
                // The inputs of all steps at once; the states one after the other.
                let mapped = inputs.linear(weight: parameters[0], bias: hasBias ? parameters[2] : nil).unbind()
                var current = starts.map { $0[number] }
                var results: [Tensor] = []
                for time in direction == 0 ? Array(0..<length) : (0..<length).reversed() {
                    let fromState = current[0].linear(weight: parameters[1], bias: hasBias ? parameters[3] : nil)
                    current = step(mapped[time], fromState, current)
                    results.append(current[0])
                }
                ends.append(current)
                return Tensor.stack(direction == 0 ? results : results.reversed())
            }
            inputs = directions == 1 ? outputs[0] : Tensor.cat(outputs, dim: -1)
            if layer < numLayers - 1 { inputs = dropout(inputs, p: p, training: isTraining) }
        }
        let last = (0..<states).map { state in Tensor.stack(ends.map { $0[state] }) }
        return (isBatchFirst ? inputs.transpose(0, 1) : inputs, last)
    }
}

/// A recurrent network: h′ = tanh(W_ih · x + b_ih + W_hh · h + b_hh), or with a ReLU in place of tanh.
public final class RNN: RecurrentLayer {
    /// What the new state goes through.
    public enum Nonlinearity: Sendable {
        /// The hyperbolic tangent.
        case tanh
        /// max(x, 0).
        case relu
    }

    private let nonlinearity: Nonlinearity

    /// `numLayers` layers of `hiddenSize` numbers for inputs of `inputSize` numbers.
    public init(
        _ inputSize: Int, _ hiddenSize: Int, numLayers: Int = 1, nonlinearity: Nonlinearity = .tanh, bias: Bool = true,
        batchFirst: Bool = false, dropout: Double = 0, bidirectional: Bool = false
    ) {
        self.nonlinearity = nonlinearity
        super.init(
            inputSize, hiddenSize, numLayers, bias: bias, batchFirst: batchFirst, dropout: dropout,
            bidirectional: bidirectional, gates: 1)
    }

    /// The last layer's states after each step, and all layers' after the last; `h` are the first ones, zeros if nil.
    public func callAsFunction(_ x: Tensor, _ h: Tensor? = nil) -> (output: Tensor, h: Tensor) {
        let (output, states) = run("RNN", x, h.map { [$0] }, states: 1) { input, state, _ in
            [nonlinearity == .tanh ? (input + state).tanh() : (input + state).relu()]
        }
        return (output, states[0])
    }

    public override func forward(_ x: Tensor) -> Tensor { self(x, nil).output }
}

/// Long short-term memory (Hochreiter and Schmidhuber, 1997), with the equations of ``LSTMCell``.
public final class LSTM: RecurrentLayer {
    /// `numLayers` layers of `hiddenSize` numbers for inputs of `inputSize` numbers.
    public init(
        _ inputSize: Int, _ hiddenSize: Int, numLayers: Int = 1, bias: Bool = true, batchFirst: Bool = false,
        dropout: Double = 0, bidirectional: Bool = false
    ) {
        super.init(
            inputSize, hiddenSize, numLayers, bias: bias, batchFirst: batchFirst, dropout: dropout,
            bidirectional: bidirectional, gates: 4)
    }

    /// The last layer's states after each step, and all layers' states and memories after the last; `state` are the first
    /// ones, zeros if nil.
    public func callAsFunction(
        _ x: Tensor, _ state: (h: Tensor, c: Tensor)? = nil
    ) -> (output: Tensor, state: (h: Tensor, c: Tensor)) {
        let (output, states) = run("LSTM", x, state.map { [$0.h, $0.c] }, states: 2) { input, state, current in
            let (h, c) = lstmStep(input, state, current[1])
            return [h, c]
        }
        return (output, (states[0], states[1]))
    }

    public override func forward(_ x: Tensor) -> Tensor { self(x, nil).output }
}

/// Gated recurrent units (Cho et al., 2014), with the equations of ``GRUCell``.
public final class GRU: RecurrentLayer {
    /// `numLayers` layers of `hiddenSize` numbers for inputs of `inputSize` numbers.
    public init(
        _ inputSize: Int, _ hiddenSize: Int, numLayers: Int = 1, bias: Bool = true, batchFirst: Bool = false,
        dropout: Double = 0, bidirectional: Bool = false
    ) {
        super.init(
            inputSize, hiddenSize, numLayers, bias: bias, batchFirst: batchFirst, dropout: dropout,
            bidirectional: bidirectional, gates: 3)
    }

    /// The last layer's states after each step, and all layers' after the last; `h` are the first ones, zeros if nil.
    public func callAsFunction(_ x: Tensor, _ h: Tensor? = nil) -> (output: Tensor, h: Tensor) {
        let (output, states) = run("GRU", x, h.map { [$0] }, states: 1) { input, state, current in
            [gruStep(input, state, current[0])]
        }
        return (output, states[0])
    }

    public override func forward(_ x: Tensor) -> Tensor { self(x, nil).output }
}
