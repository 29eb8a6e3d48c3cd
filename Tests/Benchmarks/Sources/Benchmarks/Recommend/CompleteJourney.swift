import Foundation

/// A year of a grocery panel up to day 274: what each household bought of each product on each day.
struct CompleteJourney: Sendable {
  struct Line: Sendable {
    let household: Int
    let basket: Int
    let day: Int
    let product: Int
    let units: Double
    let value: Double
  }

  struct Product: Sendable {
    let category: String
    let type: String

    /// Whether it is a need, by the definition that the published baselines use.
    var isNeed: Bool {
      !category.isEmpty && category != "MISCELLANEOUS" && !category.contains("COUPON")
        && !category.contains("FUEL")
    }

    /// Whether it is for a baby.
    var isForBaby: Bool {
      let categories = [
        "BABY FOODS", "BABY HBC", "INFANT CARE PRODUCTS", "DIAPERS & DISPOSABLES",
        "INFANT FORMULA",
      ]
      return categories.contains(category) && type != "COTTON COTTON SWABS"
    }
  }

  /// Lines with units and value above 0.
  let lines: [Line]
  let products: [Int: Product]

  static let transactions = "complete_journey/transactions.csv.gz"
  static let catalogue = "complete_journey/products.csv.gz"

  /// Reads the files.
  ///
  /// - Throws: ``TrainingFolder/Absent`` where they are not.
  static func read() async throws -> Self {
    var products: [Int: Product] = [:]
    for fields in try await rows(catalogue) {
      guard let id = Int(fields[0]) else { continue }
      products[id] = Product(category: fields[4], type: fields[5])
    }
    let lines = try await rows(transactions).compactMap { fields -> Line? in
      let numbers = fields[0..<4].compactMap { Int($0) }
      guard numbers.count == 4, let units = Double(fields[4]), let value = Double(fields[5]),
        units > 0, value > 0
      else { return nil }
      return Line(
        household: numbers[0],
        basket: numbers[1],
        day: numbers[2],
        product: numbers[3],
        units: units,
        value: value
      )
    }
    return Self(lines: lines, products: products)
  }

  /// The lines of the needs that belong to categories, or types, with households enough.
  func needs(_ name: (Product) -> String, leastHouseholds: Int) -> [(line: Line, need: String)] {
    var households: [String: Set<Int>] = [:]
    let all = lines.compactMap { line -> (line: Line, need: String)? in
      guard let product = products[line.product], product.isNeed else { return nil }
      return (line, name(product))
    }
    for (line, need) in all { households[need, default: []].insert(line.household) }
    return all.filter { (households[$0.need]?.count ?? 0) >= leastHouseholds }
  }

  private static func rows(_ name: String) async throws -> [[String]] {
    let text = try await Program.output("gzip", ["-dc", try TrainingFolder.path(name)])
    return text.split(separator: "\n").dropFirst().map(fields)
  }

  /// The fields of a row; none of the files has a quote within quotes.
  private static func fields(_ row: Substring) -> [String] {
    guard row.contains("\"") else {
      return row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    var fields = [""]
    var isQuoted = false
    for character in row {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}
