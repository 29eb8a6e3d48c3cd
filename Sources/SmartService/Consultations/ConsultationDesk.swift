public import Foundation
public import TenantStore

/// Books an expert's time: held, paid through the shop, noted, or called off.
///
/// Every operation locks its consultation first; of two who want one time the database lets one have it.
public enum ConsultationDesk {
  /// The most characters of a question or a note.
  public static let textLimit = 2_000

  /// Holds a time for whoever is about to pay; what the session held before is given back.
  ///
  /// - Parameters:
  ///   - start: When it begins, one of ``ConsultationSlotRule``.
  ///   - expert: Whose time it is.
  ///   - session: Who books.
  ///   - question: What is to be talked about.
  ///   - tenant: The merchant.
  ///   - transaction: Where it happens.
  /// - Returns: The consultation.
  /// - Throws: ``ConsultationRefusal`` with the code `slot_taken` or `consultation_invalid`.
  @discardableResult
  public static func hold(
    _ start: Date,
    of expert: ExpertSettings,
    by session: SessionID,
    question: String,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> ConsultationID {
    let text = try checked(question)
    guard let settings = expert.consultation else { throw ConsultationRefusal(.slotTaken) }
    let now = transaction.environment.now()
    let hours = try expert.workingHours(of: tenant.service, in: tenant.timeZone)
    guard
      ConsultationSlotRule.free(at: now, settings, hours: hours, taken: []).contains(start)
    else { throw ConsultationRefusal(.slotTaken) }
    try await transaction.expireHolds(of: expert.code)
    try await transaction.releaseHolds(of: session)
    let id = ConsultationID.make(in: transaction.environment)
    let isHeld = try await transaction.insertConsultation(
      id,
      expert: expert.code,
      settings,
      at: start,
      session: session,
      question: text,
      until: now.addingTimeInterval(TimeInterval((settings.holdMinutes ?? 30) * 60))
    )
    guard isHeld else { throw ConsultationRefusal(.slotTaken) }
    return id
  }

  /// Books what an order paid; telling it again changes nothing.
  ///
  /// Where the time is gone, or none was ever held, the consultation waits without one for the merchant,
  /// so that nothing is paid unseen.
  /// - Parameters:
  ///   - order: The order.
  ///   - number: Its number.
  ///   - session: Who placed it.
  ///   - pieces: How often each SKU was paid.
  ///   - tenant: The merchant, whose experts say which SKUs are talks.
  ///   - transaction: Where it happens.
  /// - Throws: What the database refuses.
  public static func paid(
    _ order: UUID,
    number: String,
    by session: SessionID?,
    pieces: [String: Int],
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let experts = try tenant.service.experts ?? []
    try await transaction.lockTalks(ofOrder: order)
    let known = try await transaction.lockConsultations(of: order)
    for (sku, count) in pieces.sorted(by: { $0.key < $1.key }) {
      for _ in 0..<max(0, count - known.count { $0.sku == sku }) {
        if let found = try await transaction.lockUnpaidConsultation(of: session, sku: sku) {
          try await transaction.noteOrder(order, number, of: found.id)
          try await place(found, in: transaction)
        } else if let expert = experts.first(where: { $0.consultation?.sku == sku }) {
          try await transaction.insertUnplaced(expert, order, number, session: session)
        }
      }
    }
  }

  private static func place(_ found: Consultation, in transaction: TenantTransaction) async throws {
    let isOver = found.startsAt <= transaction.environment.now()
    let isGone = if isOver { true } else { try await transaction.isTimeTaken(of: found.id) }
    guard
      let state = ConsultationTransition.state(after: isGone ? .payLate : .pay, in: found.state)
    else { return }
    try await move(found, to: state, isPaid: true, in: transaction)
  }

  /// Calls off what an order paid that was called off itself, or whose money went back.
  public static func refunded(_ order: UUID, in transaction: TenantTransaction) async throws {
    for found in try await transaction.lockConsultations(of: order) {
      guard let state = ConsultationTransition.state(after: .refund, in: found.state) else {
        continue
      }
      try await transaction.moveConsultation(found.id, to: state, owesRefund: false)
    }
  }

  /// Calls a consultation off; doing it again changes nothing.
  ///
  /// Whoever booked it may until it begins, or a talk that was had would be paid back.
  /// - Parameters:
  ///   - id: The consultation.
  ///   - session: Whose it must be; anybody's where the merchant does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``ConsultationRefusal`` with the code `consultation_not_found` or
  ///   `consultation_state_refused`.
  public static func cancel(
    _ id: ConsultationID,
    by session: SessionID? = nil,
    in transaction: TenantTransaction
  ) async throws {
    try await change(.cancel, id, by: session, in: transaction)
  }

  /// Says that it took place, or that the expert was not there, and what was noted.
  ///
  /// - Throws: As ``cancel(_:by:in:)``, and `consultation_invalid`.
  public static func end(
    _ id: ConsultationID,
    isMissed: Bool,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let found = try await change(isMissed ? .miss : .finish, id, in: transaction)
    try await transaction.audit(
      isMissed ? "service.consultation_missed" : "service.consultation_done",
      of: found.id.description,
      by: actor
    )
  }

  /// Keeps what the expert noted of the talk; the customer reads it, and the last word counts.
  ///
  /// - Throws: ``ConsultationRefusal`` with the code `consultation_not_found` or
  ///   `consultation_invalid`.
  public static func note(
    _ text: String,
    on id: ConsultationID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let text = try checked(text)
    guard let found = try await transaction.lockConsultation(id) else {
      throw ConsultationRefusal(.notFound)
    }
    try await transaction.noteConsultation(found.id, note: text)
    try await transaction.audit("service.consultation_noted", of: id.description, by: actor)
  }

  /// Notes what the customer thinks of a talk that took place, from 1, bad, to 5; the last word counts.
  ///
  /// - Throws: As ``cancel(_:by:in:)``, and `consultation_invalid`.
  public static func rate(
    _ id: ConsultationID,
    _ rating: Int,
    by session: SessionID,
    in transaction: TenantTransaction
  ) async throws {
    guard (1...5).contains(rating) else { throw ConsultationRefusal(.fieldsInvalid) }
    guard let found = try await transaction.lockConsultation(id), found.session == session else {
      throw ConsultationRefusal(.notFound)
    }
    guard found.state == .done else { throw refusal(found) }
    try await transaction.noteConsultation(id, rating: rating)
  }

  /// Notes that the expert got the share of a talk that took place; doing it again changes nothing.
  ///
  /// How much that is stands between merchant and expert; no money moves here.
  /// - Throws: ``ConsultationRefusal`` with the code `consultation_not_found` or
  ///   `consultation_state_refused`.
  public static func payOut(
    _ id: ConsultationID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let found = try await transaction.lockConsultation(id) else {
      throw ConsultationRefusal(.notFound)
    }
    guard found.state == .done else { throw refusal(found) }
    guard found.owesPayout else { return }
    try await transaction.notePayout(of: id)
    try await transaction.audit("service.consultation_paid_out", of: id.description, by: actor)
  }

  // MARK: Parts

  @discardableResult
  private static func change(
    _ event: ConsultationEvent,
    _ id: ConsultationID,
    by session: SessionID? = nil,
    in transaction: TenantTransaction
  ) async throws -> Consultation {
    guard let found = try await transaction.lockConsultation(id),
      session == nil || found.session == session
    else { throw ConsultationRefusal(.notFound) }
    guard session == nil || !found.hasBegun(at: transaction.environment.now()),
      let state = ConsultationTransition.state(after: event, in: found.state)
    else { throw refusal(found) }
    if state != found.state {
      try await move(found, to: state, isPaid: found.orderNumber != nil, in: transaction)
    }
    return found
  }

  private static func move(
    _ found: Consultation,
    to state: ConsultationState,
    isPaid: Bool,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.moveConsultation(
      found.id,
      to: state,
      owesRefund: ConsultationTransition.owesRefund(state, isPaid: isPaid)
    )
    try await transaction.emit(
      "service.consultation_changed",
      ["consultation": .string(found.id.description), "state": .string(state.rawValue)]
    )
  }

  private static func refusal(_ found: Consultation) -> ConsultationRefusal {
    ConsultationRefusal(.stateRefused, details: ["state": .string(found.state.rawValue)])
  }

  private static func checked(_ text: String) throws(ConsultationRefusal) -> String {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...textLimit).contains(text.unicodeScalars.count), !text.unicodeScalars.contains("\0")
    else { throw ConsultationRefusal(.fieldsInvalid) }
    return text
  }
}
