internal import DelimitedText
internal import TenantStore

/// Reads `categories.csv`: two levels, each category named in the default language.
enum CategoryFile {
  static let path = "categories.csv"

  static func read(_ file: inout CatalogueFile, _ pictures: inout CataloguePictures)
    -> [CategoryDraft]
  {
    var seen = SeenKeys()
    var categories: [CategoryDraft] = []
    let parents = Dictionary(
      file.records.map { ($0["category"], $0["parent"]) },
      uniquingKeysWith: { first, _ in first }
    )
    for record in file.records {
      let slug = file.slug(record, "category", seen: &seen)
      let parent = record["parent"]
      if !parent.isEmpty {
        if parents[parent] == nil {
          file.note(record.line, "parent", "\"\(parent)\" is no category of this file; add it")
        } else if parents[parent]?.isEmpty == false || parent == slug {
          file.note(record.line, "parent", "\"\(parent)\" is not at the top; use two levels only")
        }
      }
      categories.append(
        CategoryDraft(
          slug: slug,
          parent: parent.isEmpty ? nil : parent,
          position: file.requiredInteger(record, "position", in: 0...1_000_000),
          picture: pictures.picture(record["picture"], on: record.line, of: &file),
          names: file.names(record)
        )
      )
    }
    return categories
  }
}

/// Reads `locations.csv`.
enum LocationFile {
  static let path = "locations.csv"

  static func read(_ file: inout CatalogueFile) -> [LocationDraft] {
    var seen = SeenKeys()
    var locations: [LocationDraft] = []
    for record in file.records {
      locations.append(
        LocationDraft(
          code: file.slug(record, "location", seen: &seen),
          priority: file.requiredInteger(record, "priority", in: 0...1_000_000),
          names: file.names(record)
        )
      )
    }
    return locations
  }
}

/// Reads `stock.csv`: how many pieces of SKUs there are at locations.
///
/// In a tenant's folder they are opening balances, which count once; an import counts again.
struct StockFile {
  static let path = "stock.csv"

  private(set) var file: CatalogueFile
  private let skus: Set<String>?
  private let locations: Set<String>?
  private var seen = SeenKeys()

  /// - Parameters:
  ///   - file: The table.
  ///   - skus: The numbers that there are; nothing when they are not known here.
  ///   - locations: The locations that there are; nothing when they could not be read.
  init(_ file: CatalogueFile, skus: Set<String>?, locations: Set<String>?) {
    self.file = file
    self.skus = skus
    self.locations = locations
  }

  /// The balances, in the order of the file.
  mutating func read() -> [StockDraft] { file.records.map { balance($0) } }

  /// The balance of one record, noting what is wrong with it.
  mutating func balance(_ record: DelimitedRecord) -> StockDraft {
    let place = StockPlace(sku: record["sku"], location: record["location"])
    if skus?.contains(place.sku) == false {
      file.note(record.line, "sku", "\"\(place.sku)\" is not in catalogue.csv; add or correct it")
    }
    if locations?.contains(place.location) == false {
      let name = "\"\(place.location)\""
      file.note(record.line, "location", "\(name) is not in locations.csv; add or correct it")
    }
    if let line = seen.insert("\(place.sku)\n\(place.location)", line: record.line) {
      file.note(record.line, "location", "the SKU has this location on line \(line) already")
    }
    let count = file.requiredInteger(record, "on_hand", in: 0...1_000_000_000)
    return StockDraft(sku: place.sku, location: place.location, onHand: Int64(count))
  }

  /// What was noted since this was asked last.
  mutating func takeProblems() -> [FolderProblem] { file.takeProblems() }
}
