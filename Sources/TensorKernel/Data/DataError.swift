/// Why a data set could not be read, and what to do about it.
public struct DataError: Error, Equatable, CustomStringConvertible {
    /// One or two sentences, with the file concerned.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
