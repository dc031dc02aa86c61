/// A chapter with everything that an author can write beyond CommonMark.
enum AuthoringSample {
    static let text = #"""
        ---
        title: Labels, tables and notes
        number: "4.7"
        ---

        # Labels, tables and notes
        :label:`sec_top`

        This is :numref:`sec_top`. The steps are in :numref:`sec_steps`, the sizes in :numref:`tab_sizes`, the picture is
        :numref:`fig_net`, and :eqref:`eq_loss` is the loss.[^loss] Two notes more.[^long][^loss]

        ## Steps
        :label:`sec_steps`

        $$
        \ell(\mathbf{w}) = \frac{1}{n} \sum_{i=1}^n \left(\mathbf{w}^\top \mathbf{x}_i - y_i\right)^2
        $$
        :eqlabel:`eq_loss`

        ![A square that stands for a network](data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxMjAiIGhlaWdodD0iNjAiPjxyZWN0IHdpZHRoPSIxMjAiIGhlaWdodD0iNjAiIGZpbGw9IiM0NzgiLz48L3N2Zz4=)
        :label:`fig_net`

        : Sizes of the layers, with $n$ rows a batch

        | | Inputs | Outputs | Activation | What it is for, in more words than a narrow screen has room for |
        | :--- | ---: | ---: | :---: | --- |
        | hidden | 784 | 256 | `relu` | *learns* features |
        | output | 256 | 10 | – | a **score** a class, $o_j \in \mathbb{R}$ |
        :label:`tab_sizes`

        > [!NOTE]
        > The loss of :eqref:`eq_loss` is convex.

        > [!TIP]
        > Start with a small learning rate.

        > [!IMPORTANT]
        > Shuffle the rows.

        > [!WARNING]
        > A large rate diverges:
        >
        > - the loss grows
        > - then it is no number

        > [!CAUTION]
        > This deletes the weights.

        > A quotation stays one.

        ```swift exercise id=scale
        func scaled(_ x: Double) -> Double { x }
        ```

        > [!HINT]
        > Look at $x$.

        > [!HINT]
        > Twice.

        Words between the parts.

        ```swift check
        expect(scaled(1) == 2, "doubled")
        ```

        ```swift solution
        func scaled(_ x: Double) -> Double { 2 * x }
        ```

        ```swift wrong="adds two"
        func scaled(_ x: Double) -> Double { x + 2 }
        ```

        > [!QUESTION]
        > What is $2 \cdot 2$?
        >
        > - [ ] Three
        >
        >   That is $2 + 1$.
        > - [x] Four
        >   - So is $2 + 2$.

        > [!QUESTION]
        > Which are even?
        >
        > - [x] Two
        >   - It is $2 \cdot 1$.
        > - [x] Four
        >   - It is $2 \cdot 2$.
        > - [ ] Five
        >   - It is $2 \cdot 2 + 1$.

        [^loss]: The *squared* loss, halved in some books.
        [^long]: A note of two paragraphs.

            The second one holds $x^2$.
        """#
}
