/// An address from an author's text, fit to stand in a link.
enum SafeAddress {
    /// The address, or nil where following it could run a script.
    ///
    /// Relative addresses and the schemes of documents and messages pass; `javascript:`, `data:` and the like do not.
    static func link(_ address: String) -> String? {
        guard let scheme = scheme(of: address) else { return address }
        return ["http", "https", "mailto", "tel", "ftp"].contains(scheme) ? address : nil
    }

    /// Whether a browser would fetch the address from somewhere else.
    static func isRemote(_ address: String) -> Bool {
        address.hasPrefix("//") || scheme(of: address) != nil
    }

    /// Whether the address names a file beside the page, and not a place on the page or on a site.
    static func isLocal(_ address: String) -> Bool {
        !address.isEmpty && !address.hasPrefix("#") && !address.hasPrefix("?") && !isRemote(address)
    }

    /// What stands before the first colon, as browsers read it: without white space and control characters.
    private static func scheme(of address: String) -> String? {
        let visible = String(String.UnicodeScalarView(address.unicodeScalars.filter { $0.value > 0x20 }))
        guard let colon = visible.firstIndex(of: ":") else { return nil }
        let head = visible[..<colon]
        guard head.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }) else { return nil }
        return head.isEmpty ? nil : head.lowercased()
    }
}
