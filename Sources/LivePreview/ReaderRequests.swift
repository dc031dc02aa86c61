import FoundationEssentials

/// What a page's script sends with its actions, and what it is answered.
enum ReaderRequest {
    /// A cell or an exercise, with the reader's code in it and in others.
    struct Code: Decodable {
        /// The name that the page has given itself.
        var reader: String
        /// The cell; nil for an exercise.
        var cell: String?
        /// The exercise; nil for a cell.
        var exercise: String?
        /// The answer to it.
        var answer: String?
        /// Whether the cells below it run, too, where it is run.
        var isToEnd: Bool?
        /// The code of the cells that the reader has changed, by their names.
        var code: [String: String]
        /// Where its code is to be completed.
        var place: Place?

        /// Bytes that the code may have which is looked at while it is typed.
        static let typingLimit = 100_000

        /// Whether it may be looked at while it is typed.
        var isShort: Bool {
            code.values.reduce(answer?.utf8.count ?? 0) { $0 + $1.utf8.count } <= Self.typingLimit
        }
    }

    /// A place in a cell's code.
    struct Place: Decodable {
        /// The line, from 0.
        var line: UInt16
        /// The UTF-16 code unit in the line, from 0.
        var column: UInt16
    }

    /// Stops what runs for a reader.
    struct Stop: Decodable {
        var reader: String
    }

    /// Keeps what a reader has typed into a cell.
    struct Keep: Decodable {
        var cell: String
        /// The lesson's code that it began as.
        var base: String
        /// The reader's code; nil where it is the lesson's again.
        var code: String?
    }

    /// Writes code into the lesson.
    struct Write: Decodable {
        var cell: String
        /// The lesson's code that the author saw.
        var base: String
        var code: String
    }

    /// What a request says; nil where it is not of that form.
    static func read<Request: Decodable>(_ body: Data) -> Request? {
        try? JSONDecoder().decode(Request.self, from: body)
    }
}

/// A cell or an exercise that a reader can change and run, for the page's script.
struct ReaderCell: Encodable {
    /// What a reader has typed into it.
    struct Kept: Encodable {
        var code: String
        var base: String
    }

    var name: String
    /// The identifier of its element on the page.
    var anchor: String
    var code: String
    var kept: Kept?
    /// Whether it is an exercise, of which the code is the start.
    var isExercise = false
    /// Whether the reader has solved it.
    var isSolved = false
}

/// What is wrong with code that is being typed.
struct ReaderProblems: Encodable {
    /// The places; nil where nobody can say, or something else has been asked since.
    var marks: [ReaderNews.Mark]?
}

/// What there is new to see of a reader's run.
struct ReaderNews: Encodable {
    /// A place in a cell's code.
    struct Mark: Encodable, Equatable {
        /// The line, from 0.
        var line: Int
        /// The UTF-16 code unit in the line, from 0.
        var column: Int
        var message: String
        var isWarning: Bool
    }

    /// A cell as it is now.
    struct Cell: Encodable, Equatable {
        var name: String
        /// The cell's element.
        var html: String
        var marks: [Mark]
        /// Of an exercise: how many checks there were, and how many passed.
        var checks: Checks?
    }

    /// How many checks an answer passed.
    struct Checks: Encodable, Equatable {
        var passed: Int
        var total: Int
    }

    /// The cells that there is something new of.
    var cells: [Cell] = []
    /// Whether the run has ended.
    var isDone = false
    /// Whether it ended because the reader stopped it before the cell ran.
    var wasStopped = false
    /// Why nothing can be run.
    var problem: String?

    /// The news as one server-sent event.
    var event: String {
        let json = (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return "data: \(json)\n\n"
    }
}
