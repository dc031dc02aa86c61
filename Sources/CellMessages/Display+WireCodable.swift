extension WireCodable where Self: RawRepresentable, RawValue == UInt8 {
    package func encode(to writer: inout WireWriter) { writer.write(rawValue) }
    package init(from reader: inout WireReader) throws(WireError) {
        let raw = try reader.read(UInt8.self)
        guard let value = Self(rawValue: raw) else { throw .malformed("\(Self.self) \(raw)") }
        self = value
    }
}

extension Axis.Scale: WireCodable {}
extension Series.Mark: WireCodable {}

extension Display: WireCodable {
    package func encode(to writer: inout WireWriter) {
        switch self {
        case .figure(let figure):
            writer.write(UInt8(1))
            writer.write(figure)
        case .images(let grid):
            writer.write(UInt8(2))
            writer.write(grid)
        case .table(let table):
            writer.write(UInt8(3))
            writer.write(table)
        }
    }
    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.read(UInt8.self) {
        case 1: self = .figure(try reader.read())
        case 2: self = .images(try reader.read())
        case 3: self = .table(try reader.read())
        case let kind: throw .malformed("display kind \(kind)")
        }
        if let inconsistency { throw .malformed(inconsistency) }
    }
}

extension Panel: WireCodable {
    package func encode(to writer: inout WireWriter) {
        switch self {
        case .plot(let plot):
            writer.write(UInt8(1))
            writer.write(plot)
        case .heatMap(let map):
            writer.write(UInt8(2))
            writer.write(map)
        }
    }
    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.read(UInt8.self) {
        case 1: self = .plot(try reader.read())
        case 2: self = .heatMap(try reader.read())
        case let kind: throw .malformed("panel kind \(kind)")
        }
    }
}

extension Figure: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(title)
        writer.write(summary)
        writer.write(panels)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            title: try reader.read(), summary: try reader.read(), panels: try reader.read())
    }
}

extension Plot: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(title)
        writer.write(xAxis)
        writer.write(yAxis)
        writer.write(series)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            title: try reader.read(), xAxis: try reader.read(), yAxis: try reader.read(),
            series: try reader.read())
    }
}

extension Axis: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(label)
        writer.write(scale)
        writer.write(lowerBound)
        writer.write(upperBound)
        writer.write(categories)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            label: try reader.read(), scale: try reader.read(), lowerBound: try reader.read(),
            upperBound: try reader.read(), categories: try reader.read())
    }
}

extension Series: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(name)
        writer.write(mark)
        writer.write(x)
        writer.write(y)
        writer.write(omitted)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            name: try reader.read(), mark: try reader.read(), x: try reader.read(), y: try reader.read(),
            omitted: try reader.read())
    }
}

extension HeatMap: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(title)
        writer.write(xAxis)
        writer.write(yAxis)
        writer.write(columns)
        writer.write(values)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            title: try reader.read(), xAxis: try reader.read(), yAxis: try reader.read(),
            columns: try reader.read(), values: try reader.read())
    }
}

extension ImageGrid: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(title)
        writer.write(width)
        writer.write(height)
        writer.write(isColored)
        writer.write(columns)
        writer.write(images)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            title: try reader.read(), width: try reader.read(), height: try reader.read(),
            isColored: try reader.read(), columns: try reader.read(), images: try reader.read())
    }
}

extension ImageGrid.Image: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(caption)
        writer.write(isHighlighted)
        writer.write(pixels)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            caption: try reader.read(), isHighlighted: try reader.read(), pixels: try reader.read())
    }
}

extension Table: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(title)
        writer.write(columns)
        writer.write(rows)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            title: try reader.read(), columns: try reader.read(), rows: try reader.read())
    }
}
