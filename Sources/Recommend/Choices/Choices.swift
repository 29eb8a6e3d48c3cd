public import Foundation
public import TenantStore

extension TenantTransaction {
  /// Switches a person's own recommendations on or off; it counts from the next request on.
  ///
  /// Off also deletes what is known of the person, of which a later training knows nothing.
  public func setPersonalisation(_ isOn: Bool, of person: PersonID) async throws {
    try await writePersonalisation(isOn, of: person)
    if !isOn { try await forget(person) }
  }

  /// Notes how old a person's children are, which is also the wish for recommendations of one's own.
  ///
  /// - Parameters:
  ///   - ages: In months, each of ``BirthMonth/ages``, at most ``BirthMonth/childLimit``; what is beyond
  ///     is left out, as is an age that was named twice. None takes back what was said.
  ///   - person: Whose children.
  ///   - zone: The time zone whose calendar counts.
  /// - Throws: What the database throws.
  public func stateAges(_ ages: [Int], of person: PersonID, in zone: TimeZone) async throws {
    let month = BirthMonth.number(of: environment.now(), in: zone)
    let sound = Set(ages.filter(BirthMonth.ages.contains)).sorted()
    try await writeChildren(sound.prefix(BirthMonth.childLimit).map { month - $0 }, of: person)
  }

  /// Notes what a person wants nothing of to be proposed, which is also the wish for recommendations of
  /// one's own.
  ///
  /// - Parameters:
  ///   - words: In the words of ``CatalogueItem/allergens``, at most 20 of 40 characters; what is beyond is
  ///     left out. None takes back what was said.
  ///   - person: Who.
  /// - Throws: What the database throws.
  public func stateAvoided(_ words: Set<String>, of person: PersonID) async throws {
    let sound = words.filter { (1...40).contains($0.unicodeScalars.count) }.sorted()
    try await writeAvoids(Array(sound.prefix(20)), of: person)
  }

  /// Notes what a person chose of how things are proposed, which is also the wish for recommendations of
  /// one's own.
  ///
  /// - Parameters:
  ///   - wishes: What was chosen; what cannot be required is left out.
  ///   - person: Who.
  /// - Throws: What the database throws.
  public func stateWishes(_ wishes: PersonWishes, of person: PersonID) async throws {
    var sound = wishes
    sound.requires.formIntersection(GoodsRequirement.codes)
    try await writeWishes(sound, of: person)
  }

  /// Deletes what is known of a person: what they did and what they said of their children.
  ///
  /// Whether they want recommendations stays as they said. Again changes nothing.
  public func forget(_ person: PersonID) async throws {
    try await lockChoice(of: person)
    try await deleteSignals(of: person)
    try await deleteChildren(of: person)
    try await deleteAudienceMember(person)
    try await deleteTouches(of: person)
    try await deleteLessons(of: person)
    try await deleteServiceVisits(of: person)
  }

  /// Lets nobody be forgotten or switched off until the transaction ends.
  ///
  /// Whoever decides by what else a person agreed to whether something of theirs is kept, holds them
  /// first and looks then.
  public func hold(_ person: PersonID) async throws { _ = try await holdPeople([person]) }

  /// Deletes what a person did with some items, so that nothing is proposed because of it.
  ///
  /// - Parameters:
  ///   - items: The items, by the names that signals have.
  ///   - person: Whose.
  /// - Throws: What the database throws.
  public func forget(_ items: [String], of person: PersonID) async throws {
    try await deleteSignals(of: person, with: items)
  }
}
