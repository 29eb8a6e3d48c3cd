internal import Foundation
public import TenantStore

/// What a service brought in some months.
public struct ServiceFigures: Hashable, Sendable, TenantRow {
  /// Its short name.
  public let service: String
  /// How often somebody followed a proposal to it, once an hour for a visitor at most.
  public let visits: Int
  /// Orders that bought it within ``PartnerVisits/windowDays`` after.
  public let orders: Int
  /// What they paid for it, in minor units.
  public let amount: Int64

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    service = try row.next()
    visits = try row.next()
    orders = try row.next()
    amount = try row.next()
  }
}

/// What is known of visits to services.
public enum PartnerVisits {
  /// How long an order after a visit is the proposal's.
  public static let windowDays = 30
}

/// A line of an order.
public struct KeptLine: Hashable, Sendable {
  /// The merchant's own number of what was bought.
  public let article: String
  /// What was paid for it, in minor units.
  public let amount: Int64

  /// Describes a line.
  public init(article: String, amount: Int64) {
    self.article = article
    self.amount = amount
  }
}

extension TenantTransaction {
  /// Notes that somebody followed a proposal to a service, once an hour; nothing of whoever switched
  /// recommendations off.
  public func visit(_ service: PartnerService, by person: PersonID) async throws {
    guard try await holdPeople([person]).isEmpty else { return }
    let now = environment.now()
    try await insertServiceVisit(
      .hourly(person, "service", service.code, at: now),
      of: person,
      service,
      at: now
    )
  }

  /// Says of which services an order is the doing, once: those that somebody followed a proposal
  /// to and that a line buys.
  func creditServices(_ order: UUID, of people: [PersonID], _ kept: KeptOrder) async throws {
    let start = kept.placedAt.addingTimeInterval(-Double(PartnerVisits.windowDays) * 86_400)
    let paid = Dictionary(kept.lines.map { ($0.article, $0.amount) }) { $0 + $1 }
    let visited = try await servicesVisited(
      by: people,
      buying: paid.keys.sorted(),
      from: start,
      through: kept.placedAt
    )
    let amounts = visited.map { ($0.service, paid[$0.article] ?? 0) }
    try await insertServiceOrders(
      Dictionary(amounts) { $0 + $1 }.sorted { $0.key < $1.key },
      of: order,
      placedAt: kept.placedAt
    )
  }
}
