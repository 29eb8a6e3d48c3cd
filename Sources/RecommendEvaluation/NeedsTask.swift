import ArgumentParser
import Foundation
package import Recommend

/// `needs`: how likely each household is to buy from each category within the days to come.
struct NeedsTask: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "needs",
    abstract: "Foretells which categories each household will buy from.",
    discussion: """
      Lines from the day on are not looked at, nor are lines whose quantity or value is not above 0 \
      and products of no category, of coupons, of fuel or of "miscellaneous". Categories that fewer \
      than 5 households bought from, types that fewer than 10 did, are left out. A probability \
      holds for a household that goes on shopping.
      """
  )

  /// What a need is a need of.
  enum Level: String, ExpressibleByArgument, CaseIterable { case category, type }

  @Option(help: "CSV or CSV.gz with household, day, product, quantity, value.")
  var transactions: String
  @Option(help: "CSV or CSV.gz with product, department, category, type.") var products: String
  @Option(help: "The first day to foretell; earlier lines alone are used.") var at: Int
  @Option(help: "How many days to foretell, 1 to 366.") var horizon = 90
  @Option(help: "category or type.") var level = Level.category
  @Option(help: "Where the answer is written, as CSV.") var out: String

  func run() throws {
    guard (1...366).contains(horizon) else { throw ValidationError("--horizon: 1 to 366") }
    let catalogue = try NeedCatalogue(products, level: level)
    let panel = try PurchasePanel(transactions, catalogue: catalogue, before: at)
    let model = NeedModel(panel.history, at: at, horizon: horizon)
    var lines = Array("household,category,probability\n".utf8)
    for (household, name) in panel.households.enumerated() {
      let probabilities = model.probabilities(of: household)
      for (category, probability) in zip(panel.categories, probabilities) {
        lines += name
        lines += category
        lines += "\(probability)\n".utf8
      }
    }
    try Data(lines).write(to: URL(filePath: out))
  }
}

/// Which category each product of a file belongs to.
package struct NeedCatalogue {
  /// The categories' names.
  package private(set) var names: [String] = []
  /// The group of each category: its department, or the category of a type.
  package private(set) var groups: [Int] = []
  /// Households that a category needs to be told of.
  package let leastHouseholds: Int
  private var places: [LinesReader.Field: Int] = [:]

  /// Reads a products' file.
  init(_ path: String, level: NeedsTask.Level) throws {
    leastHouseholds = level == .category ? 5 : 10
    let columns = [
      ["product", "product_id"], ["department"], ["category", "product_category"],
      ["type", "product_type"],
    ]
    var reader = try LinesReader(path, columns: columns)
    var categories: [String: Int] = [:]
    var groups: [String: Int] = [:]
    while try reader.next() {
      let category = reader.text(2)
      let name = level == .category ? category : reader.text(3)
      guard Self.isNeed(category), !name.isEmpty else { continue }
      let place = categories[name] ?? names.count
      if place == names.count {
        categories[name] = place
        names.append(name)
        let group = level == .category ? reader.text(1) : category
        let number = groups[group] ?? groups.count
        groups[group] = number
        self.groups.append(number)
      }
      places[reader[0]] = place
    }
  }

  /// The category of a product; nothing for one that is not in the file or no need.
  package func category(of product: LinesReader.Field) -> Int? { places[product] }

  private static func isNeed(_ category: String) -> Bool {
    !category.isEmpty && category != "MISCELLANEOUS" && !category.contains("COUPON")
      && !category.contains("FUEL")
  }
}

/// The purchases of a file's households before a day.
package struct PurchasePanel {
  /// Purchases by number of household and category.
  package let history: PurchaseHistory
  /// The households as a line of the answer begins: with a comma behind.
  package let households: [[UInt8]]
  /// The categories as they stand in a line of the answer: with a comma behind.
  package let categories: [[UInt8]]

  /// Reads a transactions' file.
  package init(_ path: String, catalogue: NeedCatalogue, before day: Int) throws {
    let columns = [
      ["household", "household_id"], ["day"], ["product", "product_id"], ["quantity"],
      ["value", "sales_value"],
    ]
    var reader = try LinesReader(path, columns: columns)
    var places: [LinesReader.Field: Int] = [:]
    var names: [String] = []
    var lines: [PurchaseLine] = []
    while try reader.next() {
      let lineDay = try reader.integer(1)
      guard abs(lineDay) <= 1_000_000 else { throw reader.problem(1, "is beyond a million") }
      let quantity = try reader.number(3)
      let value = try reader.number(4)
      guard lineDay < day, quantity > 0, value > 0, let category = catalogue.category(of: reader[2])
      else { continue }
      let household = places[reader[0]] ?? names.count
      if household == names.count {
        places[reader[0]] = household
        names.append(reader.text(0))
      }
      lines.append(
        PurchaseLine(
          household: household,
          category: category,
          day: lineDay,
          quantity: Float(quantity),
          value: Float(value)
        )
      )
    }
    let kept = Self.kept(lines, catalogue)
    var numbers = [Int?](repeating: nil, count: catalogue.names.count)
    for (number, category) in kept.enumerated() { numbers[category] = number }
    history = PurchaseHistory(
      lines: lines.compactMap { line in
        numbers[line.category].map {
          PurchaseLine(
            household: line.household,
            category: $0,
            day: line.day,
            quantity: line.quantity,
            value: line.value
          )
        }
      },
      households: names.count,
      groups: kept.map { catalogue.groups[$0] }
    )
    households = names.map { Array("\(CSVField.quoted($0)),".utf8) }
    categories = kept.map { Array("\(CSVField.quoted(catalogue.names[$0])),".utf8) }
  }

  /// The categories that enough households bought from; all of them in a panel that is too small.
  private static func kept(_ lines: [PurchaseLine], _ catalogue: NeedCatalogue) -> [Int] {
    var buyers = [Set<Int>](repeating: [], count: catalogue.names.count)
    for line in lines { buyers[line.category].insert(line.household) }
    let all = Set(lines.lazy.map(\.household)).count
    let least = min(catalogue.leastHouseholds, max(1, all / 10))
    return buyers.indices.filter { buyers[$0].count >= least }
  }
}
