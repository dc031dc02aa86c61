/// Something a cell shows, as data: the report decides how it looks.
public enum Display: Codable, Hashable, Sendable {
    /// One plot or several side by side.
    case figure(Figure)
    /// Pictures in a grid.
    case images(ImageGrid)
    /// Rows of text under column headings.
    case table(Table)
    /// Ops and the tensors between them.
    case graph(ComputationGraph)
}

/// One or more panels under a shared title.
public struct Figure: Codable, Hashable, Sendable {
    /// What the figure shows; empty for none.
    public var title: String
    /// A sentence for readers who cannot see the figure; empty lets the report write one from the data.
    public var summary: String
    /// The panels, in reading order.
    public var panels: [Panel]
    /// Panels a row; nil leaves it to the page's width.
    public var columns: Int?

    /// A figure of `panels`.
    public init(title: String = "", summary: String = "", panels: [Panel], columns: Int? = nil) {
        self.title = title
        self.summary = summary
        self.panels = panels
        self.columns = columns
    }
}

/// One set of axes of a figure.
public enum Panel: Codable, Hashable, Sendable {
    /// Series over two axes.
    case plot(Plot)
    /// A matrix whose values are told by shade.
    case heatMap(HeatMap)
}

/// Series over a horizontal and a vertical axis.
public struct Plot: Codable, Hashable, Sendable {
    /// The panel's own title; empty for none.
    public var title: String
    /// The horizontal axis.
    public var xAxis: Axis
    /// The vertical axis.
    public var yAxis: Axis
    /// What is drawn, in the order of the legend.
    public var series: [Series]

    /// A plot of `series`.
    public init(title: String = "", xAxis: Axis = Axis(), yAxis: Axis = Axis(), series: [Series]) {
        self.title = title
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.series = series
    }
}

/// One axis of a plot.
public struct Axis: Codable, Hashable, Sendable {
    /// How values lie along an axis.
    public enum Scale: UInt8, Codable, Sendable {
        /// Equal steps are equal differences.
        case linear
        /// Equal steps are equal ratios; values must be positive.
        case logarithmic
    }

    /// What is measured, with its unit; empty for none.
    public var label: String
    /// How values lie along the axis.
    public var scale: Scale
    /// Smallest value shown; nil fits the data.
    public var lowerBound: Double?
    /// Largest value shown; nil fits the data.
    public var upperBound: Double?
    /// Names for the values 0, 1, 2, …; empty where the axis is numeric.
    public var categories: [String]

    /// An axis; by default linear, numeric and fitted to the data.
    public init(
        label: String = "", scale: Scale = .linear, lowerBound: Double? = nil, upperBound: Double? = nil,
        categories: [String] = []
    ) {
        self.label = label
        self.scale = scale
        self.lowerBound = lowerBound
        self.upperBound = upperBound
        self.categories = categories
    }
}

/// Pairs of numbers drawn in one way. `x` and `y` have the same count.
public struct Series: Codable, Hashable, Sendable {
    /// How the pairs are drawn.
    public enum Mark: UInt8, Codable, Sendable {
        /// A line through the points.
        case line
        /// A point each.
        case points
        /// A bar from zero to `y`, centred at `x`.
        case bars
        /// Touching bars: `x` holds the bins' lower edges and, as one value more than `y` has, the last upper edge.
        case histogram
    }

    /// The name in the legend.
    public var name: String
    /// How the pairs are drawn.
    public var mark: Mark
    /// Horizontal values.
    public var x: [Double]
    /// Vertical values; one that is not finite leaves a gap.
    public var y: [Double]
    /// How many of the lesson's values are not among these, such as those outside all bins of a histogram.
    public var omitted: Int

    /// A series of the pairs `(x[i], y[i])`.
    public init(name: String, mark: Mark = .line, x: [Double], y: [Double], omitted: Int = 0) {
        self.name = name
        self.mark = mark
        self.x = x
        self.y = y
        self.omitted = omitted
    }
}

/// A matrix whose values are told by shade.
public struct HeatMap: Codable, Hashable, Sendable {
    /// The panel's own title; empty for none.
    public var title: String
    /// What the columns stand for; its categories name them.
    public var xAxis: Axis
    /// What the rows stand for, first row on top; its categories name them.
    public var yAxis: Axis
    /// How many columns a row has.
    public var columns: Int
    /// The values, row after row; their count is a multiple of `columns`.
    public var values: [Double]
    /// The values of the lightest and the darkest shade, the lower one first; nil fits the data.
    public var bounds: [Double]?

    /// A heat map of `values` in rows of `columns`.
    public init(
        title: String = "", xAxis: Axis = Axis(), yAxis: Axis = Axis(), columns: Int, values: [Double],
        bounds: [Double]? = nil
    ) {
        self.bounds = bounds
        self.title = title
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.columns = columns
        self.values = values
    }
}

/// Pictures of one size in a grid.
public struct ImageGrid: Codable, Hashable, Sendable {
    /// One picture and what is said of it.
    public struct Image: Codable, Hashable, Sendable {
        /// Words under the picture, such as its label; empty for none.
        public var caption: String
        /// Whether the picture stands out, such as a sample that was told wrong.
        public var isHighlighted: Bool
        /// Brightness of each pixel (0 black, 255 white), row after row; three values a pixel where the grid is coloured.
        public var pixels: [UInt8]

        /// A picture of `pixels`.
        public init(caption: String = "", isHighlighted: Bool = false, pixels: [UInt8]) {
            self.caption = caption
            self.isHighlighted = isHighlighted
            self.pixels = pixels
        }
    }

    /// What the pictures are; empty for none.
    public var title: String
    /// Pixels across one picture.
    public var width: Int
    /// Pixels down one picture.
    public var height: Int
    /// Whether a pixel is red, green and blue rather than one brightness.
    public var isColored: Bool
    /// Pictures a row; nil leaves it to the page's width.
    public var columns: Int?
    /// The pictures, in reading order.
    public var images: [Image]

    /// A grid of pictures of `width` by `height` pixels.
    public init(
        title: String = "", width: Int, height: Int, isColored: Bool = false, columns: Int? = nil, images: [Image]
    ) {
        self.title = title
        self.width = width
        self.height = height
        self.isColored = isColored
        self.columns = columns
        self.images = images
    }
}

/// Rows of text under column headings.
public struct Table: Codable, Hashable, Sendable {
    /// What the table shows; empty for none.
    public var title: String
    /// The columns' headings.
    public var columns: [String]
    /// The rows; each has as many cells as there are columns.
    public var rows: [[String]]

    /// A table of `rows`.
    public init(title: String = "", columns: [String], rows: [[String]]) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }
}
