import Recommend
import Testing

@Suite("Whether courses and toys fit a child's age")
struct DevelopmentRuleTests {
  private func skill(_ code: String) throws -> DevelopmentSkill {
    try #require(DevelopmentSkill.named(code))
  }

  private func tag(_ item: String, _ skills: [String], lessons: Int = 0) -> DevelopmentTag {
    DevelopmentTag(
      item: item,
      kind: lessons == 0 ? .toy : .course,
      skills: skills.compactMap { DevelopmentSkill.named($0) },
      lessons: lessons
    )
  }

  @Test(arguments: [
    ("sits", 3, 10), ("stands-held", 4, 12), ("crawls", 5, 14), ("walks-held", 5, 14),
    ("stands", 6, 17), ("walks", 8, 18),
  ])
  func `the WHO's windows hold their first and ninety-ninth percentiles`(
    _ code: String,
    _ from: Int,
    _ to: Int
  ) throws {
    let skill = try skill(code)
    #expect(skill.source == .who && skill.domain == .gross && skill.checklist == nil)
    #expect(skill.window == AgeSpan(from: from, to: to))
  }

  @Test func `the CDC's windows lie between the checklists around theirs`() throws {
    #expect(try skill("stacks").window == AgeSpan(from: 12, to: 18))
    #expect(try skill("kicks").window == AgeSpan(from: 18, to: 30))
    #expect(try skill("counts").window == AgeSpan(from: 48, to: 72))
    for skill in DevelopmentSkill.all where skill.source == .cdc {
      let month = try #require(skill.checklist)
      #expect(skill.window.contains(month) && skill.window.from != nil && skill.window.to != nil)
    }
  }

  @Test func `every skill has a name of its own, and every area has skills`() {
    #expect(Set(DevelopmentSkill.all.map(\.code)).count == DevelopmentSkill.all.count)
    #expect(Set(DevelopmentSkill.all.map(\.domain)) == Set(DevelopmentDomain.allCases))
  }

  @Test(arguments: [
    (2, DevelopmentCheck.Verdict.early), (3, .within), (9, .within), (10, .late),
  ])
  func `a bound of a window belongs to the later side`(
    _ months: Int,
    _ verdict: DevelopmentCheck.Verdict
  ) throws {
    #expect(DevelopmentRule.checks([try skill("sits")], at: months).map(\.verdict) == [verdict])
  }

  @Test func `an offer fits when it trains something of the age and nothing ahead of it`() throws {
    func fits(_ codes: [String], _ months: Int) throws -> Bool {
      DevelopmentRule.fits(DevelopmentRule.checks(try codes.map(skill), at: months))
    }
    #expect(try fits(["sits", "walks"], 8))
    #expect(try !fits(["sits", "counts"], 8), "counting lies far ahead")
    #expect(try fits(["sits", "walks"], 12), "what is past does not hurt")
    #expect(try !fits(["sits"], 12))
    #expect(
      DevelopmentRule.strangers(
        of: try ["sits", "counts"].map(skill),
        madeFor: .init(from: 36, to: 72)
      )
      .map(\.code) == ["sits"]
    )
  }

  @Test func `a course that was begun goes on, then come goals, then what trains most of the age`()
    throws
  {
    let tags = [
      tag("many", ["stacks", "first-words", "walks"]), tag("talk", ["first-words"], lessons: 4),
      tag("begun", ["stacks"], lessons: 3), tag("done", ["stacks"], lessons: 2),
      tag("later", ["counts"]), tag("plain", ["stacks"]),
    ]
    let done: [String: Set<Int>] = ["begun": [1], "done": [1, 2]]
    let offers = CourseRule.offers(tags, at: 14, done: done, goals: [.language])
    #expect(offers.map(\.tag.item) == ["begun", "many", "talk", "plain"])
    #expect(offers.map(\.nextLesson) == [2, nil, 1, nil])
    #expect(offers.map(\.goals) == [[], [.language], [.language], []])
    #expect(
      CourseRule.offers(tags, at: 14).map(\.tag.item) == ["many", "begun", "done", "plain", "talk"]
    )
  }
}
