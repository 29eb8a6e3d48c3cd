/// On what a provider's bill and the shop's ledger differ.
public struct BillDifference: Hashable, Sendable {
  /// What is different.
  public enum Kind: String, CaseIterable, Sendable {
    /// The bill has it, and the shop never heard of it.
    case unknown
    /// The shop has it, and the bill does not.
    case missing
    /// Both have it, with other amounts.
    case otherAmount = "other_amount"
    /// The bill has it, and the shop still waits for it.
    case notSettled = "not_settled"
    /// The bill has it more than once.
    case twice
  }

  /// What it is about, by the merchant's number.
  public let subject: String
  /// What is different.
  public let kind: Kind
  /// What the shop has, in minor units.
  public let ours: Int64?
  /// What the bill has, in minor units.
  public let theirs: Int64?
  /// The ISO 4217 code.
  public let currency: String
  /// The provider's reference, where the bill has one.
  public let reference: String?
}

/// A movement as the shop's ledger has it.
package struct LedgerMovement: Hashable, Sendable {
  let subject: ProviderReport.Subject
  let amount: Int64
  let currency: String
  let isSettled: Bool

  package init(
    _ subject: ProviderReport.Subject,
    amount: Int64,
    currency: String,
    isSettled: Bool
  ) {
    self.subject = subject
    self.amount = amount
    self.currency = currency
    self.isSettled = isSettled
  }
}

/// Compares a bill with the ledger, movement by movement; no clock, no database.
package enum BillMatchRule {
  /// What differs, in the order of the merchant's numbers.
  ///
  /// - Parameters:
  ///   - bill: All movements of the day on the provider's bill.
  ///   - named: What the shop knows of the numbers on the bill.
  ///   - expected: What the shop settled on that day and the bill should have.
  /// - Returns: The differences, and on how many movements of the bill both agree.
  package static func differences(
    bill: [BillEntry],
    named: [LedgerMovement],
    expected: [LedgerMovement]
  ) -> (differences: [BillDifference], agreed: Int) {
    let ours = Dictionary(named.map { ($0.subject, $0) }) { first, _ in first }
    let theirs = Dictionary(grouping: bill, by: \.subject)
    var found: [BillDifference] = []
    var agreed = 0
    for (subject, entries) in theirs {
      let entry = entries[0]
      if entries.count > 1 {
        found.append(difference(.twice, entry, ours[subject], entries.count))
      } else if let kind = kind(of: entry, ours[subject]) {
        found.append(difference(kind, entry, ours[subject], 1))
      } else {
        agreed += 1
      }
    }
    for movement in expected where theirs[movement.subject] == nil {
      found.append(
        BillDifference(
          subject: movement.subject.number,
          kind: .missing,
          ours: movement.amount,
          theirs: nil,
          currency: movement.currency,
          reference: nil
        )
      )
    }
    return (
      found.sorted { ($0.subject, $0.kind.rawValue) < ($1.subject, $1.kind.rawValue) }, agreed
    )
  }

  private static func kind(of entry: BillEntry, _ ours: LedgerMovement?) -> BillDifference.Kind? {
    guard let ours else { return .unknown }
    guard ours.amount == entry.amount, ours.currency == entry.currency else { return .otherAmount }
    return ours.isSettled ? nil : .notSettled
  }

  private static func difference(
    _ kind: BillDifference.Kind,
    _ entry: BillEntry,
    _ ours: LedgerMovement?,
    _ count: Int
  ) -> BillDifference {
    BillDifference(
      subject: entry.subject.number,
      kind: kind,
      ours: ours?.amount,
      theirs: entry.amount * Int64(count),
      currency: entry.currency,
      reference: entry.reference
    )
  }
}
