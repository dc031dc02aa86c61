/// The styles and scripts of every page.
enum PageResources {
    /// The style sheet: what depends on the theme once for the system's choice and once for the reader's. Print is light.
    static let styles: String = {
        let dark = text(PackageResources.dark_css)
        return """
            :root {
            \(text(PackageResources.light_css))}
            @media screen and (prefers-color-scheme: dark) {
            :root:not([data-theme=light]) {
            \(dark)}
            }
            @media screen {
            :root[data-theme=dark] {
            \(dark)}
            }
            \(text(PackageResources.page_css))
            """
    }()

    /// What runs when the page is there.
    static let script = text(PackageResources.page_js)
    /// What runs before the page is drawn: the reader's theme.
    static let earlyScript = text(PackageResources.early_js)
    /// What runs after the contents list: it is folded where it would push the text down.
    static let contentsScript = text(PackageResources.contents_js)

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
