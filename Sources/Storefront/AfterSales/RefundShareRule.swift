public import TenantStore

/// What goes back for pieces of an order line: always from what was stored, never computed anew.
public enum RefundShareRule {
  /// What goes back for some more pieces of a line.
  ///
  /// The first n pieces together are worth paid × n ÷ ordered, rounded half up; pieces are worth the
  /// difference of two such sums. So shares never cross what was paid, and the last pieces take
  /// what is left, to the cent.
  /// - Parameters:
  ///   - quantity: How many pieces.
  ///   - account: The line as it stands.
  /// - Returns: The amount in minor units, zero to what is left of the line's money.
  public static func amount(for quantity: Int, of account: LineAccount) -> Int64 {
    let share = worth(account.settled + quantity, account) - worth(account.settled, account)
    return min(max(0, share), account.paid - account.refunded)
  }

  private static func worth(_ pieces: Int, _ account: LineAccount) -> Int64 {
    let count = min(pieces, account.ordered)
    let product = Int128(account.paid) * Int128(count)
    return Int64((product * 2 + Int128(account.ordered)) / (Int128(account.ordered) * 2))
  }

  /// What goes back for the freight: all of it when the merchant is at fault and nothing is kept.
  ///
  /// - Parameters:
  ///   - reason: Why the goods go back.
  ///   - freight: What was paid for the freight.
  ///   - accounts: The order's lines once these pieces are settled.
  public static func freight(
    _ reason: ReturnReason,
    _ freight: Money,
    after accounts: [LineAccount]
  )
    -> Money
  {
    let isWhole = accounts.allSatisfy { $0.settled == $0.ordered }
    return reason.isMerchantsFault && isWhole ? freight : .zero(freight.currency)
  }
}

/// Whether goods that came back are sold again.
public enum RestockRule {
  /// Whether pieces may go back on sale.
  ///
  /// Goods that are not whole are never sold again: what was opened of sealed goods such as food,
  /// and whatever was given back because something was wrong with it, unless it was only the wrong
  /// thing.
  public static func mayResell(reason: ReturnReason, isOpened: Bool, isIntact: Bool, isSealed: Bool)
    -> Bool
  {
    guard isIntact, !(isSealed && isOpened) else { return false }
    switch reason {
    case .noReason, .wrongItem: return true
    case .damaged, .defective, .missing, .notAsDescribed, .expiredGoods: return false
    }
  }
}
