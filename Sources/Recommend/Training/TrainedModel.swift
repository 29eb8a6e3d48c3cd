internal import Foundation

/// A model as it lies on the shelf: its kind, its layout and its bytes.
protocol TrainedModel: Codable, Sendable {
  /// The kind under which versions are numbered.
  static var kind: String { get }
  /// The layout that this build writes and reads.
  static var format: Int { get }

  /// The bytes as they lie on the shelf.
  func content() throws -> [UInt8]
  /// Reads them.
  init(content: [UInt8]) throws
}

extension TrainedModel {
  func content() throws -> [UInt8] { try [UInt8](JSONEncoder().encode(self)) }

  init(content: [UInt8]) throws { self = try JSONDecoder().decode(Self.self, from: Data(content)) }
}

/// What a shop sells and how much people take of it, the most taken first.
struct PopularityTable: TrainedModel, Hashable {
  static let kind = "popularity"
  static let format = 1

  struct Entry: Hashable, Codable, Sendable {
    /// What was known of the item when the table was made; what changes is asked for again.
    let item: CatalogueItem
    /// How many people took it, the recent ones and buyers counting more; 0 when nobody did.
    let score: Double
  }

  let entries: [Entry]
  /// How many take it in each region, by its code, in the order of the entries; nil without regions.
  let regions: [String: [Double]]?

  /// Joins a catalogue and scores; of equal scores the item that comes first in the alphabet.
  init(
    _ catalogue: [CatalogueItem],
    scores: [String: Double],
    regional: [String: [String: Double]] = [:]
  ) {
    entries = catalogue.map { Entry(item: $0, score: scores[$0.id] ?? 0) }
      .sorted { ($0.score, $1.item.id) > ($1.score, $0.item.id) }
    let sorted = entries
    regions =
      regional.isEmpty
      ? nil : regional.mapValues { scores in sorted.map { scores[$0.item.id] ?? 0 } }
  }

  /// The same as it is in a region; nil where nothing is known of that one.
  func seen(from region: String) -> Self? {
    guard let scores = regions?[region], scores.count == entries.count else { return nil }
    let own = zip(entries, scores).map { ($0.item.id, $1) }
    return Self(entries.map(\.item), scores: Dictionary(own) { first, _ in first })
  }
}

/// A model of taste with the names of its items.
package struct ItemRanking: TrainedModel {
  static let kind = "ranking"
  static let format = 2

  /// The items by their numbers in the model.
  package let items: [String]
  package let model: RecommendationModel

  package init(items: [String], model: RecommendationModel) {
    self.items = items
    self.model = model
  }
}

/// What each item in a basket speaks for.
package struct PartnerTable: TrainedModel, Hashable {
  static let kind = "together"
  static let format = 2
  /// How many partners of an item are kept.
  static let kept = 50

  package struct Partner: Hashable, Codable, Sendable {
    let item: String
    let weight: Float

    package init(item: String, weight: Float) {
      self.item = item
      self.weight = weight
    }
  }

  /// By item, the strongest partner first.
  let partners: [String: [Partner]]

  package init(partners: [String: [Partner]]) { self.partners = partners }
}

/// What each person is likely to need within the next 90 days.
package struct NeedTable: TrainedModel, Hashable {
  static let kind = "needs"
  static let format = 2
  /// How many categories of a person are kept.
  static let kept = 12
  /// How many days are foretold.
  static let horizon = 90

  package struct Need: Hashable, Codable, Sendable {
    let category: String
    let probability: Float

    package init(category: String, probability: Float) {
      self.category = category
      self.probability = probability
    }
  }

  /// By person, the likeliest need first.
  let needs: [String: [Need]]

  package init(needs: [String: [Need]]) { self.needs = needs }
}
