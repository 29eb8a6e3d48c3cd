import Foundation
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

private struct ProbeSettings: ModuleSettings {
  func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
}

private enum Probe {
  static let print = JobKind(name: "probe.print") { context in
    context.report(done: 1, total: 2, text: "page 1")
    guard context.payload["paper"] == true else { throw PermanentJobFailure("out of paper") }
  }
  static let module = TenantModule(
    name: "probe",
    settings: ProbeSettings.self,
    migrations: [],
    jobs: [print]
  )
}

@Suite("The jobs commands", .tenantDatabase([Probe.module]), .serialized)
struct JobCommandTests {
  private func run(_ arguments: String...) async throws -> (CommandStatus, Tool.Screen) {
    let screen = Tool.Screen()
    let session = AdminSession(
      modules: [Probe.module],
      environment: try await Tool.onSuiteDatabase().environment,
      terminal: screen.terminal(),
      logger: .quiet
    )
    return (await TenantAdminTool.run(arguments, in: session), screen)
  }

  @Test func `an operator sees why a job died, and lets it run again`() async throws {
    let pair = try await TenantPair.fresh()
    let slug = pair.mine.snapshot.slug
    let (none, empty) = try await run("jobs", "list", "--tenant", slug)
    #expect(none == .success && empty.result == "No such jobs.")

    let id = try await pair.mine.database.enqueue(JobRequest(Probe.print), for: pair.mine.id)
    try await pair.mine.work(Probe.module)
    let (_, list) = try await run("jobs", "list", "--state", "dead", "--kind", "probe.print")
    #expect(list.result.contains("\(id)") && list.result.contains(slug))
    let (_, shown) = try await run("jobs", "show", "\(id)")
    #expect(shown.result.contains("attempt 1, "))
    #expect(shown.result.contains("out of paper"))
    #expect(shown.result.contains("[##########----------] 1/2 page 1"))

    let (_, other) = try await run("jobs", "retry", "--dead", "--tenant", pair.other.snapshot.slug)
    #expect(other.result == "No dead jobs.")
    let (status, retried) = try await run("jobs", "retry", "--dead", "--tenant", slug)
    #expect(status == .success && retried.result == "\(id) waits")
    let (again, left) = try await run("jobs", "retry", "\(id)")
    #expect(again == .failure && left.result.contains("was left"))
    let trail = try await pair.mine.scope.auditEntries(of: id.description)
    #expect(trail.map(\.actor) == ["admin:lin"])
  }

  @Test func `a waiting job is cancelled, and an unknown one is said to be unknown`() async throws {
    let pair = try await TenantPair.fresh()
    let id = try await pair.mine.database.enqueue(
      JobRequest(Probe.print, runAt: pair.mine.clock.now + 60),
      for: pair.mine.id
    )
    let (_, cancelled) = try await run("jobs", "cancel", "\(id)")
    #expect(cancelled.result == "\(id) is cancelled")
    let (_, again) = try await run("jobs", "cancel", "\(id)")
    #expect(again.result == "\(id) is cancelled")
    let (status, unknown) = try await run("jobs", "show", "job_nothing")
    #expect(status == .notFound && unknown.messages.contains("there is no job job_nothing"))
  }

  @Test func `a job is asked for by name and waited for`() async throws {
    let pair = try await TenantPair.fresh()
    let slug = pair.mine.snapshot.slug
    let (missing, hint) = try await run("jobs", "run", "probe.prent", "--tenant", slug)
    #expect(missing == .notFound && hint.messages.contains("did you mean probe.print?"))

    let module = Probe.module
    let worker = JobWorker(database: pair.mine.database, modules: [module], logger: .quiet)
    let running = Task { await worker.run() }
    let (status, done) = try await run(
      "jobs",
      "run",
      "probe.print",
      "--tenant",
      slug,
      "--payload",
      #"{"paper": true}"#,
      "--wait"
    )
    #expect(status == .success && done.result.contains("state     done"))
    worker.stop()
    await running.value
  }

  @Test func `a list goes on after a page`() async throws {
    let pair = try await TenantPair.fresh()
    let slug = pair.mine.snapshot.slug
    let ids = try await pair.mine.database.enqueue(
      (0..<3).map { _ in JobRequest(Probe.print, runAt: pair.mine.clock.now + 60) },
      for: pair.mine.id
    )
    let (_, first) = try await run("jobs", "list", "--tenant", slug, "--limit", "2")
    #expect(first.result.contains("More with: --after \(ids[1])"))
    let (_, rest) = try await run("jobs", "list", "--tenant", slug, "--after", "\(ids[1])")
    #expect(rest.result.contains("\(ids[0])") && !rest.result.contains("\(ids[2])"))
  }
}
