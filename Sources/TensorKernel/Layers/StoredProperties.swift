/// The stored properties of an object, those of its superclasses first, in the order of declaration; optional ones only
/// where they have a value.
func storedProperties(of object: AnyObject) -> [(name: String, value: Any)] {
    var mirrors: [Mirror] = []
    var mirror: Mirror? = Mirror(reflecting: object)
    while let current = mirror {
        mirrors.append(current)
        mirror = current.superclassMirror
    }
    return mirrors.reversed().flatMap { mirror in
        mirror.children.compactMap { child in
            guard let label = child.label, let value = unwrapped(child.value) else { return nil }
            // How the compiler spells the storage of `lazy var name`.
            let lazyPrefix = "$__lazy_storage_$_"
            let name = label.hasPrefix(lazyPrefix) ? String(label.dropFirst(lazyPrefix.count)) : label
            return (name, value)
        }
    }
}

private func unwrapped(_ value: Any) -> Any? {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return value }
    return mirror.children.first?.value
}
