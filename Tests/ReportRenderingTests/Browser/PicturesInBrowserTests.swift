import BrowserTesting
import CellMessages
import ChapterDocument
import Foundation
import ReportRendering
import Testing

/// Pictures that a browser reads back pixel by pixel.
@Suite(.serialized)
struct PicturesInBrowserTests {
    private static let script = """
        (async () => {
        const pixels = [];
        for (const image of document.querySelectorAll(".image-grid img")) {
            await image.decode();
            const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            pixels.push([...context.getImageData(0, 0, canvas.width, canvas.height).data]);
        }
        return JSON.stringify(pixels);
        })()
        """

    @Test(arguments: [false, true])
    func pixelsArriveAsTheyWereSent(isColored: Bool) throws {
        let channels = isColored ? 3 : 1
        let count = 28 * 28 * channels
        let images: [[UInt8]] = [
            Array(repeating: 0, count: count), Array(repeating: 255, count: count),
            (0..<count).map { index in UInt8(index * 7919 % 251) },
            (0..<count).map { index in UInt8(index / 300 * 40 % 256) },
            (0..<count).map { index in index / channels % 28 < 14 ? 0 : 200 },
        ]
        let grid = ImageGrid(
            width: 28, height: 28, isColored: isColored, images: images.map { ImageGrid.Image(pixels: $0) })
        let html = try SampleChapter.html(
            "# T\n\n```swift cell hide\nshow()\n```\n",
            results: [0: SampleChapter.ran([.display(id: 1, .images(grid))])])
        let visit = try Browser().visit(html, scripts: [Self.script])
        let seen = try JSONDecoder().decode([[UInt8]].self, from: try #require(visit.results.first))
        let expected: [[UInt8]] = images.map { pixels in
            (0..<28 * 28).flatMap { pixel -> [UInt8] in
                isColored
                    ? pixels[3 * pixel..<3 * pixel + 3] + [255] : Array(repeating: pixels[pixel], count: 3) + [255]
            }
        }
        #expect(seen == expected)
    }
}
