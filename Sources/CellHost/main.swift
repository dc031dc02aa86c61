import Glibc
import TensorKernel

// The process that cells run in. The runner starts it with the path of the socket it listens at, the folder for a
// cell's own files, and the seed of the random streams.
let arguments = CommandLine.arguments
guard arguments.count == 4, let seed = UInt64(arguments[3]) else {
    print("CellHost is started by lectern: CellHost SOCKET FOLDER SEED")
    _exit(2)
}
manualSeed(seed)
HostProcess(socketPath: arguments[1], folder: arguments[2]).serve()
