import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

/// What is said with boxes from an age on.
private func guide(_ months: Int, _ language: LanguageTag = .zh, _ text: String = "喂奶") -> BoxGuide
{
  BoxGuide(
    plan: "growth",
    fromMonths: months,
    language: language,
    title: "月龄 \(months)",
    text: text,
    source: "WHO"
  )
}

extension TestTenant {
  fileprivate func keep(_ guides: [BoxGuide]) async throws {
    let program = try boxes()
    try await transaction { transaction in
      for guide in guides { try await program.keep(guide, by: .staff("mei"), in: transaction) }
    }
  }

  /// What the events of a kind say under a key, in their order.
  fileprivate func told(_ kind: String, _ key: String) async throws -> [String] {
    try await scope.values(
      """
      SELECT coalesce(payload ->> \(key), '-') FROM tenancy.outbox_event
      WHERE tenant_id = \(id) AND kind = \(kind) ORDER BY id
      """
    )
  }
}

@Suite("Guidance of boxes", .tenantDatabase([MembershipModule.module]))
struct BoxGuideTests {
  @Test(
    arguments: [
      ([0, 6], 5, 0), ([6, 0], 6, 6), ([0, 6], 30, 6), ([0, 6], -2, nil), ([-9, 0], -2, -9),
      ([0], nil, nil), ([], 3, nil),
    ] as [([Int], Int?, Int?)]
  )
  func `a span holds from its first month until the next begins`(
    _ bands: [Int],
    _ months: Int?,
    _ expected: Int?
  ) {
    #expect(BoxGuideRule.band(of: bands, forMonths: months) == expected)
  }

  @Test func `a text is read in the first language that has it`() {
    let guides = [guide(0, .zh), guide(0, .en)]
    let (zh, en) = (guides[0].language, guides[1].language)
    #expect(BoxGuideRule.chosen(guides, in: [en, zh])?.language == en)
    #expect(BoxGuideRule.chosen([guides[0]], in: [en])?.language == zh)
    #expect(BoxGuideRule.chosen([], in: [en]) == nil)
  }

  @Test func `a contract comes into each span once, whoever runs beside and however often`()
    async throws
  {
    let tenant = try await familyPair(valueSettings).mine
    try await tenant.keep([guide(0), guide(6), guide(12)])
    let member = try await tenant.signIn()
    // Four months old with the first box, six with the third.
    let child = try await tenant.child("2026-04-25", member)
    let id = try await tenant.subscribe(member, child: child.id.uuid)
    let (program, provider) = (try tenant.boxes(), BookedProvider())
    for _ in 0..<4 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            try await program.advance(id, on: tenant.database, of: tenant.id, charging: provider)
          }
        }
        try await group.waitForAll()
      }
      tenant.clock.advance(by: 30 * 86_400)
    }
    let boxes = try await tenant.scope.subscriptionCycles(of: id).reversed()
    #expect(boxes.map(\.guide) == [0, 0, 6, 6])
    let turned = "membership.box_guidance_turned"
    #expect(try await tenant.told(turned, "from_months") == ["0", "6"])
    #expect(try await tenant.told(turned, "number") == ["1", "3"])
    #expect(
      try await tenant.told("membership.box_notice", "guidance") == ["0", "0", "6", "6"]
    )
  }

  @Test func `a birth gives the planned box the text of the age, and a plan without texts none`()
    async throws
  {
    let tenant = try await familyPair(valueSettings).mine
    try await tenant.keep([guide(-9), guide(0)])
    let member = try await tenant.signIn()
    let child = try await tenant.expecting("2026-10-10", member)[0]
    let id = try await tenant.subscribe(member, child: child.id.uuid)
    let program = try tenant.boxes(ports: SubscriptionPorts(reserve: { _, _ in false }))
    let provider = BookedProvider()
    try await program.advance(id, on: tenant.database, of: tenant.id, charging: provider)
    #expect(try await tenant.scope.subscriptionCycles(of: id).first?.guide == -9)
    try await tenant.families { families, snapshot, transaction in
      try await families.recordBirth(
        BirthForm(birth: try day("2026-09-20"), sex: .male),
        of: child.id,
        parent: member,
        for: snapshot,
        in: transaction
      )
    }
    #expect(try await tenant.scope.subscriptionCycles(of: id).first?.guide == 0)
    #expect(try await tenant.told("membership.box_guidance_turned", "from_months") == ["-9", "0"])
    let other = try await tenant.subscribe(member, to: "half-year", child: child.id.uuid)
    try await program.advance(other, on: tenant.database, of: tenant.id, charging: provider)
    #expect(try await tenant.scope.subscriptionCycles(of: other).first?.guide == nil)
    // From the ages one could read when it was born.
    try await tenant.families {
      try await $0.withdrawGuardianConsent(for: child.id, by: member, in: $2)
    }
    #expect(try await tenant.scope.subscriptionCycles(of: id).allSatisfy { $0.guide == nil })
    let spans: Int? = try await tenant.scope.value(
      "SELECT count(*) FROM membership.subscription_guide WHERE tenant_id = \(tenant.id)"
    )
    #expect(spans == 0)
  }

  @Test func `what is wrong is refused by its fields, and what is the same is written once`()
    async throws
  {
    let pair = try await familyPair(valueSettings)
    let tenant = pair.mine
    var wrong = guide(99)
    wrong.source = ""
    let code = try await valueRefusal { try await tenant.keep([wrong]) }
    #expect(code == .guideInvalid)
    var elsewhere = guide(0)
    elsewhere.plan = "none"
    #expect(try await valueRefusal { try await tenant.keep([elsewhere]) } == .planNotFound)
    try await tenant.keep([guide(0), guide(0), guide(0, .en)])
    #expect(try await tenant.scope.boxGuides().count == 2)
    #expect(try await tenant.scope.auditEntries(of: "growth:0:zh").count == 1)
    #expect(try await pair.other.scope.boxGuides().isEmpty)
    let (program, zh) = (try tenant.boxes(), guide(0).language)
    for _ in 0..<2 {
      try await tenant.transaction {
        try await program.remove("growth", fromMonths: 0, zh, by: .staff("mei"), in: $0)
      }
    }
    #expect(try await tenant.scope.boxGuides().map(\.language.rawValue) == ["en"])
    #expect(try await tenant.scope.auditEntries(of: "growth:0:zh").count == 2)
  }
}

@Suite("The file of guidance", .tenantDatabase([MembershipModule.module]))
struct BoxGuideFileTests {
  private func apply(_ file: String, to tenant: TestTenant, _ mode: FolderMode) async throws
    -> [FolderChange]
  {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try file.write(to: url.appending(path: "guidance.csv"), atomically: true, encoding: .utf8)
    return try await tenant.transaction {
      try await FolderPart.guidance.reconcile(TenantFolder(url: url), tenant.snapshot, mode, $0)
    }
  }

  @Test func `a folder is planned, applied once, and written back as it was`() async throws {
    let pair = try await familyPair(valueSettings)
    let tenant = pair.mine
    let file = """
      plan,from_months,language,title,text,source,reviewer
      growth,0,en,Milk,"Feed:
      - one",WHO,
      growth,0,zh,喂奶,喂奶,WHO,王医生

      """
    #expect(try await apply(file, to: tenant, .plan).map(\.action) == [.create, .create])
    #expect(try await tenant.scope.boxGuides().isEmpty)
    #expect(try await apply(file, to: tenant, .apply(.admin("ada"))).count == 2)
    #expect(try await apply(file, to: tenant, .apply(.admin("ada"))).isEmpty)
    let written = try await tenant.transaction {
      try await FolderPart.guidance.export(tenant.snapshot, $0)
    }
    #expect(written.map { String(decoding: $0.bytes, as: UTF8.self) } == [file])
    let less = file.replacing("growth,0,zh,喂奶,喂奶,WHO,王医生\n", with: "")
      .replacing("Milk", with: "Feeding")
    let changes = try await apply(less, to: tenant, .apply(.admin("ada")))
    #expect(changes.map(\.action) == [.update, .archive])
    #expect(try await tenant.scope.boxGuides().map(\.title) == ["Feeding"])
    #expect(try await pair.other.scope.boxGuides().isEmpty)
  }

  @Test(arguments: [
    ("growth,x,zh,a,b,WHO", "whole months"), ("other,0,zh,a,b,WHO", "no plan"),
    ("growth,0,zh,a,b,", "source"),
    ("growth,0,zh,a,b,WHO\ngrowth,0,zh,a,b,WHO", "stands in the file already"),
  ])
  func `a row that is wrong is named with its line`(_ row: String, _ words: String) async throws {
    let tenant = try await familyPair(valueSettings).mine
    do {
      _ = try await apply(
        "plan,from_months,language,title,text,source\n\(row)\n",
        to: tenant,
        .apply(.admin("ada"))
      )
      Issue.record("nothing was thrown")
    } catch let problems as FolderProblems {
      #expect(problems.problems.count == 1)
      let problem = try #require(problems.problems.first)
      #expect(problem.message.contains(words) && problem.line ?? 0 > 1, "\(problem)")
    }
    #expect(try await tenant.scope.boxGuides().isEmpty)
  }
}
