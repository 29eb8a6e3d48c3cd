import Foundation

extension TenantDocument {
  /// Everything that is wrong with the document itself, apart from the modules' settings.
  public func problems() -> [SettingsProblem] {
    slugProblems + localeProblems + hostProblems + placeProblems + secretProblems
  }

  private var slugProblems: [SettingsProblem] {
    let isSlug = tenant.utf8.allSatisfy(Self.isNameByte) && !tenant.hasPrefix("-")
    guard !isSlug || !(2...40).contains(tenant.utf8.count) else { return [] }
    return [
      SettingsProblem(
        path: ["tenant"],
        message: "must be 2 to 40 lower-case letters, digits and hyphens"
      )
    ]
  }

  private var localeProblems: [SettingsProblem] {
    guard let first = locales.first else {
      return [SettingsProblem(path: ["locales"], message: "needs at least one language")]
    }
    guard name.texts[first] == nil else { return [] }
    return [
      SettingsProblem(path: ["name"], message: "has no text in the default language \(first)")
    ]
  }

  private var hostProblems: [SettingsProblem] {
    hosts.enumerated().compactMap { index, host in
      let isHost = host.utf8.allSatisfy { Self.isNameByte($0) || $0 == UInt8(ascii: ".") }
      guard !isHost || host.isEmpty || host.utf8.count > 253 else { return nil }
      return SettingsProblem(
        path: ["hosts", "\(index)"],
        message: "must be a host name in lower case, without scheme or port"
      )
    }
  }

  private var placeProblems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    if Currency(code: currency) == nil {
      let known = Currency.knownCodes.joined(separator: ", ")
      problems.append(SettingsProblem(path: ["currency"], message: "must be one of \(known)"))
    }
    if !TimeZone.knownTimeZoneIdentifiers.contains(timeZone) {
      problems.append(
        SettingsProblem(path: ["timeZone"], message: "must be an IANA name such as Asia/Shanghai")
      )
    }
    if market.utf8.count != 2
      || !market.utf8.allSatisfy((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains)
    {
      problems.append(
        SettingsProblem(path: ["market"], message: "must be two capital letters such as CN")
      )
    }
    return problems
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }
}
