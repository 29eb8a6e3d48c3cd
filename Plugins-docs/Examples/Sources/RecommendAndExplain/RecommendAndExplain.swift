import Foundation
import Recommend

/// Learns from who bought what and says why it proposes something: `recommend-and-explain [FILE]`.
///
/// The file is CSV with the header `customer,product`; without one, the purchases of a made-up shop
/// beside this source are taken. No database, no server.
@main
struct RecommendAndExplain {
  static func main() throws {
    let given = CommandLine.arguments.dropFirst().first.map { URL(filePath: $0) }
    guard let file = given ?? Bundle.module.url(forResource: "purchases", withExtension: "csv")
    else { throw Mistake.noFile }
    let purchases = try Purchases(csv: String(contentsOf: file, encoding: .utf8))

    let model = BlendChoice().model(fitting: try purchases.interactions())

    for customer in purchases.customers.indices.prefix(3) {
      print(purchases.customers[customer])
      for entry in model.recommend(for: customer, count: 2) {
        print("  \(purchases.products[entry.item])", terminator: "")
        let told = model.explain(entry.item, for: customer)
        if let reason = told.reasons.first, reason.score > 0 {
          print(", because you bought \(purchases.products[reason.item])")
        } else {
          print(", because many buy it")
        }
      }
    }
  }

  enum Mistake: Error {
    case noFile
    case line(Int)
  }
}

/// Customers and products by number, and who bought what.
struct Purchases {
  private(set) var customers: [String] = []
  private(set) var products: [String] = []
  private var pairs: [(user: Int, item: Int)] = []

  init(csv: String) throws {
    for (line, text) in csv.split(separator: "\n").enumerated().dropFirst() {
      let fields = text.split(separator: ",").map(String.init)
      guard fields.count == 2 else { throw RecommendAndExplain.Mistake.line(line + 1) }
      pairs.append(
        (user: number(of: fields[0], in: \.customers), item: number(of: fields[1], in: \.products))
      )
    }
  }

  func interactions() throws -> Interactions {
    try Interactions(pairs: pairs, userCount: customers.count, itemCount: products.count)
  }

  private mutating func number(
    of name: String,
    in names: WritableKeyPath<Self, [String]>
  ) -> Int {
    if let known = self[keyPath: names].firstIndex(of: name) { return known }
    self[keyPath: names].append(name)
    return self[keyPath: names].count - 1
  }
}
