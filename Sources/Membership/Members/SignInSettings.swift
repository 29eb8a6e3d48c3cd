public import TenantStore

extension MembershipSettings {
  /// Who may sign in by a code.
  public struct SignIn: Hashable, Sendable, Codable {
    /// Prefixes of countries whose numbers codes are sent to, `+86`; the market's own when absent.
    public var countries: [String]?

    /// The market's own country.
    public init() {}
  }

  /// Prefixes of the countries of markets, where a shop says nothing; any for other markets.
  private static let countries = ["CN": "+86", "JP": "+81", "ID": "+62"]

  /// Whether the shop writes to a number, `+8613800138000`.
  ///
  /// Codes to far countries cost the most and are what those live on who pump messages.
  func mayWrite(to number: String, market: String) -> Bool {
    let own = Self.countries[market].map { [$0] }
    guard let allowed = signIn?.countries ?? own else { return true }
    return allowed.contains { number.hasPrefix($0) }
  }

  /// What is wrong with the countries.
  var signInProblems: [SettingsProblem] {
    (signIn?.countries ?? []).enumerated().compactMap { index, prefix in
      guard prefix.wholeMatch(of: /\+[1-9][0-9]{0,3}/) == nil else { return nil }
      return SettingsProblem(
        path: ["signIn", "countries", "\(index)"],
        message: "must be + and 1 to 4 digits, such as +86"
      )
    }
  }
}

extension Quota {
  /// Codes that a shop sends on one day of its time zone.
  public static let codesPerDay = Quota("membership.codes_per_day", per: .day)
}
