import DelimitedText
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Importing products", .tenantDatabase([StorefrontModule.module]))
struct ProductImportTests {
  @Test func `what was exported is imported without a change`() async throws {
    let pair = try await shopPair()
    let file = try await ImportedFile.exported(.products, from: pair.mine)

    let (result, problems) = try await file.run(.products, into: pair.mine)

    #expect(problems.isEmpty, "\(problems)")
    #expect(result.rows == 5)
    #expect(result.counts == counts(unchanged: 5))
  }

  @Test func `importing twice creates once`() async throws {
    let pair = try await shopPair()
    let file = ImportedFile(manyProducts(0..<50))

    let first = try await file.run(.products, into: pair.mine).result
    let before = try await ImportedFile.exported(.products, from: pair.mine).bytes
    let second = try await file.run(.products, into: pair.mine).result
    let after = try await ImportedFile.exported(.products, from: pair.mine).bytes
    var query = ProductListQuery()
    query.text = "商品7"
    let found = try await pair.mine.slugs(query).joined()

    #expect(first.counts == counts(created: 50))
    #expect(second.counts == counts(unchanged: 50))
    #expect(before == after)
    #expect(found.contains("many-7"))
    #expect(try await pair.other.slugs(query).joined().isEmpty)
  }

  @Test func `what the file does not name stays, and prices and terms follow what is there`()
    async throws
  {
    let pair = try await shopPair()
    let exported = try await ImportedFile.exported(.products, from: pair.mine)
    var lines = String(decoding: exported.bytes, as: UTF8.self).split(separator: "\n")
    lines = lines.filter { !$0.contains("SOAP") && !$0.contains("BELT") && !$0.contains("TEE-90") }
    let file = ImportedFile(
      lines.joined(separator: "\n").replacing("49.00", with: "45.00") + "\n"
    )

    let result = try await file.run(.products, into: pair.mine).result
    let tee = try await pair.mine.scope.product(slug: "tee", in: pair.mine.view)
    let untouched = try await pair.other.scope.product(slug: "tee", in: pair.other.view)
    let trail = try await pair.mine.scope.auditEntries(of: "TEE-80-R")

    #expect(result.counts == counts(updated: 1, unchanged: 1))
    #expect(tee?.skus.map(\.code).sorted() == ["TEE-80-B", "TEE-80-R", "TEE-90-B"])
    #expect(tee?.skus.first { $0.code == "TEE-80-R" }?.price.minorUnits == 4_500)
    #expect(untouched?.skus.first { $0.code == "TEE-80-R" }?.price.minorUnits == 4_900)
    #expect(trail.map(\.action) == ["storefront.price_changed"])
    #expect(trail.map(\.actor) == ["admin:ada"])
  }

  @Test func `a thousand planted mistakes are all told by row and column, and nothing is written`()
    async throws
  {
    let pair = try await shopPair()
    var lines = manyProducts(0..<4_000).split(separator: "\n").map(String.init)
    var planted: Set<String> = []
    for number in 0..<1_000 {
      let line = 1 + number * 4
      switch number % 5 {
      case 0:
        lines[line] = lines[line].replacing("12.50", with: "12,50")
        planted.insert("\(line + 1):22 fields")
      case 1:
        lines[line] = lines[line].replacing("12.50", with: "-1")
        planted.insert("\(line + 1):17 price")
      case 2:
        lines[line] = lines[line].replacing(",care,", with: ",nowhere,")
        planted.insert("\(line + 1):4 category")
      case 3:
        lines[line] = lines[line].replacing("MANY-", with: "many ")
        planted.insert("\(line + 1):1 sku")
      default:
        lines[line] = lines[line].replacing("棉", with: "=棉")
        planted.insert("\(line + 1):9 material")
      }
    }
    let file = ImportedFile(lines.joined(separator: "\n"))

    let (result, problems) = try await file.run(.products, into: pair.mine)
    let told = Set(
      problems.map { problem in
        let field = problem.message.contains("fields but") ? "fields" : problem.field ?? ""
        return "\(problem.row):\(problem.column ?? 0) \(field)"
      }
    )

    #expect(problems.count == 1_000)
    #expect(told == planted)
    #expect(result.isHeldBack)
    #expect(result.badRows == 1_000)
    let slugs = try await pair.mine.slugs(ProductListQuery()).joined()
    #expect(slugs.allSatisfy { !$0.hasPrefix("many") })
  }

  @Test func `what is right is written when that was asked for`() async throws {
    let pair = try await shopPair()
    let text = manyProducts(0..<30).replacing("MANY-7,", with: "x,")
    let file = ImportedFile(text)

    let result = try await file.run(.products, into: pair.mine) {
      $0.skipsBadRows = true
      $0.batchRows = 10
    }.result

    #expect(!result.isHeldBack)
    #expect(result.badRows == 1)
    #expect(result.counts == counts(created: 29))
  }

  @Test(arguments: [0, 1, 2, 3])
  func `an import that was stopped goes on behind its last batch`(_ batches: Int) async throws {
    let pair = try await shopPair()
    var file = ImportedFile(manyProducts(0..<2_000))
    file.failsAfter = 70_000 + batches * 12_000

    await #expect(throws: ImportedFile.Stopped.self) {
      _ = try await file.run(.products, into: pair.mine, failing: true) { $0.batchRows = 100 }
    }
    let rest = try await file.run(.products, into: pair.mine) { $0.resumes = true }.result
    let again = try await file.run(.products, into: pair.mine) { $0.resumes = true }.result
    let trail = try await pair.mine.scope.auditEntries(of: "catalogue").map(\.action)
    let whole = try await file.run(.products, into: pair.mine).result

    #expect((1..<2_000).contains(rest.resumedAfter))
    #expect(rest.counts == counts(created: 2_000 - rest.resumedAfter))
    #expect(again.resumedAfter == 2_000)
    #expect(again.counts == counts())
    #expect(trail.count { $0 == "storefront.products_imported" } == 1)
    #expect(whole.counts == counts(unchanged: 2_000))
  }

  @Test func `a trial run counts and writes nothing`() async throws {
    let pair = try await shopPair()
    let file = ImportedFile(manyProducts(0..<20))

    let trial = try await file.run(.products, into: pair.mine) { $0.isDryRun = true }.result
    let real = try await file.run(.products, into: pair.mine).result

    #expect(trial.counts == counts(created: 20))
    #expect(real.counts == counts(created: 20))
  }

  @Test func `a file of a Chinese Excel is read when its encoding is named`() async throws {
    let pair = try await shopPair()
    let text = manyProducts(0..<1).replacing(",", with: ";").replacing("\n", with: "\r\n")
    // 棉 and 商品 in GB 18030.
    let bytes = Array(text.utf8).split(separator: Array("棉".utf8)).joined(separator: [0xC3, 0xDE])
    let named = Array(bytes).split(separator: Array("商品".utf8))
      .joined(separator: [0xC9, 0xCC, 0xC6, 0xB7])
    var file = ImportedFile(bytes: Array(named))

    let plain = try await file.run(.products, into: pair.mine)
    file.format.encoding = .gb18030
    let result = try await file.run(.products, into: pair.mine).result
    let product = try await pair.mine.scope.product(slug: "many-0", in: pair.mine.view)

    #expect(plain.problems.map(\.field).contains("material"))
    #expect(result.counts == counts(created: 1))
    #expect(product?.name == "商品0")
  }

  @Test func `rows of a product that stand apart are refused`() async throws {
    let pair = try await shopPair()
    let text = manyProducts(0..<3) + "TWICE-1,,many-0,,,,,,,,,,,,,,1.00,,,,,\n"

    let (_, problems) = try await ImportedFile(text).run(.products, into: pair.mine)

    #expect(problems.contains { $0.row == 5 && $0.column == 3 && $0.message.contains("line 2") })
  }
}

func counts(created: Int = 0, updated: Int = 0, unchanged: Int = 0) -> ImportCounts {
  var counts = ImportCounts()
  counts.created = created
  counts.updated = updated
  counts.unchanged = unchanged
  return counts
}
