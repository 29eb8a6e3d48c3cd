internal import Foundation
public import TenantStore

extension Recommender {
  /// The kind of the job that ``requestTraining(in:)`` asks for.
  static let trainingKind = "recommend.train"

  /// Asks for a training of the tenant's models, as soon as a worker is free.
  ///
  /// Asking while one waits gives the one that waits.
  @discardableResult
  public func requestTraining(in transaction: TenantTransaction) async throws -> JobID {
    try await transaction.enqueue(
      JobRequest(kind: Self.trainingKind, key: Self.trainingKind, maximumAttempts: 3)
    )
  }
}

extension JobKind {
  /// Reads a tenant's signals, fits what they can bear and puts it on the tenant's shelf.
  ///
  /// Nothing is written before all is fitted, and then in one transaction: a training that is killed
  /// half-way leaves what was served before.
  static func trainModels(_ recommender: Recommender) -> Self {
    Self(name: Recommender.trainingKind, maximumAttempts: 3, timeLimit: .seconds(3_600)) {
      context in
      let module = RecommendModule.module
      guard let tenant = try await context.database.snapshot(of: context.tenant, for: module),
        tenant.isEnabled(module: module.name)
      else { return }
      let catalogue = try await recommender.facts(of: nil, tenant, context.scope)
      var taken: [String: [Interaction]] = [:]
      for kind in PopularityRule.worth.keys.sorted() {
        taken[kind] = try await context.scope.interactions(kinds: [kind])
      }
      context.report(done: 1, total: 3)
      let purchases = try await context.scope.dailyPurchases()
      let (now, all) = (context.environment.now(), taken)
      let regional = try await recommender.regionalScores(tenant, all: all, context.scope)
      let shadow = try await recommender.shadow(context.scope, at: now)
      let isTried = shadow?.verdict != .wait
      let models = await Self.besideRequests {
        TrainedModels(
          catalogue,
          taken: all,
          purchases: purchases,
          now: now,
          triesTaste: isTried,
          regional: regional
        )
      }
      context.report(done: 2, total: 3)
      try Task.checkCancellation()
      try await context.transaction { transaction in
        try await shadow?.settle(in: transaction)
        try await models.shelve(in: transaction)
        try await context.complete(in: transaction)
      }
    }
  }
}

extension TrainedModels {
  /// Keeps what was fitted, and serves it unless a trial speaks against it.
  func shelve(in transaction: TenantTransaction) async throws {
    let data: JSONValue = [
      "people": .integer(Int64(plan.people)), "baskets": .integer(Int64(plan.baskets)),
      "buyers": .integer(Int64(plan.buyers)), "days": .integer(Int64(plan.days)),
    ]
    try await serve(popularity, metrics: data, in: transaction)
    try await serve(partners, metrics: [:], in: transaction)
    try await serve(needs, metrics: needsTrial?.metrics ?? [:], in: transaction)
    guard let ranking, let trial else { return }
    let metrics: JSONValue = [
      "recall20": .number(trial.quality.recall), "gain20": .number(trial.quality.gain),
      "people": .integer(Int64(trial.quality.people)),
      "popularityRecall20": .number(trial.popularity.recall),
      "popularityGain20": .number(trial.popularity.gain),
    ]
    guard let version = try await keep(ranking, metrics: metrics, in: transaction) else { return }
    guard trial.isBetter else {
      return try await ModelShelf.reject(version, of: ItemRanking.kind, in: transaction)
    }
    // What is better than popularity serves where nothing does; else it stands in the shadow first.
    if try await transaction.servedVersion(of: ItemRanking.kind) == nil {
      try await ModelShelf.serve(version, of: ItemRanking.kind, by: .system, in: transaction)
    }
  }

  private func serve<Model: TrainedModel>(
    _ model: Model?,
    metrics: JSONValue,
    in transaction: TenantTransaction
  ) async throws {
    guard let version = try await keep(model, metrics: metrics, in: transaction) else { return }
    try await ModelShelf.serve(version, of: Model.kind, by: .system, in: transaction)
  }

  private func keep<Model: TrainedModel>(
    _ model: Model?,
    metrics: JSONValue,
    in transaction: TenantTransaction
  ) async throws -> Int? {
    guard let model else { return nil }
    return try await ModelShelf.keep(
      try model.content(),
      kind: Model.kind,
      format: Model.format,
      metrics: metrics,
      in: transaction
    )
  }
}

extension Recommender {
  /// The candidate of taste beside what is served, and how it did; nil where none waits.
  func shadow(_ querying: any TenantQuerying, at now: Date) async throws -> Shadow? {
    let models = try await querying.modelArtefacts().filter {
      $0.kind == ItemRanking.kind && $0.format == ItemRanking.format
    }
    guard let candidate = models.first(where: { $0.state == .candidate }),
      let served = models.first(where: { $0.state == .serving }),
      let bytes = try await querying.modelContent(candidate.version, of: ItemRanking.kind),
      let servedBytes = try await querying.modelContent(served.version, of: ItemRanking.kind)
    else { return nil }
    let kinds = PopularityRule.worth.keys.sorted()
    let taken = try await querying.firstTaken(since: candidate.trainedAt, kinds: kinds)
    let trial = await JobKind.besideRequests { () -> ShadowTrial? in
      guard let own = try? ItemRanking(content: bytes),
        let other = try? ItemRanking(content: servedBytes)
      else { return nil }
      return ShadowTrial(own, other, taken, since: candidate.trainedAt)
    }
    guard let trial else { return nil }
    let verdict = ShadowRule.verdict(on: trial, trainedAt: candidate.trainedAt, now: now)
    return Shadow(version: candidate.version, trial: trial, verdict: verdict)
  }
}

/// A candidate of taste with what a comparison with the served model said.
struct Shadow: Sendable {
  let version: Int
  let trial: ShadowTrial
  let verdict: ShadowRule.Verdict

  /// Notes the figures, and serves or rejects the candidate.
  func settle(in transaction: TenantTransaction) async throws {
    try await transaction.noteMetrics(trial.metrics, of: ItemRanking.kind, version)
    switch verdict {
    case .wait: break
    case .reject: try await ModelShelf.reject(version, of: ItemRanking.kind, in: transaction)
    case .promote:
      try await ModelShelf.serve(version, of: ItemRanking.kind, by: .system, in: transaction)
    }
  }
}
