import CellMessages
import ChapterDocument

/// A chapter with everything that a report can show.
enum FullSample {
    static func executed() throws -> ExecutedChapter {
        try SampleChapter.executed(text, path: "chapters/4.6-sample.md", results: results)
    }

    static let results: [Int: CellResult] = [
        0: SampleChapter.ran([.text(.standardOutput, tensor)]),
        1: SampleChapter.ran(
            [
                .text(.standardOutput, epochs), .text(.standardError, "note: one image was skipped\n"),
                .display(id: 1, .figure(FullSampleFigures.curves)),
            ], seconds: 12.4,
            checks: [
                Check(name: "test accuracy", passed: true, detail: "0.853, expected 0.86 ± 0.02", line: 42),
                Check(name: "loss falls", passed: false, detail: "0.41, expected less than 0.4", line: 43),
            ]),
        2: SampleChapter.ran([.display(id: 1, .figure(FullSampleFigures.panels))], seconds: 0.4),
        3: SampleChapter.ran([.display(id: 1, .figure(FullSampleFigures.confusion))]),
        4: SampleChapter.ran([.display(id: 1, .images(FullSampleFigures.pictures))]),
        5: SampleChapter.ran([.display(id: 1, .table(table)), .display(id: 2, .graph(FullSampleFigures.graph))]),
        6: failing(.failedAsExpected(failure(.trap, "Index out of range: 8 in a tensor of shape [2, 8]"))),
        7: failing(.failed(failure(.compile, "cannot find 'netz' in scope"))),
        8: CellResult(outcome: .notReached),
    ]

    private static func failing(_ outcome: CellResult.Outcome) -> CellResult {
        var result = CellResult(outcome: outcome)
        result.outputs = [.text(.standardOutput, "before\n")]
        return result
    }

    private static func failure(_ kind: CellFailure.Kind, _ message: String) -> CellFailure {
        CellFailure(kind: kind, notes: [.init(position: SourcePosition(line: 106, column: 24), message: message)])
    }

    private static let tensor = """
        tensor([[ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.],
                [ 8.,  9., 10., 11., 12., 13., 14., 15.]])

        """

    private static let epochs = (1...10).map { epoch in
        "epoch \(epoch): loss 0.\(9 - epoch / 2)13, train acc 0.8\(epoch % 10)0, test acc 0.8\(epoch % 10)1\n"
    }.joined()

    private static let table = Table(
        title: "What each network reached", columns: ["Network", "Parameters", "Loss", "Test accuracy"],
        rows: [
            ["from scratch", "269322", "0.341", "85.2 %"], ["concise", "269322", "0.338", "85.6 %"],
            ["no dropout", "269322", "0.299", "84.1 %"],
        ])

    static let text = #"""
        ---
        title: Dropout
        number: "4.6"
        language: en
        description: Why a network learns better when half of it is switched off at random, step by step.
        date: '2026-11-20'
        ---

        # Dropout

        A network that is too sure of its neurons memorises its training data. *Dropout* switches every neuron off with a
        probability $p$ while it trains, so that none can rely on another: with $M \sim \mathrm{Bernoulli}(1-p)$ the output
        is $y = M x / (1-p)$, and its expectation stays where it was (see :eqref:`eq_expectation` and
        :numref:`sec_scratch`).

        $$ \mathbb{E}[y] = \frac{\mathbb{E}[M]}{1-p}\, x = \frac{1-p}{1-p}\, x = x $$
        :eqlabel:`eq_expectation`

        ## From scratch
        :label:`sec_scratch`

        The mask comes from uniform numbers. A [link](https://d2l.ai), `inline code`, **strong words** and a list:

        - keep a neuron where the number is larger than $p$,
        - scale what is kept by $\frac{1}{1-p}$:

          1. once in training,
          2. never in prediction.

        > All models are wrong, but some are useful.

        ```swift cell id=dropout-layer
        import TensorKernel

        /// Zeroes each element with probability `p` and scales the others, so that the mean stays.
        func dropoutLayer(_ x: Tensor, p: Float) -> Tensor {
            precondition((0...1).contains(p), "p is a probability")
            if p == 1 { return Tensor.zeros(like: x) }
            let mask = Tensor.rand(x.shape) .> p   // true where a neuron stays
            return mask * x / (1.0 - p)
        }

        let x = Tensor.arange(16).reshape(2, 8)
        print("\(dropoutLayer(x, p: 0))")
        ```

        ```output
        tensor([[ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.],
                [ 8.,  9., 10., 11., 12., 13., 14., 15.]])
        ```

        ### Training

        ```swift cell id=train fold
        train(net, epochs: 10)
        ```

        ```output tolerance=0.01
        epoch 1: loss 0.913, train acc 0.810, test acc 0.811
        ...
        epoch 9: loss 0.513, train acc 0.890, test acc 0.891
        epoch 10: loss 0.413, train acc 0.890, test acc 0.801
        ```

        ### Several panels

        ```swift cell hide
        show(panels)
        ```

        ```swift cell
        show(confusionMatrix)
        ```

        ```swift cell
        show(images: samples)
        ```

        ```swift cell
        show(table)
        ```

        ## The same in other frameworks

        ```python tab="PyTorch"
        import torch
        from torch import nn

        class Net(nn.Module):
            """Two hidden layers."""
            def forward(self, x):
                return self.lin3(self.relu(x)) / (1.0 - 0.5)  # scaled
        ```

        ```swift tab="Lectern"
        let net = Sequential { Linear(784, 256); ReLU(); Dropout(0.2) }
        ```

        ## When things go wrong

        ```swift cell fails=trap
        print("before"); print(x[0, 8])
        ```

        ```swift cell id=broken
        print("before"); print(netz)
        ```

        ```swift cell
        print("never")
        ```

        A formula with a mistake: $\frac{1}{$ and $\nosuchcommand$. A picture that is not there:

        ![The network with two hidden layers](network.png)

        $$ \mathcal{L}(\theta) = -\frac{1}{n}\sum_{i=1}^{n} \log \frac{\exp(o_{y_i})}{\sum_{j} \exp(o_j)} + \frac{\lambda}{2}\left\lVert \mathbf{w} \right\rVert^2 + \underbrace{\int_0^\infty e^{-t^2}\,dt}_{\sqrt{\pi}/2} \quad\text{for all } \mathbf{x} \in \mathbb{R}^{d} \text{ and some more words} $$
        """#
}
