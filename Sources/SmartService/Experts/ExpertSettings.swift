public import Foundation
public import TenantStore

/// Somebody with a licence who answers parents of a merchant, under `modules.service.experts`.
///
/// ```yaml
/// experts:
///   - code: dr-lin
///     name: {zh: 林医生, en: Dr Lin}
///     profession: {zh: 儿科主治医师, en: Paediatrician}
///     about: {zh: 喂养与过敏, en: Feeding and allergies}
///     topics: [feeding, allergy]
///     licence: {number: "110330100012345", issuer: 浙江省卫生健康委员会, checkedOn: "2026-10-08", checkedBy: 王店长}
///     hours: [{days: [2, 4], shifts: ["19:00-21:00"]}]
/// ```
public struct ExpertSettings: Codable, Hashable, Sendable {
  /// By what somebody may advise, and who made sure of it.
  public struct Licence: Codable, Hashable, Sendable {
    /// Its number, 1 to 80 characters.
    public var number: String
    /// Who issued it, 1 to 120 characters.
    public var issuer: String
    /// The day on which the merchant looked it up, `2026-10-08`.
    public var checkedOn: String
    /// Who looked it up, 1 to 120 characters.
    public var checkedBy: String
  }

  /// The short name in addresses: small letters, digits and hyphens.
  public var code: String
  /// The name that parents read.
  public var name: LocalizedText
  /// The profession that the licence is for.
  public var profession: LocalizedText
  /// What the expert is asked about.
  public var about: LocalizedText?
  /// The topics of entries beside which the expert is named, at most 20.
  public var topics: [String]?
  /// The licence; nobody is shown without one.
  public var licence: Licence
  /// When the expert answers; whenever the shop does where it is absent.
  public var hours: [SmartServiceSettings.Opening]?
  /// How time is booked and paid; written questions only where it is absent.
  public var consultation: ConsultationSettings?

  /// When the expert answers next; nothing when that is not within a year.
  ///
  /// - Parameters:
  ///   - moment: From when on, in UTC.
  ///   - settings: Those of the merchant, with its holidays.
  ///   - zone: The zone of the clocks.
  /// - Returns: The moment in UTC, which is `moment` itself while the expert answers.
  public func nextMoment(
    after moment: Date,
    of settings: SmartServiceSettings,
    in zone: TimeZone
  ) -> Date? {
    WorkingHoursRule.moment(after: 0, from: moment, in: workingHours(of: settings, in: zone))
  }

  /// When the expert works, with the merchant's holidays.
  public func workingHours(of settings: SmartServiceSettings, in zone: TimeZone) -> WorkingHours {
    var own = settings
    own.hours = hours ?? settings.hours
    return own.workingHours(in: zone)
  }

  /// Everything that is wrong with the values, with paths below the expert's own settings.
  var problems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    func check(_ isRight: Bool, _ path: [String], _ message: String) {
      if !isRight { problems.append(SettingsProblem(path: path, message: message)) }
    }
    check(
      code.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil,
      ["code"],
      "must be small letters, digits and hyphens"
    )
    for (field, text) in [("name", name), ("profession", profession)] {
      check(Self.holds(text, 80), [field], "must have 1 to 80 characters in each language")
    }
    check(
      (topics ?? []).count <= 20 && (topics ?? []).allSatisfy { (1...60).contains($0.count) },
      ["topics"],
      "must be 20 at most, of 1 to 60 characters"
    )
    check(about.map { Self.holds($0, 300) } ?? true, ["about"], "must have 1 to 300 characters")
    for (field, text, limit) in [
      ("number", licence.number, 80), ("issuer", licence.issuer, 120),
      ("checkedBy", licence.checkedBy, 120),
    ] {
      check(
        (1...limit).contains(text.unicodeScalars.count),
        ["licence", field],
        "must have 1 to \(limit) characters"
      )
    }
    check(
      SmartServiceSettings.day(licence.checkedOn) != nil,
      ["licence", "checkedOn"],
      "must be like 2026-10-08"
    )
    problems += (consultation?.problems ?? []).map {
      SettingsProblem(path: ["consultation"] + $0.path, message: $0.message)
    }
    return problems + SmartServiceSettings.problems(of: hours ?? [])
  }

  private static func holds(_ text: LocalizedText, _ limit: Int) -> Bool {
    !text.texts.isEmpty
      && text.texts.values.allSatisfy { (1...limit).contains($0.unicodeScalars.count) }
  }
}
