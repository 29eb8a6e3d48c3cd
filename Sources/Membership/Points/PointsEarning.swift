public import TenantStore

extension PointsProgram {
  /// Gives the points of a day on which a member looked in; once more on that day changes nothing.
  public func checkIn(_ member: MemberID, in transaction: TenantTransaction) async throws {
    guard let count = settings.earn?.checkIn else { return }
    let day = CalendarDate(transaction.environment.now(), in: zone)
    try await grant(Int64(count), to: member, key: "check-in:\(day)", in: transaction)
  }

  /// Gives the points of a profile with a name and a child, once.
  public func rewardProfile(of member: MemberID, in transaction: TenantTransaction) async throws {
    guard let count = settings.earn?.profile,
      let known = try await transaction.member(member), !known.displayName.isEmpty,
      try await !transaction.children(of: known).isEmpty
    else { return }
    try await grant(Int64(count), to: member, key: "profile", in: transaction)
  }

  /// Gives the points of a review that was published, once for each.
  ///
  /// - `review`: What the shop knows it by, at most 60 characters.
  public func rewardReview(
    _ review: String,
    by member: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    guard let count = settings.earn?.review else { return }
    try await grant(Int64(count), to: member, key: "review:\(review)", in: transaction)
  }

  /// Whether a member has looked in today.
  public func hasCheckedIn(_ member: MemberID, seenIn rows: some TenantQuerying) async throws
    -> Bool
  {
    let day = CalendarDate(rows.environment.now(), in: zone)
    let names = try await rows.accounts(of: member).map { "grant:\($0):check-in:\(day)" }
    return try await rows.isPointsEvent(anyOf: names)
  }
}
