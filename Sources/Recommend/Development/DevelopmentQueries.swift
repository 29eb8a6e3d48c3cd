public import TenantStore

extension DevelopmentTag: TenantRow {
  /// Reads item, kind, skills and lessons; a skill that is not known any more is left out.
  public init(row: inout ColumnReader) throws {
    let item: String = try row.next()
    guard let kind = Kind(rawValue: try row.next()) else { throw TenantStoreError.emptyAnswer }
    let skills = try row.next([String].self).compactMap { DevelopmentSkill.named($0) }
    self.init(item: item, kind: kind, skills: skills, lessons: try row.next())
  }
}

private struct LessonDone: TenantRow {
  let item: String
  let lesson: Int

  init(row: inout ColumnReader) throws {
    item = try row.next()
    lesson = try row.next()
  }
}

extension TenantQuerying {
  /// What items train, by item; at most 2,000.
  ///
  /// - Parameter items: Of which; nil means of all that are tagged.
  /// - Returns: Those that are tagged.
  /// - Throws: What the database throws.
  public func developmentTags(_ items: [String]? = nil) async throws -> [DevelopmentTag] {
    let chosen: QueryPart = if let items { "AND item = ANY (\(items))" } else { "" }
    return try await all(
      """
      SELECT item, kind, skills, lessons::bigint FROM recommend.development_tag
      WHERE tenant_id = \(tenant) \(chosen) ORDER BY item LIMIT 2000
      """
    )
  }

  /// The lessons that somebody did, by course.
  func lessonsDone(by person: PersonID) async throws -> [String: Set<Int>] {
    let rows: [LessonDone] = try await all(
      """
      SELECT item, lesson::bigint FROM recommend.lesson_done
      WHERE tenant_id = \(tenant) AND person_id = \(person) ORDER BY item, lesson LIMIT 5000
      """
    )
    return Dictionary(grouping: rows, by: \.item).mapValues { Set($0.map(\.lesson)) }
  }

  /// What somebody wants to train.
  public func developmentGoals(of person: PersonID) async throws -> Set<DevelopmentDomain> {
    let goals: [String]? = try await value(
      """
      SELECT goals FROM recommend.personalisation
      WHERE tenant_id = \(tenant) AND person_id = \(person)
      """
    )
    return Set((goals ?? []).compactMap { DevelopmentDomain(rawValue: $0) })
  }
}

extension TenantTransaction {
  func writeDevelopmentTag(_ tag: DevelopmentTag) async throws {
    try await execute(
      """
      INSERT INTO recommend.development_tag (tenant_id, item, kind, skills, lessons, changed_at)
      VALUES (\(tenant), \(tag.item), \(tag.kind.rawValue), \(tag.skills.map(\.code)),
        \(tag.lessons), \(environment.now()))
      ON CONFLICT (tenant_id, item) DO UPDATE SET kind = excluded.kind, skills = excluded.skills,
        lessons = excluded.lessons, changed_at = excluded.changed_at
      """
    )
  }

  func deleteDevelopmentTag(of item: String) async throws {
    try await execute(
      """
      DELETE FROM recommend.development_tag WHERE tenant_id = \(tenant) AND item = \(item)
      """
    )
  }

  func insertLesson(_ lesson: Int, of item: String, by person: PersonID) async throws {
    try await execute(
      """
      INSERT INTO recommend.lesson_done (tenant_id, person_id, item, lesson, done_at)
      VALUES (\(tenant), \(person), \(item), \(lesson), \(environment.now()))
      ON CONFLICT (tenant_id, person_id, item, lesson) DO NOTHING
      """
    )
  }

  /// Gives a guest's lessons to the member whom they turned out to be; those that the member did too stand
  /// once.
  func moveLessons(from guest: PersonID, to member: PersonID) async throws {
    try await execute(
      """
      INSERT INTO recommend.lesson_done (tenant_id, person_id, item, lesson, done_at)
      SELECT \(tenant), \(member), l.item, l.lesson, l.done_at FROM recommend.lesson_done l
      WHERE l.tenant_id = \(tenant) AND l.person_id = \(guest)
      ON CONFLICT (tenant_id, person_id, item, lesson) DO NOTHING
      """
    )
    try await deleteLessons(of: guest)
  }

  func deleteLessons(of person: PersonID) async throws {
    try await execute(
      """
      DELETE FROM recommend.lesson_done WHERE tenant_id = \(tenant) AND person_id = \(person)
      """
    )
  }

  func writeGoals(_ goals: Set<DevelopmentDomain>, of person: PersonID) async throws {
    let goals = goals.map(\.rawValue).sorted()
    try await execute(
      """
      INSERT INTO recommend.personalisation (tenant_id, person_id, is_on, changed_at, goals)
      VALUES (\(tenant), \(person), true, \(environment.now()), \(goals))
      ON CONFLICT (tenant_id, person_id) DO UPDATE
      SET is_on = true, changed_at = excluded.changed_at, goals = excluded.goals
      """
    )
  }
}
