package import Foundation
internal import TenantStore

/// How a candidate and the served model would both have foreseen what people took since the candidate was
/// trained, which neither has learnt from.
package struct ShadowTrial: Hashable, Codable, Sendable {
  /// People asked about at most.
  static let peopleLimit = 2_000

  /// People who took something new since.
  let people: Int
  /// Recall at 20 of the candidate and of the served model.
  let recall: Double
  let servedRecall: Double
  /// Discounted gain at 20 of both.
  let gain: Double
  let servedGain: Double
  /// The share of the candidate's lists that the served model has too, 0 to 1.
  let overlap: Double

  /// Asks both models about everybody who took something since.
  ///
  /// - Parameters:
  ///   - candidate: The model that wants to be served.
  ///   - served: The model that is.
  ///   - taken: When each person took each item first, of people who took something since.
  ///   - cut: When the candidate was trained.
  init(_ candidate: ItemRanking, _ served: ItemRanking, _ taken: [FirstTaken], since cut: Date) {
    let people = Dictionary(grouping: taken, by: \.person)
      .sorted { $0.key.description < $1.key.description }
    let models = [candidate, served].map { ranking in
      (ranking, Dictionary(ranking.items.enumerated().map { ($1, $0) }) { first, _ in first })
    }
    var recalls = [0.0, 0.0]
    var gains = [0.0, 0.0]
    var (judges, shared, listed) = (0, 0, 0)
    for (_, entries) in people where judges < Self.peopleLimit {
      let before = entries.filter { $0.firstAt <= cut }.map(\.item)
      let later = Set(entries.filter { $0.firstAt > cut }.map(\.item))
      guard !before.isEmpty, !later.isEmpty else { continue }
      judges += 1
      var lists: [[String]] = []
      for (place, (ranking, numbers)) in models.enumerated() {
        let list = ranking.model.recommend(history: before.compactMap { numbers[$0] }, count: 20)
          .map { ranking.items[$0.item] }
        lists.append(list)
        let hits = list.enumerated().filter { later.contains($1) }.map(\.offset)
        recalls[place] += Double(hits.count) / Double(later.count)
        gains[place] += Self.gain(hits) / Self.gain(Array(0..<min(20, later.count)))
      }
      listed += lists[0].count
      shared += Set(lists[0]).intersection(lists[1]).count
    }
    let count = Double(max(1, judges))
    self.people = judges
    (recall, servedRecall) = (recalls[0] / count, recalls[1] / count)
    (gain, servedGain) = (gains[0] / count, gains[1] / count)
    overlap = listed == 0 ? 0 : Double(shared) / Double(listed)
  }

  /// Hits at places from 0, the first weighing most.
  private static func gain(_ places: [Int]) -> Double {
    var sum = 0.0
    for place in places { sum += 1 / log2(Double(place) + 2) }
    return sum
  }

  package init(
    people: Int,
    recall: Double,
    servedRecall: Double,
    gain: Double,
    servedGain: Double,
    overlap: Double
  ) {
    self.people = people
    (self.recall, self.servedRecall) = (recall, servedRecall)
    (self.gain, self.servedGain) = (gain, servedGain)
    self.overlap = overlap
  }

  /// The figures as they stand beside those of the trial.
  var metrics: JSONValue {
    [
      "shadowPeople": .integer(Int64(people)), "shadowRecall20": .number(recall),
      "servedRecall20": .number(servedRecall), "shadowGain20": .number(gain),
      "servedGain20": .number(servedGain), "shadowOverlap": .number(overlap),
    ]
  }
}

/// What becomes of a model that stood in the shadow of the served one.
package enum ShadowRule {
  /// People from whom on a comparison counts.
  static let judges = 30
  /// How long a candidate waits for them: seven days.
  ///
  /// Then its trial on held-out items decides alone.
  static let patience: TimeInterval = 7 * 86_400
  /// How much worse it may be, since it knows more of late: 2 %.
  static let allowance = 0.98

  package enum Verdict: String, Hashable, Sendable { case promote, reject, wait }

  package static func verdict(on trial: ShadowTrial, trainedAt: Date, now: Date) -> Verdict {
    guard trial.people >= judges else {
      return now.timeIntervalSince(trainedAt) >= patience ? .promote : .wait
    }
    let own = trial.recall + 2 * trial.gain
    let served = trial.servedRecall + 2 * trial.servedGain
    return own >= allowance * served ? .promote : .reject
  }
}

/// When somebody took an item for the first time.
struct FirstTaken: Hashable, TenantRow {
  let person: PersonID
  let item: String
  let firstAt: Date

  init(person: PersonID, item: String, firstAt: Date) {
    self.person = person
    self.item = item
    self.firstAt = firstAt
  }

  init(row: inout ColumnReader) throws {
    person = try row.next()
    item = try row.next()
    firstAt = try row.next()
  }
}
