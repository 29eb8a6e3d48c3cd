public import TenantStore

extension MembershipSettings {
  /// The version of a purpose's text that is shown now.
  package func textVersion(of purpose: ConsentPurpose) -> String {
    consentTexts?[purpose.rawValue] ?? Self.firstTextVersion
  }

  /// The version of the texts that the toolkit brings.
  public static let firstTextVersion = "2026-12"

  /// What is wrong with the versions of texts.
  var consentProblems: [SettingsProblem] {
    let known = ConsentPurpose.allCases.map(\.rawValue)
    return (consentTexts ?? [:]).sorted { $0.key < $1.key }.compactMap { purpose, version in
      let path = ["consentTexts", purpose]
      guard known.contains(purpose) else {
        return SettingsProblem(
          path: path,
          message: "is not a purpose; known are: \(known.joined(separator: ", "))"
        )
      }
      guard !(1...40).contains(version.count) else { return nil }
      return SettingsProblem(path: path, message: "must have 1 to 40 characters")
    }
  }
}

extension TenantSnapshot {
  /// The settings of membership.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public var membership: MembershipSettings {
    get throws(TenancyRefusal) {
      guard let settings = settings(of: "membership", as: MembershipSettings.self) else {
        throw TenancyRefusal(.moduleNotEnabled)
      }
      return settings
    }
  }
}
