import Foundation
import Recommend

/// What many people and products cost: training, memory, and one answer over HTTP.
enum ScaleFigures {
  static let all = [
    Figure(
      name: "recommend.scale.trainSeconds",
      what:
        "training on 50,000 people, 20,000 products and 1,000,000 signals by the gateway's worker, "
        + "from asking to serving, once",
      unit: "s",
      bounds: .value(atMost: 20, floor: 60),
      measure: { stage in
        let shop = try await stage.scaleShop()
        return Outcome(values: [shop.trainSeconds], note: "the trial on held-out items included")
      }
    ),
    Figure(
      name: "recommend.scale.p99Milliseconds",
      what: "rows of one known visitor over the HTTP API of that shop, 20 items looked at",
      unit: "ms",
      bounds: .value(atMost: 8, floor: 20),
      measure: answer
    ),
    Figure(
      name: "recommend.million.fitMinutes",
      what: "fit to 1,000,000 people, 100,000 items and 20,000,000 pairs, once",
      unit: "min",
      bounds: .value(atMost: 10, floor: 30),
      measure: { stage in try million(stage).minutes }
    ),
    Figure(
      name: "recommend.million.peakGigabytes",
      what: "most memory of a process that makes and fits them, by itself",
      unit: "GB",
      bounds: .value(atMost: 4, floor: 8),
      measure: { stage in try million(stage).peak }
    ),
    Figure(
      name: "recommend.baby.rankMegabytes",
      what: "most memory of `recommend-evaluation rank` on Amazon Baby: reading, fitting, ranking",
      unit: "MB",
      bounds: .value(atMost: 500, floor: 1_000),
      measure: rankMemory
    ),
    Figure(
      name: "recommend.baby.updateDifference",
      what:
        "largest difference of a score after an update of one user from computing the user anew",
      unit: "",
      bounds: .value(atMost: 1e-5, floor: 1e-5),
      measure: { _ in try updateDifference() }
    ),
  ]

  private static func answer(_ stage: Stage) async throws -> Outcome {
    let shop = try await stage.scaleShop()
    let visitors = try shop.knownVisitors(stage.isShort ? 4 : 40)
    let windows = try await stage.plan.repeated { seconds in
      try await shop.answers(to: visitors, seconds: seconds)
    }
    let latencies = windows.map { $0.map(\.milliseconds) }
    let answers = windows.flatMap(\.self)
    return Outcome(
      values: latencies.map { $0.percentile(0.99) },
      details: [
        "p50Milliseconds": latencies.map { $0.percentile(0.5) }.median,
        "answers": Double(answers.count),
        "personalShare": Double(answers.count(where: \.isPersonal)) / Double(max(1, answers.count)),
      ],
      note: "one visitor at a time, 40 in turn, each with an age; nothing is remembered between two"
    )
  }

  private static func million(_ stage: Stage) throws -> (minutes: Outcome, peak: Outcome) {
    let (users, items, pairs) =
      stage.isShort ? (2_000, 500, 20_000) : (1_000_000, 100_000, 20_000_000)
    let interactions = try ZipfShop.interactions(users: users, items: items, pairs: pairs)
    let started = ContinuousClock.now
    let model = RecommendationModel(interactions)
    let minutes = (ContinuousClock.now - started) / .seconds(60)
    precondition(!model.recommend(for: 0, count: 20).isEmpty, "the fit is used")
    let details = ["pairs": Double(interactions.pairCount)]
    let note = "the figures of one name at a time tell the memory of this one alone"
    return (
      Outcome(values: [minutes], details: details),
      Outcome(values: [Memory.peakOfSelf / 1e9], details: details, note: note)
    )
  }

  private static func rankMemory(_ stage: Stage) async throws -> Outcome {
    let run = try EvaluationRun()
    defer { run.clear() }
    let train = try TrainingFolder.path("amazon_baby/train.csv")
    let out = run.folder.appending(path: "out.csv").path()
    let peak = try await Memory.peak(
      of: try Program.beside("recommend-evaluation"),
      ["rank", "--train", train, "--users", train, "--k", "20", "--out", out]
    )
    return Outcome(values: [peak / 1e6])
  }

  private static func updateDifference() throws -> Outcome {
    let split = try AmazonBaby.read()
    let model = RecommendationModel(split.train)
    var most = 0.0
    for user in 0..<100 {
      let items = split.train.byUser[user].map(Int.init) + [user]
      var (updated, without) = (model, model)
      updated.update(user: user, items: items)
      without.update(user: user, items: [])
      let anew = without.recommend(history: items, count: 20)
      for (one, other) in zip(updated.recommend(for: user, count: 20), anew) {
        guard one.item == other.item else { return Outcome(values: [1]) }
        most = max(most, Double(abs(one.score - other.score)))
      }
    }
    return Outcome(values: [most], note: "100 users, each with one item more")
  }
}
