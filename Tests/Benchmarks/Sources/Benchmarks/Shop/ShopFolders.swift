import Foundation

/// The folders of the tenants that the gateway's figures need.
enum ShopFolders {
  /// How many products the second tenant has one piece of: `last-one-0` and so on.
  static let lastOnes = 100

  /// The sample tenant with a million pieces of everything, and one with a hundred of one thing and
  /// one each of a hundred others.
  static func write(into folder: URL) throws {
    let sample = folder.appending(path: "nuanya")
    try FileManager.default.copyItem(at: try sampleTenant(), to: sample)
    let file = sample.appending(path: "stock.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let plenty = rows.dropFirst().map { row in
      row.split(separator: ",").prefix(2).joined(separator: ",") + ",1000000"
    }
    let text = ([String(rows[0])] + plenty).joined(separator: "\n") + "\n"
    try text.write(to: file, atomically: true, encoding: .utf8)
    try writeFlash(to: folder.appending(path: "flash"))
  }

  /// The sample tenant of the project that this command is run in.
  private static func sampleTenant() throws -> URL {
    var folder = URL(filePath: FileManager.default.currentDirectoryPath)
    while folder.path() != "/" {
      let sample = folder.appending(path: "tenants-sample/nuanya")
      if FileManager.default.fileExists(atPath: sample.path()) { return sample }
      folder.deleteLastPathComponent()
    }
    throw Program.Failure(
      description: "tenants-sample is not here; run this in the project's folder"
    )
  }

  private static func writeFlash(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in flash {
      let more = (0..<lastOnes).map { lastOne($0, in: name) }.joined()
      try (text + more).write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
  }

  /// The rows of a product of which there is one piece.
  private static func lastOne(_ number: Int, in file: String) -> String {
    let code = "LAST-ONE-\(number)"
    return switch file {
    case "catalogue.csv":
      "\(code),,last-one-\(number),toys,Flash,published,0,72,wood,GB 6675,,,,,,,10.00,,100,,"
        + "Toy \(number),A toy,One.\n"
    case "stock.csv": "\(code),shop,1\n"
    default: ""
    }
  }

  private static let flash = [
    "tenant.yaml": """
    tenant: flash
    name: {en: Flash}
    hosts: [flash.localhost]
    locales: [en]
    currency: CNY
    timeZone: Asia/Shanghai
    market: CN
    modules:
      storefront:
        tagline: {en: All at once}
        contact: {email: flash@example.com}
        accent: "#9a3412"
        freight: {flat: "8.00", freeOver: "99.00"}
        stages: [{code: all, from: 0, to: 72, name: {en: Birth to six}}]
        payments: [{provider: cashOnDelivery, name: {en: Cash on delivery}}]

    """,
    "categories.csv": "category,parent,position,picture,name.en\ntoys,,1,,Toys\n",
    "locations.csv": "location,priority,name.en\nshop,1,Shop\nwarehouse,2,Warehouse\n",
    "catalogue.csv": """
    sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,\
    safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,\
    list_price,weight_grams,picture,name.en,summary.en,description.en
    LAST-100,,last-100,toys,Flash,published,0,72,wood,GB 6675,,,,,,,10.00,,100,,Toy,A toy,One.

    """,
    "stock.csv": "sku,location,on_hand\nLAST-100,shop,37\nLAST-100,warehouse,63\n",
  ]
}
