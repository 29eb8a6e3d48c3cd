internal import Membership
internal import TenantStore
internal import TenantWeb

/// What a family may want of a child's entry: silence, words again, or that it is gone.
struct ChildCareSection {
  private let child: Child
  private let frame: FamilyFrame

  init(_ child: Child, _ frame: FamilyFrame) {
    self.child = child
    self.frame = frame
  }

  private var texts: LocalTexts { frame.texts }
  private var path: String { "/family/children/\(child.id)" }

  var section: FamilySection {
    let isQuiet = child.quietSince != nil
    let silence = FamilyForm(
      path: "\(path)/\(isQuiet ? "heard" : "quiet")",
      submit: texts[isQuiet ? "care.heard" : "care.quiet"],
      hint: texts[isQuiet ? "care.heardHint" : "care.quietHint"],
      isQuiet: true
    )
    let removal = FamilyForm(
      path: "\(path)/removal",
      submit: texts["care.remove"],
      fields: [.tick("confirm", "yes", texts["care.removeTick"])],
      hint: texts["care.removeHint"],
      isQuiet: true
    )
    return FamilySection(
      title: texts["care.title"],
      text: isQuiet ? texts["care.isQuiet"] : nil,
      folded: [
        (texts[isQuiet ? "care.heardTitle" : "care.quietTitle"], silence),
        (texts["care.removeTitle"], removal),
      ]
    )
  }
}
