internal import Foundation
internal import TenantStore

/// Terms of a plan that follow each other without a gap, up to a member's last one.
struct PaidChain: TenantRow {
  /// When the first of them began, in UTC; nothing where there is none.
  let start: Date?
  /// When the last of them ends, in UTC; nothing where there is none.
  let end: Date?

  init(start: Date?, end: Date?) {
    self.start = start
    self.end = end
  }

  /// Reads the columns `start, end`.
  init(row: inout ColumnReader) throws {
    start = try row.next()
    end = try row.next()
  }

  /// The term of so many months that comes next.
  ///
  /// Months are reckoned from the beginning of the chain: what began on the 31st ends on the 31st again,
  /// whatever shorter months lie between. Where a term of it was taken back the days are no longer the
  /// chain's, and the last one counts.
  func next(months: Int, at now: Date, in calendar: Calendar) -> (start: Date, end: Date) {
    func adding(_ months: Int, to date: Date) -> Date {
      calendar.date(byAdding: .month, value: months, to: date) ?? date
    }
    guard let start, let end, end > now else { return (now, adding(months, to: now)) }
    let whole = calendar.dateComponents([.month], from: start, to: end).month ?? 0
    let passed = (whole...(whole + 1)).first {
      abs(adding($0, to: start).timeIntervalSince(end)) < 1
    }
    return (end, passed.map { adding($0 + months, to: start) } ?? adding(months, to: end))
  }
}

extension TierProgram {
  /// From when until when a member's next term of a plan is.
  func nextTerm(
    of plan: String,
    months: Int,
    for account: MemberID,
    in transaction: TenantTransaction
  ) async throws -> (start: Date, end: Date) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return try await transaction.paidChain(of: account, plan: plan)
      .next(months: months, at: transaction.environment.now(), in: calendar)
  }
}
