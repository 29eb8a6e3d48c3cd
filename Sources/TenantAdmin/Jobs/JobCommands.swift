internal import ArgumentParser
internal import Foundation
internal import TenantStore

struct JobsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jobs",
    abstract: "Shows the tenants' jobs, and stops, repeats or starts them.",
    subcommands: [
      JobsListCommand.self, JobsShowCommand.self, JobsRetryCommand.self, JobsCancelCommand.self,
      JobsRunCommand.self,
    ]
  )
}

extension AdminSession {
  /// Finds the job that a person names.
  func job(_ text: String, in database: TenantDatabase) async throws -> Job {
    guard let id = JobID(text), let job = try await database.job(id) else {
      throw AdminError(.notFound, "there is no job \(text); tenant-admin jobs list shows them")
    }
    return job
  }

  func slugs(_ database: TenantDatabase) async throws -> [TenantID: String] {
    let pairs = try await database.registeredTenants().map { ($0.id, $0.document.tenant) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}

struct JobsListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists jobs of all tenants, newest first."
  )

  private struct Page: Encodable {
    let items: [ShownJob]
    let next: String?
  }

  @Option(help: ArgumentHelp("Only this tenant's.", valueName: "slug")) var tenant: String?
  @Option(help: Choice.help("Only jobs that are", JobState.self), transform: Choice.one)
  var state: JobState?
  @Option(help: "Only jobs of this kind.") var kind: String?
  @OptionGroup var page: PageOptions
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let (jobs, slugs) = try await session.withDatabase(options) { database in
      var query = JobListQuery()
      query.state = state
      query.kind = kind
      query.limit = page.limit + 1
      if let tenant {
        query.tenant = try await database.tenantSnapshot(tenant, modules: session.modules)
          .snapshot.id
      }
      if let after = page.after {
        guard let id = JobID(after) else { throw AdminError(.usage, "--after takes a job's id") }
        query.after = id
      }
      return (try await database.jobs(query), try await session.slugs(database))
    }
    let items = jobs.prefix(page.limit).map { ShownJob($0, slugs: slugs) }
    let next = jobs.count > page.limit ? items.last?.id : nil
    var table = Table("JOB", "TENANT", "KIND", "STATE", "ATTEMPTS>", "RUN AT", "PROGRESS")
    for job in items {
      table.add(
        job.id,
        job.tenant,
        job.kind,
        job.state.rawValue,
        "\(job.attempts)/\(job.maximumAttempts)",
        ShownTime.text(job.runAt),
        job.progress.map(ProgressBar.text) ?? ""
      )
    }
    return try Report(
      Page(items: items, next: next),
      text: PageText.text(table.text(ifEmpty: "No such jobs."), next: next)
    )
  }
}

struct JobsShowCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows one job with its payload and its errors."
  )

  @Argument(help: "The job's id.") var id: String
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let shown = try await session.withDatabase(options) { database in
      ShownJob(
        try await session.job(id, in: database),
        slugs: try await session.slugs(database)
      )
    }
    return try Report(shown, text: shown.text)
  }
}

struct JobsRetryCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Lets dead or cancelled jobs run again, up to three times each."
  )

  private struct Retried: Encodable {
    let retried: [String]
    let left: [String]
  }

  @Argument(help: "The jobs' ids.") var ids: [String] = []
  @Flag(help: "All dead jobs, of one tenant with --tenant.") var dead = false
  @Option(help: ArgumentHelp("With --dead: only this tenant's.", valueName: "slug"))
  var tenant: String?
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard ids.isEmpty == dead else { throw ValidationError("Give either ids or --dead.") }
    guard tenant == nil || dead else { throw ValidationError("--tenant goes with --dead.") }
  }

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let done = try await session.withDatabase(options) { database in
      var retried: [String] = []
      var left: [String] = []
      for job in try await jobs(in: database, session) {
        let isRetried = try await database.retryJob(job, by: actor)
        if isRetried { retried.append("\(job.id)") } else { left.append("\(job.id)") }
      }
      return Retried(retried: retried, left: left)
    }
    let lines =
      done.retried.map { "\($0) waits" }
      + done.left.map { "\($0) was left: it had not ended, or another job has its key" }
    return try Report(
      done,
      text: lines.isEmpty ? "No dead jobs." : lines.joined(separator: "\n"),
      status: done.left.isEmpty ? .success : .failure
    )
  }

  private func jobs(in database: TenantDatabase, _ session: AdminSession) async throws -> [Job] {
    guard dead else {
      var jobs: [Job] = []
      for id in ids { jobs.append(try await session.job(id, in: database)) }
      return jobs
    }
    var query = JobListQuery()
    query.state = .dead
    query.limit = 1_000
    if let tenant {
      query.tenant = try await database.tenantSnapshot(tenant, modules: session.modules)
        .snapshot.id
    }
    var jobs: [Job] = []
    while true {
      let page = try await database.jobs(query)
      jobs += page
      guard page.count == query.limit, let last = page.last else { return jobs }
      query.after = last.id
    }
  }
}

struct JobsCancelCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Ends waiting jobs; asks running ones to stop."
  )

  private struct Cancelled: Encodable {
    let id: String
    let state: JobState
  }

  @Argument(help: "The jobs' ids.") var ids: [String]
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let cancelled = try await session.withDatabase(options) { database in
      var jobs: [Job] = []
      for id in ids { jobs.append(try await session.job(id, in: database)) }
      var cancelled: [Cancelled] = []
      for job in jobs {
        let state = try await database.cancelJob(job, by: actor) ?? job.state
        cancelled.append(Cancelled(id: "\(job.id)", state: state))
      }
      return cancelled
    }
    let lines = cancelled.map { job in
      switch job.state {
      case .running: "\(job.id) was asked to stop"
      case .cancelled: "\(job.id) is cancelled"
      default: "\(job.id) had ended: \(job.state.rawValue)"
      }
    }
    return try Report(cancelled, text: lines.joined(separator: "\n"))
  }
}
