import Recommend
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Courses and toys", .tenantDatabase([RecommendModule.module]))
struct CourseTests {
  private let blocks = DevelopmentTag(
    item: "blocks",
    kind: .course,
    skills: DevelopmentSkill.all.filter { ["stacks", "fills"].contains($0.code) },
    lessons: 2
  )

  private func say(_ tag: DevelopmentTag?, _ item: String, at tenant: TestTenant) async throws {
    try await tenant.transaction {
      try await Recommender().tag(item, tag, by: .staff("mei"), in: $0)
    }
  }

  private func items(_ tenant: TestTenant, _ visitor: Visitor) async throws -> [String] {
    try await Recommender.selling([tenant.id: nursery])
      .developmentShelves(for: visitor, tenant.snapshot, tenant.scope)
      .flatMap(\.offers).map { "\($0.tag.item) \($0.nextLesson ?? 0)" }
  }

  @Test func `a course goes lesson by lesson until it is done, for its own family alone`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: ["recommend": [:]])
    let (mine, ada, lin) = (pair.mine, pair.mine.newPerson(), pair.mine.newPerson())
    for _ in 0..<2 { try await say(blocks, "blocks", at: mine) }
    let family = Visitor(person: ada, ages: [13])
    #expect(try await items(mine, family) == ["blocks 1"])
    for _ in 0..<2 {
      try await mine.transaction { try await $0.finishLesson(1, of: "blocks", by: ada) }
    }
    #expect(try await items(mine, family) == ["blocks 2"])
    #expect(try await items(mine, Visitor(person: lin, ages: [13])) == ["blocks 1"])
    try await mine.transaction { transaction in
      try await transaction.finishLesson(3, of: "blocks", by: ada)
      try await transaction.finishLesson(1, of: "unknown", by: ada)
    }
    #expect(try await items(mine, family) == ["blocks 2"], "there is no third")
    try await mine.transaction { try await $0.finishLesson(2, of: "blocks", by: ada) }
    #expect(try await items(mine, family).isEmpty)
    #expect(try await items(pair.other, Visitor(ages: [13])).isEmpty)
  }

  @Test func `what does not fit the age, or is made for others, is not shown`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    try await say(blocks, "blocks", at: mine)
    #expect(try await items(mine, Visitor(ages: [])).isEmpty)
    #expect(try await items(mine, Visitor(ages: [5])).isEmpty)
    // The blocks are made for 6 to 24 months; the skills end with 18.
    #expect(try await items(mine, Visitor(ages: [20])).isEmpty)
    let gone = DevelopmentTag(item: "gone", kind: .toy, skills: blocks.skills)
    try await say(gone, "gone", at: mine)
    #expect(try await items(mine, Visitor(ages: [13])) == ["blocks 1"], "the other is sold out")
    try await say(nil, "blocks", at: mine)
    #expect(try await items(mine, Visitor(ages: [13])).isEmpty)
  }

  @Test func `lessons and goals join a member, and go with the switch`() async throws {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let (guest, member) = (mine.newPerson(), mine.newPerson())
    try await say(blocks, "blocks", at: mine)
    try await mine.transaction { transaction in
      for person in [guest, member] {
        try await transaction.finishLesson(1, of: "blocks", by: person)
      }
      try await transaction.stateGoals([.language], of: guest)
      try await transaction.join(guest, to: member)
    }
    #expect(try await items(mine, Visitor(person: member, ages: [13])) == ["blocks 2"])
    #expect(try await items(mine, Visitor(person: guest, ages: [13])) == ["blocks 1"])
    #expect(try await mine.scope.developmentGoals(of: member) == [.language])
    try await mine.transaction { try await $0.setPersonalisation(false, of: member) }
    try await mine.transaction { try await $0.finishLesson(1, of: "blocks", by: member) }
    try await mine.transaction { try await $0.setPersonalisation(true, of: member) }
    #expect(try await items(mine, Visitor(person: member, ages: [13])) == ["blocks 1"])
    #expect(try await mine.scope.developmentGoals(of: member).isEmpty)
  }

  @Test func `an item that is said to be for other children than those who learn is told`()
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    let shop = Recommender.selling([mine.id: nursery])
    let counting = DevelopmentTag(
      item: "rattle",
      kind: .toy,
      skills: DevelopmentSkill.all.filter { ["counts", "sits"].contains($0.code) }
    )
    try await say(counting, "rattle", at: mine)
    let tagged = try await shop.taggedItems(mine.snapshot, mine.scope)
    #expect(tagged.map { $0.strangers.map(\.code) } == [["counts"]])
  }

  @Test(arguments: [
    (DevelopmentTag(item: "blocks", kind: .toy, skills: []), "skills"),
    (DevelopmentTag(item: "blocks", kind: .course, skills: [DevelopmentSkill.all[0]]), "lessons"),
    (
      DevelopmentTag(item: "blocks", kind: .toy, skills: [DevelopmentSkill.all[0]], lessons: 1),
      "lessons"
    ),
    (DevelopmentTag(item: "", kind: .toy, skills: [DevelopmentSkill.all[0]]), "item"),
    (DevelopmentTag(item: "blocks", kind: .toy, skills: DevelopmentSkill.all), "skills"),
  ])
  func `a tag that makes no sense is refused by its field`(_ tag: DevelopmentTag, _ field: String)
    async throws
  {
    let mine = try await TenantPair.fresh(settings: ["recommend": [:]]).mine
    await #expect(
      throws: RecommendRefusal(.developmentTagInvalid, details: ["field": .string(field)])
    ) { try await say(tag, tag.item, at: mine) }
  }
}
