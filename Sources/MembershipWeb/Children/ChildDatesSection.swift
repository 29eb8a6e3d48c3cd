internal import Membership
internal import TenantStore
internal import TenantWeb

/// A child's dates with what follows from them, and where they are corrected.
struct ChildDatesSection {
  private let child: Child
  private let frame: FamilyFrame

  init(_ child: Child, _ frame: FamilyFrame) {
    self.child = child
    self.frame = frame
  }

  private var texts: LocalTexts { frame.texts }
  private var path: String { "/family/children/\(child.id)" }

  var section: FamilySection {
    let words = ChildWords(child, frame)
    let facts: [(String, String?)] = [
      ("child.stage", words.stage), ("child.age", words.age),
      ("child.correctedAge", words.correctedAge), ("child.due", child.dates.due?.description),
      ("child.birth", child.dates.birth?.description), ("child.gestation", words.gestation),
    ]
    var section = FamilySection(
      title: texts["child.dates"],
      facts: facts.compactMap { key, value in value.map { (texts[key], $0) } }
    )
    if child.dates.birth == nil {
      section.forms = [birth]
      section.folded = [(texts["child.changeDue"], due)]
    } else {
      section.folded = [(texts["child.correct"], birth)]
    }
    return section
  }

  private var birth: FamilyForm {
    let isBorn = child.dates.birth != nil
    return FamilyForm(
      path: "\(path)/birth",
      submit: texts[isBorn ? "form.save" : "child.recordBirth"],
      fields: [
        .day("birth", texts["child.birth"], child.dates.birth?.description ?? ""),
        .init(
          name: "nickname",
          label: texts["child.nickname"],
          value: child.nickname,
          maximum: 40,
          isRequired: false
        ),
        NewChildPage.sex(frame, child.sex),
      ],
      isQuiet: isBorn
    )
  }

  private var due: FamilyForm {
    FamilyForm(
      path: "\(path)/due",
      submit: texts["form.save"],
      fields: [.day("due", texts["child.due"], child.dates.due?.description ?? "")],
      isQuiet: true
    )
  }
}
