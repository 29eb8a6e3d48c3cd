import Foundation
import Recommend

/// Our blend beside the most used package of its kind, on the same split of Amazon Baby in one run.
enum ImplicitFigures {
  static let all = [
    Figure(
      name: "recommend.implicit.recall20",
      what: "recall@20 on the validation part of Amazon Baby beside implicit's",
      unit: "",
      bounds: .ratio(atLeast: 1.2, floor: 1),
      measure: { stage in try await compare(stage, { $0.recall }, { $0.recall }) }
    ),
    Figure(
      name: "recommend.implicit.gain20",
      what: "NDCG@20 on the validation part of Amazon Baby beside implicit's",
      unit: "",
      bounds: .ratio(atLeast: 1.2, floor: 1),
      measure: { stage in try await compare(stage, { $0.gain }, { $0.gain }) }
    ),
    Figure(
      name: "recommend.implicit.fitSeconds",
      what: "fit to Amazon Baby's train part beside implicit's",
      unit: "s",
      measure: { stage in try await compare(stage, { $0.seconds }, { $0.seconds }) }
    ),
    Figure(
      name: "recommend.implicit.megabytes",
      what:
        "most memory of a process that reads Amazon Baby's train part, fits and ranks, beside "
        + "implicit's",
      unit: "MB",
      measure: memory
    ),
  ]

  /// What our blend reaches.
  private struct Own {
    let recall: Double
    let gain: Double
    let seconds: Double
  }

  private static func split(_ stage: Stage) throws -> AmazonBaby {
    let whole = try AmazonBaby.read()
    return stage.isShort ? try whole.sample(of: 500, seed: 1) : whole
  }

  private static func compare(
    _ stage: Stage,
    _ own: (Own) -> Double,
    _ peer: (ImplicitPeer.Answer) -> Double
  ) async throws -> Outcome {
    let split = try split(stage)
    let answer = try await stage.implicitAnswer(to: split)
    let started = ContinuousClock.now
    let model = RecommendationModel(split.train)
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    let quality = split.quality(
      model.recommend(forAll: Array(0..<split.train.userCount), count: 20)
    )
    let value = own(Own(recall: quality.recall, gain: quality.gain, seconds: seconds))
    return Outcome(
      values: [value],
      peer: ImplicitPeer.name,
      peerValues: [peer(answer)],
      note: "the peer's settings are chosen by the part that it is judged on, ours are not"
    )
  }

  private static func memory(_ stage: Stage) async throws -> Outcome {
    let split = try split(stage)
    let answer = try await stage.implicitAnswer(to: split)
    let run = try EvaluationRun()
    defer { run.clear() }
    let train = try run.file(
      "train.csv",
      "user,item",
      (0..<split.train.userCount).lazy.flatMap { user in
        split.train.byUser[user].map { "\(user),\($0)" }
      }
    )
    let out = run.folder.appending(path: "out.csv").path()
    let peak = try await Memory.peak(
      of: try Program.beside("recommend-evaluation"),
      ["rank", "--train", train, "--users", train, "--k", "20", "--out", out]
    )
    return Outcome(
      values: [peak / 1e6],
      peer: ImplicitPeer.name,
      peerValues: [answer.bytes / 1e6]
    )
  }
}
