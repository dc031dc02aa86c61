extension Module {
    /// Every parameter and buffer under the name that PyTorch's `state_dict` gives it, such as `0.running_mean`.
    public var stateDict: [(name: String, tensor: Tensor)] {
        namedTensors
    }

    /// Writes the parameters and buffers to a `.safetensors` file.
    public func save(to path: String) throws {
        try Safetensors.save(stateDict, to: path)
    }

    /// Replaces the values of all parameters and buffers by those of a `.safetensors` file.
    ///
    /// Unless the file has the same names and shapes, nothing changes and the error says what differs.
    public func load(from path: String) throws {
        let state = stateDict
        let loaded = Dictionary(uniqueKeysWithValues: try Safetensors.load(path).map { ($0.name, $0.tensor) })
        var pairs: [(Tensor, Tensor)] = []
        for (name, tensor) in state {
            guard let values = loaded[name] else { throw SafetensorsError.mismatch("it has no \(name)") }
            guard values.shape == tensor.shape, values.dtype == tensor.dtype else {
                throw SafetensorsError.mismatch(
                    "\(name) is \(values.dtype) of shape \(values.shape), not \(tensor.dtype) of shape \(tensor.shape)")
            }
            pairs.append((tensor, values))
        }
        if let unknown = Set(loaded.keys).subtracting(state.map(\.name)).min() {
            throw SafetensorsError.mismatch("the module has no \(unknown)")
        }
        noGrad { for (tensor, values) in pairs { tensor.copy(from: values) } }
    }
}

/// `numBatchesTracked` as `num_batches_tracked`, and `weightIH` as `weight_ih`.
func snakeCase(_ name: String) -> String {
    var result = ""
    var previousIsUpper = true
    for character in name {
        if character.isUppercase && !previousIsUpper { result += "_" }
        result += character.lowercased()
        previousIsUpper = character.isUppercase || character == "."
    }
    return result
}
