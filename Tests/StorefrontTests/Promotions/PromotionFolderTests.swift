import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("The file of promotions", .tenantDatabase([StorefrontModule.module]))
struct PromotionFolderTests {
  @Test func `applying twice changes nothing, and what is exported is what was applied`()
    async throws
  {
    let pair = try await shopPair()
    let folder = try ShopFolder(["promotions.csv": samplePromotions])

    let first = try await folder.reconcile(.promotions, of: pair.mine)
    let second = try await folder.reconcile(.promotions, of: pair.mine)
    let files = try await pair.mine.transaction { transaction in
      try await FolderPart.promotions.export(pair.mine.snapshot, transaction)
    }
    let exported = try ShopFolder()
    for file in files { try exported.write(file.bytes, to: file.path) }
    let third = try await exported.reconcile(.promotions, of: pair.mine)
    let other = try await exported.reconcile(.promotions, of: pair.other)

    #expect(first.map(\.action) == Array(repeating: .create, count: 6))
    #expect(second.isEmpty)
    #expect(third.isEmpty)
    #expect(other.count == 6)
  }

  @Test(arguments: ["-9..0", "-9..", "0..6"]) func `months before birth are written as they are`(
    ages: String
  ) async throws {
    let pair = try await shopPair()
    try await pair.mine.promote([
      "promotion": "early", "kind": "spend_off", "value": "5", "ages": ages, "child_ages": ages,
    ])
    let file = try await pair.mine.transaction { transaction in
      try await FolderPart.promotions.export(pair.mine.snapshot, transaction)
    }
    let text = String(decoding: try #require(file.first).bytes, as: UTF8.self)
    #expect(text.contains(",\(ages),") && !text.contains("'"))
  }

  @Test func `what left the file is ended, what changed is named, and no file changes nothing`()
    async throws
  {
    let pair = try await shopPair()
    let folder = try ShopFolder(["promotions.csv": samplePromotions])
    try await folder.reconcile(.promotions, of: pair.mine)
    try folder.replace("gift,gift", with: "present,gift", in: "promotions.csv")
    try folder.replace("15.00,,,SOAP-1", with: "14.00,,,SOAP-1", in: "promotions.csv")

    let changes = try await folder.reconcile(.promotions, of: pair.mine)
    let nothing = try await ShopFolder().reconcile(.promotions, of: pair.mine)

    #expect(
      changes == [
        FolderChange(.update, kind: "promotion", name: "flash", fields: ["terms"]),
        FolderChange(.create, kind: "promotion", name: "present"),
        FolderChange(.archive, kind: "promotion", name: "gift"),
      ]
    )
    #expect(nothing.isEmpty)
  }

  @Test(
    arguments: [
      (["kind": "lottery"], "kind"), (["value": "x"], "value"), (["value": "5.001"], "value"),
      (["value": "-5"], "value"), (["value": "0"], "value"), (["value": "30:5|20:6"], "value"),
      (["value": "30:6|40:5"], "value"), (["kind": "item_percent", "value": "101"], "value"),
      (["kind": "buy_get", "value": "2"], "value"), (["kind": "gift", "value": "*1"], "value"),
      (["state": "on"], "state"), (["from": "2026-13-01"], "from"),
      (["from": "2026-12-02", "until": "2026-12-02 00:00"], "until"),
      (["from": "2026-12-02 09:00", "until": "2026-12-01"], "until"),
      (["codes": "ab"], "codes"), (["codes": "lower"], "codes"),
      (["uses_limit": "0"], "uses_limit"),
      (["budget": "0"], "budget"), (["pieces_limit": "5"], "pieces_limit"),
      (["first_order": "maybe"], "first_order"), (["ages": "6-12"], "ages"),
      (["child_ages": "12..6"], "child_ages"), (["promotion": "Big Sale"], "promotion"),
      (["min_pieces": "0"], "min_pieces"), (["maximum": "1.234"], "maximum"),
    ] as [([String: String], String)]
  )
  func `a wrong field is named with its line, and nothing is written`(
    _ fields: [String: String],
    _ field: String
  ) async throws {
    let pair = try await shopPair()
    let row = ["promotion": "off", "kind": "spend_off", "value": "5"].merging(fields) { $1 }
    let folder = try ShopFolder([
      "promotions.csv": promotionHeader
        + promotionRow(["promotion": "fine", "kind": "spend_off", "value": "1"]) + promotionRow(row)
    ])

    do {
      try await folder.reconcile(.promotions, of: pair.mine)
      Issue.record("the file was taken")
    } catch let problems as FolderProblems {
      #expect(problems.problems.map(\.field) == [field])
      #expect(problems.problems.map(\.line) == [3])
    }
    #expect(try await pair.mine.scope.promotions().isEmpty)
  }

  @Test func `a code of another promotion and a limit below its use are refused`() async throws {
    let pair = try await shopPair()
    let row = ["promotion": "one", "kind": "spend_off", "value": "1", "codes": "SAME"]
    try await pair.mine.promote(row)
    let session = try await pair.mine.cart([("SOAP-1", 1)]).0
    for _ in 0..<2 {
      let sku = try await pair.mine.skuID("SOAP-1")
      try await pair.mine.transaction { transaction in
        try await Shop().addToCart(sku, quantity: 1, session: session, in: transaction)
        try await Shop().enterCode("SAME", session: session, in: transaction)
      }
      _ = try await pair.mine.place(pair.mine.quotedForm(session), session)
    }

    await #expect(throws: FolderProblems.self) {
      try await pair.mine.promote(row.merging(["uses_limit": "1"]) { $1 })
    }
    try await pair.mine.promote(row.merging(["uses_limit": "2"]) { $1 })
    await #expect(throws: FolderProblems.self) {
      try await pair.mine.promote(
        row,
        ["promotion": "two", "kind": "spend_off", "value": "1", "codes": "SAME"]
      )
    }
  }

  @Test func `the sample merchants' promotions are right`() async throws {
    let samples = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "tenants-sample")
    let file = try String(
      contentsOf: samples.appending(path: "nuanya/promotions.csv"),
      encoding: .utf8
    )
    let pair = try await shopPair()

    let changes = try await ShopFolder(["promotions.csv": file])
      .reconcile(.promotions, of: pair.mine)

    #expect(changes.count == 8)
  }
}
