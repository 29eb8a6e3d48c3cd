internal import Membership
internal import TenantStore
internal import TenantWeb

/// What a child did for the first time, when most children do, and where it is noted.
struct MilestoneSection {
  private let child: Child
  private let reached: [String: CalendarDate]
  private let frame: FamilyFrame

  init(_ child: Child, _ entries: [MilestoneEntry], _ frame: FamilyFrame) {
    self.child = child
    self.frame = frame
    reached = Dictionary(entries.map { ($0.milestone, $0.day) }, uniquingKeysWith: { $1 })
  }

  private var texts: LocalTexts { frame.texts }

  var section: FamilySection {
    FamilySection(
      title: texts["milestones.title"],
      text: texts["milestones.hint"],
      table: FamilySection.Table(
        caption: texts["milestones.table"],
        columns: ["name", "window", "day"].map { texts["milestones.\($0)"] },
        rows: Milestone.all.map { milestone in
          [
            frame.local(milestone.name), window(milestone),
            reached[milestone.code]?.description ?? "–",
          ]
        }
      ),
      forms: [form]
    )
  }

  private func window(_ milestone: Milestone) -> String {
    let ages = [milestone.earliest, milestone.latest].map { "\($0 / 10).\($0 % 10)" }
    return texts["milestones.ages", ["from": ages[0], "to": ages[1]]]
  }

  private var form: FamilyForm {
    FamilyForm(
      path: "/family/children/\(child.id)/milestones",
      submit: texts["milestones.note"],
      fields: [
        .choice(
          "milestone",
          texts["milestones.name"],
          Milestone.all.map { ($0.code, frame.local($0.name)) }
        ),
        .day("day", texts["milestones.day"], frame.today.description),
      ],
      hint: texts["milestones.noteHint"]
    )
  }
}
