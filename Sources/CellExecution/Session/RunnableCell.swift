import ChapterDocument

/// A cell that is run, or the solution of an exercise that later cells see and that runs like one.
struct RunnableCell: Sendable {
    /// The code.
    let cell: Cell
    /// The exercise whose solution it is; nil for a cell of the chapter.
    let exercise: Int?

    /// Those of a chapter, in the order in which they run.
    static func all(in chapter: Chapter) -> [RunnableCell] {
        var kept = chapter.exercises.filter(\.keepsSolution)[...]
        var cells: [RunnableCell] = []
        func takeSolutions(above cell: Int) {
            while let exercise = kept.first, exercise.cellsAbove <= cell {
                kept.removeFirst()
                guard let solution = exercise.solution else { continue }
                cells.append(RunnableCell(solution, of: exercise))
            }
        }
        for cell in chapter.cells {
            takeSolutions(above: cell.index)
            if !cell.options.isSkipped { cells.append(RunnableCell(cell: cell, exercise: nil)) }
        }
        takeSolutions(above: chapter.cells.count)
        return cells
    }

    private init(cell: Cell, exercise: Int?) {
        (self.cell, self.exercise) = (cell, exercise)
    }

    private init(_ solution: Exercise.Code, of exercise: Exercise) {
        var options = CellOptions()
        options.id = exercise.name
        cell = Cell(
            index: max(0, exercise.cellsAbove - 1), code: solution.code, range: solution.range,
            codeStart: solution.codeStart, options: options)
        self.exercise = exercise.index
    }

    /// Whether it stands above a place that has so many cells above it, and so many lines.
    func isAbove(cells count: Int, line: Int) -> Bool {
        exercise == nil ? cell.index < count : cell.range.end.line < line
    }
}
