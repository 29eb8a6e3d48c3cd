internal import Foundation
internal import TenantStore

/// What time does to what members hold.
struct ValueJobs: Sendable {
  let kinds: [JobKind]
  let schedules: [JobSchedule]

  init(boxes: @escaping MembershipModule.BoxPorts) {
    let advanceBoxes = Self.advanceBoxes(boxes)
    kinds = [
      Self.settlePoints, Self.settleTiers, Self.decideReferrals, advanceBoxes, .giveBenefits,
      .runCampaigns,
    ]
    schedules = [
      JobSchedule(.hourly(minute: 7), Self.settlePoints),
      JobSchedule(.hourly(minute: 11), Self.settleTiers),
      JobSchedule(.hourly(minute: 23), Self.decideReferrals),
      JobSchedule(.hourly(minute: 41), advanceBoxes),
      JobSchedule(.daily(at: .at(8, 20)), .giveBenefits),
      JobSchedule(.hourly(minute: 52), .runCampaigns),
    ]
  }

  /// Ends return periods and lets points expire, each member in a transaction of its own.
  private static let settlePoints = JobKind(name: "membership.settle_points") { context in
    guard let points = try await context.values()?.points else { return }
    try await context.forEach({ try await $0.membersWithDuePoints(after: $1) }) {
      member,
      transaction in
      _ = try await points.settle(member, in: transaction)
    }
  }

  /// Keeps or lowers tiers whose period has ended.
  private static let settleTiers = JobKind(name: "membership.settle_tiers") { context in
    guard let tiers = try await context.values()?.tiers else { return }
    try await context.forEach({ try await $0.membersWithDueTier(after: $1) }) {
      member,
      transaction in
      _ = try await tiers.settle(member, in: transaction)
    }
  }

  /// Decides on referrals whose return period is over.
  private static let decideReferrals = JobKind(name: "membership.decide_referrals") { context in
    guard let referrals = try await context.values()?.referrals else { return }
    try await context.forEach({ try await $0.dueReferrals(after: $1) }) { id, transaction in
      _ = try await referrals.decide(id, in: transaction)
    } refused: { id, refusal in
      // A coupon that is gone must not be asked for for ever; a person looks at it.
      guard refusal.code != .changedMeanwhile else { return }
      try await context.transaction {
        try await referrals.setAside(id, refusal.code.rawValue, in: $0)
      }
    }
  }

  /// Plans, reserves and charges boxes; without a provider the merchant collects the money.
  private static func advanceBoxes(_ boxes: @escaping MembershipModule.BoxPorts) -> JobKind {
    JobKind(name: "membership.advance_boxes") { context in
      let snapshot = try await context.membershipTenant()
      guard let snapshot, SubscriptionProgram(of: snapshot) != nil else { return }
      let ports = try await boxes(context.database, context.tenant)
      guard let program = SubscriptionProgram(of: snapshot, ports: ports) else { return }
      let (seen, failed) = try await program.advanceAll(
        on: context.database,
        of: context.tenant,
        charging: ManualCollection()
      )
      context.report(
        done: seen - failed,
        total: seen,
        text: failed > 0 ? "\(failed) failed and are tried again" : nil
      )
    }
  }
}

extension JobContext {
  func values() async throws -> ValueProgram? {
    try await membershipTenant().map { try ValueProgram($0) }
  }

  /// Does something to each thing that is due, once, page by page; what is refused stays due and holds
  /// up nobody.
  ///
  /// - `due`: The things that are due after one of them, in their order.
  /// - `refused`: What is done about a refusal; nothing when somebody has moved the thing on meanwhile.
  func forEach<Item: Sendable>(
    _ due: (TenantScope, Item?) async throws -> [Item],
    _ body: (Item, TenantTransaction) async throws -> Void,
    refused: (Item, ValueRefusal) async throws -> Void = { _, _ in }
  ) async throws {
    var (done, last) = (0, Item?.none)
    while true {
      let items = try await due(scope, last)
      guard let end = items.last else { return }
      last = end
      for item in items {
        try Task.checkCancellation()
        do {
          try await transaction { try await body(item, $0) }
        } catch let refusal as ValueRefusal {
          try await refused(item, refusal)
        }
        done += 1
        report(done: done)
      }
    }
  }
}
