/// The Fashion-MNIST pictures: 60,000 to learn from and 10,000 to test with, 28 × 28 pixels, ten kinds of clothing
/// (Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms", 2017).
public enum FashionMNIST {
    /// What the classes 0 to 9 are.
    public static let classNames = [
        "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
    ]

    private static let packagedFolder = "/usr/share/datasets/fashion-mnist"

    /// Reads both sets from `folder`, else from the folder that the environment variable `LECTERN_DATA` names, else
    /// from where Debian's package `dataset-fashion-mnist` puts them.
    ///
    /// The files are the four gzip-compressed IDX files of the original release.
    public static func load(from folder: String? = nil) throws -> (train: ImageDataset, test: ImageDataset) {
        let folder = folder ?? SystemFiles.environment("LECTERN_DATA") ?? packagedFolder
        let names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]
        let paths = names.map { "\(folder)/\($0)-ubyte.gz" }
        for path in paths where !SystemFiles.isReadable(path) {
            throw DataError(
                "Fashion-MNIST was not found: there is no \(path). Install it with `apt-get install "
                    + "dataset-fashion-mnist`, or set LECTERN_DATA to the folder that holds its four .gz files.")
        }
        var files = [Result<IDXFile, DataError>?](repeating: nil, count: paths.count)
        files.withUnsafeMutableBufferPointer { files in
            // Each piece writes its own element; decompressing one file cannot be divided.
            nonisolated(unsafe) let files = files
            Parallel.forEach(paths.count) { index in
                files[index] = Result { () throws(DataError) in
                    try IDXFile(path: paths[index], dimensions: index.isMultiple(of: 2) ? 3 : 1)
                }
            }
        }
        let read = try files.compactMap { try $0?.get() }
        return (
            try ImageDataset(images: read[0], labels: read[1], classNames: classNames),
            try ImageDataset(images: read[2], labels: read[3], classNames: classNames)
        )
    }
}
