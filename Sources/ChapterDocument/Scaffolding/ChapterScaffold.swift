/// A new lesson to start from: it renders and verifies as it stands, and shows each thing that most lessons need.
public struct ChapterScaffold: Sendable {
    /// The lesson's title.
    public var title: String
    /// Its number in the book, such as `4.7`; nil for none.
    public var number: String?

    /// The scaffold of the lesson that will be kept at `path`: `4.7-softmax-regression.md` is number 4.7, with the title
    /// “Softmax regression” where `title` says no other.
    public init(path: String, title: String? = nil) {
        let name = path.split(separator: "/").last ?? ""
        let stem = name.hasSuffix(".md") ? name.dropLast(3) : name
        var words = stem[...]
        if let match = stem.prefixMatch(of: /([0-9]+(?:\.[0-9]+)*)(?:[-_ ]+|$)/) {
            number = String(match.1)
            words = stem[match.range.upperBound...]
        }
        let spaced = words.split { "-_ ".contains($0) }.joined(separator: " ")
        let named = spaced.prefix(1).uppercased() + spaced.dropFirst()
        self.title = title ?? (named.isEmpty ? "Untitled" : named)
    }

    /// The lesson as Markdown.
    public var text: String {
        let numberLine = number.map { "number: \(Self.quoted($0))\n" } ?? ""
        return """
            ---
            title: \(Self.quoted(title))
            \(numberLine)language: en
            ---

            \(Self.body)
            """
    }

    /// `text` as a YAML scalar in double quotation marks.
    private static func quoted(_ text: String) -> String {
        let escaped = text.map { character in
            switch character {
            case "\\", "\"": "\\\(character)"
            case _
            where character.isNewline || character.unicodeScalars.contains { $0.properties.generalCategory == .control }:
                " "
            default: String(character)
            }
        }
        return "\"\(escaped.joined())\""
    }

    private static let body = #"""
        Say in a paragraph what this lesson is about. A formula stands in the line, such as $f(x) = x^2$, or on its own with a
        label that the text can refer to:

        $$
        f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}
        $$
        :eqlabel:`eq_derivative`

        ## A cell and what it prints

        A block marked `swift cell` is run. The `output` block after it says what it prints, and `lectern verify` compares the
        two; `lectern verify --update` writes what was printed.

        ```swift cell id=derivative
        let x = Tensor([-1.0, 0, 1, 2], requiresGrad: true)
        let y = x * x
        y.sum().backward()
        print(y)
        print(x.grad ?? "no gradient")
        ```

        ```output
        tensor([1., 0., 1., 4.], grad_fn=<MulBackward0>)
        tensor([-2.,  0.,  2.,  4.])
        ```

        ## A curve

        The quotient of :eqref:`eq_derivative` comes closer to the derivative $2x$ as $h$ becomes smaller.

        ```swift cell id=curve
        let points = Tensor.linspace(-2, 2, 81)
        func quotient(_ h: Double) -> Tensor { ((points + h) * (points + h) - points * points) / h }

        plot(
            points, [points * points, 2 * points, quotient(1), quotient(0.25)],
            labels: ["f", "its derivative", "quotient, h = 1", "quotient, h = 0.25"],
            xLabel: "x", title: "A function and its derivative")

        let error = (quotient(0.25) - 2 * points).abs().max().item()
        expect(error, near: 0.25, within: 1e-4, "the quotient is off by h")
        ```

        ```output figures=e536e99c
        ```

        ## An exercise and a question

        Write the derivative of $x^3$. `lectern verify` runs every answer with the check: the solution must pass it, what the
        reader starts from and each wrong answer must not.

        ```swift exercise id=cube
        func derivativeOfCube(_ x: Double) -> Double {
            0  // your code
        }
        ```

        > [!HINT]
        > The exponent comes down as a factor.

        ```swift check
        expect(derivativeOfCube(2), near: 12, within: 1e-9, "the slope at 2")
        ```

        ```swift solution
        func derivativeOfCube(_ x: Double) -> Double { 3 * x * x }
        ```

        ```swift wrong="forgets to lower the exponent"
        func derivativeOfCube(_ x: Double) -> Double { 3 * x * x * x }
        ```

        > [!QUESTION]
        > Why does the quotient need a small $h$?
        >
        > - [x] The derivative is its limit for $h \to 0$.
        >
        >   The larger $h$ is, the further the second point lies from the first.
        > - [ ] A large one would divide by zero.
        >
        >   Only $h = 0$ does.

        """#
}
