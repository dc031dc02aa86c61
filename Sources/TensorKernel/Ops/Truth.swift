// Whether some or all values are true (not zero).

extension Tensor {
    /// Whether all values are true, over `dims` or, if nil, over all.
    public func all(dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
        let plan = ReductionPlan("all", to(.bool).to(.int64), dims: dims, keepdim: keepdim)
        return reduceElements(plan) { $0.reduce(1) { (x: Int, y: Int) in x & y } }.to(.bool)
    }

    /// Whether any value is true, over `dims` or, if nil, over all.
    public func any(dims: [Int]? = nil, keepdim: Bool = false) -> Tensor {
        let plan = ReductionPlan("any", to(.bool).to(.int64), dims: dims, keepdim: keepdim)
        return reduceElements(plan) { $0.reduce(0) { (x: Int, y: Int) in x | y } }.to(.bool)
    }

    /// Whether all values along a dimension are true.
    public func all(dim: Int, keepdim: Bool = false) -> Tensor { all(dims: [dim], keepdim: keepdim) }
    /// Whether any value along a dimension is true.
    public func any(dim: Int, keepdim: Bool = false) -> Tensor { any(dims: [dim], keepdim: keepdim) }
}
