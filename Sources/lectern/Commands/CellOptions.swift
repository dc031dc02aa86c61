import ArgumentParser
import CellMessages

/// The options of every command that runs cells: what cells may use and reach.
struct CellOptions: ParsableArguments {
    @Flag(help: "Let cells change files outside their working folder.")
    var allowWrite = false

    @Flag(help: "Let cells use the network.")
    var allowNetwork = false

    @Option(help: ArgumentHelp("Memory a cell may use.", valueName: "size"))
    var memoryLimit = ByteCount(value: CellRules().memoryLimit)

    @Option(help: ArgumentHelp("Text kept of what a cell prints.", valueName: "size"))
    var outputLimit = ByteCount(value: CellRules().outputLimit)

    @Option(help: ArgumentHelp("Disk space that files in the cells' working folder may take.", valueName: "size"))
    var diskLimit = ByteCount(value: CellRules().diskLimit)

    @Option(help: ArgumentHelp("Processes a cell may have at once, its own included.", valueName: "count"))
    var processLimit = CellRules().processLimit

    @Option(help: ArgumentHelp("Seconds that compiling a cell may take.", valueName: "seconds"))
    var compileLimit = CellRules().compileLimit

    func validate() throws {
        if !(compileLimit > 0 && compileLimit < 1e6) {
            throw ValidationError("--compile-limit takes a number of seconds, such as 120.")
        }
        if processLimit < 1 { throw ValidationError("--process-limit must be at least 1.") }
        let leastMemory = ByteCount(value: CellRules.leastMemory)
        if memoryLimit.value < leastMemory.value {
            throw ValidationError("--memory-limit must be at least \(leastMemory).")
        }
    }

    /// The rules that the options make up.
    var rules: CellRules {
        var rules = CellRules()
        rules.allowsWriting = allowWrite
        rules.allowsNetwork = allowNetwork
        rules.memoryLimit = memoryLimit.value
        rules.outputLimit = outputLimit.value
        rules.diskLimit = diskLimit.value
        rules.processLimit = processLimit
        rules.compileLimit = compileLimit
        return rules
    }
}

/// A number of bytes as people write it: `4GB`, `512MB`, `100KB` or `1000`.
struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
    /// The bytes.
    var value: Int

    init(value: Int) {
        self.value = value
    }

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        let units = ["": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30]
        guard let unit = units[argument.dropFirst(digits.count).uppercased().filter { $0 != " " }] else { return nil }
        let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit)
        guard !isTooLarge, bytes <= 1 << 50 else { return nil }
        value = bytes
    }

    var description: String {
        for (unit, shift) in [("GB", 30), ("MB", 20), ("KB", 10)] where value >= 1 << shift && value % (1 << shift) == 0
        {
            return "\(value >> shift)\(unit)"
        }
        return "\(value)"
    }
}
