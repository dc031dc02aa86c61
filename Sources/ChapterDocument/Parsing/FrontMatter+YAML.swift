import Yams

extension FrontMatter {
    /// The entries of a front matter in YAML, whose first line is the file's second.
    static func entries(yaml: String) throws(FrontMatterFault) -> [FrontMatterEntry] {
        // The line above it is a comment, so that places are those in the file.
        try entries(ofFile: "#\n" + yaml)
    }

    /// The entries of a file in YAML.
    static func entries(ofFile yaml: String) throws(FrontMatterFault) -> [FrontMatterEntry] {
        do {
            guard let root = try Yams.compose(yaml: yaml) else { return [] }
            guard case .mapping(let mapping) = root else {
                throw FrontMatterFault(
                    position: position(root.mark), message: "the front matter is no list of `key: value` lines")
            }
            return try entries(of: mapping)
        } catch let fault as FrontMatterFault {
            throw fault
        } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            throw FrontMatterFault(position: position(mark), message: "broken YAML: \(problem)")
        } catch {
            throw FrontMatterFault(position: position(nil), message: "broken YAML: \(error)")
        }
    }

    private static func entries(of mapping: Node.Mapping) throws(FrontMatterFault) -> [FrontMatterEntry] {
        var entries: [FrontMatterEntry] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                throw FrontMatterFault(position: position(key.mark), message: "a key must be a word")
            }
            entries.append(
                FrontMatterEntry(key: name, position: position(key.mark), value: try self.value(of: value)))
        }
        return entries
    }

    private static func value(of node: Node) throws(FrontMatterFault) -> FrontMatterValue {
        let content: FrontMatterValue.Content
        switch node {
        case .scalar(let scalar): content = .scalar(scalar.string)
        case .sequence(let sequence):
            var values: [FrontMatterValue] = []
            for node in sequence { values.append(try value(of: node)) }
            content = .list(values)
        case .mapping(let mapping): content = .table(try entries(of: mapping))
        case .alias: content = .table([])
        }
        return FrontMatterValue(content: content, position: position(node.mark))
    }

    private static func position(_ mark: Mark?) -> SourcePosition {
        SourcePosition(line: mark?.line ?? 1, column: mark?.column ?? 1)
    }
}
