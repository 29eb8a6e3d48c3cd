public import Foundation
public import TenantStore

/// A visit of a store.
public struct VisitID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "vis"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A visit of a store that a shopper booked, an hour long.
public struct StoreVisit: Hashable, Sendable {
  /// Where a visit stands.
  public enum State: String, CaseIterable, Sendable {
    /// The visitor is expected.
    case booked
    /// The visitor came.
    case arrived
    /// The visitor does not come.
    case cancelled
  }

  /// The visit.
  public let id: VisitID
  /// The short name of the store's location.
  public let location: String
  /// When it begins, in UTC.
  public let startsAt: Date
  /// What opens its page and is said at the counter.
  public let code: String
  /// Who comes.
  public let name: String
  /// How they are reached.
  public let phone: String
  /// What they want, empty when they did not say.
  public let note: String
  /// Where it stands.
  public let state: State
}

/// What a shopper sends to book a visit.
public struct VisitForm: Hashable, Sendable {
  /// The short name of the store's location.
  public var location: String
  /// When it begins: one of the instants that are offered.
  public var startsAt: Date
  /// Who comes, 1 to 80 characters.
  public var name: String
  /// How they are reached.
  public var phone: String
  /// What they want, at most 200 characters.
  public var note: String

  /// Fills the form.
  public init(location: String, startsAt: Date, name: String, phone: String, note: String = "") {
    self.location = location
    self.startsAt = startsAt
    self.name = name
    self.phone = phone
    self.note = note
  }
}

extension Shop {
  /// Books a visit of a store; booking the same hour again on one session gives the same visit.
  ///
  /// Places of an hour are counted by one conditional statement, so that the last one is had once.
  /// - Throws: ``StorefrontRefusal`` with the code `pickup_not_found`, `contact_invalid` (`fields`),
  ///   `visit_unavailable` for an hour that is not offered, `visit_full`, or `visit_held` for a visitor
  ///   who is expected at another time.
  public func bookVisit(
    _ form: VisitForm,
    session: SessionID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> StoreVisit {
    guard let place = try tenant.storefront.pickup?.first(where: { $0.location == form.location }),
      let location = try await transaction.locationID(code: form.location)
    else { throw StorefrontRefusal(.pickupNotFound) }
    var fields = ContactRule.problems(name: form.name, phone: form.phone, address: "-----")
    if form.note.unicodeScalars.count > 200 { fields.append("note") }
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .contactInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    let now = transaction.environment.now()
    let day = CalendarDate(form.startsAt, in: tenant.timeZone)
    let last = CalendarDate(now, in: tenant.timeZone).adding(days: StoreHoursRule.daysAhead)
    let offered = StoreHoursRule.visits(
      place.open ?? [],
      on: day,
      after: now,
      in: tenant.timeZone
    )
    guard let capacity = place.visits, day <= last, offered.contains(form.startsAt) else {
      throw StorefrontRefusal(.visitUnavailable)
    }
    try await transaction.lockVisits(of: session)
    if let earlier = try await transaction.comingVisit(of: session) {
      guard earlier.location == form.location, earlier.startsAt == form.startsAt else {
        throw StorefrontRefusal(.visitHeld)
      }
      return earlier
    }
    guard try await transaction.takeVisitPlace(location, form.startsAt, of: capacity) else {
      throw StorefrontRefusal(.visitFull)
    }
    for _ in 0..<OrderNumberRule.attemptLimit {
      let code = PickupCodeRule.code(random: transaction.environment.randomBytes(8))
      guard
        try await transaction.insertVisit(form, code: code, at: location, session: session)
      else { continue }
      guard let visit = try await transaction.visit(code: code) else {
        throw TenantStoreError.emptyAnswer
      }
      try await transaction.audit(
        "storefront.visit_booked",
        of: visit.id.description,
        by: .shopper,
        after: ["location": .string(form.location)]
      )
      return visit
    }
    throw TenancyRefusal(.busy)
  }

  /// Calls a visit off, so that its place is free again; calling it off again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `visit_not_found`, or `visit_unavailable` when the
  ///   visitor came.
  public func cancelVisit(
    code: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await moveVisit(code, to: .cancelled, by: actor, in: transaction)
  }

  /// Notes that a visitor came; noting it again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `visit_not_found`, or `visit_unavailable` when it
  ///   was called off.
  public func receiveVisitor(
    code: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await moveVisit(code, to: .arrived, by: actor, in: transaction)
  }

  private func moveVisit(
    _ text: String,
    to state: StoreVisit.State,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let code = PickupCodeRule.read(text),
      let visit = try await transaction.visit(code: code)
    else { throw StorefrontRefusal(.visitNotFound) }
    guard visit.state != state else { return }
    guard try await transaction.endVisit(code, as: state) else {
      // Somebody else was first.
      let now = try await transaction.visit(code: code)?.state
      guard now == state else { throw StorefrontRefusal(.visitUnavailable) }
      return
    }
    try await transaction.audit(
      "storefront.visit_\(state.rawValue)",
      of: visit.id.description,
      by: actor,
      after: ["location": .string(visit.location)]
    )
  }
}
