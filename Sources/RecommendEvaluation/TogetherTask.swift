package import ArgumentParser
internal import DelimitedText
internal import Foundation
internal import Recommend

/// Proposes products that go with baskets.
package struct TogetherTask: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "together",
    abstract: "Proposes the products that go with each basket.",
    discussion: """
      Reads basket,household,product and writes basket,rank,product, ranks from 1. What is in a basket \
      is never proposed for it. A household that is empty or not in the transactions has no habits.
      """
  )

  @Option(help: "CSV with household_id, basket_id, day, product_id, quantity and sales_value.")
  var transactions: String

  @Option(help: "CSV with the column product_id: the products there are.")
  var products: String

  @Option(help: "CSV with the columns basket, household and product: what to complete.")
  var baskets: String

  @Option(help: "Products per basket, 1 or more.")
  var k = 10

  @Option(help: "The file to write.")
  var out: String

  package init() {}

  package func validate() throws {
    guard k > 0 else { throw ValidationError("--k must be 1 or more.") }
  }

  package func run() throws {
    var bought = BoughtBaskets()
    try bought.readProducts(products)
    try bought.readTransactions(transactions)
    let completion = BasketCompletion(try bought.log())
    try write(completion, bought)
  }

  /// Writes the proposals for each basket, in the order in which baskets were met.
  private func write(_ completion: BasketCompletion, _ bought: BoughtBaskets) throws {
    var table = try TaskTable(baskets, columns: ["basket", "household", "product"])
    var names = Vocabulary()
    var contents: [[Int]] = []
    var households: [Int?] = []
    while let row = try table.next() {
      let basket = names.add(row[0])
      if basket == contents.count {
        contents.append([])
        households.append(bought.households.number(of: row[1]))
      }
      if let product = bought.products.number(of: row[2]) { contents[basket].append(product) }
    }
    var writer = DelimitedTextWriter(columns: ["basket", "rank", "product"])
    for (basket, name) in names.names.enumerated() {
      let list = completion.propose(
        with: contents[basket],
        household: households[basket],
        count: k
      )
      for (place, entry) in list.enumerated() {
        writer.append([name, String(place + 1), bought.products.names[entry.item]])
      }
    }
    try Data(writer.bytes).write(to: URL(filePath: out))
  }
}
