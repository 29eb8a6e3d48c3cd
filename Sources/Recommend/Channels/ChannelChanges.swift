public import Foundation
public import TenantStore

extension TenantTransaction {
  /// Notes that somebody came by a channel, once an hour; nothing of whoever switched recommendations off.
  ///
  /// - Parameters:
  ///   - person: Who came: a session, or a member who agreed to being known.
  ///   - channel: The channel as ``ChannelRule`` names it.
  /// - Throws: What the database throws.
  public func arrive(_ person: PersonID, by channel: String) async throws {
    guard try await holdPeople([person]).isEmpty else { return }
    let now = environment.now()
    try await insertTouch(
      .hourly(person, "arrival", channel, at: now),
      of: person,
      ChannelTouch(channel: channel, at: now)
    )
  }

  /// Credits an order to the channels that led to it, and to the services that it bought after a proposal,
  /// once however often it is told; told again, only what is kept of its money changes, and an order of
  /// which nothing is kept is credited to none.
  ///
  /// - Parameters:
  ///   - order: The order.
  ///   - people: Under which names whoever placed it may have arrived.
  ///   - kept: What is kept of the order as it stands now; nil for one that was called off or paid back.
  ///     It is asked once the order is held, so that the latest word counts.
  /// - Throws: What the database throws.
  public func creditOrder(
    _ order: UUID,
    of people: [PersonID],
    _ kept: () async throws -> KeptOrder?
  ) async throws {
    let isNew = try await holdChannelOrder(order)
    guard let kept = try await kept() else {
      try await deleteCredits(of: order)
      try await deleteServiceOrders(of: order)
      return try await deleteChannelOrder(order)
    }
    try await updateChannelOrder(order, kept)
    guard isNew else { return }
    let start = AttributionRule.start(of: kept.placedAt)
    let touches = try await touches(of: people, from: start, through: kept.placedAt)
    try await insertCredits(
      AttributionRule.credits(of: touches, orderedAt: kept.placedAt),
      of: order
    )
    try await creditServices(order, of: people, kept)
  }

  /// Holds an order until the transaction ends; whether it was not known before.
  private func holdChannelOrder(_ order: UUID) async throws -> Bool {
    while true {
      if try await insertChannelOrder(order) { return true }
      // One that was taken back between the two is written again.
      if try await lockChannelOrder(order) { return false }
    }
  }
}

/// What is kept of an order.
public struct KeptOrder: Hashable, Sendable {
  /// When it was placed, in UTC.
  public let placedAt: Date
  /// What of its money is kept, in minor units.
  public let amount: Int64
  /// What it bought.
  public let lines: [KeptLine]

  /// Describes an order.
  public init(placedAt: Date, amount: Int64, lines: [KeptLine] = []) {
    self.placedAt = placedAt
    self.amount = amount
    self.lines = lines
  }
}

extension Recommender {
  /// Notes what a channel cost in a month, in the place of what was noted before.
  ///
  /// - Parameters:
  ///   - amount: In minor units, zero to 10¹².
  ///   - channel: The channel, as links name it.
  ///   - month: The month, ``BirthMonth/number(of:in:)``.
  ///   - actor: Who says so.
  ///   - transaction: Where it happens.
  /// - Throws: ``RecommendRefusal`` with the code `channel_cost_invalid`, which names the field.
  public func setCost(
    _ amount: Int64,
    of channel: String,
    in month: Int,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    func wrong(_ field: String) -> RecommendRefusal {
      RecommendRefusal(.channelCostInvalid, details: ["field": .string(field)])
    }
    guard let channel = ChannelRule.channel(named: channel) else { throw wrong("channel") }
    guard (1...120_000).contains(month) else { throw wrong("month") }
    guard (0...1_000_000_000_000).contains(amount) else { throw wrong("amount") }
    try await transaction.writeCost(amount, of: channel, in: month)
    try await transaction.audit(
      "recommend.channel_cost_set",
      of: channel,
      by: actor,
      after: ["month": .string(InsightMonths.text(month)), "amount": .integer(amount)]
    )
  }
}
