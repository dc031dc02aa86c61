import Foundation
import Testing

/// What `make install` lays out: a folder that works wherever it is moved, with components of its own.
@Suite(.timeLimit(.minutes(3))) struct InstallTests {
    @Test func theInstalledFolderCanBeMoved() throws {
        let folder = try TemporaryFolder()
        let (first, second) = (folder.url.appending(path: "first"), folder.url.appending(path: "second place"))
        let installing = try Command.run(
            Command.repository.appending(path: "Scripts/install"), [Command.programs.path, first.path])
        #expect(installing.status == 0, "\(installing.error)")
        try FileManager.default.moveItem(at: first, to: second)
        // Started through a link, as from a folder on PATH.
        let link = folder.url.appending(path: "lectern")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: second.appending(path: "bin/lectern"))
        try folder.write(
            """
            # Moved

            $x^2$ and code:

            ```swift cell
            print(Tensor.arange(3).sum())
            show(graph: Tensor(2.0, requiresGrad: true) * 3)
            ```
            ```output figures=...
            tensor(3.)
            ```

            """, to: "a.md")
        let verified = try Command.run(link, ["verify", "a.md"], in: folder.url)
        #expect(verified.status == 0, "\(verified.output)\(verified.error)")
        let rendered = try Command.run(link, ["render", "a.md"], in: folder.url)
        #expect(rendered.status == 0, "\(rendered.error)")
        let html = try folder.read("output/a.html")
        #expect(html.contains("class=\"katex\"") && html.contains("class=\"token"))

        let found = try Command.run(link, ["reference", "torch.softmax"], in: folder.url)
        #expect(found.status == 0 && found.output.contains("along a dimension"), "\(found)")

        // The folder's own copies are used, not the system's.
        let home = second.appending(path: "lib/lectern")
        for (name, words) in [
            ("katex/katex.min.js", "KaTeX"), ("prism/components/prism-core.min.js", "Prism"),
            ("dagre/dagre.min.js", "dagre"),
        ] {
            let file = home.appending(path: name)
            let good = try Data(contentsOf: file)
            try Data("throw new Error('mine')".utf8).write(to: file)
            let broken = try Command.run(link, ["render", "--fresh", "a.md"], in: folder.url)
            #expect(broken.status != 0 && broken.error.contains(words), "\(broken.error)")
            try good.write(to: file)
        }
        // `learn` has its editor with it, too, and says what is missing where it has not.
        #expect(FileManager.default.fileExists(atPath: home.appending(path: "codemirror/mode/swift/swift.js").path))
        let learning = try Command.run(link, ["learn", "--codemirror", "/nowhere", "a.md"], in: folder.url)
        #expect(
            learning.status == 2
                && learning.error.contains("CodeMirror is not installed: no file /nowhere/lib/codemirror.js"),
            "\(learning.error)")
        // An option names others.
        let chosen = try Command.run(
            link, ["render", "--fresh", "--katex", "/nowhere", "--prism", "/nowhere", "a.md"], in: folder.url)
        #expect(chosen.status != 0 && chosen.error.contains("/nowhere/"), "\(chosen.error)")
    }
}
