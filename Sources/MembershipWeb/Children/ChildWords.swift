internal import Membership
internal import TenantStore
internal import TenantWeb

/// A child in words.
struct ChildWords {
  private let child: Child
  private let frame: FamilyFrame

  init(_ child: Child, _ frame: FamilyFrame) {
    self.child = child
    self.frame = frame
  }

  private var texts: LocalTexts { frame.texts }

  /// The name; nothing of a child about whom the family wants silence.
  var name: String {
    if child.quietSince != nil { return texts["child.quiet"] }
    if !child.nickname.isEmpty { return child.nickname }
    return texts[child.dates.birth == nil ? "child.expected" : "child.unnamed"]
  }

  /// Where the family stands with the child; nothing while it wants silence.
  var stage: String? { child.stage(on: frame.today).map { texts["stage.\($0.rawValue)"] } }

  /// How old it is, or how far the pregnancy has come.
  var age: String? { age(isCorrected: false) }

  /// The age from the due date, of a preterm child under two years.
  var correctedAge: String? {
    guard StageRule.isPreterm(child.dates) else { return nil }
    let corrected = age(isCorrected: true)
    return corrected == age ? nil : corrected
  }

  /// Completed weeks at birth.
  var gestation: String? {
    StageRule.gestation(of: child.dates).map { weeks, days in
      texts["age.weeks", ["weeks": "\(weeks)", "days": "\(days)"]]
    }
  }

  private func age(isCorrected: Bool) -> String? {
    switch StageRule.age(of: child.dates, on: frame.today, isCorrected: isCorrected) {
    case .pregnancy(let weeks, let days):
      texts["age.weeks", ["weeks": "\(weeks)", "days": "\(days)"]]
    case .born(let months, let days) where months < 24:
      texts["age.months", ["months": "\(months)", "days": "\(days)"]]
    case .born(let months, _):
      texts["age.years", ["years": "\(months / 12)", "months": "\(months % 12)"]]
    case nil: nil
    }
  }
}
