public import Foundation
public import TenantStore

/// What the shop's families are likely to need within the next 90 days, by category.
public struct NeedCalendar: Hashable, Sendable {
  /// A category and who will need it.
  public struct Entry: Hashable, Sendable {
    /// The short name of the category.
    public let category: String
    /// Families expected to buy it for the first time from now on within 30 days, between 30 and 60, and
    /// between 60 and 90; purchases are taken to come evenly.
    public let months: [Double]
    /// Families that need it rather than not.
    public let likely: Int
    /// The families, the likeliest first, with their probability within 90 days.
    public let people: [Person]

    /// Families expected within 90 days.
    public var expected: Double { months.reduce(0, +) }
  }

  /// Somebody who is likely to need something.
  public struct Person: Hashable, Sendable {
    /// Who.
    public let person: PersonID
    /// How likely within 90 days, from 0 to 1.
    public let probability: Double
  }

  /// How often what was foretold came true.
  public struct Calibration: Hashable, Sendable {
    /// Pairs of a family and a category.
    public let pairs: Int
    /// The mean of what was foretold, from 0 to 1.
    public let foretold: Double
    /// The share that was bought, from 0 to 1.
    public let bought: Double
  }

  /// The version of the model that says so.
  public let version: Int
  /// When it was trained, in UTC.
  public let trainedAt: Date
  /// Of how many families something is known.
  public let families: Int
  /// The categories, the one with most families first; of each family the twelve likeliest count.
  public let entries: [Entry]
  /// From the least likely to the likeliest; empty while the past is too short to compare.
  public let calibration: [Calibration]
  /// The mean distance between foretold and bought, by pairs; nil while the past is too short.
  public let calibrationError: Double?

  init(_ table: NeedTable, _ artefact: ModelArtefact) {
    version = artefact.version
    trainedAt = artefact.trainedAt
    families = table.needs.count
    var byCategory: [String: [Person]] = [:]
    for (name, needs) in table.needs.sorted(by: { $0.key < $1.key }) {
      guard let person = PersonID(name) else { continue }
      for need in needs {
        let probability = Double(need.probability)
        byCategory[need.category, default: []].append(
          Person(person: person, probability: probability)
        )
      }
    }
    entries = byCategory.map { category, people in
      let counts = (0...3).map { month in
        people.reduce(0) { $0 + 1 - pow(1 - min($1.probability, 1), Double(month) / 3) }
      }
      return Entry(
        category: category,
        months: zip(counts, counts.dropFirst()).map { $1 - $0 },
        likely: people.count { $0.probability >= 0.5 },
        people: people.enumerated().sorted {
          ($0.element.probability, $1.offset) > ($1.element.probability, $0.offset)
        }
        .map(\.element)
      )
    }
    .sorted { ($0.expected, $1.category) > ($1.expected, $0.category) }
    func numbers(_ name: String) -> [Double] {
      guard case .array(let values)? = artefact.metrics[name] else { return [] }
      return values.compactMap(Self.number)
    }
    let (pairs, foretold, bought) = (numbers("pairs"), numbers("foretold"), numbers("bought"))
    calibration = zip(pairs, zip(foretold, bought)).filter { $0.0 > 0 }.map { count, sums in
      Calibration(pairs: Int(count), foretold: sums.0 / count, bought: sums.1 / count)
    }
    calibrationError = artefact.metrics["calibrationError"].flatMap(Self.number)
  }

  private static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
}

extension Recommender {
  /// What the shop's families are likely to need, by the model that is served; nil before there is one.
  public func needCalendar(_ querying: any TenantQuerying) async throws -> NeedCalendar? {
    let kind = NeedTable.kind
    guard
      let artefact = try await querying.modelArtefacts()
        .first(where: { $0.kind == kind && $0.state == .serving && $0.format == NeedTable.format }),
      let content = try await querying.modelContent(artefact.version, of: kind),
      let table = try? NeedTable(content: content)
    else { return nil }
    return NeedCalendar(table, artefact)
  }
}
