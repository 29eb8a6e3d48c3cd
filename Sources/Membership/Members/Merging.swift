public import TenantStore

extension Families {
  /// Makes two accounts one person's.
  ///
  /// The merged account points at the one that stays, and so do those that pointed at it before.
  /// Contacts, children, coupons, boxes and referrals keep their rows and are read together. Points
  /// and growth move by entries of both accounts, and what is left of them goes back when the merge
  /// is undone.
  ///
  /// - `tenant`: Whose tiers count the level again; levels stay as they are without.
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`, or `merge_refused` when they
  ///   are one already.
  public func merge(
    _ merged: MemberID,
    into target: MemberID,
    by actor: Actor,
    for tenant: TenantSnapshot? = nil,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockPersons([merged, target])
    let (gone, stays) = (
      try await present(merged, in: transaction), try await present(target, in: transaction)
    )
    guard gone.id != stays.id, gone.id == merged else {
      throw MembershipRefusal(.mergeRefused, details: ["reason": "already_merged"])
    }
    try await transaction.point(gone.accounts.map(\.uuid), at: stays.id)
    let id = try await transaction.noteMerge(
      of: gone.id,
      into: stays.id,
      followers: gone.merged
    )
    try await ValueMoves(merge: id, gone: gone.id, stays: stays.id, tiers: tiers(of: tenant))
      .join(in: transaction)
    try await note("membership.member_merged", gone.id, stays.id, by: actor, in: transaction)
  }

  /// Undoes the merge of an account; those that came along with it go back with it.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `merge_refused` when it is not merged, or the
  ///   account that it was merged into was merged on since.
  public func unmerge(
    _ merged: MemberID,
    by actor: Actor,
    for tenant: TenantSnapshot? = nil,
    in transaction: TenantTransaction
  ) async throws {
    guard let merge = try await transaction.lockMerge(of: merged) else {
      throw MembershipRefusal(.mergeRefused, details: ["reason": "not_merged"])
    }
    try await transaction.lockPersons([merged, merge.into])
    let present = try await transaction.member(merged)
    guard let present, present.id == merge.into else {
      throw MembershipRefusal(.mergeRefused, details: ["reason": "merged_on"])
    }
    guard present.erasedAt == nil else { throw MembershipRefusal(.memberNotFound) }
    let followers = merge.followers.filter { follower in
      present.merged.contains { $0.uuid == follower }
    }
    try await transaction.free(merged)
    try await transaction.point(followers, at: merged)
    try await transaction.closeMerge(merge.id)
    try await ValueMoves(merge: merge.id, gone: merged, stays: merge.into, tiers: tiers(of: tenant))
      .part(in: transaction)
    try await note("membership.member_unmerged", merged, merge.into, by: actor, in: transaction)
  }

  private func tiers(of tenant: TenantSnapshot?) throws -> TierProgram? {
    guard let tenant else { return nil }
    return try tenant.membership.tiers.map { TierProgram($0, in: tenant.timeZone) }
  }

  private func note(
    _ action: String,
    _ merged: MemberID,
    _ target: MemberID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let values: JSONValue = [
      "merged": .string(merged.description), "into": .string(target.description),
    ]
    try await transaction.emit(action, values)
    try await transaction.audit(action, of: merged.description, by: actor, after: values)
  }
}
