import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("The growth file", .tenantDatabase([MembershipModule.module]))
struct GrowthFileTests {
  private func note(
    _ measures: GrowthMeasures?,
    _ on: String,
    _ child: Child,
    _ member: MemberID,
    _ tenant: TestTenant
  ) async throws -> MembershipRefusal? {
    try await refusal {
      try await tenant.families {
        try await $0.noteGrowth(
          measures,
          on: try day(on),
          of: child.id,
          parent: member,
          for: $1,
          in: $2
        )
      }
    }
  }

  @Test func `a day has one entry, which is corrected or taken away`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-03-01", member)
    let measures = GrowthMeasures(grams: 7_200, millimetres: 662, posture: .lying)
    #expect(try await note(measures, "2026-09-01", child, member, tenant) == nil)
    var corrected = measures
    corrected.grams = 7_300
    #expect(try await note(corrected, "2026-09-01", child, member, tenant) == nil)
    let entries = try await tenant.scope.growthEntries(of: child.id)
    #expect(entries.map(\.measures) == [corrected])
    let point = try #require(GrowthRule.points(entries, of: child).first)
    #expect(point.ageInDays == 184 && point.scores.count == 4)
    #expect(try await note(nil, "2026-09-01", child, member, tenant) == nil)
    #expect(try await tenant.scope.growthEntries(of: child.id) == [])
  }

  @Test func `a preterm child is compared by its corrected age, and not before the due date`()
    async throws
  {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-03-01", member, due: "2026-05-01")
    for day in ["2026-04-01", "2026-08-01"] {
      #expect(try await note(GrowthMeasures(grams: 5_000), day, child, member, tenant) == nil)
    }
    let entries = try await tenant.scope.growthEntries(of: child.id)
    let points = GrowthRule.points(entries, of: child)
    #expect(points.map(\.ageInDays) == [-30, 92])
    #expect(points.map(\.scores.count) == [0, 1])
  }

  @Test func `impossible measurements name their fields`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-03-01", member)
    let wrong = GrowthMeasures(grams: 7, millimetres: 650, headMillimetres: 4_000)
    let refused = try await note(wrong, "2026-02-28", child, member, tenant)
    #expect(refused?.details["fields"] == ["grams", "posture", "headMillimetres", "day"])
    let future = try await note(GrowthMeasures(grams: 7_000), "2026-09-22", child, member, tenant)
    #expect(future?.details["fields"] == ["day"])
    let nothing = try await note(GrowthMeasures(), "2026-09-01", child, member, tenant)
    #expect(nothing?.details["fields"] == ["measures"])
    let expected = try await tenant.expecting("2026-12-31", member)[0]
    let unborn = try await note(
      GrowthMeasures(grams: 7_000),
      "2026-09-01",
      expected,
      member,
      tenant
    )
    #expect(unborn?.details["fields"] == ["day"])
  }

  @Test func `milestones have their days, and windows that end`() async throws {
    let tenant = try await familyPair().mine
    let member = try await tenant.signIn()
    let child = try await tenant.child("2026-01-01", member)
    func reach(_ code: String, _ on: String) async throws -> MembershipRefusal? {
      try await refusal {
        try await tenant.families {
          try await $0.noteMilestone(
            code,
            on: try day(on),
            of: child.id,
            parent: member,
            for: $1,
            in: $2
          )
        }
      }
    }
    #expect(try await reach("sitting", "2026-07-01") == nil)
    #expect(try await reach("sitting", "2026-07-02") == nil)
    #expect(try await reach("flying", "2027-07-01")?.details["fields"] == ["milestone", "day"])
    let entries = try await tenant.scope.milestoneEntries(of: child.id)
    #expect(entries.map { "\($0.milestone) \($0.day)" } == ["sitting 2026-07-02"])
    let sitting = try #require(Milestone.all.first)
    #expect(!sitting.isPast(ageInDays: 280) && sitting.isPast(ageInDays: 281))
  }
}

@Suite("Growth charts")
struct GrowthChartTests {
  private let texts = GrowthChartTexts(
    title: "豆豆 <的> 体重",
    description: "6 个月 7.2 千克，P45",
    age: "月龄",
    value: "千克"
  )

  @Test func `a chart is well-formed, named, and shows every point among five percentiles`()
    throws
  {
    let points = [(ageInDays: 30, value: 4.2), (ageInDays: 184, value: 7.2)]
    let chart = try #require(
      GrowthChart.svg(.weightForAge, sex: .female, points: points, texts: texts)
    )
    let parser = XMLParser(data: Data(chart.utf8))
    #expect(parser.parse())
    #expect(chart.contains("role=\"img\"") && chart.contains("<title id=\"growth-title\">"))
    #expect(chart.contains("豆豆 &lt;的&gt; 体重") && chart.contains("7.2 千克"))
    #expect(chart.matches(of: /<circle\s/).count == 2)
    for percentile in [3, 15, 50, 85, 97] { #expect(chart.contains(">P\(percentile)<")) }
    #expect(!chart.contains("nan") && !chart.contains("inf"))
  }

  @Test func `a chart without points, or with one beyond the tables, is a chart`() throws {
    for points in [[], [(ageInDays: 4_000, value: 40.0)], [(ageInDays: 0, value: 3.0)]] {
      for indicator in GrowthIndicator.allCases {
        let chart = GrowthChart.svg(indicator, sex: .male, points: points, texts: texts)
        let isByLength = indicator == .weightForLength || indicator == .weightForHeight
        #expect((chart == nil) == isByLength)
        if let chart { #expect(XMLParser(data: Data(chart.utf8)).parse()) }
      }
    }
  }
}
