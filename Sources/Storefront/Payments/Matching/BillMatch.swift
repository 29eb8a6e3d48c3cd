public import Foundation
public import TenantStore

/// What came of comparing one provider's bill of one day with the ledger.
public struct BillMatch: Hashable, Sendable {
  /// The code of the way to pay.
  public let provider: String
  /// The day of the provider's calendar.
  public let day: CalendarDate
  /// When it was compared, in UTC.
  public let matchedAt: Date
  /// How many movements the bill has.
  public let entries: Int
  /// On how many both agree.
  public let agreed: Int
  /// On what they differ.
  public let differences: [BillDifference]
}

extension PaymentDesk {
  /// Whether a shop has a way to pay whose provider can be asked.
  ///
  /// - Throws: When the shop's settings cannot be read.
  public func takesOnlinePayments(_ tenant: TenantSnapshot) throws -> Bool {
    try tenant.storefront.payments.contains { shop.isOnline($0.provider) }
  }

  /// The zone in which providers of the mainland count their days.
  static let billZone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

  /// Compares the bills of a day with the ledger; what callback and query have missed is taken over.
  ///
  /// Comparing again replaces what was found before.
  /// - Parameters:
  ///   - day: A day of the provider's calendar that has ended.
  ///   - tenant: The shop.
  ///   - database: Where its rows are.
  /// - Returns: One match for each provider that gives bills.
  /// - Throws: ``ProviderFailure`` or `OutboundFailure` when a bill cannot be had, after those of the other
  ///   providers were compared.
  public func matchBills(
    of day: CalendarDate,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> [BillMatch] {
    var matches: [BillMatch] = []
    var failure: (any Error)?
    for code in try tenant.storefront.payments.map(\.provider) where shop.isOnline(code) {
      do {
        let account = try await account(code, of: tenant, in: database)
        guard let bill = try await account.bill(of: day) else { continue }
        for entry in bill { try await takeOver(entry, from: code, for: tenant, in: database) }
        matches.append(try await match(bill, of: day, code, for: tenant, in: database))
      } catch let error as CancellationError {
        throw error
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return matches
  }

  /// A movement on the bill counts like a callback: it may be the first that tells of it.
  private func takeOver(
    _ entry: BillEntry,
    from code: String,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    let report = ProviderReport(
      // Alipay's refunds have the reference of their payment.
      eventID: "bill:\(entry.subject.number):\(entry.reference)",
      entry.subject,
      .succeeded,
      amount: entry.amount,
      currency: entry.currency,
      reference: entry.reference
    )
    _ = try await take(report, from: code, by: .bill, for: tenant, in: database)
  }

  private func match(
    _ bill: [BillEntry],
    of day: CalendarDate,
    _ code: String,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> BillMatch {
    let scope = database.reading(tenant.id)
    let found = BillMatchRule.differences(
      bill: bill,
      named: try await scope.movements(named: bill.map(\.subject), at: code),
      expected: try await scope.movements(settledOn: day, in: Self.billZone, at: code)
    )
    return try await database.transaction(for: tenant.id) { transaction in
      let match = BillMatch(
        provider: code,
        day: day,
        matchedAt: transaction.environment.now(),
        entries: bill.count,
        agreed: found.agreed,
        differences: found.differences
      )
      try await transaction.keep(match)
      return match
    }
  }
}

extension JobKind {
  private struct Payload: Decodable {
    let day: String?
  }

  /// Compares yesterday's bills, or those of the day that the job names.
  static func matchBills(_ desk: PaymentDesk) -> Self {
    Self(name: PaymentJob.matchKind, timeLimit: .seconds(600)) { context in
      let payload = try context.payload(as: Payload.self)
      let zone = PaymentDesk.billZone
      let yesterday = CalendarDate(context.runAt - 86_400, in: zone)
      let named = payload.day.flatMap { CalendarDate(iso: $0) }
      guard payload.day == nil || named != nil else { throw PermanentJobFailure("names no day") }
      guard let tenant = try await context.shopTenant() else { return }
      _ = try await desk.matchBills(of: named ?? yesterday, for: tenant, in: context.database)
    }
  }
}

extension CalendarDate {
  /// Reads `2026-11-22`.
  public init?(iso text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else {
      return nil
    }
    self.init(year: year, month: month, day: day)
  }
}
