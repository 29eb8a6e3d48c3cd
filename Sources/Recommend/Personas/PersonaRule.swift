public import TenantStore

/// The pack that fits somebody, and how that is known.
public struct PersonaMatch: Hashable, Sendable {
  /// The pack's short name.
  public let code: String
  /// Whether the person chose it.
  public let isChosen: Bool
  /// How sure it is, above 0 and at most 1; 1 for what was chosen.
  public let confidence: Double
  /// How many of the things that the person did something with speak for it.
  public let signs: Int
  /// How many things that are.
  public let things: Int
}

/// Which pack fits somebody, by what they did.
///
/// Each thing counts once, by the strongest deed: 3 bought, 2 in the cart, 1 looked at. What speaks for
/// several packs is shared among them. A pack's confidence is its part of the whole, where one look for
/// each pack and one for none of them stand beside what was done: a few looks say little.
package enum PersonaRule {
  /// Nothing is inferred from fewer things.
  package static let leastThings = 3
  /// From which confidence on a pack is shown.
  package static let leastConfidence = 0.6

  /// The pack that the deeds speak for.
  ///
  /// - Parameters:
  ///   - deeds: What somebody did with each thing.
  ///   - packs: The shop's packs; of two that fit alike none is shown.
  /// - Returns: The pack; nil where nothing is sure enough.
  package static func infer(
    _ deeds: [(item: CatalogueItem, deed: RecommendationReason.Deed)],
    _ packs: [PersonaPack]
  ) -> PersonaMatch? {
    guard deeds.count >= leastThings, !packs.isEmpty else { return nil }
    var worths = [Double](repeating: 0, count: packs.count)
    var counts = [Int](repeating: 0, count: packs.count)
    var sum = 0.0
    for (item, deed) in deeds {
      let worth = worth(deed)
      sum += worth
      let fitting = packs.indices.filter { packs[$0].isSign(item) }
      for pack in fitting {
        worths[pack] += worth / Double(fitting.count)
        counts[pack] += 1
      }
    }
    guard let best = worths.indices.max(by: { worths[$0] < worths[$1] }) else { return nil }
    let confidence = (worths[best] + 1) / (sum + Double(packs.count) + 1)
    guard confidence >= leastConfidence else { return nil }
    return PersonaMatch(
      code: packs[best].code,
      isChosen: false,
      confidence: confidence,
      signs: counts[best],
      things: deeds.count
    )
  }

  private static func worth(_ deed: RecommendationReason.Deed) -> Double {
    switch deed {
    case .bought: 3
    case .carted: 2
    case .viewed: 1
    }
  }
}

extension Recommender {
  /// The pack that fits a person, by what they chose or did; nil where they want none, or nothing is sure.
  ///
  /// - Parameters:
  ///   - person: Who.
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: The pack and how that is known.
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module, and what the ports throw.
  public func persona(
    of person: PersonID,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> PersonaMatch? {
    guard let packs = try tenant.recommend.packs, !packs.isEmpty,
      try await querying.isPersonalised(person)
    else { return nil }
    let wish = try await querying.statedChoice(of: person).wishes.persona
    let history = try await querying.history(of: person)
    let facts = try await facts(of: history.map(\.item), tenant, querying)
    let known = Dictionary(facts.map { ($0.id, $0) }) { first, _ in first }
    return wish.match(
      history.compactMap { entry in known[entry.item].map { ($0, entry.deed) } },
      packs
    )
  }
}
