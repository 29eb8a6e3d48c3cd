internal import Foundation

/// How much each item is taken: people, not events, so that nobody makes an item popular alone.
enum PopularityRule {
  /// The days after which somebody counts half.
  static let halfLifeDays = 60.0
  /// What a buyer, somebody with a full cart and somebody who only looked count.
  static let worth: [String: Double] = ["purchase": 1, "cart": 0.5, "view": 0.2]

  /// The sum over people; each counts once for each item and kind, by the last time.
  static func scores(_ taken: [String: [Interaction]], at now: Date) -> [String: Double] {
    var scores: [String: Double] = [:]
    for (kind, interactions) in taken.sorted(by: { $0.key < $1.key }) {
      guard let worth = worth[kind] else { continue }
      for interaction in interactions {
        let days = max(0, now.timeIntervalSince(interaction.lastAt) / 86_400)
        scores[interaction.item, default: 0] += worth * exp2(-days / halfLifeDays)
      }
    }
    return scores
  }
}
