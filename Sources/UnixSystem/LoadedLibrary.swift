import Glibc

/// A library that was loaded into this process, for good.
package struct LoadedLibrary {
    /// What the system knows the library by.
    package let handle: UnsafeMutableRawPointer

    /// What the system says of a library that cannot be loaded, or of a symbol that is not there.
    package struct Failure: Error {
        /// The reason in the system's words.
        package let reason: String

        fileprivate init() { reason = dlerror().map { String(cString: $0) } ?? "unknown" }
    }

    /// Loads the library at `path`; its symbols are there for those that are loaded later.
    package init(path: String) throws(Failure) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_GLOBAL) else { throw Failure() }
        self.handle = handle
    }

    /// The address of a symbol.
    package func address(of symbol: String) throws(Failure) -> UnsafeMutableRawPointer {
        guard let address = dlsym(handle, symbol) else { throw Failure() }
        return address
    }
}
