/// Which names stand together in the reference, in the order to read them in.
///
/// Functions and types go by their names, members of `Tensor` by theirs; a member of another type stands with its type.
package struct GroupLayout {
    package let title: String
    /// Functions and types.
    var names = ""
    /// Members of `Tensor`.
    var members = ""

    package static let all = [
        GroupLayout(
            title: "Tensors", names: "Tensor DType",
            members: """
                zeros ones full arange linspace eye shape ndim numel size dtype item scalars floats ints bools to clone \
                contiguous isContiguous strides description
                """),
        GroupLayout(
            title: "Random numbers", names: "manualSeed Generator",
            members: "rand randn normal randint randperm bernoulli"),
        GroupLayout(
            title: "Indexing",
            members: """
                subscript select narrow slice gather scatter scatterAdd indexSelect indexAdd take takeAlongDim maskedSelect \
                maskedFill where nonzero
                """),
        GroupLayout(
            title: "Shapes",
            members: """
                reshape view flatten unflatten squeeze unsqueeze permute transpose movedim T expand broadcastTo repeat tile \
                repeatInterleave cat stack hstack vstack split chunk unbind flip roll pad meshgrid diagonal diag tril triu
                """),
        GroupLayout(
            title: "Arithmetic",
            members: """
                + - * / pow square sqrt rsqrt reciprocal abs sign exp exp2 expm1 log log2 log10 log1p logaddexp sin cos tan \
                asin acos atan atan2 sinh cosh tanh asinh acosh atanh erf erfc floor ceil round trunc frac floorDivide \
                remainder clamp maximum minimum lerp nanToNum
                """),
        GroupLayout(
            title: "Comparison and logic",
            members: """
                .== .!= .< .<= .> .>= .&& .|| ! & | ^ ~ bitwiseLeftShift bitwiseRightShift isnan isinf isfinite all any \
                allclose equal
                """),
        GroupLayout(
            title: "Reductions and order",
            members: """
                sum mean var std norm prod cumsum cumprod max min amax amin argmax argmin median logsumexp countNonzero \
                bincount sort argsort topk unique uniqueWithInverse
                """),
        GroupLayout(
            title: "Matrices",
            members: "matmul dot outer einsum trace det inverse solve cdist cosineSimilarity normalize"),
        GroupLayout(
            title: "Functions of networks", names: "dropout scaledDotProductAttention",
            members: """
                relu leakyRelu relu6 elu silu gelu softplus softsign sigmoid logSigmoid hardtanh softmax logSoftmax linear \
                conv1d conv2d convTranspose2d maxPool2d maxPool2dWithIndices avgPool2d adaptiveAvgPool2d adaptiveMaxPool2d \
                layerNorm groupNorm crossEntropy nllLoss oneHot dropout GELUApproximation
                """),
        GroupLayout(
            title: "Changes in place", members: "+= -= *= /= addScaled fill copy"),
        GroupLayout(
            title: "Automatic differentiation", names: "noGrad gradcheck GradientCheck",
            members: "requiresGrad backward grad detach isLeaf"),
        GroupLayout(
            title: "Layers",
            names: """
                Module Sequential Linear Flatten Dropout Embedding ReLU Sigmoid Tanh GELU Softmax Conv2d Conv1d \
                ConvTranspose2d MaxPool2d AvgPool2d AdaptiveAvgPool2d AdaptiveMaxPool2d BatchNorm1d BatchNorm2d LayerNorm \
                GroupNorm RNN LSTM GRU RNNCell LSTMCell GRUCell MultiheadAttention TransformerEncoderLayer LazyLinear \
                LazyConv2d LazyBatchNorm1d LazyBatchNorm2d
                """),
        GroupLayout(title: "Initial values and files", names: "Initialize Safetensors"),
        GroupLayout(
            title: "Losses",
            names: """
                MSELoss L1Loss SmoothL1Loss HuberLoss CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss KLDivLoss Reduction
                """),
        GroupLayout(
            title: "Optimisers",
            names: """
                Optimizer SGD Adam AdamW RMSprop Adagrad Adadelta ParameterGroup clipGradNorm clipGradValue StepLR \
                MultiStepLR ExponentialLR CosineAnnealingLR LambdaLR
                """),
        GroupLayout(
            title: "Data", names: "FashionMNIST ImageDataset TensorDataset DataLoader Dataset"),
        GroupLayout(
            title: "Figures and tables",
            names: """
                plot scatter bars histogram heatMap figure LearningCurves show progress fixed scientific AxisScale
                """),
        GroupLayout(title: "Checks", names: "expect"),
        GroupLayout(title: "Parameters to turn", names: "choose"),
        GroupLayout(
            title: "Behind the scenes",
            names: """
                Size2D Size2DConvertible TensorScalar TensorValues TensorIndex TensorSelection SteppedRange Plottable \
                PlottableNumber ReportedSequence ModuleListBuilder LazyLayer PoolingLayer \
                BatchNorm RecurrentLayer RecurrentCell DataError SafetensorsError KernelThreads ... ..<
                """, members: "selection plottedValues"),
    ]

    /// The qualified names of the group's entries, in order.
    package var qualifiedNames: [String] {
        names.split(separator: " ").map(String.init) + members.split(separator: " ").map { "Tensor.\($0)" }
    }
}
