import Foundation
import Recommend

/// How well and how fast items are ranked, with and without many users.
enum RankingFigures {
  static let all =
    [
      Figure(
        name: "recommend.baby.recall20",
        what: "recall@20 on the validation part of Amazon Baby, fitted to train only",
        unit: "",
        bounds: .value(atLeast: 0.094, floor: 0.088),
        measure: { stage in try quality(stage) { $0.recall } }
      ),
      Figure(
        name: "recommend.baby.gain20",
        what: "NDCG@20 on the validation part of Amazon Baby, fitted to train only",
        unit: "",
        bounds: .value(atLeast: 0.044, floor: 0.041),
        measure: { stage in try quality(stage) { $0.gain } }
      ),
      Figure(
        name: "recommend.baby.coverage20",
        what: "share of Amazon Baby's items in any list of 20",
        unit: "",
        bounds: .value(atLeast: 0.5, floor: 0.3),
        measure: { stage in try quality(stage) { $0.coverage } }
      ),
      Figure(
        name: "recommend.baby.fitSeconds",
        what: "fit to the 118,551 pairs of Amazon Baby's train part",
        unit: "s",
        bounds: .value(atMost: 2, floor: 10),
        measure: { stage in try fit(stage) }
      ),
      Figure(
        name: "recommend.baby.updateMilliseconds",
        what: "taking one user's items anew and ranking for the user, 100 users",
        unit: "ms",
        bounds: .value(atMost: 10, floor: 10),
        measure: { stage in try update(stage) }
      ),
    ]
    + [(100, 1), (300, 1), (1_000, 1), (3_000, 1.25), (10_000, 1.4)].map { users, goal in
      Figure(
        name: "recommend.tenant.\(users)",
        what:
          "recall@20 of \(users) users drawn from Amazon Baby against what is popular among them",
        unit: "",
        bounds: .ratio(atLeast: goal, floor: goal == 1 ? 0.98 : goal),
        measure: { stage in try tenant(of: users, stage) }
      )
    }

  private static func quality(
    _ stage: Stage,
    _ number: (RankingQuality) -> Double
  ) throws -> Outcome {
    let whole = try AmazonBaby.read()
    let split = stage.isShort ? try whole.sample(of: 500, seed: 1) : whole
    let model = RecommendationModel(split.train)
    let lists = model.recommend(forAll: Array(0..<split.train.userCount), count: 20)
    return Outcome(values: [number(split.quality(lists))])
  }

  private static func fit(_ stage: Stage) throws -> Outcome {
    let split = try AmazonBaby.read()
    let seconds = (0..<stage.plan.count).map { _ in
      let started = ContinuousClock.now
      let model = RecommendationModel(split.train)
      precondition(model.interactions.pairCount > 0, "the fit is used")
      return (ContinuousClock.now - started) / .seconds(1)
    }
    return Outcome(values: seconds)
  }

  private static func update(_ stage: Stage) throws -> Outcome {
    let split = try AmazonBaby.read()
    var model = RecommendationModel(split.train)
    let milliseconds = (0..<100).map { user in
      let started = ContinuousClock.now
      let items = split.train.byUser[user].map(Int.init) + [user]
      model.update(user: user, items: items)
      precondition(!model.recommend(for: user, count: 20).isEmpty, "there is a list")
      return (ContinuousClock.now - started) / .milliseconds(1)
    }
    return Outcome(values: milliseconds, details: ["p99": milliseconds.percentile(0.99)])
  }

  private static func tenant(of users: Int, _ stage: Stage) throws -> Outcome {
    let whole = try AmazonBaby.read()
    var outcome = Outcome(values: [], peer: "popularity")
    for draw in 0..<(stage.isShort ? 1 : 5) {
      let split = try whole.sample(of: users, seed: UInt64(users + draw))
      let model = RecommendationModel(split.train)
      let lists = model.recommend(forAll: Array(0..<users), count: 20)
      outcome.values.append(split.quality(lists).recall)
      outcome.peerValues.append(split.quality(split.popularLists()).recall)
    }
    let mean = outcome.values.reduce(0, +) / outcome.peerValues.reduce(0, +)
    outcome.details["ratioOfMeans"] = mean
    return outcome
  }
}
