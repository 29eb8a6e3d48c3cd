internal import ArgumentParser
internal import Flows
internal import Membership
internal import Recommend
internal import Storefront
internal import TenantStore

struct ExplainRecommendationsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows what would be proposed to somebody right now, and why.",
    discussion: """
      Without --member it is a stranger, of whom at most a child's age is known. Of a member who did \
      not agree to being known, nothing is read: what is shown is what a stranger gets.
      """
  )

  private struct Shown: Encodable {
    let row: String
    let item: String
    let name: String
    let reason: String
    let about: String?
    let probability: Double?
    let model: String?
    let version: Int?
  }

  @Option(
    help: ArgumentHelp("A child's age in months, before birth negative.", valueName: "months")
  )
  var age: [Int] = []
  @Option(help: ArgumentHelp("A member.", valueName: "id"), transform: IDOption.read)
  var member: MemberID?
  @Option(help: "Items in a row, 1 to 50.") var count = 8
  @Option(
    help: ArgumentHelp("A situation to serve: home, travel or work.", valueName: "situation"),
    transform: { (text: String) throws -> Scenario in
      guard let scenario = Scenario(rawValue: text) else {
        throw ValidationError("--scenario must be home, travel or work.")
      }
      return scenario
    }
  )
  var scenario: Scenario?
  @Option(help: ArgumentHelp("The language of whoever reads, as id.", valueName: "language"))
  var locale: String?
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard age.allSatisfy(BirthMonth.ages.contains) else {
      throw ValidationError(
        "--age must be \(BirthMonth.ages.lowerBound) to \(BirthMonth.ages.upperBound)."
      )
    }
    guard (1...RowContext.countLimit).contains(count) else {
      throw ValidationError("--count must be 1 to \(RowContext.countLimit).")
    }
  }

  func run(in session: AdminSession) async throws -> Report {
    let shown = try await session.withRecommendWork(of: tenant.tenant, options) { work in
      var visitor = Visitor(ages: age)
      if let member {
        guard work.snapshot.isEnabled(module: MembershipModule.module.name),
          try await work.reading.member(member) != nil
        else { throw AdminError(.notFound, "\(tenant.tenant) has no member \(member)") }
        let known = try await KnownVisitor.of(member, work.snapshot, work.reading)
        if known.standing != .on {
          session.report("\(member) is not known to recommendations: \(known.standing.rawValue)")
        }
        visitor = known.visitor
        if !age.isEmpty { visitor.ages = age }
      }
      if let scenario { visitor.wishes.scenario = scenario }
      visitor.locale = locale
      let rows = try await work.recommender.rows(
        for: visitor,
        RowContext(count: count),
        work.snapshot,
        work.reading
      )
      return try await Self.shown(rows, work)
    }
    var table = Table("ROW", "ITEM", "REASON", "ABOUT", "MODEL")
    for line in shown {
      let model = line.model.map { "\($0) \(line.version ?? 0)" }
      table.add(line.row, line.name, line.reason, line.about ?? "", model ?? "")
    }
    return try Report(shown, text: table.text(ifEmpty: "There is nothing to propose."))
  }

  private static func shown(_ rows: [RecommendationRow], _ work: RecommendWork) async throws
    -> [Shown]
  {
    let entries = rows.flatMap(\.entries)
    let ids = entries.flatMap { [$0.item, words($0.reason).about].compactMap(\.self) }
    let cards = try await work.reading.productCards(
      Set(ids.compactMap { ProductID($0) }).sorted(),
      in: ShopView(work.snapshot)
    )
    let names = Dictionary(cards.map { ($0.id.description, $0.name) }) { first, _ in first }
    return rows.flatMap { row in
      row.entries.map { entry in
        let (reason, about) = words(entry.reason)
        return Shown(
          row: "\(row.subject)".prefix { $0 != "(" }.description,
          item: entry.item,
          name: names[entry.item] ?? entry.item,
          reason: reason,
          about: about.map { names[$0] ?? $0 },
          probability: probability(entry.reason),
          model: entry.impression?.kind,
          version: entry.impression?.version
        )
      }
    }
  }

  private static func probability(_ reason: RecommendationReason) -> Double? {
    switch reason {
    case .due(_, let probability): probability
    case .persona(let match): match.confidence
    default: nil
    }
  }

  private static func words(_ reason: RecommendationReason) -> (code: String, about: String?) {
    switch reason {
    case .boughtTogether(let item): ("bought together", item)
    case .because(let deed, let item): (deed.rawValue, item)
    case .value(let score): ("value \(Int(min(score.index, 9_999).rounded()))", nil)
    case .scenario(let scenario): ("serves \(scenario.rawValue)", nil)
    case .persona(let match):
      (match.isChosen ? "chosen pack" : "\(match.signs) of \(match.things) things", match.code)
    case .similar(let item): ("similar", item)
    case .alike(let deed, let item): ("like one that was \(deed.rawValue)", item)
    case .due(let category, let probability): ("due with \(Int(probability * 100)) %", category)
    case .age(let months): ("made for \(months) months", nil)
    case .advised(let months, let source): ("named for \(months) months by \(source)", nil)
    case .popular: ("popular", nil)
    case .discovery: ("gets a chance", nil)
    }
  }
}
