internal import Foundation

/// Keeps the tokens of accounts until shortly before they expire.
actor AccessTokens {
  private var kept: [String: (token: String, until: Date)] = [:]
  /// How long before its end a token is not used any more, in seconds.
  private let margin: TimeInterval = 300

  /// The token of an account; a new one where there is none, it ends soon, or it was refused.
  ///
  /// - Parameters:
  ///   - account: Names the account.
  ///   - refused: The token that was just refused; another that came meanwhile is given at once.
  ///   - now: The present, in UTC.
  ///   - fetch: Asks for one; told whether the present one is known to be bad.
  /// - Returns: A token.
  /// - Throws: What asking throws.
  func token(
    of account: String,
    refused: String? = nil,
    at now: Date,
    _ fetch: @Sendable (_ isForced: Bool) async throws -> (token: String, seconds: Int64)
  ) async throws -> String {
    if let known = kept[account], now < known.until, known.token != refused { return known.token }
    kept[account] = nil
    let fresh = try await fetch(refused != nil)
    let life = max(0, Double(fresh.seconds) - margin)
    kept[account] = (fresh.token, now + life)
    return fresh.token
  }
}
