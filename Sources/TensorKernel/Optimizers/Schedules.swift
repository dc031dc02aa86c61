/// Multiplies the learning rate by `gamma` every `stepSize` epochs.
///
/// ```swift
/// let optimizer = SGD(Linear(2, 1).parameters, lr: 1)
/// let schedule = StepLR(optimizer, stepSize: 2)
/// for _ in 0..<4 {
///     print(fixed(optimizer.lr, 2), terminator: " ")
///     schedule.step()
/// }
/// ```
/// ```output
/// 1.00 1.00 0.10 0.10
/// ```
public final class StepLR {
    private let optimizer: Optimizer
    private let stepSize: Int
    private let gamma: Double
    private var epoch = 0

    /// A schedule for `optimizer`, whose `lr` is the first learning rate.
    public init(_ optimizer: Optimizer, stepSize: Int, gamma: Double = 0.1) {
        guard stepSize > 0 else { stop("StepLR", "stepSize must be positive, not \(stepSize)") }
        self.optimizer = optimizer
        self.stepSize = stepSize
        self.gamma = gamma
    }

    /// Ends an epoch.
    public func step() {
        epoch += 1
        if epoch.isMultiple(of: stepSize) { optimizer.lr *= gamma }
    }
}

/// Lowers the learning rate along half a cosine wave, from its first value to `etaMin` after `tMax` epochs:
/// etaMin + ½ · (first − etaMin) · (1 + cos(π · epoch / tMax)) (Loshchilov and Hutter, "SGDR", 2017).
public final class CosineAnnealingLR {
    private let optimizer: Optimizer
    private let tMax: Int
    private let etaMin: Double
    private let first: Double
    private var epoch = 0

    /// A schedule for `optimizer`, whose `lr` is the first learning rate.
    public init(_ optimizer: Optimizer, tMax: Int, etaMin: Double = 0) {
        guard tMax > 0 else { stop("CosineAnnealingLR", "tMax must be positive, not \(tMax)") }
        self.optimizer = optimizer
        self.tMax = tMax
        self.etaMin = etaMin
        first = optimizer.lr
    }

    /// Ends an epoch.
    public func step() {
        epoch += 1
        optimizer.lr = etaMin + 0.5 * (first - etaMin) * (1 + DoubleMath.cos(.pi * Double(epoch) / Double(tMax)))
    }
}

/// Multiplies the learning rate by `gamma` every epoch.
public final class ExponentialLR {
    private let optimizer: Optimizer
    private let gamma: Double

    /// A schedule for `optimizer`, whose `lr` is the first learning rate.
    public init(_ optimizer: Optimizer, gamma: Double) {
        self.optimizer = optimizer
        self.gamma = gamma
    }

    /// Ends an epoch.
    public func step() { optimizer.lr *= gamma }
}

/// Multiplies the learning rate by `gamma` at each of the epochs `milestones`.
public final class MultiStepLR {
    private let optimizer: Optimizer
    private let milestones: [Int]
    private let gamma: Double
    private var epoch = 0

    /// A schedule for `optimizer`, whose `lr` is the first learning rate.
    public init(_ optimizer: Optimizer, milestones: [Int], gamma: Double = 0.1) {
        self.optimizer = optimizer
        self.milestones = milestones
        self.gamma = gamma
    }

    /// Ends an epoch.
    public func step() {
        epoch += 1
        for _ in milestones.filter({ $0 == epoch }) { optimizer.lr *= gamma }
    }
}

/// Sets the learning rate of each epoch to the first one times what a function gives for the epoch.
public final class LambdaLR {
    private let optimizer: Optimizer
    private let factor: (Int) -> Double
    private let first: Double
    private var epoch = 0

    /// A schedule for `optimizer`, whose `lr` is the one that `factor` multiplies; `factor(0)` holds at once.
    public init(_ optimizer: Optimizer, _ factor: @escaping (_ epoch: Int) -> Double) {
        self.optimizer = optimizer
        self.factor = factor
        first = optimizer.lr
        optimizer.lr = first * factor(0)
    }

    /// Ends an epoch.
    public func step() {
        epoch += 1
        optimizer.lr = first * factor(epoch)
    }
}
