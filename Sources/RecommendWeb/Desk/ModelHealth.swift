internal import Foundation
internal import Recommend
internal import TenantStore

/// The kinds of models that a training makes, as their versions are named.
enum ModelKind: String, CaseIterable {
  case popularity, ranking, together, needs
}

/// What a merchant's models say of themselves; no statement runs in here.
struct ModelHealth {
  /// What a training had to learn from.
  enum Data: String, CaseIterable { case people, baskets, buyers, days }

  /// What is missing for a kind.
  struct Need: Equatable {
    let part: Data
    let have: Int
    let least: Int
  }

  /// Where a kind stands.
  enum Standing: Equatable {
    case served(Int)
    case untrained
    case rejected
    case tooLittle(Need)
  }

  /// Why a version is or is not served.
  enum Decision: String, CaseIterable {
    /// It was better than popularity on what was held out.
    case better
    /// It was not.
    case worse
    /// It waits in the shadow of the one that is served, until enough people took something.
    case waiting
    /// It was compared with the one that was served, by what people took since.
    case compared
    /// It needs no comparison.
    case unjudged
  }

  /// A measured value in words.
  struct Figure: Equatable {
    let name: String
    let text: String
  }

  /// After so long without a training at night something is wrong: two days.
  private static let patience: TimeInterval = 2 * 86_400

  private let models: [ModelArtefact]
  /// When a training last came through; nil before the first one.
  let trainedAt: Date?
  /// What the latest training had; empty before the first one.
  let data: [Data: Int]

  init(_ models: [ModelArtefact]) {
    self.models = models
    trainedAt = models.map(\.trainedAt).max()
    let latest = models.filter { $0.kind == ModelKind.popularity.rawValue }
      .max { $0.version < $1.version }
    var data: [Data: Int] = [:]
    for part in Data.allCases {
      if case .integer(let count)? = latest?.metrics[part.rawValue] { data[part] = Int(count) }
    }
    self.data = data
  }

  /// Whether no training has come through for long.
  func isOverdue(at now: Date) -> Bool {
    trainedAt.map { now.timeIntervalSince($0) > Self.patience } ?? false
  }

  /// All versions of a kind, the newest first.
  func versions(of kind: ModelKind) -> [ModelArtefact] {
    models.filter { $0.kind == kind.rawValue }.sorted { $0.version > $1.version }
  }

  func standing(of kind: ModelKind) -> Standing {
    let versions = versions(of: kind)
    if let served = versions.first(where: { $0.state == .serving }) {
      return .served(served.version)
    }
    if let need = need(of: kind) { return .tooLittle(need) }
    return versions.isEmpty ? .untrained : .rejected
  }

  /// What the latest training had too little of for a kind.
  private func need(of kind: ModelKind) -> Need? {
    let leasts: [(Data, Int)] =
      switch kind {
      case .popularity: []
      case .ranking: [(.people, TrainingNeeds.people)]
      case .together: [(.baskets, TrainingNeeds.baskets)]
      case .needs: [(.buyers, TrainingNeeds.buyers), (.days, TrainingNeeds.days)]
      }
    return leasts.lazy.compactMap { part, least in
      data[part].flatMap { $0 < least ? Need(part: part, have: $0, least: least) : nil }
    }.first
  }

  /// Why a version is served or not.
  static func decision(on model: ModelArtefact) -> Decision {
    guard let own = number("recall20", model), let popular = number("popularityRecall20", model)
    else { return .unjudged }
    if model.state == .candidate { return .waiting }
    if (number("shadowPeople", model) ?? 0) > 0 { return .compared }
    let gains = (number("gain20", model) ?? 0, number("popularityGain20", model) ?? 0)
    return own + 2 * gains.0 > popular + 2 * gains.1 ? .better : .worse
  }

  /// What was measured of a version, each beside what is popular.
  static func figures(of model: ModelArtefact) -> [Figure] {
    let pairs = [("recall20", "popularityRecall20"), ("gain20", "popularityGain20")]
    let shares = pairs.compactMap { own, other -> Figure? in
      guard let value = number(own, model), let popular = number(other, model) else { return nil }
      return Figure(name: own, text: "\(percent(value)) / \(percent(popular))")
    }
    if let shadow = number("shadowRecall20", model), let served = number("servedRecall20", model),
      let judges = number("shadowPeople", model)
    {
      return shares + [
        Figure(name: "shadow", text: "\(percent(shadow)) / \(percent(served))"),
        Figure(name: "shadowJudges", text: "\(Int(judges))"),
        Figure(name: "overlap", text: percent(number("shadowOverlap", model) ?? 0)),
      ]
    }
    guard let people = number("people", model), model.kind == ModelKind.ranking.rawValue else {
      return shares
    }
    return shares + [Figure(name: "judges", text: "\(Int(people))")]
  }

  /// The recall of a version and of what was popular then; nil where nothing was held out.
  static func recall(of model: ModelArtefact) -> (own: Double, popular: Double)? {
    guard let own = number("recall20", model), let popular = number("popularityRecall20", model)
    else { return nil }
    return (own, popular)
  }

  private static func percent(_ share: Double) -> String {
    String(format: "%.2f %%", locale: Locale(identifier: "en_US_POSIX"), share * 100)
  }

  private static func number(_ name: String, _ model: ModelArtefact) -> Double? {
    switch model.metrics[name] {
    case .number(let value)?: value
    case .integer(let value)?: Double(value)
    default: nil
    }
  }
}
