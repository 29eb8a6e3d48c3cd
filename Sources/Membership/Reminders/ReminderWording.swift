internal import TenantStore

/// What a reminder says.
enum ReminderWording {
  private static let frames: [String: LocalizedText] = Dictionary(
    uniqueKeysWithValues: EmbeddedRows.of("Texts/Reminders/wording.csv", fields: 3).map {
      ($0[0], ShownText.of(zh: $0[1], en: $0[2]))
    }
  )

  /// The message in the shop's first language that there is, without the child's name.
  static func text(of reminder: Reminder, from tenant: TenantSnapshot) -> String {
    let languages = tenant.locales
    return (frames[reminder.kind.rawValue]?.text(in: languages) ?? "")
      .replacing("{what}", with: what(reminder, tenant)?.text(in: languages) ?? "")
      .replacing("{day}", with: reminder.dueOn.description)
      .replacing("{shop}", with: tenant.name.text(in: languages))
  }

  private static func what(_ reminder: Reminder, _ tenant: TenantSnapshot) -> LocalizedText? {
    let parts = reminder.topic.split(separator: ":").map(String.init)
    guard parts.count > 1 else { return nil }
    switch reminder.kind {
    case .prenatalCheck: return PrenatalCheck.china.first { $0.code == parts[1] }?.name
    case .sizeChange: return ShownText.of(zh: parts[1], en: parts[1])
    case .restock: return (try? tenant.membership)?.restockName(of: parts[1])
    case .vaccination:
      guard let name = VaccinationProgramme.china.name(of: parts[1]), parts.count > 2 else {
        return nil
      }
      return LocalizedText(name.texts.mapValues { "\($0) \(parts[2])" })
    }
  }
}
