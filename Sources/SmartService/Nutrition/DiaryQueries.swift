internal import Foundation
public import TenantStore

extension IntakeDay: TenantRow {
  /// Reads day, amounts and words.
  public init(row: inout ColumnReader) throws {
    let number: Int32 = try row.next()
    let text: String = try row.next()
    guard let day = CalendarDate(dayNumber: Int(number)) else { throw TenantStoreError.emptyAnswer }
    self.day = day
    amounts = try JSONDecoder().decode([String: Double].self, from: Data(text.utf8))
    words = try row.next()
  }
}

extension TenantQuerying {
  /// The day on which birth is due by the diary of a session; nothing where there is no diary.
  public func dueDay(of session: SessionID) async throws -> CalendarDate? {
    let number: Int32? = try await value(
      """
      SELECT due_day FROM service.diary WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
    return number.flatMap { CalendarDate(dayNumber: Int($0)) }
  }

  /// The days of a session's diary, the newest first, at most 300.
  public func diaryDays(of session: SessionID) async throws -> [IntakeDay] {
    try await all(
      """
      SELECT day, amounts::text, words FROM service.diary_day
      WHERE tenant_id = \(tenant) AND session_id = \(session) ORDER BY day DESC LIMIT 300
      """
    )
  }
}

extension TenantTransaction {
  func keepDiary(of session: SessionID, due: CalendarDate) async throws {
    try await execute(
      """
      INSERT INTO service.diary (tenant_id, session_id, due_day, agreed_at)
      VALUES (\(tenant), \(session), \(Int32(due.dayNumber)), \(environment.now()))
      ON CONFLICT (tenant_id, session_id) DO UPDATE SET due_day = excluded.due_day
      """
    )
  }

  func keepDiaryDay(_ day: IntakeDay, of session: SessionID) async throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let amounts = String(decoding: try encoder.encode(day.amounts), as: UTF8.self)
    try await execute(
      """
      INSERT INTO service.diary_day (tenant_id, session_id, day, amounts, words)
      VALUES (\(tenant), \(session), \(Int32(day.day.dayNumber)), \(amounts)::text::jsonb,
        \(day.words))
      ON CONFLICT (tenant_id, session_id, day) DO UPDATE
      SET amounts = excluded.amounts, words = excluded.words
      """
    )
  }

  func deleteDiary(of session: SessionID) async throws {
    try await execute(
      """
      DELETE FROM service.diary WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }

  func deleteDiaries(dueBefore day: Int) async throws {
    try await execute(
      """
      DELETE FROM service.diary WHERE tenant_id = \(tenant) AND due_day < \(Int32(day))
      """
    )
  }
}
