internal import Foundation
public import TenantStore

/// Has the service's newest answer said anew by the tenant's language model.
///
/// Read and claim, leave the transaction, call, come back: each answer is given to a model once, however
/// often this is asked for. The answer itself was served before and stays, whatever comes of it.
public struct WordingDesk: Sendable {
  private let model: LanguageModel
  private let variables: [String: String]

  /// Opens the desk.
  ///
  /// - Parameters:
  ///   - http: The way out.
  ///   - variables: The process's environment, for the tenants' keys.
  public init(http: OutboundHTTP, variables: [String: String]) {
    model = LanguageModel(http: http)
    self.variables = variables
  }

  /// Asks the tenant's model to say the newest answer of a session's talk anew.
  ///
  /// - Parameters:
  ///   - session: Whose talk it is.
  ///   - tenant: The merchant; nothing happens for one without a model.
  ///   - database: Where the talk is.
  /// - Throws: What the database refuses; a model that fails is no error.
  public func reword(
    for session: SessionID,
    of tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    guard let settings = try tenant.service.languageModel,
      let claim = try await claimed(session, of: tenant, by: settings, in: database)
    else { return }
    let outcome = await outcome(of: claim, by: settings, for: tenant, in: database)
    try await database.transaction(for: tenant.id) { transaction in
      try await Self.keep(outcome, of: claim, in: transaction)
    }
  }

  private struct Claim {
    let talk: ConversationID
    let position: Int
    let passage: String
    let question: String
  }

  private func claimed(
    _ session: SessionID,
    of tenant: TenantSnapshot,
    by settings: LanguageModelSettings,
    in database: TenantDatabase
  ) async throws -> Claim? {
    try await database.transaction(for: tenant.id) { transaction in
      guard let talk = try await transaction.conversation(of: session) else { return nil }
      let messages = try await transaction.messages(of: talk.id)
      let yesterday = transaction.environment.now().addingTimeInterval(-86_400)
      guard let found = WordingRule.candidate(in: messages, state: talk.state),
        try await transaction.wordingCount(since: yesterday) < settings.callsPerDay ?? 1_000,
        try await transaction.claimWording(
          found.answer.position,
          of: talk.id,
          model: settings.model
        )
      else { return nil }
      return Claim(
        talk: talk.id,
        position: found.answer.position,
        passage: found.answer.text,
        question: found.question
      )
    }
  }

  /// A key that cannot be found is the model's failure: the parent has the answer already.
  private func outcome(
    of claim: Claim,
    by settings: LanguageModelSettings,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async -> LanguageModel.Outcome {
    let key = await ModelKey.find(settings, of: tenant, in: database, variables: variables)
    guard case .known(let secret) = key else { return .failed }
    return await model.wording(of: claim.passage, for: claim.question, by: settings, key: secret)
  }

  /// A talk that a person took in the meantime is the person's.
  private static func keep(
    _ outcome: LanguageModel.Outcome,
    of claim: Claim,
    in transaction: TenantTransaction
  ) async throws {
    let state = try await transaction.lockConversation(claim.talk)?.state
    switch outcome {
    case .reworded(let text) where state == .bot:
      try await transaction.keepWording(claim.position, of: claim.talk, .served, text: text)
    case .refused(let problem):
      try await transaction.keepWording(
        claim.position,
        of: claim.talk,
        .refused,
        problem: problem.rawValue
      )
    default: try await transaction.keepWording(claim.position, of: claim.talk, .failed)
    }
  }
}
