internal import ArgumentParser
internal import DatabaseBootstrap
internal import Foundation
internal import Logging
internal import TenantStore
internal import TenantWeb

/// The gateway's command line.
///
/// Every option has a variable of the environment, which an option overrides.
struct GatewayOptions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway",
    abstract: "Serves all registered tenants over HTTP.",
    discussion: """
      Without a database a private PostgreSQL is started and brought up to date. Register \
      tenants with: tenant-admin apply FOLDER
      """,
    version: Release.version
  )

  @Option(help: "The port to listen on. Or CRADLE_PORT. (default: 8080)")
  var port: Int?

  @Option(help: "The address to listen on. Or CRADLE_HOST. (default: 127.0.0.1)")
  var host: String?

  @Option(
    help: ArgumentHelp(
      "The owner's connection to a server, as libpq takes it. Or CRADLE_DATABASE.",
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

  @Flag(help: "Believe X-Forwarded-For and X-Forwarded-Proto. Or CRADLE_TRUST_PROXY=1.")
  var trustProxy = false

  @Option(
    help: ArgumentHelp(
      "Requests a second of one address, 0 for no limits. Or CRADLE_RATE_LIMIT. (default: 100)",
      valueName: "requests"
    )
  )
  var rateLimit: Int?

  @Option(
    help: ArgumentHelp(
      "How long delivered events are kept. Or CRADLE_OUTBOX_DAYS. (default: 30)",
      valueName: "days"
    )
  )
  var outboxDays: Int?

  @Option(
    help: ArgumentHelp(
      "Whether jobs run here: on, off, or only jobs and no pages. Or CRADLE_JOBS. (default: on)",
      valueName: "mode"
    )
  )
  var jobs: String?

  @Option(
    help: ArgumentHelp(
      "How many jobs run beside each other. Or CRADLE_JOB_CONCURRENCY. (default: 8)",
      valueName: "jobs"
    )
  )
  var jobConcurrency: Int?

  @Option(
    help: "trace, debug, info, notice, warning or error. Or CRADLE_LOG_LEVEL. (default: info)"
  )
  var logLevel: String?

  /// What the options and the environment say together.
  ///
  /// - Throws: An error that names the option and what would be right.
  func configuration(_ environment: [String: String]) throws -> GatewayConfiguration {
    let location: DatabaseLocation
    do throws(DatabaseLocationError) {
      location = try DatabaseLocation(database: database, data: data, environment: environment)
    } catch {
      throw ValidationError(error.description)
    }
    var configuration = GatewayConfiguration(location: location)
    configuration.models = location.modelsFolder(environment: environment)
    configuration.host = host ?? environment["CRADLE_HOST"] ?? configuration.host
    configuration.port =
      try port ?? Self.number("CRADLE_PORT", in: environment) ?? configuration.port
    guard (0...65_535).contains(configuration.port) else {
      throw ValidationError("The port must be 0 to 65535.")
    }
    configuration.web.trustsProxy = trustProxy || environment["CRADLE_TRUST_PROXY"] == "1"
    configuration.web.offersRenditions = VipsProgram(variables: environment) != nil
    if let limit = try rateLimit ?? Self.number("CRADLE_RATE_LIMIT", in: environment) {
      configuration.web.rateLimits = try Self.limits(perSecond: limit)
    }
    if let days = try outboxDays ?? Self.number("CRADLE_OUTBOX_DAYS", in: environment) {
      guard days >= 1 else { throw ValidationError("Events are kept for a day or more.") }
      configuration.outboxRetention = .seconds(days * 24 * 3600)
    }
    if let mode = jobs ?? environment["CRADLE_JOBS"] {
      guard let mode = JobMode(rawValue: mode) else {
        let known = JobMode.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--jobs must be one of \(known).")
      }
      configuration.jobs = mode
    }
    if let number = try jobConcurrency ?? Self.number("CRADLE_JOB_CONCURRENCY", in: environment) {
      guard (1...1_000).contains(number) else {
        throw ValidationError("--job-concurrency must be 1 to 1000.")
      }
      configuration.jobConcurrency = number
    }
    // A key that is too short would be no secret, and one that is passed over parts the processes.
    if let key = environment["CRADLE_SIGN_IN_KEY"], !key.isEmpty, key.utf8.count < 16 {
      throw ValidationError("CRADLE_SIGN_IN_KEY must have 16 characters or more.")
    }
    if let level = logLevel ?? environment["CRADLE_LOG_LEVEL"] {
      guard let level = Logger.Level(rawValue: level) else {
        let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("The log level must be one of \(known).")
      }
      configuration.logLevel = level
    }
    return configuration
  }

  private static func limits(perSecond limit: Int) throws -> RateLimits {
    guard limit >= 0 else { throw ValidationError("The rate limit must not be negative.") }
    guard limit > 0 else { return .off }
    var limits = RateLimits()
    limits.perAddress = RateLimits.Rate(burst: limit * 6, perSecond: Double(limit))
    return limits
  }

  private static func number(_ name: String, in environment: [String: String]) throws -> Int? {
    guard let text = environment[name], !text.isEmpty else { return nil }
    guard let number = Int(text) else { throw ValidationError("\(name) must be a number.") }
    return number
  }
}
