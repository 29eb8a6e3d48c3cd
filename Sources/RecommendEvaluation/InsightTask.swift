import ArgumentParser
import DelimitedText
import Foundation
import Recommend

/// `insight`: how many households bought in each category, with noise that hides each household.
struct InsightTask: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "insight",
    abstract: "Counts the households of each category under differential privacy.",
    discussion: """
      Writes category,count for every category of the products, whether anybody bought or not; counts \
      may be below 0. The unit is the household with all its lines of the days. Alone among the tasks \
      it is not seeded: the noise is the system's, and two runs differ. It refuses when a count with \
      noise of the households is below the minimum.
      """
  )

  @Option(help: "CSV or CSV.gz with household, day, product, quantity, value.")
  var transactions: String
  @Option(help: "CSV or CSV.gz with product, department, category, type.") var products: String
  @Option(help: "The first day.") var from: Int
  @Option(help: "The first day behind the last.") var to: Int
  @Option(help: "The bound on what is told of a household, 0.1 to 20.") var epsilon = 1.0
  @Option(help: "In how many categories a household counts at most, 1 to 200.") var cap = 80
  @Option(help: "The fewest households.") var minimum = InsightLedger.fewestPeople
  @Option(help: "category or type.") var level = NeedsTask.Level.category
  @Option(help: "Where the answer is written, as CSV.") var out: String

  func validate() throws {
    guard (0.1...20).contains(epsilon) else { throw ValidationError("--epsilon: 0.1 to 20") }
    guard InsightQuestion.caps.contains(cap) else { throw ValidationError("--cap: 1 to 200") }
  }

  func run() throws {
    let catalogue = try NeedCatalogue(products, level: level)
    let households = try cells(catalogue)
    var source = SystemRandomNumberGenerator()
    let made = NoisyTable(
      people: households,
      cells: catalogue.names.count,
      cap: cap,
      cost: PrivacyCost(epsilon: epsilon),
      using: &source
    )
    guard let table = made, table.people >= minimum else {
      throw TaskFileError(path: transactions, problem: "has too few households; nothing is told")
    }
    var writer = DelimitedTextWriter(columns: ["category", "count"])
    for (name, count) in zip(catalogue.names, table.counts) { writer.append([name, "\(count)"]) }
    try Data(writer.bytes).write(to: URL(filePath: out))
  }

  /// The categories of each household that bought anything in the days.
  private func cells(_ catalogue: NeedCatalogue) throws -> [Set<Int>] {
    let columns = [
      ["household", "household_id"], ["day"], ["product", "product_id"], ["quantity"],
      ["value", "sales_value"],
    ]
    var reader = try LinesReader(transactions, columns: columns)
    var places: [LinesReader.Field: Int] = [:]
    var cells: [Set<Int>] = []
    while try reader.next() {
      let (day, quantity) = (try reader.integer(1), try reader.number(3))
      guard (from..<max(from, to)).contains(day), quantity > 0, try reader.number(4) > 0,
        let category = catalogue.category(of: reader[2])
      else { continue }
      let household = places[reader[0]] ?? cells.count
      if household == cells.count {
        places[reader[0]] = household
        cells.append([])
      }
      cells[household].insert(category)
    }
    return cells
  }
}
