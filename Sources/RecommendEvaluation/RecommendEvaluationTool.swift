public import ArgumentParser

/// Takes the tasks of recommendation on files, without a server or a database.
///
/// Every task but that of insight is seeded: two runs write equal files.
public struct RecommendEvaluationTool: AsyncParsableCommand {
  /// The command's name and its tasks.
  public static let configuration = CommandConfiguration(
    commandName: "recommend-evaluation",
    abstract: "Answers the tasks of recommendation on files, so that somebody else can score them.",
    subcommands: [
      RankTask.self, TogetherTask.self, NeedsTask.self, ForecastTask.self, ReplenishTask.self,
      InsightTask.self,
    ]
  )

  /// A command as ArgumentParser fills it.
  public init() {}

  /// Parses a command line and runs it; what is wrong is thrown.
  package static func run(_ arguments: [String]) async throws {
    var command = try parseAsRoot(arguments)
    if var command = command as? any AsyncParsableCommand {
      try await command.run()
    } else {
      try command.run()
    }
  }

  /// Runs the command with the arguments of the process, and ends the process.
  public static func run() async { await main() }
}
