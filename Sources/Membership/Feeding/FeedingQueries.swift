public import Foundation
public import TenantStore

extension Feeding: TenantRow {
  /// Reads the columns `fed_at, kind, food, side, minutes, millilitres, is_new, reaction`.
  public init(row: inout ColumnReader) throws {
    fedAt = try row.next()
    let (kind, food): (String, String) = (try row.next(), try row.next())
    let side = try row.next(String?.self).flatMap { Side(rawValue: $0) }
    let minutes = try row.next(Int32?.self)
    let millilitres = try row.next(Int32?.self)
    let isNew: Bool = try row.next()
    let reaction = try row.next(String?.self).flatMap { Reaction(rawValue: $0) }
    switch (kind, side, minutes, millilitres) {
    case ("breast", let side?, let minutes?, _): meal = .breast(side, minutes: Int(minutes))
    case ("formula", _, _, let amount?): meal = .formula(millilitres: Int(amount))
    case ("solid", _, _, _): meal = .solid(food: food, isNew: isNew, reaction: reaction)
    default: throw TenantStoreError.emptyAnswer
    }
  }
}

extension TenantQuerying {
  /// The meals of a child since an instant, the latest first; no more than the limit, where there is one.
  public func feedings(of child: ChildID, since start: Date, limit: Int? = 2_000) async throws
    -> [Feeding]
  {
    try await all(
      """
      SELECT fed_at, kind, food, side, minutes, millilitres, is_new, reaction
      FROM membership.feeding_entry
      WHERE tenant_id = \(tenant) AND child_id = \(child) AND fed_at >= \(start)
      ORDER BY fed_at DESC, kind, food LIMIT \(limit)::bigint
      """
    )
  }

  /// How a member's children are fed now, for whoever chooses goods by it; told only with the consent to
  /// choosing what is shown, and never of a child about whom the family wants silence.
  public func feedingStates(of member: Member) async throws -> Set<FeedingState> {
    let consents = ConsentRule.standing(try await consentEntries(of: member))
    guard consents.contains(.personalisation) else { return [] }
    var states: Set<FeedingState> = []
    for child in try await children(of: member) where child.quietSince == nil {
      let now = environment.now()
      let meals = try await feedings(of: child.id, since: now - FeedingRule.memory)
      if let state = FeedingRule.state(of: meals, at: now) { states.insert(state) }
    }
    return states
  }
}

extension TenantTransaction {
  /// Keeps a meal, in the place of what was noted for it before.
  func keepFeeding(_ feeding: Feeding, of child: ChildID) async throws {
    var (side, minutes, amount): (String?, Int32?, Int32?) = (nil, nil, nil)
    var (isNew, reaction): (Bool, String?) = (false, nil)
    switch feeding.meal {
    case .breast(let drunk, let time): (side, minutes) = (drunk.rawValue, Int32(time))
    case .formula(let millilitres): amount = Int32(millilitres)
    case .solid(_, let first, let seen): (isNew, reaction) = (first, seen?.rawValue)
    }
    try await execute(
      """
      INSERT INTO membership.feeding_entry (tenant_id, child_id, fed_at, kind, food, side, minutes,
        millilitres, is_new, reaction, noted_at)
      VALUES (\(tenant), \(child), \(feeding.fedAt), \(feeding.kind), \(feeding.food), \(side),
        \(minutes), \(amount), \(isNew), \(reaction), \(environment.now()))
      ON CONFLICT (tenant_id, child_id, fed_at, kind, food) DO UPDATE
      SET side = excluded.side, minutes = excluded.minutes, millilitres = excluded.millilitres,
        is_new = excluded.is_new, reaction = excluded.reaction, noted_at = excluded.noted_at
      """
    )
  }

  /// Takes a meal away.
  func removeFeeding(_ feeding: Feeding, of child: ChildID) async throws {
    try await execute(
      """
      DELETE FROM membership.feeding_entry
      WHERE tenant_id = \(tenant) AND child_id = \(child) AND fed_at = \(feeding.fedAt)
        AND kind = \(feeding.kind) AND food = \(feeding.food)
      """
    )
  }
}
