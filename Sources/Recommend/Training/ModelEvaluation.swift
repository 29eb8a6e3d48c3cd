public import TenantStore

/// What models of a shop would be worth if they were trained now.
public struct ModelEvaluation: Hashable, Sendable {
  /// A value by its name, as artefacts name it.
  public struct Figure: Hashable, Sendable {
    /// The name: `people`, `recall20`, `calibrationError` and so on.
    public let name: String
    /// A count, or a share from 0 to 1.
    public let value: Double
  }

  /// Steps of an evaluation, which it reports as it begins them.
  public enum Step: String, Hashable, Sendable, CaseIterable {
    /// Reads what people did.
    case reading
    /// Compares a candidate that waits with what is served.
    case comparing
    /// Fits models.
    case fitting
  }

  /// What there is to learn from, and what was measured.
  public let figures: [Figure]
}

extension Recommender {
  /// Fits models to what the shop knows now and measures them; keeps nothing.
  ///
  /// - Parameters:
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope; it only reads.
  ///   - report: Hears each step as it begins.
  /// - Returns: The figures.
  /// - Throws: What the ports throw.
  public func evaluate(
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying,
    report: (ModelEvaluation.Step) -> Void = { _ in }
  ) async throws -> ModelEvaluation {
    report(.reading)
    let now = querying.environment.now()
    let catalogue = try await ports.catalogue(nil, tenant, querying)
    var taken: [String: [Interaction]] = [:]
    for kind in PopularityRule.worth.keys.sorted() {
      taken[kind] = try await querying.interactions(kinds: [kind])
    }
    let purchases = try await querying.dailyPurchases()
    report(.comparing)
    let shadow = try await shadow(querying, at: now)
    report(.fitting)
    let all = taken
    let models = await JobKind.besideRequests {
      TrainedModels(catalogue, taken: all, purchases: purchases, now: now)
    }
    let plan = models.plan
    var figures: [(String, Double)] = [
      ("people", Double(plan.people)), ("baskets", Double(plan.baskets)),
      ("buyers", Double(plan.buyers)), ("days", Double(plan.days)),
    ]
    if let trial = models.trial {
      figures += [
        ("recall20", trial.quality.recall), ("gain20", trial.quality.gain),
        ("coverage20", trial.quality.coverage),
        ("popularityRecall20", trial.popularity.recall),
        ("popularityGain20", trial.popularity.gain),
      ]
    }
    if let trial = shadow?.trial {
      figures += [
        ("shadowPeople", Double(trial.people)), ("shadowRecall20", trial.recall),
        ("servedRecall20", trial.servedRecall), ("shadowOverlap", trial.overlap),
      ]
    }
    if let needs = models.needsTrial {
      figures.append(("calibrationError", needs.calibrationError))
    }
    return ModelEvaluation(figures: figures.map { ModelEvaluation.Figure(name: $0.0, value: $0.1) })
  }
}
