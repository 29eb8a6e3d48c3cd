import DelimitedText
import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Tables of other shop systems", .tenantDatabase([StorefrontModule.module]))
struct ForeignProductTests {
  private static let shopify = """
    Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Status
    baby-tee,Baby Tee,"<p>Soft &amp; light</p><p>Cotton</p>",Yabu,Shirts,new,TRUE,Size,80,Color,Red,tee 80/red,120,5,49.00,59.00,2000000000015,https://x/1.jpg,active
    baby-tee,,,,,,,,90,,Red,TEE-90-RED,130,2,52.00,,junk,,
    baby-tee,,,,,,,,,,,,,,,,,https://x/2.jpg,
    Söckchen,Socks,,Yabu,Socks,,TRUE,Title,Default Title,,,,,9,9.90,9.90,,,draft

    """

  private static let taobao =
    "version 1.00\r\n"
    + "title\tprice\tnum\touter_id\tskuProps\tpropAlias\tdescription\tbarcode\r\n"
    + "宝贝名称\t价格\t数量\t商家编码\t销售属性\t销售属性别名\t描述\t条码\r\n"
    + "连体衣\t99.00\t30\tRomper 1\t"
    + "99.00:10:R-RED:1627207:28320;20509:28314;109.00:20::1627207:28320;20509:28315;\t"
    + "1627207:28320:米白;20509:28314:80cm;20509:28315:90cm;\t<b>纯棉</b>\t\r\n"
    + "围嘴\t19.00\t3\t\t\t\t\t\r\n"

  private func read(_ text: String, _ format: DelimitedTextFormat = .init()) throws
    -> ForeignProducts?
  {
    let bytes = Array(text.utf8)
    let source = ImportSource(name: "x.csv", byteCount: bytes.count, format: format) {
      var rest = bytes
      return {
        defer { rest = [] }
        return rest
      }
    }
    return try ForeignProducts.read(source, into: "care", [.zh, .en])
  }

  private func cells(_ table: ForeignProducts) -> [[String]] {
    String(decoding: table.bytes, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func `a table of Shopify becomes drafts, a row per variant`() throws {
    let table = try #require(try read(Self.shopify))
    #expect(table.dialect == .shopify && table.rows == [2, 3, 5])
    let rows = cells(table)
    #expect(
      rows[0] == [
        "TEE-80-RED", "2000000000015", "baby-tee", "care", "Yabu", "draft", "", "", "", "", "", "",
        "size", "80", "colour", "Red", "49.00", "59.00", "120", "", "Baby Tee",
        "Soft & light Cotton",
      ]
    )
    #expect(rows[1][0] == "TEE-90-RED" && rows[1][1].isEmpty && rows[1][3].isEmpty)
    // The same price as before is no reduction, and a handle in other letters is a short name.
    #expect(rows[2][0] == "S-CKCHEN-1" && rows[2][2] == "s-ckchen" && rows[2][17].isEmpty)
    #expect(rows[2][12].isEmpty)
  }

  @Test func `a package of Taobao becomes drafts, variants with the names that people read`() throws
  {
    let table = try #require(
      try read(Self.taobao, DelimitedTextFormat(encoding: .utf8, delimiter: 0x09))
    )
    #expect(table.dialect == .taobao && table.rows == [4, 4, 5])
    let rows = cells(table)
    #expect(rows.map { $0[0] } == ["R-RED", "ROMPER-1-2", "TAOBAO-5-1"])
    #expect(rows[1][12...16] == ["colour", "米白", "size", "90cm", "109.00"])
    #expect(rows[0][20...] == ["连体衣", "纯棉"] && rows[2][16] == "19.00")
  }

  @Test func `our own table is no foreign one`() throws {
    #expect(try read(manyProducts(1..<3)) == nil)
    #expect(try read("") == nil)
  }

  @Test func `what another system wrote is taken in, and again without a change`() async throws {
    let pair = try await shopPair()
    let table = try #require(try read(Self.shopify))
    for (created, unchanged) in [(3, 0), (0, 3)] {
      let (result, problems) = try await ImportedFile(bytes: table.bytes)
        .run(.products, into: pair.mine)
      #expect(problems.isEmpty, "\(problems)")
      #expect(result.counts.created == created && result.counts.unchanged == unchanged)
    }
    let product = try await pair.mine.scope.merchantProduct(slug: "baby-tee", in: pair.mine.view)
    #expect(product?.skus.map(\.code) == ["TEE-80-RED", "TEE-90-RED"])
    #expect(product?.product.standing == .draft)
    #expect(
      try await pair.other.scope.merchantProduct(slug: "baby-tee", in: pair.other.view) == nil
    )
  }
}
