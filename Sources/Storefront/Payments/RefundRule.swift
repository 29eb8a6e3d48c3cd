internal import TenantStore

/// What a refund must say.
enum RefundRule {
  static let reasonLimit = 200

  /// The first field that is wrong: `amount`, `currency` or `reason`.
  ///
  /// - Parameters:
  ///   - amount: What is asked back.
  ///   - reason: Why.
  ///   - currency: The order's, when a payment is known.
  /// - Returns: The field's name, or nothing.
  static func problem(_ amount: Money, reason: String, currency: Currency?) -> String? {
    if amount.minorUnits <= 0 { return "amount" }
    if let currency, currency != amount.currency { return "currency" }
    let isWorded = !reason.allSatisfy(\.isWhitespace)
    return isWorded && reason.unicodeScalars.count <= reasonLimit ? nil : "reason"
  }
}
