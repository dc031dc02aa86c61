import CellMessages
import Synchronization

/// What this system cannot keep cells from, said once a run.
enum IsolationWarning {
    private static let isShown = Mutex(false)

    /// Prints the warning, the first time.
    static func showOnce(_ gaps: [IsolationGap]) {
        let isNews = isShown.withLock { isShown in
            defer { isShown = true }
            return !isShown
        }
        guard isNews else { return }
        let style = Style(isColored: Console.Stream.error.isColored)
        let words = gaps.map(\.words).joined(separator: ", ")
        Console.write(
            "\(style.yellow("warning:")) cells are not isolated: this system lets them \(words)\n", to: .error)
    }
}

extension IsolationGap {
    /// What cells can do, after "lets them".
    fileprivate var words: String {
        switch self {
        case .files: "change files anywhere"
        case .truncation: "truncate files anywhere"
        case .network: "use the network"
        case .networkBesideTCP: "use the network by other means than TCP"
        case .signals: "send signals to your other processes"
        case .metadata: "change modes, times and attributes of your files"
        }
    }
}
