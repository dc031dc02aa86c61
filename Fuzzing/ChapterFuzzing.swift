import ArgumentParser

/// The fuzzer's command line.
@main
struct ChapterFuzzing: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look for chapters that crash Lectern or keep it busy for ever.",
        discussion: """
            The repository's chapters are mutated: front matter, fences, options, math, encodings. No cell runs; results \
            are made up. An input that crashes, takes more than \(Worker.limit.computing) seconds or breaks a law is kept, \
            with a smaller version of it, in a file whose name says how to make it again.

            Examples:
                ChapterFuzzing --count 10000
                ChapterFuzzing --replay .build/fuzzing/seed-1-input-42.md
            """,
        subcommands: [FuzzChapters.self, Worker.self], defaultSubcommand: FuzzChapters.self)
}
