import OutputVerification
import SeededRandom
import Testing

/// Which printed texts count as the documented one, for each way of comparing and for combinations.
@Suite struct ComparisonTests {
    struct Case: CustomTestStringConvertible {
        var options: String
        var documented: String
        var printed: String
        var matches: Bool
        var testDescription: String { "\(options) «\(documented)» «\(printed)»" }

        init(_ options: String, _ documented: String, _ printed: String, _ matches: Bool) {
            self.options = options
            self.documented = documented
            self.printed = printed
            self.matches = matches
        }
    }

    private func check(_ test: Case) throws {
        let matches = try Lesson.matches(test.documented, test.options, printed: test.printed)
        #expect(matches == test.matches)
    }

    @Test(arguments: [
        Case("", "a\nb", "a\nb\n", true),
        Case("", "a\nb", "a \t\nb\n\n \n", true),
        Case("", "a\nb  \n\n", "a\nb", true),
        Case("", "a", " a", false),
        Case("", "a", "\na", false),
        Case("", "a\n\nb", "a\nb", false),
        Case("", "a\nb", "a\r\nb\r\n", true),
        Case("", "", "", true),
        Case("", "", "a", false),
        Case("", "a", "", false),
        Case("", "0.86", "0.860", false),
        Case("", "é 图", "é 图", true),
        Case("", "[[ 0.,  1.]]", "[[ 0., 1.]]", false),
    ]) func exact(test: Case) throws { try check(test) }

    @Test(arguments: [
        Case("tolerance=1e-3", "loss 0.34", "loss 0.341", true),
        Case("tolerance=1e-3", "loss 0.34", "loss 0.339", true),
        Case("tolerance=1e-3", "loss 0.34", "loss 0.3412", false),
        Case("tolerance=1e-3", "loss 0.34", "cost 0.34", false),
        Case("tolerance=0.01", "1000", "1010", true),
        Case("tolerance=0.01", "1000", "1010.1", false),
        Case("tolerance=0.01", "-5.00", "-5.05", true),
        Case("tolerance=0.01", "-5.00", "5.00", false),
        Case("tolerance=0.1", "[ 9.99, 10.0 ]", "[10.01, 10.0 ]", true),
        Case("tolerance=0.1", "[10.01, 10.0]", "[ 9.99, 10.0]", true),
        Case("tolerance=0.1", "[[ 0.,  9.95],\n [ 1., 10.  ]]", "[[ 0.,  10.00],\n [ 1.,  9.98]]", true),
        Case("tolerance=0.1", "|  9.96 | a |", "| 10.01 | a |", true),
        Case("tolerance=0.1", "| 9.96  | a |", "| 10.01 | a |", true),
        Case("tolerance=0.1", "1 2", "12", false),
        Case("tolerance=0.1", "3 ms", "3ms", false),
        Case("tolerance=0.1", "3ms", "3 ms", false),
        Case("tolerance=0.1", "a b", "a  b", false),
        Case("tolerance=0.1", "a\n1", "a\n  1", true),
        Case("tolerance=1", "cell3", "cell4", false),
        Case("tolerance=1", "float32 x2 v1.2 0x1F", "float32 x2 v1.3 0x1F", false),
        Case("tolerance=1", "Swift 6.3.1", "Swift 6.3.2", false),
        Case("tolerance=1", "12ms", "13ms", true),
        Case("tolerance=1", "85%", "85.5%", true),
        Case("tolerance=1", "3-4", "3-5", true),
        Case("tolerance=1", "3-4", "3--4", false),
        Case("tolerance=1", "第3轮", "第4轮", true),
        Case("tolerance=1e-4", "1e-3", "1.05e-3", true),
        Case("tolerance=1e-4", "1e-3", "0.001", true),
        Case("tolerance=1e-4", "1e-3", "0.0012", false),
        Case("tolerance=1e-4", "1.e+3", "1000", true),
        Case("tolerance=1e-4", "1.", "1.00005", true),
        Case("tolerance=1e-4", "[1., .5]", "[1.0000, 0.5000]", true),
        Case("tolerance=1e-4", "-0.", "0.", true),
        Case("tolerance=1e-4", "nan", "nan", true),
        Case("tolerance=1e-4", "nan", "NaN", true),
        Case("tolerance=1e-4", "nan", "0", false),
        Case("tolerance=1e-4", "0", "nan", false),
        Case("tolerance=1e-4", "inf -inf", "inf -inf", true),
        Case("tolerance=1e-4", "inf", "-inf", false),
        Case("tolerance=1e-4", "1e300", "inf", false),
        Case("tolerance=1e-4", "banana", "banana", true),
        Case("tolerance=1e-4", "infer 1", "infer 1", true),
        Case("tolerance=0.5", "60,000", "60,001", false),
        Case("tolerance=0.1", "0..9", "0..9", true),
        Case("tolerance=0.1", "0..9", "0.9", false),
        Case("tolerance=0.1", "The end is 3.", "The end is 3.", true),
        Case("tolerance=0.1", "a−1", "a−1", true),
        Case("tolerance=0.1", "x = −1.00", "x = -1.05", true),
        Case("tolerance=0.1", "1, 2, 3", "1, 2", false),
        Case("tolerance=0.1", "1, 2", "1, 2, 3", false),
        Case("tolerance=0.1", "f(2)-1", "f(2)-1", true),
    ]) func tolerance(test: Case) throws { try check(test) }

    @Test(arguments: [
        Case("digits", "0.86", "0.8649", true),
        Case("digits", "0.86", "0.8551", true),
        Case("digits", "0.86", "0.8651", false),
        Case("digits", "0.86", "0.855", true),
        Case("digits", "0.86", "0.86", true),
        Case("digits", "0.8600", "0.86", true),
        Case("digits", "12", "12.4", true),
        Case("digits", "12", "12.6", false),
        Case("digits", "1.", "0.7", true),
        Case("digits", "1.5e-3", "0.00154", true),
        Case("digits", "1.5e-3", "0.00156", false),
        Case("digits", "-0.00", "0.001", true),
        Case("digits", "[ 9.9, 1.0]", "[9.93, 1.02]", true),
        Case("digits", "[10.0]", "[ 9.97]", true),
        Case("digits", "nan inf", "nan inf", true),
    ]) func digits(test: Case) throws { try check(test) }

    @Test(arguments: [
        Case("", "took [..] s", "took 12.3 s", true),
        Case("", "took [..] s", "took  s", true),
        Case("", "took [..] s", "took 12.3 m", false),
        Case("", "[..]", "", false),
        Case("", "[..]", "anything", true),
        Case("", "[..]", "two\nlines", false),
        Case("", "a[..]b[..]c", "a1b2b3c", true),
        Case("", "a[..]b[..]c", "a1c", false),
        Case("", "a[..]a", "a", false),
        Case("", "a[..]a", "aa", true),
        Case("", "[..]ab", "aab", true),
        Case("", "...", "", true),
        Case("", "...", "a\nb", true),
        Case("", "a\n...\nb", "a\nb", true),
        Case("", "a\n...\nb", "a\n1\n2\nb", true),
        Case("", "a\n...\nb", "a", false),
        Case("", "a\n...\na", "a", false),
        Case("", "a\n  ...  \nb", "a\n1\nb", true),
        Case("", "a ...\nb", "a ...\nb", true),
        Case("", "a ...\nb", "a 1\nb", false),
        Case("", "...\nb\n...\nd\n...", "a\nb\nc\nd\ne", true),
        Case("", "...\nb\n...\nb\n...", "a\nb\nc", false),
        Case("", "...\na\nb\n...", "a\na\nb", true),
        Case("", "...\n...", "", true),
    ]) func wildcards(test: Case) throws { try check(test) }

    @Test(arguments: [
        Case("tolerance=0.01", "epoch [..]: loss 0.34", "epoch 7: loss 0.345", true),
        Case("tolerance=0.01", "epoch [..]: loss 0.34", "epoch 7: loss 0.36", false),
        Case("tolerance=0.01", "loss 0.[..], acc 0.86", "loss 0.123, acc 0.861", true),
        Case("tolerance=0.01", "[..] 0.86", "test accuracy: 0.865", true),
        Case("tolerance=0.01", "[..] 5", "15", false),
        Case("tolerance=0.01", "[..]5", "15", true),
        Case("tolerance=0.01", "acc 0.86[..]", "acc 0.8612 after 3 s", true),
        Case("tolerance=0.01", "acc 0.86 [..]", "acc 0.8612 after 3 s", true),
        Case("tolerance=0.01", "[..]0.50[..]0.70", "0.1 0.50 0.6 0.70", true),
        Case("tolerance=0.01", "[..] 0.50 [..] 0.70", "0.1 0.505 0.6 0.695", true),
        Case("tolerance=0.01", "[..] 0.50 [..] 0.70", "0.1 0.695 0.6 0.505", false),
        Case("tolerance=0.01", "epoch 1: 0.90\n...\nepoch 9: 0.30", "epoch 1: 0.901\nx\nepoch 9: 0.299", true),
        Case("tolerance=0.01", "epoch 1: 0.90\n...\nepoch 9: 0.30", "epoch 1: 0.901\nx\nepoch 9: 0.2", false),
        Case("tolerance=0.01", "...\n[..] 0.30\n...", "a 0.1\nb 0.301\nc 0.5", true),
        Case("digits", "...\n[..] 0.3\n...", "a 0.1\nb 0.34\nc 0.5", true),
        Case("digits", "...\n[..] 0.3\n...", "a 0.1\nb 0.36\nc 0.5", false),
    ]) func combinations(test: Case) throws { try check(test) }

    @Test func illustrativeOutputsAreNeverCompared() throws {
        #expect(try Lesson.verdict("a", "illustrative", printed: "b") == .illustrative)
    }

    @Test(.timeLimit(.minutes(1))) func manyWildcardsTakeNoExponentialTime() throws {
        let start = ContinuousClock.now
        let stars = String(repeating: "a[..]", count: 200)
        let line = String(repeating: "a", count: 20_000)
        #expect(try !Lesson.matches(stars + "b", printed: line))
        #expect(try Lesson.matches(stars + "a", printed: line))
        let dots = String(repeating: "a\n...\n", count: 200)
        let lines = String(repeating: "a\n", count: 5000)
        #expect(try !Lesson.matches(dots + "b", printed: lines))
        #expect(try Lesson.matches(dots + "a", "tolerance=1", printed: lines))
        #expect(try !Lesson.matches("a\nb", printed: String(repeating: "loss 0.5\n", count: 100_000)))
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test(arguments: 0..<300) func matchingAgreesWithTryingEverything(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let documented = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            ["a", "b", "...", "a[..]", "[..]b", "a[..]b[..]a"].randomElement(using: &random) ?? ""
        }
        let printed = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            ["a", "b", "ab", "aba", "abba", "c"].randomElement(using: &random) ?? ""
        }
        let expected = Self.matchesByTryingEverything(documented[...], printed[...])
        #expect(
            try Lesson.matches(documented.joined(separator: "\n"), printed: printed.joined(separator: "\n")) == expected
        )
    }

    /// The meaning of the wildcards, written as plainly as possible.
    private static func matchesByTryingEverything(_ documented: ArraySlice<String>, _ printed: ArraySlice<String>)
        -> Bool
    {
        func line(_ pattern: Substring, _ text: Substring) -> Bool {
            guard !pattern.isEmpty else { return text.isEmpty }
            if pattern.hasPrefix("[..]") {
                return (0...text.count).contains { line(pattern.dropFirst(4), text.dropFirst($0)) }
            }
            return pattern.first == text.first && line(pattern.dropFirst(), text.dropFirst())
        }
        guard let first = documented.first else { return printed.isEmpty }
        if first == "..." {
            return (0...printed.count).contains {
                matchesByTryingEverything(documented.dropFirst(), printed.dropFirst($0))
            }
        }
        guard let text = printed.first else { return false }
        return line(first[...], text[...]) && matchesByTryingEverything(documented.dropFirst(), printed.dropFirst())
    }
}
