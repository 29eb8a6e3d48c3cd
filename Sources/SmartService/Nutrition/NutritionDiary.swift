internal import Foundation
public import TenantStore

/// Keeps what somebody who expects a child notes of her days.
public enum NutritionDiary {
  /// The most characters of a day's words.
  public static let wordLimit = 1_000
  /// How many days after birth was due a diary is deleted.
  public static let keptDays = 90

  /// Begins a diary, or corrects the day on which birth is due.
  ///
  /// - Parameters:
  ///   - due: When birth is due: from 21 days ago to 280 days ahead.
  ///   - session: Whose it is; she has agreed that it is kept.
  ///   - today: The day on the merchant's clocks.
  ///   - transaction: Where it happens.
  /// - Throws: ``ServiceRefusal`` with the code `diary_invalid`.
  public static func begin(
    due: CalendarDate,
    for session: SessionID,
    today: CalendarDate,
    in transaction: TenantTransaction
  ) async throws {
    guard (-21...280).contains(due.dayNumber - today.dayNumber) else {
      throw ServiceRefusal(.diaryInvalid, ["field": "due"])
    }
    try await transaction.keepDiary(of: session, due: due)
  }

  /// Keeps a day, in the place of what was noted for it before.
  ///
  /// - Parameters:
  ///   - day: The day; not in the future, in the pregnancy, at least one amount or word.
  ///   - session: Whose diary it is.
  ///   - today: The day on the merchant's clocks.
  ///   - references: What may be noted, by item.
  ///   - transaction: Where it happens.
  /// - Throws: ``ServiceRefusal`` with the code `diary_invalid`, also where there is no diary.
  public static func note(
    _ day: IntakeDay,
    for session: SessionID,
    today: CalendarDate,
    references: [ReferenceIntake],
    in transaction: TenantTransaction
  ) async throws {
    let items = Set(references.map(\.item))
    let words = day.words.trimmingCharacters(in: .whitespacesAndNewlines)
    guard let due = try await transaction.dueDay(of: session),
      GestationalAge.week(on: day.day, due: due) != nil, day.day <= today,
      day.amounts.allSatisfy({ items.contains($0.key) && $0.value >= 0 && $0.value <= 99_999 }),
      words.unicodeScalars.count <= wordLimit, !words.unicodeScalars.contains("\0"),
      !day.amounts.isEmpty || !words.isEmpty
    else { throw ServiceRefusal(.diaryInvalid, ["field": "day"]) }
    try await transaction.keepDiaryDay(
      IntakeDay(day: day.day, amounts: day.amounts, words: words),
      of: session
    )
  }

  /// Deletes a diary with all its days; again changes nothing.
  public static func erase(_ session: SessionID, in transaction: TenantTransaction) async throws {
    try await transaction.deleteDiary(of: session)
  }
}

extension JobKind {
  /// Deletes diaries of births that were due long ago.
  static let forgetDiaries = Self(name: "service.forget_diaries") { context in
    try await context.transaction { transaction in
      let today = transaction.environment.now().dayNumber
      try await transaction.deleteDiaries(dueBefore: today - NutritionDiary.keptDays)
    }
  }
}

extension SmartServiceSettings {
  /// What is usual: the merchant's own in the place of the project's for each item and third.
  public var intakes: [ReferenceIntake] {
    let own = referenceIntakes ?? []
    func key(_ intake: ReferenceIntake) -> [String] { [intake.item, intake.third] }
    let replaced = Set(own.map(key))
    return ReferenceIntake.standard.filter { !replaced.contains(key($0)) } + own
  }
}
