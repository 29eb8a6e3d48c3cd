internal import Dispatch
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
      let catalogue = try await recommender.ports.catalogue(nil, tenant, context.scope)
      var taken: [String: [Interaction]] = [:]
      for kind in PopularityRule.worth.keys.sorted() {
        taken[kind] = try await context.scope.interactions(kinds: [kind])
      }
      let purchases = try await context.scope.dailyPurchases()
      let (now, all) = (context.environment.now(), taken)
      let models = await Self.besideRequests {
        TrainedModels(catalogue, taken: all, purchases: purchases, now: now)
      }
      try Task.checkCancellation()
      try await context.transaction { transaction in
        try await models.shelve(in: transaction)
        try await context.complete(in: transaction)
      }
    }
  }

  /// Computes on a thread that no task waits for, so that signs of life and requests go on.
  private static func besideRequests<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      DispatchQueue.global(qos: .utility).async { continuation.resume(returning: body()) }
    }
  }
}

extension TrainedModels {
  /// Keeps what was fitted, and serves it unless a trial speaks against it.
  func shelve(in transaction: TenantTransaction) async throws {
    try await keep(popularity, metrics: [:], serves: true, in: transaction)
    try await keep(partners, metrics: [:], serves: true, in: transaction)
    try await keep(needs, metrics: [:], serves: true, in: transaction)
    guard let ranking, let trial else { return }
    let metrics: JSONValue = [
      "recall20": .number(trial.quality.recall), "gain20": .number(trial.quality.gain),
      "people": .integer(Int64(trial.quality.people)),
      "popularityRecall20": .number(trial.popularity.recall),
      "popularityGain20": .number(trial.popularity.gain),
    ]
    try await keep(ranking, metrics: metrics, serves: trial.isBetter, in: transaction)
  }

  private func keep<Model: TrainedModel>(
    _ model: Model?,
    metrics: JSONValue,
    serves: Bool,
    in transaction: TenantTransaction
  ) async throws {
    guard let model else { return }
    let version = try await ModelShelf.keep(
      try model.content(),
      kind: Model.kind,
      format: Model.format,
      metrics: metrics,
      in: transaction
    )
    guard serves else {
      return try await ModelShelf.reject(version, of: Model.kind, in: transaction)
    }
    try await ModelShelf.serve(version, of: Model.kind, by: .system, in: transaction)
  }
}
