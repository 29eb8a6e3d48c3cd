import Recommend
import TenantStore
import TenantStoreTesting
import Testing

private let packs = [
  PersonaPack(
    code: "convenient",
    name: LocalizedText([:]),
    signs: ["food"],
    slots: [.init(categories: ["food"])],
    budget: 10_000
  ),
  PersonaPack(
    code: "together",
    name: LocalizedText([:]),
    signs: ["toys"],
    scenarios: [.home],
    slots: [.init(categories: ["toys"])],
    budget: 20_000
  ),
]

@Suite("The pack that fits")
struct PersonaRuleTests {
  private func deeds(_ kinds: [(String, RecommendationReason.Deed)]) -> [(
    item: CatalogueItem, deed: RecommendationReason.Deed
  )] {
    kinds.enumerated().map { number, kind in
      (CatalogueItem(id: "\(number)", category: kind.0), kind.1)
    }
  }

  @Test(
    arguments: [
      ([("food", .viewed), ("food", .viewed)], nil),
      ([("food", .viewed), ("food", .viewed), ("food", .viewed)], "convenient"),
      ([("food", .viewed), ("toys", .viewed), ("food", .viewed)], nil),
      ([("toys", .bought), ("toys", .carted), ("food", .viewed)], "together"),
      ([("care", .bought), ("care", .bought), ("food", .viewed)], nil),
      ([("food", .bought), ("food", .bought), ("toys", .bought)], nil),
    ] as [([(String, RecommendationReason.Deed)], String?)]
  )
  func `a clear lean is seen, and nothing is where little or both were done`(
    kinds: [(String, RecommendationReason.Deed)],
    code: String?
  ) {
    let match = PersonaRule.infer(deeds(kinds), packs)
    #expect(match?.code == code)
    if let match { #expect(match.confidence >= 0.6 && match.signs <= match.things) }
  }

  @Test func `a choice goes before what was done, and none means none`() {
    let toys = deeds(Array(repeating: ("toys", .bought), count: 9))
    #expect(PersonaWish.inferred.match(toys, packs)?.code == "together")
    #expect(PersonaWish.none.match(toys, packs) == nil)
    let chosen = PersonaWish.chosen("convenient").match(toys, packs)
    #expect(chosen?.code == "convenient" && chosen?.isChosen == true && chosen?.signs == 0)
    #expect(PersonaWish.chosen("gone").match(toys, packs) == nil)
    for wish in [PersonaWish.inferred, .none, .chosen("x")] {
      #expect(PersonaWish(text: wish.text) == wish)
    }
  }

  @Test func `more of the same never makes it less sure, and nothing is surer than sure`() {
    var random = SystemRandomNumberGenerator()
    let all = RecommendationReason.Deed.allCases
    for _ in 0..<2_000 {
      var done = deeds(
        (0..<Int.random(in: 3...20, using: &random)).map { _ in
          (
            ["food", "toys", "care"].randomElement(using: &random) ?? "food",
            all.randomElement(using: &random) ?? .viewed
          )
        }
      )
      guard let match = PersonaRule.infer(done, packs) else { continue }
      #expect((0.6..<1).contains(match.confidence))
      let kind = match.code == "together" ? "toys" : "food"
      done.append((CatalogueItem(id: "more", category: kind), .bought))
      let again = PersonaRule.infer(done, packs)
      #expect(again?.code == match.code && (again?.confidence ?? 0) >= match.confidence)
    }
  }
}

@Suite("Packs among rows", .tenantDatabase([RecommendModule.module]))
struct PersonaRowTests {
  private static let settings: [String: JSONValue] = [
    "recommend": [
      "packs": [
        [
          "code": "convenient", "name": ["zh": "职场妈妈便捷包"], "signs": ["food"],
          "slots": [
            ["categories": ["food"], "isRequired": true],
            ["categories": ["care"], "isRequired": true],
          ],
          "budget": 6_000,
        ],
        [
          "code": "together", "name": ["zh": "成长陪伴"], "signs": ["toys"],
          "slots": [
            ["categories": ["toys"], "isRequired": true],
            ["categories": ["food"], "isRequired": true],
          ],
          "budget": 20_000,
        ],
      ]
    ]
  ]

  private func pack(_ rows: [RecommendationRow]) -> (code: String, row: RecommendationRow)? {
    for row in rows { if case .pack(let code, _, _) = row.subject { return (code, row) } }
    return nil
  }

  @Test
  func `what somebody looks at shows a pack and says why, a choice overrides it, off ends it`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: Self.settings)
    let mine = pair.mine
    let shop = Recommender.selling([mine.id: nursery, pair.other.id: nursery])
    let ada = mine.newPerson()
    var visitor = Visitor(person: ada, ages: [6])
    #expect(pack(try await mine.rows(shop, for: visitor)) == nil)
    try await mine.tell(["rice", "pear", "plum"].map { .view(item: $0) }, by: ada)
    let shown = try #require(pack(try await mine.rows(shop, for: visitor)))
    #expect(shown.code == "convenient" && shown.row.entries.count == 2)
    guard case .persona(let match)? = shown.row.entries.first?.reason else {
      Issue.record("\(shown.row)")
      return
    }
    #expect(!match.isChosen && match.signs == 3 && match.things == 3)
    #expect(try await shop.persona(of: ada, mine.snapshot, mine.scope) == match)
    if case .pack(_, _, let price) = shown.row.subject { #expect(price <= 6_000 && price > 0) }

    for (wish, code) in [(PersonaWish.chosen("together"), "together"), (.none, nil)] {
      try await mine.transaction {
        try await $0.stateWishes(PersonWishes(persona: wish), of: ada)
      }
      visitor.wishes = try await mine.scope.statedChoice(of: ada).wishes
      #expect(pack(try await mine.rows(shop, for: visitor))?.code == code)
    }
    #expect(try await shop.persona(of: ada, pair.other.snapshot, pair.other.scope) == nil)
    try await mine.transaction {
      try await $0.stateWishes(PersonWishes(persona: .chosen("together")), of: ada)
      try await $0.setPersonalisation(false, of: ada)
    }
    #expect(pack(try await mine.rows(shop, for: visitor)) == nil)
    #expect(try await shop.persona(of: ada, mine.snapshot, mine.scope) == nil)
  }

  @Test func `what a guest chose becomes the member's, whose own choice goes before`() async throws
  {
    let mine = try await TenantPair.fresh(settings: Self.settings).mine
    let (guest, member) = (mine.newPerson(), mine.newPerson())
    try await mine.transaction { transaction in
      try await transaction.stateWishes(
        PersonWishes(requires: ["halal"], scenario: .travel, persona: .chosen("together")),
        of: guest
      )
      try await transaction.stateWishes(PersonWishes(scenario: .home), of: member)
      _ = try await transaction.join(guest, to: member)
    }
    let wishes = try await mine.scope.statedChoice(of: member).wishes
    #expect(
      wishes == PersonWishes(requires: ["halal"], scenario: .home, persona: .chosen("together"))
    )
    #expect(try await mine.scope.statedChoice(of: guest).wishes == .none)
  }
}
