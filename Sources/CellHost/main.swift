internal import CUnix
import Glibc
import CellMessages
import TensorKernel

// The process that cells run in, below its guardian. The runner starts it with the path of the socket it listens at.
let arguments = CommandLine.arguments
guard arguments.count == 2 else {
    print("CellHost is started by lectern: CellHost SOCKET")
    unix_leave(2)
}
let isolation = Guardian.start(socketPath: arguments[1])
let settings = isolation.settings
// Opened while this process may still write where cells may not.
let captureFiles = [
    CaptureFile(.standardOutput, folder: settings.folder), CaptureFile(.standardError, folder: settings.folder),
]
isolation.confine()
manualSeed(settings.seed)
HostProcess(socketPath: arguments[1], settings: settings, captureFiles: captureFiles).serve()
