import ArgumentParser
import Foundation

/// The one command from which every figure of the project comes.
@main
struct BenchmarksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Measures what the project promises, beside its peers.",
    discussion: """
      A figure takes about half a minute; its windows alternate with the peer's. The servers are \
      private ones with the settings of production, and end with the command.
      """
  )

  @Argument(help: "Figures by name, or by the beginning of their names up to a dot; default: all.")
  var names: [String] = []

  @Flag(help: "One JSON object a line.")
  var json = false

  @Flag(help: "Name the figures and what they measure, and end.")
  var list = false

  @Flag(help: "One window of a second with fewer rows: whether everything runs, no figures.")
  var short = false

  @Option(help: "Windows of each side.")
  var windows = 5

  @Option(help: "Whole seconds of a window.")
  var seconds = 3

  @Option(
    help: ArgumentHelp(
      "A server of yours instead of a private one, as its owner.",
      discussion:
        "The schema bench is made in it. Figures of the gateway take a private one still.",
      valueName: "url"
    )
  )
  var database: String?

  @Option(
    help: ArgumentHelp(
      "Renew the measured rows of the table in a Markdown file.",
      valueName: "file"
    )
  )
  var record: String?

  func validate() throws {
    guard windows > 0, seconds > 0 else {
      throw ValidationError("--windows and --seconds must be 1 or more.")
    }
    if let name = names.first(where: { FigureList.named([$0]).isEmpty }) {
      throw ValidationError("No figure is named \(name); --list names them.")
    }
  }

  func run() async throws {
    let figures = FigureList.named(names)
    guard !list else {
      for figure in figures { print("\(figure.name)  \(figure.what)") }
      return
    }
    let plan = short ? WindowPlan.short : WindowPlan(count: windows, seconds: seconds)
    let stage = Stage(plan: plan, isShort: short, database: database)
    let failures = await measure(figures, on: stage)
    await stage.close()
    if failures > 0 { throw ExitCode.failure }
  }

  /// Measures one figure after the other; one that fails does not keep the others.
  private func measure(_ figures: [Figure], on stage: Stage) async -> Int {
    var failures = 0
    for figure in figures {
      do {
        let load = Machine.load
        let outcome = try await figure.measure(stage)
        let measurement = Measurement(figure, outcome, load: load)
        try show(measurement)
        if let record, !short {
          try PerformanceTable(path: record).renew(figure, measurement)
        }
      } catch let absent as TrainingFolder.Absent {
        FileHandle.standardError.write(Data("\(figure.name): skipped: \(absent)\n".utf8))
      } catch {
        failures += 1
        FileHandle.standardError.write(Data("\(figure.name): failed: \(error)\n".utf8))
      }
    }
    return failures
  }

  private func show(_ measurement: Measurement) throws {
    var line = measurement.line
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      line = String(decoding: try encoder.encode(measurement), as: UTF8.self)
    } else if isDebugBuild {
      line += " (debug build: no figure)"
    }
    // Whoever reads through a pipe wants each figure when it is there.
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  private var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}
