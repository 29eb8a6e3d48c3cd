package import Foundation
public import TenantStore

/// What waits at a merchant's desk, counted up to ``DeskTasks/ceiling``.
public struct DeskTasks: Hashable, TenantRow {
  /// Counts stop here; the page then says "more than".
  public static let ceiling: Int64 = 1_000

  /// Orders whose goods may leave and have not.
  public let toShip: Int64
  /// Orders that wait for their money.
  public let unpaid: Int64
  /// Returns that somebody has to decide.
  public let returnsToDecide: Int64
  /// Returns whose goods are on their way or here.
  public let returnsToSettle: Int64
  /// Watched SKUs of which few are left.
  public let lowStock: Int64
  /// Refunds whose money has not gone back.
  public let refunds: Int64
  /// Of those, how many wait for a second person.
  public let refundsHeld: Int64

  /// Low ratings that have to be answered.
  public let reviewsToAnswer: Int64
  /// Reviews of which somebody has to decide a text.
  public let reviewsToDecide: Int64
  /// Invoices that somebody has to make out.
  public let invoices: Int64
  /// Orders of recalled lots whose buyers nobody has helped yet.
  public let recalls: Int64
  /// Lots with pieces that will soon be too old to be sold.
  public let lotsEnding: Int64
  /// Notices of low stock that nobody has seen.
  public let stockNotices: Int64
  /// Notices of reviews that nobody has seen.
  public let reviewNotices: Int64
  /// Notices of recalls that nobody has seen.
  public let recallNotices: Int64

  /// How many notices of a kind nobody has seen.
  public func notices(_ kind: StaffNotice.Kind) -> Int64 {
    switch kind {
    case .stockLow: stockNotices
    case .reviewOverdue: reviewNotices
    case .lotRecalled: recallNotices
    }
  }

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    toShip = try row.next()
    unpaid = try row.next()
    returnsToDecide = try row.next()
    returnsToSettle = try row.next()
    lowStock = try row.next()
    refunds = try row.next()
    refundsHeld = try row.next()
    reviewsToAnswer = try row.next()
    reviewsToDecide = try row.next()
    invoices = try row.next()
    recalls = try row.next()
    lotsEnding = try row.next()
    stockNotices = try row.next()
    reviewNotices = try row.next()
    recallNotices = try row.next()
  }
}

/// What came in and went back with one way to pay on one day.
public struct DayBillLine: Hashable, Sendable {
  /// The code of the way to pay.
  public let provider: String
  /// How many payments came in.
  public let payments: Int64
  /// What came in.
  public let paid: Money
  /// How many refunds went back.
  public let refunds: Int64
  /// What went back.
  public let refunded: Money

  /// What is left of the day.
  public var net: Money { paid - refunded }
}

extension CalendarDate {
  /// The first instant of the day in a zone.
  package func start(in zone: TimeZone) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = DateComponents(year: year, month: month, day: day)
    return calendar.date(from: parts) ?? .distantPast
  }
}
