internal import Foundation

/// In which cells of a table each person is; no statement runs in here.
struct InsightCells: Sendable {
  let lines: [String]
  let categories: [String]
  /// The cells of each person, line by line.
  let people: [Set<Int>]

  /// - Parameters:
  ///   - question: What is asked.
  ///   - catalogue: What the shop sells: it alone says which categories there are.
  ///   - purchases: What known people bought in which month, by person.
  ///   - born: The months in which children were born, by person.
  init(
    _ question: InsightQuestion,
    _ catalogue: [CatalogueItem],
    _ purchases: [MonthPurchase],
    born: [PersonID: [Int]]
  ) {
    let facts = Dictionary(catalogue.map { ($0.id, $0) }) { first, _ in first }
    let categories = Set(catalogue.map(\.category)).subtracting([""]).sorted()
    let places = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0) })
    let byPerson = Dictionary(grouping: purchases, by: \.person)
    let months = question.months
    self.categories = categories
    switch question.kind {
    case .cohorts: lines = ChildCohort.allCases.map(\.rawValue)
    case .trends: lines = months.all.map(InsightMonths.text)
    }
    people = byPerson.values.map { own in
      var line = 0
      if question.kind == .cohorts {
        let bought = own.map { (month: $0.month, ages: facts[$0.item]?.ages ?? .any) }
        let cohort = ChildCohort(
          born: born[own[0].person] ?? [],
          bought: bought,
          at: months.last
        )
        line = ChildCohort.allCases.firstIndex(of: cohort) ?? 0
      }
      return Set(
        own.compactMap { purchase in
          guard let place = facts[purchase.item].flatMap({ places[$0.category] }) else {
            return nil
          }
          let line = question.kind == .cohorts ? line : purchase.month - months.first
          return line * categories.count + place
        }
      )
    }
  }

  /// The table with noise.
  func table(_ question: InsightQuestion, using source: inout some RandomNumberGenerator)
    -> InsightTable?
  {
    NoisyTable(
      people: people,
      cells: lines.count * categories.count,
      cap: question.cap,
      cost: question.cost,
      using: &source
    )
    .map { InsightTable(lines: lines, categories: categories, counts: $0) }
  }
}
