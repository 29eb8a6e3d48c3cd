public import TenantStore

/// Has a tenant's language model draft an answer from facts; an expert reads it before any parent does.
public struct DraftingDesk: Sendable {
  /// What became of a draft.
  public enum Outcome: Hashable, Sendable {
    /// It was kept as a draft, marked with the model's name; the version's number.
    case written(Int)
    /// It has what no draft may have, and was not kept.
    case refused([ClaimRule.Problem])
    /// Nothing came in time that could be read.
    case failed
    /// The merchant has no language model.
    case noModel
  }

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

  /// Drafts the answer of an entry from facts.
  ///
  /// - Parameters:
  ///   - entry: The entry with everything but the answer; its `answer` holds the facts, sentence by
  ///     sentence, with nothing that a source does not say.
  ///   - actor: Who asks for it.
  ///   - tenant: The merchant.
  ///   - database: Where the draft is kept.
  /// - Returns: What became of it.
  /// - Throws: ``ServiceRefusal`` when the fields are wrong, and what the database refuses.
  public func draft(
    _ entry: KnowledgeDraft,
    by actor: Actor,
    for tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> Outcome {
    guard let settings = try tenant.service.languageModel else { return .noModel }
    let problems = KnowledgeDraftRule.problems(of: entry)
    guard problems.isEmpty else {
      throw ServiceRefusal(.knowledgeInvalid, ["fields": .array(problems.map { .string($0) })])
    }
    let key = await ModelKey.find(settings, of: tenant, in: database, variables: variables)
    guard case .known(let secret) = key,
      let text = await model.draft(
        of: entry.question,
        from: entry.answer,
        by: settings,
        key: secret
      )
    else { return .failed }
    let found = ClaimRule.problems(of: text, from: "\(entry.question)\n\(entry.answer)")
    guard found.isEmpty else { return .refused(found) }
    var written = entry
    written.answer = text
    return try await database.transaction(for: tenant.id) { transaction in
      // Asked twice, it is one draft.
      let latest = try await transaction.knowledgeVersions(of: entry.slug).first
      if let latest, latest.state == .draft, latest.draft == written {
        return .written(latest.version)
      }
      return .written(
        try await ServiceDesk().writeKnowledge(
          written,
          draftedBy: settings.model,
          by: actor,
          in: transaction
        )
      )
    }
  }
}

/// The key of a tenant's language model.
enum ModelKey {
  /// The key, or none where none is wanted.
  case known(Secret?)
  /// It cannot be found.
  case missing

  static func find(
    _ settings: LanguageModelSettings,
    of tenant: TenantSnapshot,
    in database: TenantDatabase,
    variables: [String: String]
  ) async -> Self {
    guard let reference = settings.apiKey else { return .known(nil) }
    guard let secrets = try? SecretStore(database: database, variables: variables),
      let found = try? await secrets.secret(reference, of: tenant)
    else { return .missing }
    return .known(found)
  }
}
