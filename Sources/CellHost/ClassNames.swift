/// Takes the place of Foundation's function, which looks for the module in a class's name: a cell's class prints without one.
@_silgen_name("$s10Foundation17NSStringFromClassySSyXlXpF")
public func nameOfClass(_ type: AnyClass) -> String {
    let name = _typeName(type)
    let foundation = "Foundation."
    return name.hasPrefix(foundation) ? String(name.dropFirst(foundation.count)) : name
}
