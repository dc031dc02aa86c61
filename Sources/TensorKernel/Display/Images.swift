import CellMessages

/// Shows pictures in a grid, with their classes below.
///
/// - Parameters:
///   - images: Pictures of shape `[count, height, width]`, `[count, 1, height, width]` (grey) or
///     `[count, 3, height, width]` (red, green, blue); values from `range.lowerBound`, black, to `range.upperBound`.
///   - labels: The true classes, of shape `[count]`.
///   - predictions: The classes that a network chose, of shape `[count]`. A picture where they differ from `labels`
///     stands out, and its caption is `predicted ≠ true`.
///   - names: The names of the classes 0, 1, 2, …; by default the numbers.
///   - title: What the pictures are.
///   - columns: Pictures a row; nil leaves it to the page.
///   - range: The values of black and of full brightness.
public func show(
    images: Tensor, labels: Tensor? = nil, predictions: Tensor? = nil, names: [String] = [], title: String = "",
    columns: Int? = nil, range: ClosedRange<Double> = 0...1
) {
    guard images.ndim == 3 || (images.ndim == 4 && [1, 3].contains(images.size(1))) else {
        stop("show(images:)", "shape \(images.shape) is not that of grey or coloured pictures")
    }
    let count = images.size(0)
    for classes in [labels, predictions] {
        guard let classes, classes.numel != count else { continue }
        stop("show(images:)", "\(classes.numel) classes for \(count) pictures")
    }
    let channels = images.ndim == 4 ? images.size(1) : 1
    let pixels = brightness(images.floats, range: range)
    let size = images.size(-2) * images.size(-1)
    let captions = zipCaptions(count, labels?.ints, predictions?.ints, names)
    let pictures = (0..<count).map { index in
        let planes = pixels[(index * channels * size)..<((index + 1) * channels * size)]
        return ImageGrid.Image(
            caption: captions[index].text, isHighlighted: captions[index].isWrong,
            pixels: channels == 1 ? Array(planes) : interleaved(planes, size: size))
    }
    let grid = ImageGrid(
        title: title, width: images.size(-1), height: images.size(-2), isColored: channels == 3, columns: columns,
        images: pictures)
    CellChannel.send(.display(id: CellChannel.newDisplayID(), .images(grid)))
}

private func brightness(_ values: [Float], range: ClosedRange<Double>) -> [UInt8] {
    let lower = Float(range.lowerBound)
    let scale = 255 / Float(range.upperBound - range.lowerBound)
    return values.map { value in
        let level = ((value - lower) * scale).rounded()
        // What is not a number is black.
        return level > 0 ? UInt8(min(level, 255)) : 0
    }
}

/// A tensor holds one plane a colour, a picture one triple a pixel.
private func interleaved(_ planes: ArraySlice<UInt8>, size: Int) -> [UInt8] {
    (0..<size).flatMap { pixel in (0..<3).map { planes[planes.startIndex + $0 * size + pixel] } }
}

private func zipCaptions(
    _ count: Int, _ labels: [Int]?, _ predictions: [Int]?, _ names: [String]
) -> [(text: String, isWrong: Bool)] {
    func name(_ number: Int) -> String { names.indices.contains(number) ? names[number] : "\(number)" }
    return (0..<count).map { index in
        switch (labels?[index], predictions?[index]) {
        case (let label?, let prediction?) where label != prediction: ("\(name(prediction)) ≠ \(name(label))", true)
        case (let number?, _), (nil, let number?): (name(number), false)
        case (nil, nil): ("", false)
        }
    }
}
