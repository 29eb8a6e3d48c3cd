internal import Recommend

/// The baskets of a file of transactions, with numbers for what the file names.
struct BoughtBaskets {
  private(set) var products = Vocabulary()
  private(set) var households = Vocabulary()
  private var baskets = Vocabulary()
  private var contents: [[Int]] = []
  private var buyers: [Int?] = []
  private var days: [Int] = []

  /// Numbers the products.
  mutating func readProducts(_ path: String) throws {
    var table = try TaskTable(path, columns: ["product_id"])
    while let row = try table.next() { _ = products.add(row[0]) }
  }

  /// Reads lines; those without a quantity and a value above 0, such as coupons, buy nothing.
  mutating func readTransactions(_ path: String) throws {
    var table = try TaskTable(
      path,
      columns: ["household_id", "basket_id", "day", "product_id", "quantity", "sales_value"]
    )
    while let row = try table.next() {
      guard try row.number(4) > 0, try row.number(5) > 0 else { continue }
      let basket = baskets.add(row[1])
      if basket == contents.count {
        contents.append([])
        buyers.append(row[0].isEmpty ? nil : households.add(row[0]))
        days.append(try row.integer(2))
      }
      contents[basket].append(products.add(row[3]))
    }
  }

  /// What was read.
  func log() throws -> BasketLog {
    try BasketLog(
      baskets: contents,
      households: buyers,
      days: days,
      productCount: products.count
    )
  }
}
