internal import ArgumentParser
internal import Foundation
internal import Membership
internal import TenantStore

struct TiersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tiers",
    abstract: "Shows and gives members' tiers.",
    subcommands: [ListTiersCommand.self, ShowTierCommand.self, GrantTierCommand.self]
  )
}

struct ListTiersCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the tiers with how many members stand in each, as was noted last."
  )

  private struct ShownTier: Encodable {
    let level: Int
    let name: String
    let reach: Int
    let keep: Int
    let members: Int64
  }

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let tiers = try await session.withMembership(of: tenant.tenant, options) { membership in
      guard let program = membership.values.tiers else { throw AdminError.noTiers }
      let counts = try await membership.database.reading(membership.snapshot.id).tierCounts()
      return program.settings.levels.enumerated().map { level, tier in
        ShownTier(
          level: level,
          name: tier.name.text(in: membership.snapshot.locales),
          reach: tier.reach,
          keep: tier.keep,
          members: counts.first { $0.level == level }?.members ?? 0
        )
      }
    }
    var table = Table("LEVEL>", "TIER", "REACH>", "KEEP>", "MEMBERS>")
    for tier in tiers {
      table.add("\(tier.level)", tier.name, "\(tier.reach)", "\(tier.keep)", "\(tier.members)")
    }
    return try Report(tiers, text: table.text(ifEmpty: "No tiers."))
  }
}

/// Where a member stands.
private struct ShownStanding: Encodable {
  let level: Int
  let growth: Int64
  let since: Date
  let until: Date?
  let explanations: [String]

  init(_ progress: TierProgress) {
    level = progress.standing.current.level
    growth = progress.growth
    since = progress.standing.current.since
    until = progress.standing.current.until
    explanations = progress.explanations.map { explanation in
      switch explanation {
      case .missingToReach(let level, let growth): "\(growth) more to reach level \(level)"
      case .missingToKeep(let growth, let until):
        "\(growth) more by \(ShownTime.text(until)) to keep the level"
      case .kept(let until): "kept beyond \(ShownTime.text(until))"
      case .inGrace(let growth, let until):
        "the level goes at \(ShownTime.text(until)) without \(growth) more"
      case .highest: "there is no higher level"
      }
    }
  }

  var text: String {
    (["level \(level), growth \(growth)"] + explanations).joined(separator: "\n")
  }
}

struct ShowTierCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows where a member stands, what keeps the tier and what leads to the next."
  )

  @OptionGroup var tenant: TenantOption
  @Argument(help: "The member's id, mem_….")
  var member: String
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let id = try MemberID(argument: member)
    let shown = try await session.withMembership(of: tenant.tenant, options) { membership in
      guard let tiers = membership.values.tiers else { throw AdminError.noTiers }
      return try await membership.database.transaction(for: membership.snapshot.id) {
        ShownStanding(try await tiers.progress(of: id, in: $0))
      }
    }
    return try Report(shown, text: shown.text)
  }
}

struct GrantTierCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant",
    abstract: "Puts a member into a tier for a period from now."
  )

  @OptionGroup var tenant: TenantOption
  @Argument(help: "The member's id, mem_….")
  var member: String
  @Argument(help: "The tier by its place from 0, the lowest.")
  var level: Int
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let id = try MemberID(argument: member)
    let shown = try await session.withMembership(of: tenant.tenant, options) { membership in
      guard let tiers = membership.values.tiers else { throw AdminError.noTiers }
      return try await membership.database.transaction(for: membership.snapshot.id) { transaction in
        try await tiers.grant(level: level, to: id, by: session.actor, in: transaction)
        return ShownStanding(try await tiers.progress(of: id, in: transaction))
      }
    }
    return try Report(shown, text: shown.text)
  }
}

extension AdminError {
  fileprivate static var noTiers: Self {
    Self(.notFound, "the tenant has no tiers; describe them in its tenant.yaml")
  }
}
