import DelimitedText
import Foundation
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting

/// A file in memory, imported into a test's shop.
struct ImportedFile {
  var bytes: [UInt8]
  var format = DelimitedTextFormat()
  /// How many bytes the file gives before it fails, for an import that is stopped.
  var failsAfter: Int?

  struct Stopped: Error {}

  init(_ text: String) { bytes = Array(text.utf8) }

  init(bytes: [UInt8]) { self.bytes = bytes }

  func source(failing: Bool = false) -> ImportSource {
    let (bytes, limit) = (bytes, failing ? failsAfter : nil)
    let openings = Mutex(0)
    return ImportSource(name: "test.csv", byteCount: bytes.count, format: format) {
      let opening = openings.withLock { openings in
        openings += 1
        return openings
      }
      var rest = bytes[...]
      var given = 0
      return {
        // The first opening checks, the second writes; only that one is cut off.
        if let limit, opening == 2, given >= limit { throw Stopped() }
        defer { rest = rest.dropFirst(1_000) }
        given += min(1_000, rest.count)
        return Array(rest.prefix(1_000))
      }
    }
  }

  /// Imports the file and gives the result with the problems as `row:column field`.
  func run(
    _ kind: ImportKind,
    into tenant: TestTenant,
    failing: Bool = false,
    pictures folder: TenantFolder? = nil,
    _ change: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> (result: ImportResult, problems: [ImportProblem]) {
    var options = ImportOptions()
    change(&options)
    var problems: [ImportProblem] = []
    let result = try await ShopImport(
      of: kind,
      from: source(failing: failing),
      into: tenant.snapshot,
      database: tenant.database,
      by: .admin("ada"),
      pictures: folder ?? TenantFolder(url: URL(filePath: "/nowhere"))
    )
    .run(options) { problems.append($0) }
    return (result, problems)
  }

  static func exported(_ kind: ImportKind, from tenant: TestTenant) async throws -> ImportedFile {
    var bytes: [UInt8] = []
    _ = try await ShopExport(of: kind, from: tenant.snapshot, database: tenant.database)
      .run { bytes += $0 }
    return ImportedFile(bytes: bytes)
  }
}

/// A file of products with one SKU each in the category `care`.
func manyProducts(_ numbers: Range<Int>, price: String = "12.50") -> String {
  let header = """
    sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,safety_class,\
    registration_number,halal_certificate,option1,value1,option2,value2,price,list_price,\
    weight_grams,picture,name.zh,name.en

    """
  return numbers.reduce(into: header) { text, number in
    text +=
      "MANY-\(number),,many-\(number),care,Yabu,published,,,棉,,,,,,,,\(price),,,,商品\(number),\n"
  }
}
