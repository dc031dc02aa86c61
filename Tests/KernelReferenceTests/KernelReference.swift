import CellExecution
import KernelReference

/// The reference of the kernel that the tests were built with, read once.
let kernelReference = Task { try await Toolchain.find().reference() }
