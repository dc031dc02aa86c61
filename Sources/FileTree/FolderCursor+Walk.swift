import Glibc

extension FolderCursor {
    /// Walks through everything below the place: a folder comes before what is in it, and again after it.
    /// - Parameters:
    ///   - visit: Is called for each file and folder, with the cursor at its folder; says whether to go into a folder.
    ///   - leave: Is called for each folder that was gone into, with the cursor at the folder above.
    /// - Throws: What cannot be read, and what the two throw.
    mutating func walk(
        visit: (borrowing FolderCursor, FileName, stat) throws(FileTreeError) -> Bool,
        leave: (borrowing FolderCursor, FileName) throws(FileTreeError) -> Void
    ) throws(FileTreeError) {
        var waiting = [try names()]
        var entered: [FileName] = []
        while true {
            guard let name = waiting[waiting.count - 1].popLast() else {
                waiting.removeLast()
                guard let folder = entered.popLast() else { return }
                try self.leave()
                try leave(self, folder)
                continue
            }
            do {
                let status = try status(of: name)
                guard try visit(self, name, status), status.st_mode & S_IFMT == S_IFDIR else { continue }
                try enter(name)
            } catch {
                if opensUp { throw error }
                // Gone or closed to a walk that only looks on.
                continue
            }
            entered.append(name)
            waiting.append(try names())
        }
    }
}
