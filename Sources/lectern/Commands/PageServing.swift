import ArgumentParser
import CellExecution
import FoundationEssentials
import LivePreview

/// What the commands share that serve pages.
struct PageServing {
    /// The files and folders that a person named.
    var paths: [String]
    /// The port that a person named.
    var port: UInt16?
    var purpose: PreviewPurpose

    /// The programs that cells need.
    static func toolchain() throws -> Toolchain {
        do {
            return try .find()
        } catch {
            PreviewConsole.show(error)
            throw ExitCode.brokenSetup
        }
    }

    /// Serves until the person ends it.
    func run(_ configuration: PreviewConfiguration) async throws {
        let paths = try existingPaths()
        let ports = port.map { [$0] } ?? Array(8765..<8785)
        for port in ports {
            do {
                return try await serve(paths, on: port, configuration)
            } catch PreviewError.portIsTaken where port != ports.last {
                continue
            } catch let error as PreviewError {
                PreviewConsole.show(error)
                throw ExitCode.brokenSetup
            }
        }
    }

    private func serve(_ paths: [String], on port: UInt16, _ configuration: PreviewConfiguration) async throws {
        let preview = try LivePreview.Preview(
            paths: paths, port: port, configuration: configuration, report: PreviewConsole(purpose: purpose).show)
        let files = preview.files
        let what = files.count == 1 ? files[0].withVisibleControls() : "\(files.count) lessons"
        let doing = purpose == .learning ? "Open" : "Previewing"
        Console.write("\(doing) \(what) at \(preview.address)\nPress Ctrl-C to end.\n", to: .error)
        let serving = Task { try await preview.run() }
        do {
            try await Interruption.cancelling(serving) { try await serving.value }
        } catch is CancellationError {
            let end = purpose == .learning ? "Ended; what was typed is kept." : "The preview has ended."
            Console.write("\n\(end)\n", to: .error)
        }
    }

    /// The files and folders, all of which exist; by default the folder `chapters`, or else this one.
    private func existingPaths() throws -> [String] {
        let paths = paths.isEmpty ? [FileManager.default.fileExists(atPath: "chapters") ? "chapters" : "."] : paths
        for path in paths where !FileManager.default.fileExists(atPath: path) {
            throw ValidationError("There is no file or folder '\(path)'.")
        }
        return paths
    }
}
