import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Pictures at the desk", .tenantDatabase([StorefrontModule.module]))
struct DeskGalleryTests {
  private static let drawing = Array(
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 480'></svg>".utf8
  )
  private static let path = "/desk/products/soap"

  @Test func `a picture is added with what it shows, seen by shoppers, and removed`() async throws {
    let pair = try await TestShop.pair()
    let tenant = pair.mine
    let server = try await ShopServer()
    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("mei")
    let empty = try await staff.open(Self.path)
    #expect(empty.text.contains("name=\"alt.zh\"") && empty.text.contains("accept=\"image/png,"))

    for _ in 0..<2 {
      let added = try await staff.upload(
        "\(Self.path)/pictures/new",
        ["form_token": token, "alt.zh": "打开的皂盒", "alt.en": "The open box"],
        file: Self.drawing
      )
      #expect(added.status == 303 && added.location == Self.path)
    }

    let gallery = try await tenant.scope.gallery(ofProduct: "soap")
    let id = MediaID(of: Self.drawing)
    #expect(gallery.map(\.picture) == [id])
    #expect(gallery.map(\.size) == [PictureSize(width: 640, height: 480)])
    #expect(try await staff.open(Self.path).text.contains("删除：打开的皂盒"))
    #expect(try await staff.open("/products/soap?lang=en").text.contains("alt=\"The open box\""))
    #expect(try await pair.other.scope.gallery(ofProduct: "soap").isEmpty)
    let trail = try await tenant.scope.auditEntries(of: "soap").map(\.action)
    #expect(trail.filter { $0 == "storefront.gallery_picture_added" }.count == 1)

    for _ in 0..<2 {
      let gone = try await staff.post(
        "\(Self.path)/pictures/removal",
        ["form_token": token, "place": "0", "picture": id.description]
      )
      #expect(gone.status == 303)
    }
    #expect(try await tenant.scope.gallery(ofProduct: "soap").isEmpty)
  }

  @Test func `what is no picture, says nothing, or is one too many is refused with its reason`()
    async throws
  {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("mei")
    func add(
      _ file: [UInt8]?,
      zh: String = "皂盒",
      sku: String = ""
    ) async throws -> WebAnswer {
      try await staff.upload(
        "\(Self.path)/pictures/new",
        ["form_token": token, "alt.zh": zh, "alt.en": "A box", "sku": sku],
        file: file
      )
    }
    let script = Array("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".utf8)
    for answer in [
      try await add(nil), try await add(Array("text".utf8)), try await add(script),
      try await add(Self.drawing, zh: " "),
      try await add(Self.drawing, zh: String(repeating: "长", count: 201)),
    ] {
      #expect(answer.status == 422 && answer.text.contains("不超过 2 MiB"))
    }
    #expect(try await add(Self.drawing, sku: "WIPE-1").status == 422)
    #expect(try await tenant.scope.gallery(ofProduct: "soap").isEmpty)
    for number in 0..<GalleryPicture.limit {
      let drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 \(number + 1)'/>"
      #expect(try await add(Array(drawing.utf8)).status == 303)
    }
    #expect(try await add(Self.drawing).status == 422)
    // Those who only look change nothing.
    try await tenant.employ("lin", .service)
    let reader = Visitor(server, at: tenant.snapshot)
    let other = try await reader.signIn("lin")
    let refused = try await reader.upload(
      "\(Self.path)/pictures/new",
      ["form_token": other, "alt.zh": "皂", "alt.en": "A"],
      file: Self.drawing
    )
    #expect(refused.status == 403)
  }
}
