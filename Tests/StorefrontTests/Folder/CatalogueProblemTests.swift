import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// One mistake in the small shop's folder, and the place that must be named.
struct FolderMistake: Sendable, CustomTestStringConvertible {
  let name: String
  let path: String
  let old: String
  let new: String
  let line: Int
  let field: String
  let word: String

  init(
    _ name: String,
    _ path: String,
    _ old: String,
    _ new: String,
    line: Int,
    field: String,
    _ word: String
  ) {
    self.name = name
    self.path = path
    self.old = old
    self.new = new
    self.line = line
    self.field = field
    self.word = word
  }

  var testDescription: String { name }

  static let catalogue: [Self] = [
    Self("a missing column", "catalogue.csv", ",price,", ",", line: 1, field: "price", "missing"),
    Self(
      "an unknown column",
      "catalogue.csv",
      ",price,",
      ",preis,",
      line: 1,
      field: "preis",
      "known"
    ),
    Self(
      "a negative price",
      "catalogue.csv",
      "19.90",
      "-19.90",
      line: 2,
      field: "price",
      "negative"
    ),
    Self("too many digits", "catalogue.csv", "19.90", "19.905", line: 2, field: "price", "digits"),
    Self("no amount", "catalogue.csv", "19.90", "cheap", line: 2, field: "price", "decimal"),
    Self("an empty price", "catalogue.csv", "19.90", "", line: 2, field: "price", "empty"),
    Self(
      "a low list price",
      "catalogue.csv",
      "25.00",
      "19.00",
      line: 2,
      field: "list_price",
      "above"
    ),
    Self(
      "a duplicate SKU",
      "catalogue.csv",
      "TEE-80-B",
      "TEE-80-R",
      line: 4,
      field: "sku",
      "line 3"
    ),
    Self("a bad SKU", "catalogue.csv", "BELT-M", "belt m", line: 6, field: "sku", "capital"),
    Self(
      "a wrong check digit",
      "catalogue.csv",
      "2000000000015",
      "2000000000016",
      line: 2,
      field: "barcode",
      "check digit"
    ),
    Self(
      "an unknown category",
      "catalogue.csv",
      ",care,芽语",
      ",caer,芽语",
      line: 2,
      field: "category",
      "categories.csv"
    ),
    Self(
      "an unknown picture",
      "catalogue.csv",
      "soap.svg,芽语",
      "soup.svg,芽语",
      line: 2,
      field: "picture",
      "does not exist"
    ),
    Self(
      "a picture outside",
      "catalogue.csv",
      "soap.svg,芽语",
      "../soap.svg,芽语",
      line: 2,
      field: "picture",
      "name of a file"
    ),
    Self(
      "an unknown status",
      "catalogue.csv",
      "draft",
      "hidden",
      line: 6,
      field: "status",
      "one of"
    ),
    Self(
      "ages upside down",
      "catalogue.csv",
      "published,6,24",
      "published,24,6",
      line: 3,
      field: "age_to_months",
      "greater"
    ),
    Self(
      "an unknown option",
      "catalogue.csv",
      "size,M",
      "mood,M",
      line: 6,
      field: "option1",
      "one of"
    ),
    Self(
      "a label too many",
      "catalogue.csv",
      "红色|Red",
      "红色|Red|Rot",
      line: 3,
      field: "value2",
      "zh|en"
    ),
    Self(
      "two equal SKUs",
      "catalogue.csv",
      "90,colour,蓝色",
      "80,colour,蓝色",
      line: 5,
      field: "value1",
      "TEE-80-B"
    ),
    Self(
      "no name in the default language",
      "catalogue.csv",
      "雅布 托腹带",
      "",
      line: 6,
      field: "name.zh",
      "empty"
    ),
    Self(
      "a formula",
      "catalogue.csv",
      "Yayu Mild Baby Soap",
      "=HYPERLINK(1)",
      line: 2,
      field: "name.en",
      "formula"
    ),
    Self(
      "a huge field",
      "catalogue.csv",
      "For daily baths",
      String(repeating: "x", count: 65_537),
      line: 2,
      field: "description.en",
      "64 KiB"
    ),
    Self(
      "no name",
      "categories.csv",
      "洗护",
      "",
      line: 2,
      field: "name.zh",
      "default language"
    ),
    Self(
      "an unknown parent",
      "categories.csv",
      "wear-tops,wear",
      "wear-tops,ware",
      line: 4,
      field: "parent",
      "ware"
    ),
    Self(
      "a third level",
      "categories.csv",
      "wear,,2",
      "wear,wear-tops,2",
      line: 3,
      field: "parent",
      "two levels"
    ),
    Self(
      "a priority in words",
      "locations.csv",
      "shop,2",
      "shop,two",
      line: 2,
      field: "priority",
      "whole number"
    ),
    Self(
      "stock of nothing",
      "stock.csv",
      "SOAP-1,shop",
      "SOUP-1,shop",
      line: 3,
      field: "sku",
      "SOUP"
    ),
    Self(
      "stock nowhere",
      "stock.csv",
      "SOAP-1,shop",
      "SOAP-1,moon",
      line: 3,
      field: "location",
      "moon"
    ),
    Self(
      "stock twice",
      "stock.csv",
      "SOAP-1,shop",
      "SOAP-1,warehouse",
      line: 3,
      field: "location",
      "line 2"
    ),
    Self(
      "negative stock",
      "stock.csv",
      "warehouse,5",
      "warehouse,-5",
      line: 2,
      field: "on_hand",
      "whole number"
    ),
    Self(
      "an active picture",
      "pictures/soap.svg",
      "<rect",
      "<script/><rect",
      line: 2,
      field: "picture",
      "script"
    ),
  ]
}

@Suite("Mistakes in a catalogue folder", .tenantDatabase([StorefrontModule.module]))
struct CatalogueProblemTests {
  @Test(arguments: FolderMistake.catalogue)
  func `a mistake is named with its place and nothing is written`(_ mistake: FolderMistake)
    async throws
  {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    let folder = try smallShop()
    try folder.replace(mistake.old, with: mistake.new, in: mistake.path)

    let problems = await problems(of: folder, for: pair.mine)

    let path = mistake.path.hasPrefix("pictures") ? "catalogue.csv" : mistake.path
    let found = problems.contains { problem in
      problem.file == path && problem.line == mistake.line && problem.field == mistake.field
        && problem.message.contains(mistake.word)
    }
    #expect(found, "\(problems)")
    await #expect(throws: FolderProblems.self) { try await folder.apply(to: pair.mine) }
    #expect(try await pair.mine.scope.categories(in: pair.mine.view).isEmpty)
  }

  @Test func `further rows of a product must not disagree with the first`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    let folder = try smallShop()
    try folder.replace("TEE-80-B,,tee,,", with: "TEE-80-B,,tee,care,", in: "catalogue.csv")

    let problems = await problems(of: folder, for: pair.mine)

    #expect(problems.map(\.line) == [4])
    #expect(problems.map(\.field) == ["category"])
    #expect(problems.first?.message.contains("line 3") == true)
  }

  @Test func `bytes that are not UTF-8 are named`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    let folder = try smallShop()
    try folder.write(
      Array("location,priority,name.zh\nshop,1,".utf8) + [0xFF, 0x0A],
      to: "locations.csv"
    )

    let problems = await problems(of: folder, for: pair.mine)

    #expect(problems.map(\.file) == ["locations.csv"])
    #expect(problems.map(\.line) == [2])
    #expect(problems.map(\.field) == ["name.zh"])
  }

  @Test func `a file that is missing is named, and a missing stock file is none`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)

    let problems = await problems(of: try ShopFolder(), for: pair.mine)

    #expect(problems.map(\.file) == ["categories.csv", "locations.csv", "catalogue.csv"])
  }

  @Test func `all mistakes of all files are found at once`() async throws {
    let pair = try await TenantPair.fresh(settings: shopSettings)
    let folder = try smallShop()
    try folder.replace("19.90", with: "-1", in: "catalogue.csv")
    try folder.replace("draft", with: "hidden", in: "catalogue.csv")
    try folder.replace("shop,2", with: "shop,two", in: "locations.csv")
    try folder.replace("warehouse,5", with: "warehouse,many", in: "stock.csv")

    let problems = await problems(of: folder, for: pair.mine)

    #expect(
      problems.map { "\($0.file):\($0.line ?? 0)" } == [
        "locations.csv:2", "catalogue.csv:2", "catalogue.csv:6", "stock.csv:2",
      ]
    )
  }

  @Test func `a published product fills what its category demands`() async throws {
    var settings = shopSettings
    guard case .object(var storefront)? = settings["storefront"] else { return }
    storefront["demands"] = ["wear": ["registration_number"], "care": ["safety_class"]]
    settings["storefront"] = .object(storefront)
    let pair = try await TenantPair.fresh(settings: settings)

    let problems = await problems(of: try smallShop(), for: pair.mine)

    #expect(problems.map(\.line) == [3])
    #expect(problems.map(\.field) == ["registration_number"])
  }
}
