/// The ops that led to a tensor, each after those it took its inputs from.
struct RecordedGraph {
    let operations: [Node]

    /// The ops that led to the result of `last`.
    init(endingWith last: Node) {
        var found: [ObjectIdentifier: Node] = [ObjectIdentifier(last): last]
        var rest = [last]
        while let node = rest.popLast() {
            for case .node(let input) in node.edges
            where found.updateValue(input, forKey: ObjectIdentifier(input)) == nil {
                rest.append(input)
            }
        }
        // Later ops have greater numbers.
        operations = found.values.sorted { $0.id < $1.id }
    }
}

extension Node {
    /// What the op is called in a lesson's code.
    var writtenName: String {
        let name = "\(name)"
        return writtenNames[name] ?? name
    }
}

/// Where an op's name in the records is not the one that code has for it.
private let writtenNames = [
    "add": "+", "subtract": "-", "rsub": "-", "multiply": "*", "divide": "/", "numberDivide": "/", "negate": "-",
    "powTensor": "pow", "sumAlong": "sum", "meanAlong": "mean", "prodAlong": "prod", "maxAlong": "max",
    "minAlong": "min",
    "medianAlong": "median", "squeezeAll": "squeeze", "splitWithSizes": "split", "unsafeView": "view", "vm": "matmul",
    "nativeBatchNorm": "batchNorm", "nativeLayerNorm": "layerNorm", "nativeGroupNorm": "groupNorm",
    "constantPadNd": "pad", "index": "subscript", "indexPut": "subscript", "asStrided": "view", "diagEmbed": "diag",
]
