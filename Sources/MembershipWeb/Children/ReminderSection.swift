internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// What a family is reminded of, with the answers that end or put it off.
struct ReminderSection {
  /// In how many days a reminder comes again that was put off.
  static let snoozeDays = 3
  private static let most = 12

  private let child: Child
  private let reminders: [Reminder]
  private let isAgreedTo: Bool
  private let frame: FamilyFrame

  init(
    _ child: Child,
    _ reminders: [Reminder],
    _ consents: Set<ConsentPurpose>,
    _ frame: FamilyFrame
  ) {
    self.child = child
    // Checks of the pregnancy are over with the birth, also those that nobody ticked off.
    let open = reminders.filter {
      ($0.state == .planned || $0.state == .sent)
        && !($0.kind == .prenatalCheck && child.dates.birth != nil)
    }
    self.reminders = Array(open.prefix(Self.most))
    isAgreedTo = consents.contains(.reminders)
    self.frame = frame
  }

  private var texts: LocalTexts { frame.texts }
  private var soon: Date {
    frame.request.now.addingTimeInterval(Double(Self.snoozeDays) * 86_400)
  }

  var section: FamilySection {
    FamilySection(
      title: texts["reminders.title"],
      items: reminders.map { reminder in
        let what = what(reminder)
        return FamilySection.Item(
          name: what,
          detail: texts["reminders.due", ["day": reminder.dueOn.description]],
          state: texts["reminders.state.\(reminder.state.rawValue)"],
          forms: [answer("done", reminder, what, isQuiet: false)]
            // One that comes later anyway would come sooner.
            + (reminder.sendAt < soon ? [answer("later", reminder, what)] : [])
        )
      },
      empty: texts[isAgreedTo ? "reminders.none" : "reminders.noConsent"],
      links: isAgreedTo
        ? [] : [(texts["reminders.agree"], frame.request.url("/family/privacy"))],
      isWide: true
    )
  }

  private func answer(
    _ answer: String,
    _ reminder: Reminder,
    _ what: String,
    isQuiet: Bool = true
  ) -> FamilyForm {
    FamilyForm(
      path: "/family/children/\(child.id)/reminders",
      submit: texts["reminders.\(answer)", ["days": "\(Self.snoozeDays)"]],
      hidden: [("topic", reminder.topic), ("answer", answer)],
      isQuiet: isQuiet,
      about: what
    )
  }

  /// What it is about: a dose, a check, or a size.
  private func what(_ reminder: Reminder) -> String {
    let parts = reminder.topic.split(separator: ":").map(String.init)
    guard parts.count > 1 else { return texts["reminders.kind.\(reminder.kind.rawValue)"] }
    switch reminder.kind {
    case .prenatalCheck:
      let check = PrenatalCheck.china.first { $0.code == parts[1] }
      return check.map { frame.local($0.name) } ?? parts[1]
    case .sizeChange: return texts["reminders.size", ["size": parts[1]]]
    case .restock:
      let name = (try? frame.request.tenant.membership)?.restockName(of: parts[1])
      return texts["reminders.restock", ["what": name.map(frame.local) ?? parts[1]]]
    case .vaccination:
      let name = VaccinationProgramme.china.name(of: parts[1]).map(frame.local) ?? parts[1]
      return texts["doses.name", ["vaccine": name, "number": parts.last ?? ""]]
    }
  }
}
