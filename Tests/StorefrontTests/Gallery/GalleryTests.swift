import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private let header = "product,picture,sku,video,alt.zh,alt.en\n"
private func drawing(_ width: Int, _ height: Int) -> String {
  "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\"></svg>"
}

extension ShopFolder {
  /// Two pictures of the shirt, one of them of its red variant, and a film about the soap.
  fileprivate func addGallery() throws {
    try write(drawing(640, 480), to: "pictures/back.svg")
    try write(drawing(300, 400), to: "pictures/red.svg")
    let rows = """
      tee,back.svg,,,背面,The back
      tee,red.svg,TEE-80-R,,红色款,The red one
      soap,back.svg,,https://films.example/soap.mp4,洗澡示范,A bath
      """
    try write(header + rows + "\n", to: "media.csv")
  }
}

/// Reads, moves and writes pictures, so that every query has run.
func showPictures(_ tenant: TestTenant) async throws {
  let folder = try smallShop()
  try folder.addGallery()
  try await folder.reconcile(.gallery, of: tenant)
  _ = try await tenant.transaction { try await FolderPart.gallery.export(tenant.snapshot, $0) }
  try await tenant.transaction {
    try await Shop().moveGalleryPicture(at: 0, up: false, of: "tee", by: .system, in: $0)
  }
  try await tenant.transaction { transaction in
    let file = Array(drawing(9, 9).utf8)
    try await Shop().addGalleryPicture(
      file,
      alt: LocalizedText([.zh: "领口", .en: "The collar"]),
      sku: "TEE-80-B",
      to: "tee",
      for: tenant.snapshot,
      by: .system,
      in: transaction
    )
    try await Shop()
      .removeGalleryPicture(MediaID(of: file), at: 2, of: "tee", by: .system, in: transaction)
  }
  _ = try await tenant.scope.gallery(ofProduct: "tee")
}

@Suite("Galleries", .tenantDatabase([StorefrontModule.module]))
struct GalleryTests {
  @Test func `pictures are read with their texts and sizes, and written as they were applied`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let folder = try smallShop()
    try folder.addGallery()
    let first = try await folder.reconcile(.gallery, of: tenant)
    let second = try await folder.reconcile(.gallery, of: tenant)
    let files = try await tenant.transaction {
      try await FolderPart.gallery.export(tenant.snapshot, $0)
    }

    #expect(first.map(\.name) == ["soap", "tee"] && second.isEmpty)
    #expect(files.map(\.path) == ["media.csv", "pictures/back.svg", "pictures/red.svg"])
    let shirt = try #require(try await tenant.scope.product(slug: "tee", in: tenant.view))
    #expect(shirt.gallery.map(\.alt.texts[.zh]) == ["背面", "红色款"])
    #expect(shirt.gallery.map(\.size?.width) == [640, 300])
    #expect(shirt.gallery.map(\.size?.height) == [480, 400])
    #expect(shirt.gallery.map { $0.sku == nil } == [true, false])
    let soap = try await tenant.scope.product(slug: "soap", in: tenant.view)
    #expect(soap?.gallery.map(\.video) == ["https://films.example/soap.mp4"])
    #expect(try await pair.other.scope.gallery(ofProduct: "tee").isEmpty)

    // The catalogue's own picture changes without the others.
    try folder.replace("19.90", with: "18.90", in: "catalogue.csv")
    try await folder.apply(to: tenant)
    #expect(try await tenant.scope.gallery(ofProduct: "soap").count == 1)
    try folder.write(header, to: "media.csv")
    let ended = try await folder.reconcile(.gallery, of: tenant)
    #expect(ended.map(\.action) == [.archive, .archive])
    #expect(try await tenant.scope.gallery(ofProduct: "tee").isEmpty)
  }

  @Test func `a choice shows its own pictures first, and never those of another`() async throws {
    let tenant = try await shopPair().mine
    let folder = try smallShop()
    try folder.addGallery()
    try await folder.reconcile(.gallery, of: tenant)
    let shirt = try #require(try await tenant.scope.product(slug: "tee", in: tenant.view))
    func shown(_ code: String) throws -> [String?] {
      let sku = try #require(shirt.skus.first { $0.code == code })
      return GalleryRule.shown(shirt.gallery, for: sku.id).map { $0.alt.texts[.zh] }
    }
    #expect(try shown("TEE-80-R") == ["红色款", "背面"] && shown("TEE-80-B") == ["背面"])
    // So does the cart, whose line of another variant shows the product.
    let cart = try await tenant.cart([("TEE-80-R", 1), ("TEE-80-B", 1)]).1
    let pictures = Dictionary(uniqueKeysWithValues: cart.lines.map { ($0.code, $0.picture) })
    #expect(pictures["TEE-80-R"] == MediaID(of: Array(drawing(300, 400).utf8)))
    #expect(pictures["TEE-80-B"] == shirt.pictures.first)
  }

  @Test func `a picture is moved by one place, and stays at the end of the row`() async throws {
    #expect(GalleryRule.moved([1, 2, 3], at: 0, up: false) == [2, 1, 3])
    #expect(GalleryRule.moved([1, 2, 3], at: 2, up: true) == [1, 3, 2])
    #expect(GalleryRule.moved([1, 2, 3], at: 0, up: true) == [1, 2, 3])
    #expect(GalleryRule.moved([1, 2, 3], at: 9, up: true) == [1, 2, 3])
    let pair = try await shopPair()
    let folder = try smallShop()
    try folder.addGallery()
    for tenant in [pair.mine, pair.other] { try await folder.reconcile(.gallery, of: tenant) }
    for isUp in [false, false, true, false] {
      try await pair.mine.transaction {
        try await Shop()
          .moveGalleryPicture(at: isUp ? 1 : 0, up: isUp, of: "tee", by: .staff("mei"), in: $0)
      }
    }
    let moved = try await pair.mine.scope.gallery(ofProduct: "tee").map { $0.alt.texts[.zh] }
    #expect(moved == ["背面", "红色款"])
    let other = try await pair.other.scope.gallery(ofProduct: "tee").map { $0.alt.texts[.zh] }
    #expect(other == ["背面", "红色款"])
    let missing = try await refusal {
      try await pair.mine.transaction {
        try await Shop().moveGalleryPicture(at: 0, up: true, of: "none", by: .system, in: $0)
      }
    }
    #expect(missing?.code == .productNotFound)
  }

  @Test(arguments: [
    ("tee,back.svg,,,背面,", "alt.en", "is empty; say what the picture shows"),
    ("none,back.svg,,,背面,The back", "product", "no product of the shop"),
    ("tee,none.svg,,,背面,The back", "picture", "does not exist"),
    ("tee,,,,背面,The back", "picture", "is empty"),
    ("tee,back.svg,SOAP-1,,背面,The back", "sku", "no SKU of tee"),
    ("tee,back.svg,,http://films.example/a,背面,The back", "video", "begins with https://"),
    ("tee,huge.svg,,,背面,The back", "picture", "pixels; at most 8192 a side"),
    (
      Array(repeating: "tee,back.svg,,,背面,The back", count: 13).joined(separator: "\n"),
      "product", "more than 12 pictures"
    ),
  ])
  func `what is wrong in the file is named by line and column`(
    _ rows: String,
    _ field: String,
    _ message: String
  ) async throws {
    let tenant = try await shopPair().mine
    let folder = try smallShop()
    try folder.addGallery()
    try folder.write(drawing(9_000, 10), to: "pictures/huge.svg")
    try folder.write("\(header)\(rows)\n", to: "media.csv")
    do {
      try await folder.reconcile(.gallery, of: tenant)
      Issue.record("nothing was found")
    } catch let problems as FolderProblems {
      let found = problems.problems.first
      #expect(found?.file == "media.csv" && found?.field == field && found?.line ?? 0 >= 2)
      #expect(found?.message.contains(message) == true, "\(problems)")
    }
  }
}
