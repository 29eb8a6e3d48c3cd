internal import ArgumentParser
internal import Foundation
internal import TenantStore

struct JobsRunCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Asks for a job, which a running gateway does.",
    discussion: "With --wait the command ends with the job, and fails when the job does."
  )

  @Argument(help: "The kind of job.") var kind: String
  @OptionGroup var tenant: TenantOption
  @Option(help: ArgumentHelp("The values that the job gets.", valueName: "json"))
  var payload = "{}"
  @Flag(help: "Wait until the job has ended, and show how far it has come.") var wait = false
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let known = session.modules.flatMap(\.jobs)
    guard let kind = known.first(where: { $0.name == kind }) else {
      let names = known.map(\.name).sorted()
      guard let meant = SpellingRule.closest(to: kind, among: names) else {
        let list = names.isEmpty ? "this build knows none" : names.joined(separator: ", ")
        throw AdminError(.notFound, "there is no kind of job \(kind): \(list)")
      }
      throw AdminError(.notFound, "there is no kind of job \(kind); did you mean \(meant)?")
    }
    guard let values = try? JSONValue(json: payload) else {
      throw AdminError(.usage, "--payload is no JSON")
    }
    let shown = try await session.withDatabase(options) { database in
      let snapshot = try await database.tenantSnapshot(tenant.tenant, modules: session.modules)
        .snapshot
      let request = JobRequest(kind, payload: values, priority: .urgent)
      let id = try await database.enqueue(request, for: snapshot.id)
      let job = wait ? try await session.end(of: id, in: database) : try await database.job(id)
      guard let job else { throw AdminError(.notFound, "the job \(id) is gone") }
      return ShownJob(job, slugs: [snapshot.id: tenant.tenant])
    }
    let hasFailed = shown.state == .dead || shown.state == .cancelled
    return try Report(
      shown,
      text: wait ? shown.text : "\(shown.id) waits",
      status: hasFailed ? .failure : .success
    )
  }
}
