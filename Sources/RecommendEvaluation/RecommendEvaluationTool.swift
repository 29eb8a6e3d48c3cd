public import ArgumentParser

/// Takes the tasks of recommendation on files, without a server or a database.
///
/// Every task is seeded: two runs write equal files.
public struct RecommendEvaluationTool: AsyncParsableCommand {
  /// The command's name and its tasks.
  public static let configuration = CommandConfiguration(
    commandName: "recommend-evaluation",
    abstract: "Answers the tasks of recommendation on files, so that somebody else can score them.",
    subcommands: []
  )

  /// A command as ArgumentParser fills it.
  public init() {}

  /// Runs the command with the arguments of the process, and ends the process.
  public static func run() async { await main() }
}
