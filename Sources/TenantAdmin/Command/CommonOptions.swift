internal import ArgumentParser
internal import DatabaseBootstrap

/// The options of every command.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The owner's connection to a server, as libpq takes it.",
      discussion: "Or CRADLE_DATABASE. Without it a private PostgreSQL is used.",
      valueName: "url"
    )
  )
  var database: String?

  @Option(
    help: ArgumentHelp(
      "The folder of the private PostgreSQL. Or CRADLE_DATA_ROOT.",
      discussion: "CRADLE_POSTGRES_BIN names the folder of its programs.",
      valueName: "dir"
    )
  )
  var data: String?

  @Flag(help: "Write JSON instead of text.")
  var json = false

  func location(_ environment: [String: String]) throws(DatabaseLocationError) -> DatabaseLocation {
    try DatabaseLocation(database: database, data: data, environment: environment)
  }
}

/// The tenant that a command is about.
struct TenantOption: ParsableArguments {
  @Option(help: ArgumentHelp("The tenant's short name.", valueName: "slug"))
  var tenant: String
}

/// Which page of a list is shown.
struct PageOptions: ParsableArguments {
  @Option(help: ArgumentHelp("At most so many rows, 1 to 100.", valueName: "rows"))
  var limit = 50

  @Option(
    help: ArgumentHelp("Go on after a page, with the cursor it ended with.", valueName: "cursor")
  )
  var after: String?

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit must be 1 to 100.") }
  }
}
