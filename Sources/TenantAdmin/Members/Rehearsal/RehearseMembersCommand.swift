internal import ArgumentParser
internal import Membership
internal import TenantStore

struct RehearseMembersCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Fills a shop without members with made-up ones, so that its pages can be tried.",
    discussion: """
      Families that never lived, with children, orders, points, tiers, boxes, invitations and answers of \
      the last months, written through what everybody uses; the same seed gives the same families. Once \
      more adds only what is missing. It refuses where a shop has members of its own. Their numbers \
      begin with 154, which no operator in China has; each carries a tag that says so (示例, made-up), \
      and none has agreed to reminders, so that nobody is written to.
      """
  )

  @Option(help: "How many families, 1 to 2000.") var families = 240
  @Option(help: "For how many days until now, 60 to 720.") var days = 420
  @Option(help: "What the history follows from.") var seed: UInt64 = 1
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard (1...2_000).contains(families) else {
      throw ValidationError("--families must be 1 to 2000.")
    }
    guard (60...720).contains(days) else { throw ValidationError("--days must be 60 to 720.") }
  }

  func run(in session: AdminSession) async throws -> Report {
    let outcome = try await session.withFamilies(of: tenant.tenant, options) { found in
      let made = MadeUpMembers(
        count: families,
        days: days,
        locales: found.snapshot.locales,
        zone: found.snapshot.timeZone,
        now: found.database.environment.now(),
        seed: seed
      )
      let rehearsal = try MemberRehearsal(made, of: found, seed: seed)
      guard try await !rehearsal.hasOthers() else {
        throw AdminError(
          .failure,
          "\(tenant.tenant) has members of its own; made-up ones are for a shop without any"
        )
      }
      return try await rehearsal.run(by: session.actor, session.report)
    }
    return try Report(
      outcome,
      text: "\(outcome.added) made-up members added, \(outcome.known) known before; "
        + "\(outcome.orders) orders, \(outcome.contracts) contracts for boxes."
    )
  }
}
