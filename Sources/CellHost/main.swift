internal import CCellRuntime
import CellMessages
import TensorKernel
import UnixSystem

// The process that cells run in, below its guardian. The runner starts it with a connection as its standard input.
let (isolation, connection) = Guardian.start()
let settings = isolation.settings
// Opened while this process may still write where cells may not.
let captureFiles = [
    CaptureFile(.standardOutput, folder: settings.folder), CaptureFile(.standardError, folder: settings.folder),
]
let noteFile = NoteFile(path: "\(settings.folder)/ending")
isolation.confine()
manualSeed(settings.seed)
unix_seed_system_random(settings.seed)
CellExecutor.install()
let host = HostProcess(connection: connection, settings: settings, captureFiles: captureFiles, noteFile: noteFile)
host.serve()
