internal import Foundation
public import TenantStore

/// What became of events that were sent together.
public struct SignalReceipt: Hashable, Sendable {
  /// How many are new.
  public let taken: Int
  /// How many were known already, or came twice in one call.
  public let known: Int
  /// How many were left out because their person wants no recommendations of their own.
  public let unwanted: Int
  /// What is wrong with those that were refused, by their place in the call.
  public let refused: [Int: SignalRule.Problem]
}

extension TenantTransaction {
  /// Takes events, each once however often it is sent.
  ///
  /// What is wrong is refused event by event, and the others are taken. Events of a person who has
  /// switched personalisation off are not kept, also when that happens at the same time.
  /// - Parameter signals: At most ``SignalRule/batchLimit``.
  /// - Returns: What became of them.
  /// - Throws: ``RecommendRefusal`` with the code `too_many_signals`.
  public func take(_ signals: [Signal]) async throws -> SignalReceipt {
    try await take(signals, lateness: SignalRule.lateness)
  }

  /// Takes events that another system kept before the shop came here, however old they are.
  ///
  /// What is older than the shop keeps events goes with the next clearing; all else is as for ``take(_:)``.
  public func takePast(_ signals: [Signal]) async throws -> SignalReceipt {
    try await take(signals, lateness: .infinity)
  }

  private func take(_ signals: [Signal], lateness: TimeInterval) async throws -> SignalReceipt {
    guard signals.count <= SignalRule.batchLimit else {
      throw RecommendRefusal(
        .tooManySignals,
        details: ["limit": .integer(Int64(SignalRule.batchLimit))]
      )
    }
    let now = environment.now()
    var refused: [Int: SignalRule.Problem] = [:]
    for (place, signal) in signals.enumerated() {
      refused[place] = SignalRule.problem(of: signal, at: now, lateness: lateness)
    }
    let sound = signals.indices.filter { refused[$0] == nil }.map { signals[$0] }
    let off = try await holdPeople(Set(sound.map(\.person)))
    let wanted = sound.filter { !off.contains($0.person) }
    let taken = try await insertSignals(wanted)
    return SignalReceipt(
      taken: taken,
      known: wanted.count - taken,
      unwanted: sound.count - wanted.count,
      refused: refused
    )
  }
}

extension JobKind {
  /// Deletes events that are older than the shop keeps them.
  static let forgetSignals: JobKind = Self(
    name: "recommend.forget_signals",
    timeLimit: .seconds(600)
  ) { context in
    let module = RecommendModule.module
    guard let tenant = try await context.database.snapshot(of: context.tenant, for: module),
      let days = try? tenant.recommend.keepDays
    else { return }
    while try await context.scope.deleteOldSignals(days: days) > 0 {
      try Task.checkCancellation()
    }
    while try await context.scope.deleteOldTouches(days: days) > 0 {
      try Task.checkCancellation()
    }
    while try await context.scope.deleteOldServiceVisits(days: days) > 0 {
      try Task.checkCancellation()
    }
    while try await context.scope.deleteSilentPeople(days: days) > 0 {
      try Task.checkCancellation()
    }
  }
}
