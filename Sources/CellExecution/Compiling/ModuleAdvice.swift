/// Which of Swift's modules has a name that needs an import.
enum ModuleAdvice {
    /// Advice on a name of the top level, or of a type; nil for names that these modules have not.
    static func words(forName name: String) -> String? {
        for (module, names) in modules where names.contains(name) {
            return "`\(name)` needs `import \(module)` above"
        }
        return functions.contains(name) ? "`\(name)` of a number needs `import Foundation` above" : nil
    }

    /// Advice on a member; nil for names that Foundation does not add.
    static func words(forMember name: String, of type: String) -> String? {
        guard ["String", "Substring"].contains(type) || type.hasPrefix("StringProtocol"), stringMembers.contains(name)
        else { return nil }
        return "`\(name)` needs `import Foundation` above"
    }

    /// Advice on the call of a type by the label of its first argument; nil for labels that Foundation does not add.
    static func words(forCallOf type: String, label: String?) -> String? {
        guard type == "String", let label, stringLabels.contains(label) else { return nil }
        return "`String(\(label):…)` needs `import Foundation` above"
    }

    private static let modules: [(module: String, names: Set<String>)] = [
        (
            "Foundation",
            [
                "AttributedString", "Bundle", "ByteCountFormatter", "Calendar", "CharacterSet", "Data", "Date",
                "DateComponents", "DateFormatter", "DateInterval", "Decimal", "DispatchGroup", "DispatchQueue",
                "DispatchSemaphore", "DispatchTime", "FileHandle", "FileManager", "IndexPath", "IndexSet",
                "ISO8601DateFormatter", "JSONDecoder", "JSONEncoder", "JSONSerialization", "Locale", "LocalizedError",
                "Measurement", "NSArray", "NSAttributedString", "NSCache", "NSClassFromString", "NSDictionary",
                "NSError", "NSLock", "NSMutableArray", "NSMutableDictionary", "NSNumber", "NSObject", "NSPredicate",
                "NSRange", "NSRecursiveLock", "NSRegularExpression", "NSString", "NSStringFromClass",
                "NotificationCenter", "NumberFormatter", "Operation", "OperationQueue", "Predicate", "Process",
                "ProcessInfo", "PropertyListDecoder", "PropertyListEncoder", "RunLoop", "Scanner", "Thread",
                "TimeInterval", "TimeZone", "Timer", "URL", "URLComponents", "UUID", "UserDefaults",
            ]
        ),
        ("Synchronization", ["Atomic", "AtomicLazyReference", "Mutex"]),
        (
            "RegexBuilder",
            ["Anchor", "Capture", "ChoiceOf", "Lookahead", "OneOrMore", "Optionally", "TryCapture", "ZeroOrMore"]
        ),
        ("Observation", ["ObservationRegistrar", "withObservationTracking"]),
    ]

    private static let functions: Set = [
        "acos", "asin", "atan", "atan2", "cbrt", "ceil", "cos", "cosh", "erf", "exp", "exp2", "fabs", "floor",
        "fmod", "fputs", "getenv", "hypot", "lgamma", "log", "log10", "log1p", "log2", "pow", "rand", "round", "sin",
        "sinh", "sleep", "sqrt", "srand", "tan", "tanh", "tgamma", "trunc", "usleep",
    ]

    private static let stringMembers: Set = [
        "addingPercentEncoding", "appendingPathComponent", "capitalized", "caseInsensitiveCompare", "compare",
        "components", "data", "folding", "localizedStandardCompare", "padding", "range", "replacingCharacters",
        "replacingOccurrences", "trimmingCharacters", "write",
    ]

    private static let stringLabels: Set = [
        "bytes", "contentsOf", "contentsOfFile", "data", "format", "localized",
    ]
}
