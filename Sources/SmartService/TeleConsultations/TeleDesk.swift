internal import Foundation
public import TenantStore

/// Hands a parent's summary to the merchant's provider, and keeps what it advises.
///
/// Kept and told, leave the transaction, call, come back: a provider that fails, stalls or lies leaves a
/// consultation that says so and may be asked again.
public struct TeleDesk: Sendable {
  private let providers: TeleProviders

  /// Opens the desk.
  public init(_ providers: TeleProviders = .none) { self.providers = providers }

  /// The provider of a merchant; nothing where none is configured.
  public func provider(of tenant: TenantSnapshot) throws -> TeleProvider? {
    try providers.find(tenant)
  }

  /// Keeps what a parent agrees to hand over; a session has one consultation that is not over.
  ///
  /// - Parameters:
  ///   - summary: What is handed over, 1 to 2,000 characters, as the parent read it.
  ///   - hasAgreed: Whether the parent agreed that the provider is given it.
  ///   - session: Whose it is.
  ///   - locale: The parent's language.
  ///   - tenant: The merchant.
  ///   - transaction: Where it happens.
  /// - Returns: The consultation; the one that is open already where there is one.
  /// - Throws: ``TeleRefusal`` with the code `tele_absent` or `tele_invalid`.
  @discardableResult
  public func agree(
    _ summary: String,
    hasAgreed: Bool,
    session: SessionID,
    locale: String,
    of tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> TeleConsultation {
    guard let provider = try provider(of: tenant) else { throw TeleRefusal(.absent) }
    let summary = summary.trimmingCharacters(in: .whitespacesAndNewlines)
    guard hasAgreed, (1...TeleConsultation.summaryLimit).contains(summary.unicodeScalars.count),
      !summary.unicodeScalars.contains("\0")
    else { throw TeleRefusal(.invalid) }
    let name = provider.name.text(in: [LanguageTag(rawValue: locale)].compactMap(\.self))
    return try await transaction.claimTele(of: session, provider: name, summary: summary)
  }

  /// Asks the provider for a room, or whether the clinician has advised; what it gives is kept once.
  ///
  /// - Parameters:
  ///   - id: The consultation.
  ///   - session: Whose it must be.
  ///   - locale: The parent's language.
  ///   - tenant: The merchant.
  ///   - database: Where it is kept; no call happens inside a transaction.
  /// - Returns: The consultation as it stands then; it says where the provider failed.
  /// - Throws: ``TeleRefusal`` with the code `tele_not_found`, also for somebody else's, or `tele_absent`.
  @discardableResult
  public func advance(
    _ id: TeleConsultationID,
    session: SessionID,
    locale: String,
    of tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> TeleConsultation {
    guard let found = try await database.reading(tenant.id).teleConsultation(id),
      found.session == session
    else { throw TeleRefusal(.notFound) }
    guard found.state != .advised else { return found }
    guard let provider = try provider(of: tenant) else { throw TeleRefusal(.absent) }
    if found.state == .open {
      let advice = try? await Self.within(.seconds(10)) {
        try await provider.advice(found.reference, database)
      }
      guard let words = advice.flatMap(Self.words) else { return found }
      return try await database.transaction(for: tenant.id) { transaction in
        try await transaction.keepTele(id, advice: words)
      }
    }
    let handover = TeleHandover(id: id, summary: found.summary, locale: locale)
    let room = try? await Self.within(.seconds(10)) { try await provider.open(handover, database) }
    return try await database.transaction(for: tenant.id) { transaction in
      try await transaction.keepTele(id, room: room.flatMap(Self.checked))
    }
  }

  // MARK: Parts

  /// A room that a browser may be sent to.
  private static func checked(_ room: TeleRoom) -> TeleRoom? {
    guard (1...200).contains(room.reference.unicodeScalars.count),
      !room.reference.unicodeScalars.contains("\0"),
      (try? EntryFormat(.video, url: room.url)) != nil
    else { return nil }
    return room
  }

  private static func words(_ advice: String) -> String? {
    var kept = String.UnicodeScalarView()
    kept.append(
      contentsOf: advice.unicodeScalars.filter { $0 != "\0" }.prefix(TeleConsultation.adviceLimit)
    )
    let text = String(kept).trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }

  /// What work gives within a time; whoever stalls is left.
  private static func within<Value: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await Task.sleep(for: limit)
        throw CancellationError()
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() else { throw CancellationError() }
      return value
    }
  }
}
