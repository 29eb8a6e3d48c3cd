internal import Foundation
internal import TenantStore

/// What time does to what members hold.
enum ValueJobs {
  static let kinds: [JobKind] = [settlePoints, settleTiers, decideReferrals, advanceBoxes]

  static let schedules = [
    JobSchedule(.hourly(minute: 7), settlePoints),
    JobSchedule(.hourly(minute: 11), settleTiers),
    JobSchedule(.hourly(minute: 23), decideReferrals),
    JobSchedule(.hourly(minute: 41), advanceBoxes),
  ]

  /// Ends return periods and lets points expire, each member in a transaction of its own.
  private static let settlePoints = JobKind(name: "membership.settle_points") { context in
    guard let points = try await context.values()?.points else { return }
    try await context.forEach({ try await $0.membersWithDuePoints() }) { member, transaction in
      _ = try await points.settle(member, in: transaction)
    }
  }

  /// Keeps or lowers tiers whose period has ended.
  private static let settleTiers = JobKind(name: "membership.settle_tiers") { context in
    guard let tiers = try await context.values()?.tiers else { return }
    // Who is in the grace stays due, so one page is looked at and not asked for again.
    let members = try await context.scope.membersWithDueTier()
    for (index, member) in members.enumerated() {
      try Task.checkCancellation()
      try await context.transaction { _ = try await tiers.settle(member, in: $0) }
      context.report(done: index + 1, total: members.count)
    }
  }

  /// Decides on referrals whose return period is over.
  private static let decideReferrals = JobKind(name: "membership.decide_referrals") { context in
    guard let referrals = try await context.values()?.referrals else { return }
    try await context.forEach({ try await $0.dueReferrals() }) { id, transaction in
      _ = try await referrals.decide(id, in: transaction)
    }
  }

  /// Plans, reserves and charges boxes; without a provider the merchant collects the money.
  private static let advanceBoxes = JobKind(name: "membership.advance_boxes") { context in
    let snapshot = try await context.membershipTenant()
    guard let snapshot, let program = SubscriptionProgram(of: snapshot) else { return }
    let (seen, failed) = try await program.advanceAll(
      on: context.database,
      of: context.tenant,
      charging: ManualCollection()
    )
    context.report(done: seen - failed, total: seen)
  }
}

extension JobContext {
  fileprivate func values() async throws -> ValueProgram? {
    try await membershipTenant().map { try ValueProgram($0) }
  }

  /// Does something to each thing that is due, until nothing is.
  fileprivate func forEach<Item: Hashable & Sendable>(
    _ due: (TenantScope) async throws -> [Item],
    _ body: @Sendable (Item, TenantTransaction) async throws -> Void
  ) async throws {
    var done: Set<Item> = []
    while true {
      // What is refused stays due and is not tried again in this attempt.
      let items = try await due(scope).filter { !done.contains($0) }
      guard !items.isEmpty else { return }
      for item in items {
        try Task.checkCancellation()
        done.insert(item)
        do {
          try await transaction { try await body(item, $0) }
        } catch is ValueRefusal {
          // Somebody moved it on since the list was read.
        }
        report(done: done.count)
      }
    }
  }
}
