internal import ArgumentParser
internal import DelimitedText
internal import Foundation
internal import Recommend
internal import Storefront
internal import TenantStore

struct LabelGoodsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract:
      "Says what goods serve and where they may be sold: product, scenarios, markets, languages.",
    discussion: """
      The product is its short name. Scenarios are home, travel and work; markets and languages are two \
      letters each; several stand with spaces between. What is left empty is taken back; products that are \
      not in the file stay as they are. Nothing is written unless all of it is right.
      """
  )

  @Argument(help: "The file, comma-separated with a header.") var file: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw AdminError(.notFound, "\(file) is no file that can be read")
    }
    let table: DelimitedTable
    do {
      table = try DelimitedTable(
        csv: [UInt8](data),
        required: ["product", "scenarios", "markets", "languages"]
      )
    } catch {
      throw AdminError(.badData, "\(file): \(error)")
    }
    let actor = session.actor
    let count = try await session.withRecommendWork(of: tenant.tenant, options) { work in
      var labels: [String: ItemLabels] = [:]
      for record in table.records where !record.isBlank {
        let said = try Self.labels(record, at: "\(file):\(record.line)")
        let product = try await work.reading.product(
          slug: record["product"],
          in: ShopView(work.snapshot)
        )
        guard let product else {
          throw AdminError(
            .badData,
            "\(file):\(record.line): there is no product \"\(record["product"])\" on sale"
          )
        }
        labels[product.id.description] = said
      }
      let sorted = labels.sorted { $0.key < $1.key }
      let recommender = work.recommender
      try await work.database.transaction(for: work.snapshot.id) { transaction in
        for start in stride(from: 0, to: sorted.count, by: Recommender.labelledAtOnce) {
          let some = sorted[start..<min(start + Recommender.labelledAtOnce, sorted.count)]
          try await recommender.setLabels(
            Dictionary(some.map { ($0.key, $0.value) }) { first, _ in first },
            by: actor,
            in: transaction
          )
        }
      }
      return sorted.count
    }
    return try Report(["products": count], text: "\(count) products are labelled.")
  }

  private static func labels(_ record: DelimitedRecord, at place: String) throws -> ItemLabels {
    func words(_ column: String) -> [String] {
      record[column].split(separator: " ").map { $0.lowercased() }
    }
    let scenarios = try words("scenarios").map { word in
      guard let scenario = Scenario(rawValue: word) else {
        throw AdminError(.badData, "\(place): \"\(word)\" must be home, travel or work")
      }
      return scenario
    }
    let labels = ItemLabels(
      scenarios: Set(scenarios),
      markets: Set(words("markets")),
      languages: Set(words("languages"))
    )
    if let problem = labels.problem {
      throw AdminError(.badData, "\(place): \(problem) must be two letters each, such as cn id")
    }
    return labels
  }
}
