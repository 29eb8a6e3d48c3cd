internal import Membership
internal import TenantStore
internal import TenantWeb

/// A child's calendar of the national programme, and where doses are noted.
struct VaccinationSection {
  private let child: Child
  private let lines: [CalendarDose]
  private let frame: FamilyFrame

  init(_ child: Child, _ given: [GivenDose], _ frame: FamilyFrame) {
    self.child = child
    self.frame = frame
    lines =
      child.dates.birth.map {
        VaccinationCalendarRule.calendar(birth: $0, given: given, today: frame.today)
      } ?? []
  }

  private var texts: LocalTexts { frame.texts }
  private var path: String { "/family/children/\(child.id)/doses" }

  var section: FamilySection {
    let open = lines.filter { $0.state != .given }
    let given = lines.filter { $0.state == .given }
    return FamilySection(
      title: texts["doses.title"],
      text: texts["doses.hint"],
      table: FamilySection.Table(
        caption: texts["doses.table"],
        columns: ["vaccine", "day", "by", "stateLabel"].map { texts["doses.\($0)"] },
        rows: lines.map { line in
          [
            name(line), line.day.description,
            line.state == .given ? "–" : line.by.description,
            texts["doses.state.\(line.state.rawValue)"],
          ]
        }
      ),
      forms: open.isEmpty ? [] : [note(open)],
      folded: given.isEmpty ? [] : [(texts["doses.undoTitle"], undo(given))],
      isWide: true
    )
  }

  private func note(_ open: [CalendarDose]) -> FamilyForm {
    FamilyForm(
      path: path,
      submit: texts["doses.note"],
      fields: [
        choice(open), .day("day", texts["doses.given"], frame.today.description),
      ]
    )
  }

  private func undo(_ given: [CalendarDose]) -> FamilyForm {
    FamilyForm(path: path, submit: texts["doses.undo"], fields: [choice(given)], isQuiet: true)
  }

  private func choice(_ lines: [CalendarDose]) -> FamilyForm.Field {
    .choice(
      "dose",
      texts["doses.vaccine"],
      lines.map { ("\($0.dose.vaccine):\($0.dose.dose)", name($0)) }
    )
  }

  private func name(_ line: CalendarDose) -> String {
    let name = VaccinationProgramme.china.name(of: line.dose.vaccine).map(frame.local)
    return texts[
      "doses.name",
      ["vaccine": name ?? line.dose.vaccine, "number": "\(line.dose.dose)"]
    ]
  }

  /// The dose that a form names, `HepB:1`.
  static func dose(_ form: RequestFields) throws -> (vaccine: String, dose: Int) {
    let parts = try form.required("dose").split(separator: ":")
    guard parts.count == 2, let number = Int(parts[1]) else {
      throw form.refusal("dose", "is not written as it should be")
    }
    return (String(parts[0]), number)
  }
}
