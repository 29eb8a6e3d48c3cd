public import TenantStore

extension TenantTransaction {
  /// Gives what a guest did, what is not to be proposed to them and what they chose to the member whom they
  /// turned out to be; what the member chose goes before.
  ///
  /// Nothing happens where the guest said no, or the member did: what is unwanted is not carried over.
  /// The guest is then unknown again, so that doing it again changes nothing.
  ///
  /// - Parameters:
  ///   - guest: The session on which nobody was signed in.
  ///   - member: The member, who agreed to being known: the caller looks.
  /// - Returns: How many events were joined.
  /// - Throws: What the database throws.
  @discardableResult
  public func join(_ guest: PersonID, to member: PersonID) async throws -> Int {
    guard guest != member else { return 0 }
    let off = try await holdPeople([guest, member])
    guard off.isEmpty else { return 0 }
    try await lockChoice(of: guest)
    let count = try await moveSignals(from: guest, to: member)
    try await moveTouches(from: guest, to: member)
    try await moveLessons(from: guest, to: member)
    try await moveServiceVisits(from: guest, to: member)
    let goals = try await developmentGoals(of: guest)
    if !goals.isEmpty {
      try await stateGoals(goals.union(try await developmentGoals(of: member)), of: member)
    }
    let (said, own) = (try await statedChoice(of: guest), try await statedChoice(of: member))
    if !said.avoids.isEmpty {
      try await stateAvoided(Set(said.avoids).union(own.avoids), of: member)
    }
    if said.wishes != .none {
      let wishes = PersonWishes(
        requires: said.wishes.requires.union(own.wishes.requires),
        scenario: own.wishes.scenario ?? said.wishes.scenario,
        persona: own.wishes.persona == .inferred ? said.wishes.persona : own.wishes.persona
      )
      try await stateWishes(wishes, of: member)
    }
    try await deleteChoice(of: guest)
    try await deleteAudienceMember(guest)
    return count
  }
}
