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
        #expect(labels(.linear(from: 0, to: .leastNonzeroMagnitude, count: 5)).isEmpty)
        #expect(labels(.logarithmic(from: 0, to: 1)).isEmpty)
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
    }
}
