internal import ArgumentParser
internal import Foundation
internal import Membership
internal import TenantStore

struct PointsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "points",
    abstract: "Shows and gives members' points.",
    subcommands: [ShowPointsCommand.self, GrantPointsCommand.self]
  )
}

/// What a member has in points, with the latest changes.
private struct ShownPoints: Encodable {
  struct Line: Encodable {
    let sequence: Int64
    let kind: String
    let change: Int64
    let total: Int64
    let at: Date
  }

  let pending: Int64
  let available: Int64
  let held: Int64
  let debt: Int64
  let history: [Line]

  init(_ balance: PointsBalance, _ history: [PointsHistoryLine]) {
    pending = balance.pending
    available = balance.available
    held = balance.held
    debt = balance.debt
    self.history = history.map {
      Line(
        sequence: $0.sequence,
        kind: $0.kind.rawValue,
        change: $0.change.total,
        total: $0.totalAfter,
        at: $0.happenedAt
      )
    }
  }

  var text: String {
    var table = Table("AT", "KIND", "CHANGE>", "TOTAL>")
    for line in history {
      table.add(ShownTime.text(line.at), line.kind, "\(line.change)", "\(line.total)")
    }
    let heading = "available \(available), pending \(pending), held \(held), debt \(debt)"
    return heading + "\n" + table.text(ifEmpty: "No changes.")
  }
}

struct ShowPointsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows what a member has in points as of now, and the latest fifty changes."
  )

  @OptionGroup var tenant: TenantOption
  @Argument(help: "The member's id, mem_….")
  var member: String
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let id = try MemberID(argument: member)
    let shown = try await session.withMembership(of: tenant.tenant, options) { membership in
      guard let points = membership.values.points else { throw AdminError.noPoints }
      let balance = try await membership.database.transaction(for: membership.snapshot.id) {
        try await points.settle(id, in: $0)
      }
      let scope = membership.database.scope(membership.snapshot.id)
      return ShownPoints(balance, try await scope.pointsHistory(of: id))
    }
    return try Report(shown, text: shown.text)
  }
}

struct GrantPointsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant",
    abstract: "Gives a member points; with the same key once."
  )

  @OptionGroup var tenant: TenantOption
  @Argument(help: "The member's id, mem_….")
  var member: String
  @Argument(help: "How many, 1 to 1000000000.")
  var points: Int64
  @Option(help: "What is rewarded; the same key never counts twice.")
  var key: String
  @Option(help: "Why, for the trail, up to 200 characters.")
  var reason: String?
  @Flag(help: "Write nothing, say what would be available.")
  var dryRun = false
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard (1...80).contains(key.count) else {
      throw ValidationError("--key has 1 to 80 characters.")
    }
    guard (reason ?? "").count <= 200 else {
      throw ValidationError("--reason has up to 200 characters.")
    }
  }

  func run(in session: AdminSession) async throws -> Report {
    let id = try MemberID(argument: member)
    let shown = try await session.withMembership(of: tenant.tenant, options) { membership in
      guard let program = membership.values.points else { throw AdminError.noPoints }
      let balance = try await granted(to: id, by: program, membership, session.actor)
      return ShownPoints(balance, [])
    }
    return try Report(shown, text: "available \(shown.available)")
  }

  /// A balance that is shown and not kept.
  private struct Tried: Error { let balance: PointsBalance }

  private func granted(
    to id: MemberID,
    by program: PointsProgram,
    _ membership: TenantMembership,
    _ actor: Actor
  ) async throws -> PointsBalance {
    do {
      return try await membership.database.transaction(for: membership.snapshot.id) { transaction in
        try await program.grant(points, to: id, key: key, in: transaction)
        try await transaction.audit(
          "membership.points_granted",
          of: id.description,
          by: actor,
          after: [
            "points": .integer(points), "key": .string(key), "reason": .string(reason ?? ""),
          ]
        )
        let balance = try await program.settle(id, in: transaction)
        if dryRun { throw Tried(balance: balance) }
        return balance
      }
    } catch let tried as Tried {
      return tried.balance
    }
  }
}

extension AdminError {
  fileprivate static var noPoints: Self {
    Self(.notFound, "the tenant gives no points; describe them in its tenant.yaml")
  }
}
