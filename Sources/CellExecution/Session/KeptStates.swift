import FoundationEssentials

/// A state that cells can run in again.
struct KeptState: Sendable {
    /// The process.
    var process: HostState
    /// What the working folder held.
    var files: WorkFolder.Copy?
    /// Seconds that the cells took which must run again where this state is missing.
    var cost: Double
    /// Bytes of memory that it takes.
    var memory = 0
}

/// The states after a chapter's cells, as many as fit into the memory they may use.
struct KeptStates {
    private var states: [(key: CellKey, state: KeptState)] = []
    /// Bytes of memory that the states may take together.
    private let memoryLimit: Int

    /// No states.
    /// - Parameter memoryLimit: Bytes of memory that the states may take together; with 0, only the newest is kept.
    init(memoryLimit: Int) {
        self.memoryLimit = memoryLimit
    }

    /// The state after the cell with a key.
    subscript(key: CellKey) -> KeptState? {
        states.first { $0.key == key }?.state
    }

    /// Keeps a state as the newest, and drops what no longer fits: the cheapest to make again first, of equally cheap
    /// ones the oldest.
    mutating func keep(_ state: KeptState, after key: CellKey) {
        remove(key)
        states.append((key, state))
        if memoryLimit > 0 { states[states.count - 1].state.memory = state.process.memory ?? 0 }
        while states.count > 1, memoryLimit == 0 || states.reduce(0, { $0 + $1.state.memory }) > memoryLimit {
            let cheapest = states.indices.dropLast().min { states[$0].state.cost < states[$1].state.cost } ?? 0
            // What follows it takes over the work of making it again.
            states[cheapest + 1].state.cost += states[cheapest].state.cost
            states.remove(at: cheapest)
        }
    }

    /// Drops the state after the cell with a key.
    mutating func remove(_ key: CellKey) {
        states.removeAll { $0.key == key }
    }

    /// Drops the states after all cells but these.
    mutating func removeAll(except keys: Set<CellKey>) {
        states.removeAll { !keys.contains($0.key) }
    }
}
