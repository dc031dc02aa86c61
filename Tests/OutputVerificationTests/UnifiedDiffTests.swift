import OutputVerification
import Testing

/// The diff of a chapter is one that `patch` reads.
@Suite struct UnifiedDiffTests {
    @Test func hunksCarryThreeLinesOfContext() {
        let old = (1...12).map { "\($0)\n" }.joined()
        let new = old.replacing("6\n", with: "six\nsechs\n")
        #expect(
            UnifiedDiff(from: old, to: new, path: "chapters/x.md").text() == """
                --- chapters/x.md
                +++ chapters/x.md
                @@ -3,7 +3,8 @@
                 3
                 4
                 5
                -6
                +six
                +sechs
                 7
                 8
                 9

                """)
    }

    @Test func sameTextsHaveNoDiff() {
        #expect(UnifiedDiff(from: "a\nb", to: "a\nb", path: "x").text() == "")
    }

    @Test func missingLineBreaksAreTold() {
        #expect(
            UnifiedDiff(from: "a", to: "a\n", path: "x").text()
                == "--- x\n+++ x\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n")
    }

    @Test func aSideWithoutLinesIsNamedByTheLineBefore() {
        #expect(UnifiedDiff(from: "", to: "a\n", path: "x").text() == "--- x\n+++ x\n@@ -0,0 +1,1 @@\n+a\n")
    }

    @Test func bytesCountAndCarriageReturnsStay() {
        #expect(
            UnifiedDiff(from: "é\r\n", to: "e\u{301}\r\n", path: "x").text().utf8.elementsEqual(
                "--- x\n+++ x\n@@ -1,1 +1,1 @@\n-é\r\n+e\u{301}\r\n".utf8))
    }

    @Test func colorsGoAroundLines() {
        #expect(
            UnifiedDiff(from: "a\n", to: "b\n", path: "x").text(.colored).hasSuffix(
                "\u{1B}[31m-a\u{1B}[0m\n\u{1B}[32m+b\u{1B}[0m\n"))
    }
}
