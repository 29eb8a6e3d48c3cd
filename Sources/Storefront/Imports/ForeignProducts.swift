internal import DelimitedText
public import TenantStore

/// A table of products as another shop system writes it.
public enum ForeignDialect: String, CaseIterable, Sendable {
  /// The export of products of Shopify: a row per variant, `Handle` first.
  case shopify
  /// The package of 淘宝助理: a row per product, its variants in the field `skuProps`.
  case taobao
}

/// A foreign table in our columns, as drafts that somebody completes before shoppers see them.
public struct ForeignProducts: Sendable {
  /// How it was written.
  public let dialect: ForeignDialect
  /// The table in the columns of `catalogue.csv`.
  public let bytes: [UInt8]
  /// The row of the foreign table, from 1 for its header, behind each row of ours after the header.
  public let rows: [Int]

  /// Reads a table; nothing when it is in no known dialect, such as our own.
  ///
  /// What has no place here is left out: tags, pictures, taxes. Numbers of SKUs are written as ours
  /// are; a bar code that is none is left out.
  /// - Parameters:
  ///   - source: The file.
  ///   - category: The short name of the category in which all of it comes.
  ///   - locales: The merchant's languages; texts are taken for the first one's.
  /// - Returns: The table in our columns.
  /// - Throws: What the source throws.
  public static func read(
    _ source: ImportSource,
    into category: String,
    _ locales: [LanguageTag]
  ) throws -> Self? {
    var reader = DelimitedTextReader(source.format, from: try source.open())
    guard let first = try reader.anyRecord() else { return nil }
    var table = ForeignTable(category: category, locale: locales[0])
    let dialect: ForeignDialect
    if first.fields.contains("Handle"), first.fields.contains("Variant Price") {
      dialect = .shopify
      var reading = ShopifyReading(first)
      while let record = try reader.anyRecord() { reading.add(record, to: &table) }
    } else if first[0].hasPrefix("version") {
      dialect = .taobao
      // The first line has no tab that would tell how the others are cut.
      let format = DelimitedTextFormat(encoding: source.format.encoding, delimiter: 0x09)
      reader = DelimitedTextReader(format, from: try source.open())
      _ = try reader.anyRecord()
      guard let header = try reader.anyRecord() else { return nil }
      // The third line has the names of the columns in Chinese.
      _ = try reader.anyRecord()
      let reading = TaobaoReading(header)
      while let record = try reader.anyRecord() { reading.add(record, to: &table) }
    } else {
      return nil
    }
    return Self(dialect: dialect, bytes: table.writer.bytes, rows: table.rows)
  }
}

/// Our side of a foreign table while it is read.
struct ForeignTable {
  private static let columns = CatalogueColumns.catalogue

  let category: String
  private(set) var writer: DelimitedTextWriter
  private(set) var rows: [Int] = []
  private var seen: Set<String> = []

  init(category: String, locale: LanguageTag) {
    self.category = category
    writer = DelimitedTextWriter(
      columns: Self.columns + ["name.\(locale)", "description.\(locale)"]
    )
  }

  /// One variant; texts stand on the first of a product only.
  mutating func add(
    _ cells: [String: String],
    name: String = "",
    description: String = "",
    from row: Int
  ) {
    var cells = cells
    let isFirst = !name.isEmpty
    if isFirst { cells.merge(["category": category, "status": "draft"]) { $1 } }
    cells["sku"] = code(cells["sku"] ?? "", of: cells["product"] ?? "")
    writer.append(Self.columns.map { cells[$0] ?? "" } + [name, description])
    rows.append(row)
  }

  /// A number of a SKU as ours are: 3 to 32 capital letters, digits and hyphens, each once.
  private mutating func code(_ text: String, of product: String) -> String {
    let plain = ForeignTextRule.slug(text).uppercased()
    let base = plain.utf8.count >= 3 ? plain : "\(product.uppercased())-1"
    var code = String(base.prefix(32))
    var number = 1
    while !seen.insert(code).inserted {
      number += 1
      code = "\(base.prefix(27))-\(number)"
    }
    return code
  }
}

/// What foreign texts become.
enum ForeignTextRule {
  /// Small letters, digits and single hyphens between them; what is anything else is a hyphen.
  static func slug(_ text: String) -> String {
    var slug = ""
    for byte in text.lowercased().utf8 {
      let isPlain =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      if isPlain {
        slug.unicodeScalars.append(UnicodeScalar(byte))
      } else if !slug.isEmpty, !slug.hasSuffix("-") {
        slug += "-"
      }
    }
    return String((slug.hasSuffix("-") ? slug.dropLast() : slug[...]).prefix(80))
  }

  /// The text of some HTML: what stands outside of tags, with the usual entities read.
  static func plain(_ html: String) -> String {
    var (text, isTag) = ("", false)
    for character in html {
      switch character {
      case "<": isTag = true
      case ">" where isTag:
        isTag = false
        if text.last?.isWhitespace == false { text += " " }
      default: if !isTag { text.append(character) }
      }
    }
    for (entity, sign) in [
      ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"),
      ("&amp;", "&"),
    ] { text = text.replacing(entity, with: sign) }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The name of an option as ours are; nothing for one that we do not have.
  static func option(_ name: String) -> String? {
    let known: [(words: [String], code: String)] = [
      (["size", "尺码", "尺寸"], "size"), (["colour", "color", "颜色"], "colour"),
      (["stage", "段位", "阶段"], "stage"), (["flavour", "flavor", "taste", "口味"], "flavour"),
      (["height", "身高"], "height"), (["volume", "容量"], "volume"),
      (["weight", "净含量", "重量"], "weight"), (["count", "pack", "quantity", "数量", "件数"], "count"),
    ]
    let name = name.lowercased()
    return known.first { entry in entry.words.contains { name.contains($0) } }?.code
  }

  /// A bar code of thirteen digits; empty for what is none.
  ///
  /// One of twelve begins with a nought.
  static func barcode(_ text: String) -> String {
    let digits = text.filter { $0.isASCII && $0.isNumber }
    let code = digits.utf8.count == 12 ? "0\(digits)" : digits
    return GTINRule.isValid(code) ? code : ""
  }

  /// A whole number above nothing; empty for anything else.
  static func whole(_ text: String) -> String {
    Int(text.split(separator: ".").first ?? "").map { $0 > 0 ? "\($0)" : "" } ?? ""
  }

  /// A price before a reduction; empty when it is none.
  static func strike(_ text: String, above price: String) -> String {
    guard let strike = Double(text), let price = Double(price), strike > price else { return "" }
    return text
  }
}

/// Reads the rows of Shopify's export, of which those of a product follow each other.
private struct ShopifyReading {
  private let header: [String: Int]
  private var handle = ""
  private var options: [String?] = []

  init(_ header: DelimitedRecord) {
    self.header = Dictionary(header.fields.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  mutating func add(_ record: DelimitedRecord, to table: inout ForeignTable) {
    func cell(_ column: String) -> String { header[column].map { record[$0] } ?? "" }
    let isFirst = !cell("Title").isEmpty && cell("Handle") != handle
    if isFirst {
      handle = cell("Handle")
      options = (1...2).map { number in
        let name = cell("Option\(number) Name")
        guard !name.isEmpty, name != "Title" else { return nil }
        return ForeignTextRule.option(name) ?? (number == 1 ? "size" : "count")
      }
      if options[0] == options[1], options[0] != nil { options[1] = "count" }
    }
    // A row that has no price only adds a picture.
    let price = cell("Variant Price")
    guard !price.isEmpty else { return }
    let slug = ForeignTextRule.slug(handle)
    var cells = [
      "product": slug.isEmpty ? "p-\(ForeignTextRule.slug(cell("Variant SKU")))" : slug,
      "sku": cell("Variant SKU"), "price": price,
      "list_price": ForeignTextRule.strike(cell("Variant Compare At Price"), above: price),
      "weight_grams": ForeignTextRule.whole(cell("Variant Grams")),
      "barcode": ForeignTextRule.barcode(cell("Variant Barcode")),
    ]
    for (index, option) in options.enumerated() {
      guard let option else { continue }
      cells["option\(index + 1)"] = option
      cells["value\(index + 1)"] = cell("Option\(index + 1) Value").replacing("|", with: "/")
    }
    if isFirst { cells["brand"] = cell("Vendor") }
    table.add(
      cells,
      name: isFirst ? cell("Title") : "",
      description: isFirst ? ForeignTextRule.plain(cell("Body (HTML)")) : "",
      from: record.row
    )
  }
}

/// Reads the rows of 淘宝助理.
private struct TaobaoReading {
  /// What the numbers of the properties that tell variants apart mean.
  private static let properties = ["1627207": "colour", "20509": "size", "122216343": "height"]
  private let header: [String: Int]

  init(_ header: DelimitedRecord) {
    self.header = Dictionary(header.fields.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  private struct Variant {
    let price: String
    let code: String
    var values: [(property: String, value: String)]
  }

  func add(_ record: DelimitedRecord, to table: inout ForeignTable) {
    func cell(_ column: String) -> String { header[column].map { record[$0] } ?? "" }
    guard !cell("title").isEmpty else { return }
    let code = cell("outer_id")
    let slug = ForeignTextRule.slug(code)
    let product = slug.isEmpty ? "taobao-\(record.row)" : slug
    let names = Dictionary(
      cell("propAlias").split(separator: ";").compactMap { alias -> (String, String)? in
        let parts = alias.split(separator: ":", maxSplits: 2).map(String.init)
        return parts.count == 3 ? ("\(parts[0]):\(parts[1])", parts[2]) : nil
      },
      uniquingKeysWith: { first, _ in first }
    )
    var variants = Self.variants(cell("skuProps"))
    if variants.isEmpty { variants = [Variant(price: cell("price"), code: code, values: [])] }
    for (index, variant) in variants.enumerated() {
      var cells = [
        "product": product, "price": variant.price,
        "sku": variant.code.isEmpty ? "\(product)-\(index + 1)" : variant.code,
        "barcode": index == 0 ? ForeignTextRule.barcode(cell("barcode")) : "",
      ]
      for (place, choice) in variant.values.prefix(2).enumerated() {
        cells["option\(place + 1)"] =
          Self.properties[choice.property] ?? (place == 0 ? "size" : "count")
        let key = "\(choice.property):\(choice.value)"
        cells["value\(place + 1)"] = (names[key] ?? choice.value).replacing("|", with: "/")
      }
      table.add(
        cells,
        name: index == 0 ? cell("title") : "",
        description: index == 0 ? ForeignTextRule.plain(cell("description")) : "",
        from: record.row
      )
    }
  }

  /// The variants of `price:pieces:number:property:value;property:value;…`.
  private static func variants(_ text: String) -> [Variant] {
    var variants: [Variant] = []
    for part in text.split(separator: ";") {
      let parts = part.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      if parts.count >= 5 {
        let value = (property: parts[3], value: parts[4])
        variants.append(Variant(price: parts[0], code: parts[2], values: [value]))
      } else if parts.count == 2, !variants.isEmpty {
        variants[variants.count - 1].values.append((property: parts[0], value: parts[1]))
      }
    }
    return variants
  }
}
