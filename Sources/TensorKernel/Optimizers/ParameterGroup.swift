/// Parameters that an optimiser treats alike, with settings of their own.
public struct ParameterGroup: Sendable {
    /// What is learned.
    public let parameters: [Tensor]
    /// The group's learning rate, if not the optimiser's. Schedules change it in the same proportion.
    public let lr: Double?
    /// The group's weight decay, if not the optimiser's.
    public let weightDecay: Double?

    /// A group of `parameters`.
    public init(_ parameters: [Tensor], lr: Double? = nil, weightDecay: Double? = nil) {
        self.parameters = parameters
        self.lr = lr
        self.weightDecay = weightDecay
    }
}
