internal import ArgumentParser
internal import Foundation
internal import Recommend
internal import TenantStore

struct RecommendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recommend",
    abstract: "Trains what proposes goods to shoppers, lists its versions and goes back to one.",
    subcommands: [
      TrainRecommendationsCommand.self, ListRecommendationsCommand.self,
      RollBackRecommendationsCommand.self, InsightCommand.self, AudienceCommand.self,
      EvaluateRecommendationsCommand.self, ExplainRecommendationsCommand.self,
      ForecastCommand.self, BacktestCommand.self, ReplenishCommand.self, ImportSalesCommand.self,
      RehearseCommand.self, LabelGoodsCommand.self,
    ]
  )
}

struct TrainRecommendationsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Asks for a training now instead of tonight; the gateway's worker does it.",
    discussion: """
      jobs show JOB says how far it is, and --wait waits for its end. Asking while one waits gives that \
      one.
      """
  )

  @Flag(help: "Wait until the job has ended, and show how far it has come.") var wait = false
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    try await session.withRecommendations(of: tenant.tenant, options) { database, snapshot in
      let job = try await database.transaction(for: snapshot.id) {
        try await Recommender().requestTraining(in: $0)
      }
      return try await session.asked(
        for: job,
        wait: wait,
        in: database,
        snapshot,
        text: "Training is asked for as \(job)."
      )
    }
  }
}

struct ListRecommendationsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Lists the trained models by kind, the newest first, with what was measured of each."
  )

  private struct Shown: Encodable {
    let kind: String
    let version: Int
    let state: String
    let trainedAt: Date
    let bytes: Int
    let metrics: JSONValue
  }

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let models = try await session.withRecommendations(of: tenant.tenant, options) {
      database,
      snapshot in
      try await database.reading(snapshot.id).modelArtefacts()
    }
    var table = Table("KIND", "VERSION", "STATE", "TRAINED", "BYTES", "METRICS")
    for model in models {
      table.add(
        model.kind,
        "\(model.version)",
        model.state.rawValue,
        ShownTime.text(model.trainedAt),
        "\(model.size)",
        model.metrics.canonicalText
      )
    }
    let shown = models.map {
      Shown(
        kind: $0.kind,
        version: $0.version,
        state: $0.state.rawValue,
        trainedAt: $0.trainedAt,
        bytes: $0.size,
        metrics: $0.metrics
      )
    }
    return try Report(shown, text: table.text(ifEmpty: "No models yet."))
  }
}

struct RollBackRecommendationsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Serves again the version of a kind that was served before."
  )

  @Argument(help: "The kind, as recommend models names it.") var kind: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let version = try await session.withRecommendations(of: tenant.tenant, options) {
      database,
      snapshot in
      try await database.transaction(for: snapshot.id) {
        try await ModelShelf.rollBack(kind, by: actor, in: $0)
      }
    }
    return try Report(["served": version], text: "Version \(version) of \(kind) is served.")
  }
}

extension AdminSession {
  /// Runs a closure for a tenant that has recommendations enabled.
  ///
  /// - Throws: ``AdminError`` when there is no such tenant, or it has none.
  func withRecommendations<Value>(
    of tenant: String,
    _ options: CommonOptions,
    _ body: (TenantDatabase, TenantSnapshot) async throws -> Value
  ) async throws -> Value {
    try await withDatabase(options) { database in
      let snapshot = try await database.tenantSnapshot(tenant, modules: modules).snapshot
      guard snapshot.isEnabled(module: RecommendModule.module.name) else {
        throw AdminError(
          .notFound,
          "\(tenant) has no recommendations; enable recommend in its tenant.yaml"
        )
      }
      return try await body(database, snapshot)
    }
  }
}
