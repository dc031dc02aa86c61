import ReportRendering
import Testing

/// Which values an axis marks, and how numbers are written.
struct AxisTicksTests {
    private func labels(_ ticks: AxisTicks) -> [String] { ticks.ticks.map(\.label) }

    @Test func marksAreMultiplesOfOneTwoOrFive() {
        #expect(labels(.linear(from: 1, to: 10, count: 5)) == ["2", "4", "6", "8", "10"])
        #expect(labels(.linear(from: 0, to: 1, count: 5)) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(labels(.linear(from: -0.05, to: 0.05, count: 4)) == ["−0.04", "−0.02", "0.00", "0.02", "0.04"])
        #expect(labels(.linear(from: 0, to: 60000, count: 4)) == ["0", "20000", "40000", "60000"])
        #expect(labels(.linear(from: 0, to: 3e7, count: 3)) == ["0", "1e7", "2e7", "3e7"])
    }

    @Test func anAxisWithoutExtentHasNoMarks() {
        #expect(labels(.linear(from: 1, to: 1, count: 5)).isEmpty)
        #expect(labels(.linear(from: 0, to: .infinity, count: 5)).isEmpty)
        #expect(labels(.logarithmic(from: 0, to: 1)).isEmpty)
    }

    @Test func marksFarFromZeroShowWhatTellsThemApart() {
        #expect(
            labels(.linear(from: 10, to: 10 + 1e-9, count: 5)).prefix(3)
                == ["10.0000000000", "10.0000000002", "10.0000000004"])
        #expect(
            labels(.linear(from: 1_700_000_000, to: 1_700_000_002, count: 2))
                == ["1700000000", "1700000001", "1700000002"])
        #expect(labels(.linear(from: 1e-8, to: 3e-8, count: 4)) == ["1e-8", "1.5e-8", "2e-8", "2.5e-8", "3e-8"])
        #expect(labels(.linear(from: 1 - 2e-15, to: 1 + 2e-15, count: 4)).contains("1.000000000000001"))
    }

    @Test func aLogarithmicAxisOverLessThanADecadeHasMarks() {
        #expect(labels(.logarithmic(from: 2, to: 5)) == ["2", "3", "4", "5"])
        #expect(labels(.logarithmic(from: 1.01, to: 1.06)) == ["1.01", "1.02", "1.03", "1.04", "1.05", "1.06"])
    }

    @Test func logarithmicMarksArePowersOfTen() {
        #expect(labels(.logarithmic(from: 1e-4, to: 1)) == ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"])
        #expect(labels(.logarithmic(from: 0.05, to: 2)) == ["0.05", "0.1", "0.2", "0.5", "1", "2"])
        let wide = AxisTicks.logarithmic(from: 1e-12, to: 1e12).ticks
        #expect(wide.filter { !$0.label.isEmpty }.count <= 8)
    }

    @Test func namedValuesAreMarkedWithTheirNames() {
        #expect(labels(.categories(["a", "b", "c"], from: -0.5, to: 1.5)) == ["a", "b"])
    }

    @Test func numbersAreWrittenTheSameEverywhere() {
        #expect(DecimalText.significant(0.34129) == "0.3413")
        #expect(DecimalText.significant(60000) == "60000")
        #expect(DecimalText.significant(-2.50) == "−2.5")
        #expect(DecimalText.significant(1.5e-9) == "1.5e-9")
        #expect(DecimalText.significant(9.9999e8) == "1e9")
        #expect(DecimalText.significant(.greatestFiniteMagnitude) == "1.798e308")
        #expect(DecimalText.significant(.nan) == "nan")
        #expect(DecimalText.fixed(-0.0001, digits: 2) == "0.00")
        #expect(DecimalText.fixed(2.005, digits: 1) == "2.0")
        #expect(DecimalText.fixed(1e16, digits: 1) == "10000000000000000.0")
        #expect(DecimalText.fixed(0.96, digits: 0) == "1")
        #expect(DecimalText.significant(.leastNonzeroMagnitude) == "5e-324")
        #expect(DecimalText.significant(123_456.789) == "123457")
        #expect(DecimalText.significant(9_999_999.6) == "1e7")
    }

    @Test func neighboursAreWrittenDifferently() {
        func texts(_ values: [Double]) -> [String] { values.map(NumberFormat(for: values).text) }
        #expect(texts([0.34129, 2.5]) == ["0.3413", "2.5"])
        #expect(texts([123456.781, 123456.789, 123456.795]) == ["123456.781", "123456.789", "123456.795"])
        #expect(texts([1_700_000_000, 1_700_000_001]) == ["1700000000", "1700000001"])
        #expect(texts([10, 10 + 5e-10]) == ["10", "10.0000000005"])
        #expect(texts([1, 1.0.nextUp]) == ["1", "1.0000000000000002"])
        // Not beside each other, and yet the same text would say that they are one number.
        #expect(Set(texts([1.00001, 2, 1.00002])).count == 3)
    }
}
