/// What a person chose of how things are proposed to them.
public struct PersonWishes: Hashable, Sendable {
  /// What goods must be certified as: some of ``GoodsRequirement/codes``.
  public var requires: Set<String>
  /// The situation that proposals should serve.
  public var scenario: Scenario?
  /// The pack that fits.
  public var persona: PersonaWish

  /// Nothing was chosen.
  public static let none = Self()

  /// Chooses.
  public init(
    requires: Set<String> = [],
    scenario: Scenario? = nil,
    persona: PersonaWish = .inferred
  ) {
    self.requires = requires
    self.scenario = scenario
    self.persona = persona
  }
}

/// Which pack somebody wants.
public enum PersonaWish: Hashable, Sendable {
  /// The one that what they do speaks for.
  case inferred
  /// None at all.
  case none
  /// A pack by its short name.
  case chosen(String)

  /// As a form or a row writes it; nil for ``inferred``.
  public var text: String? {
    switch self {
    case .inferred: nil
    case .none: "none"
    case .chosen(let code): code
    }
  }

  /// Reads what ``text`` wrote.
  public init(text: String?) {
    self = text.map { $0 == "none" ? .none : .chosen($0) } ?? .inferred
  }

  /// The pack for what somebody did; a chosen one that the shop no longer has is none.
  package func match(
    _ deeds: [(item: CatalogueItem, deed: RecommendationReason.Deed)],
    _ packs: [PersonaPack]
  ) -> PersonaMatch? {
    switch self {
    case .inferred: return PersonaRule.infer(deeds, packs)
    case .none: return nil
    case .chosen(let code):
      guard let pack = packs.first(where: { $0.code == code }) else { return nil }
      return PersonaMatch(
        code: code,
        isChosen: true,
        confidence: 1,
        signs: deeds.count { pack.isSign($0.item) },
        things: deeds.count
      )
    }
  }
}
