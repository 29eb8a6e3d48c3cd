import Foundation
import Logging
import Recommend
import TenantStore

/// Whether anything is ever shown that a child's age, what a child does not bear, or the law forbids.
enum SuitabilityFigure {
  static let all = [
    Figure(
      name: "recommend.suitability.served",
      what:
        "items unsuitable for the child among all that 100,000 random requests of a trained shop "
        + "were answered with",
      unit: "items",
      bounds: .value(exactly: 0),
      measure: measure
    )
  ]

  private static let tasks = 8

  private static func measure(_ stage: Stage) async throws -> Outcome {
    let shop = try await SuitabilityShop.prepared(at: stage.address(), isShort: stage.isShort)
    let requests = (stage.isShort ? 800 : 100_000) / tasks
    let counts = try await withThrowingTaskGroup(of: SuitabilityShop.Counts.self) { group in
      for task in 0..<tasks {
        group.addTask { try await shop.ask(requests, seed: UInt64(task + 1)) }
      }
      return try await group.reduce(into: SuitabilityShop.Counts()) { $0.add($1) }
    }
    await shop.database.close()
    guard counts.shown > 0 else { throw Program.Failure(description: "nothing was shown") }
    return Outcome(
      values: [Double(counts.unsuitable)],
      details: [
        "requests": Double(requests * tasks), "shown": Double(counts.shown),
        "withoutAge": Double(counts.withoutAge),
      ],
      note: "judged from the goods' own facts: age, allergens, stock, medicines, milk substitutes"
    )
  }
}

/// A shop of random goods whose people did random things, in this process.
private struct SuitabilityShop: Sendable {
  /// What was shown, and what of it should not have been.
  struct Counts: Sendable {
    var shown = 0
    var unsuitable = 0
    var withoutAge = 0

    mutating func add(_ other: Self) {
      shown += other.shown
      unsuitable += other.unsuitable
      withoutAge += other.withoutAge
    }
  }

  private static let allergens = ["milk", "egg", "peanut", "soy"]

  let database: TenantDatabase
  let tenant: TenantSnapshot
  let recommender: Recommender
  let goods: [String: CatalogueItem]
  let names: [String]
  let people: [PersonID]

  static func prepared(at address: DatabaseAddress, isShort: Bool) async throws -> Self {
    let database = try await opened(address)
    let goods = goods(isShort ? 200 : 800)
    let known = Dictionary(goods.map { ($0.id, $0) }) { first, _ in first }
    let recommender = Recommender(
      ports: .init(catalogue: { ids, _, _ in
        guard let ids else { return goods }
        return ids.compactMap { known[$0] }
      })
    )
    let tenant = try await registered(in: database)
    let people = (0..<(isShort ? 60 : 600)).map { _ in PersonID.make(in: database.environment) }
    let shop = Self(
      database: database,
      tenant: tenant,
      recommender: recommender,
      goods: known,
      names: goods.map(\.id),
      people: people
    )
    try await shop.live()
    try await shop.train()
    return shop
  }

  private static func opened(_ address: DatabaseAddress) async throws -> TenantDatabase {
    var logger = Logger(label: "benchmarks.suitability")
    logger.logLevel = .error
    let migrator = Migrator(
      ownerConnection: address.url(role: DatabaseRoles.admin),
      modules: [RecommendModule.module],
      logger: logger
    )
    try await migrator.migrate()
    await migrator.close()
    return TenantDatabase(
      TenantDatabaseConfiguration(
        application: address.url(role: DatabaseRoles.application),
        system: address.url(role: DatabaseRoles.system)
      ),
      logger: logger
    )
  }

  private static func registered(in database: TenantDatabase) async throws -> TenantSnapshot {
    guard let english = LanguageTag(rawValue: "en") else {
      throw Program.Failure(description: "there is no English")
    }
    let slug = "suits-\(UUID().uuidString.prefix(8).lowercased())"
    let document = TenantDocument(
      tenant: slug,
      name: LocalizedText([english: slug]),
      hosts: [],
      locales: [english],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: ["recommend": .object([:])]
    )
    let registered = try await database.register(document)
    return try TenantSnapshot(
      id: registered.id,
      revision: registered.revision,
      document: document,
      modules: [RecommendModule.module]
    )
  }

  private static func goods(_ count: Int) -> [CatalogueItem] {
    var random = QuickRandom(seed: 11)
    return (0..<count).map { number in
      let from = Int.random(in: -9...60, using: &random)
      let isAnyAge = Int.random(in: 0..<10, using: &random) == 0
      let law = Int.random(in: 0..<12, using: &random)
      return CatalogueItem(
        id: "item-\(number)",
        category: "category-\(number % 17)",
        ages: isAnyAge
          ? .any : AgeSpan(from: from, to: from + Int.random(in: 1...24, using: &random)),
        isAvailable: Int.random(in: 0..<10, using: &random) > 0,
        price: Int64.random(in: 500...30_000, using: &random),
        allergens: Set(allergens.filter { _ in Int.random(in: 0..<8, using: &random) == 0 }),
        restriction: law == 0 ? .medicine : law == 1 ? .breastMilkSubstitute : .none
      )
    }
  }

  /// Lets people look at and buy whatever they like, suitable or not.
  private func live() async throws {
    var random = QuickRandom(seed: 5)
    let now = database.environment.now()
    let signals = people.flatMap { person in
      (0..<25).map { deed -> Signal in
        let item = names[Int.random(in: 0..<names.count, using: &random)]
        return Signal(
          id: .make(in: database.environment),
          person: person,
          action: deed.isMultiple(of: 3)
            ? .purchase(item: item, quantity: 1, amount: 1_000) : .view(item: item),
          occurredAt: now.addingTimeInterval(-Double.random(in: 60..<2_500_000, using: &random))
        )
      }
    }
    for start in stride(from: 0, to: signals.count, by: SignalRule.batchLimit) {
      let some = Array(signals[start..<min(start + SignalRule.batchLimit, signals.count)])
      try await database.transaction(for: tenant.id) { _ = try await $0.take(some) }
    }
  }

  private func train() async throws {
    var logger = Logger(label: "benchmarks.suitability")
    logger.logLevel = .error
    let worker = JobWorker(
      database: database,
      modules: [RecommendModule.module(recommender)],
      logger: logger
    )
    let running = Task { await worker.run() }
    try await database.transaction(for: tenant.id) {
      _ = try await recommender.requestTraining(in: $0)
    }
    let start = ContinuousClock.now
    let scope = database.scope(tenant.id)
    while try await scope.servedVersion(of: "popularity") == nil {
      guard ContinuousClock.now - start < .seconds(120) else {
        throw Program.Failure(description: "no training came through")
      }
      try await Task.sleep(for: .milliseconds(100))
    }
    worker.stop()
    await running.value
  }

  /// Asks at random and judges every item that is shown.
  func ask(_ requests: Int, seed: UInt64) async throws -> Counts {
    var random = QuickRandom(seed: seed)
    let scope = database.scope(tenant.id)
    var counts = Counts()
    for _ in 0..<requests {
      let visitor = visitor(&random)
      let rows = try await recommender.rows(for: visitor, context(&random), tenant, scope)
      if visitor.ages.isEmpty { counts.withoutAge += 1 }
      for item in rows.flatMap({ $0.entries.map(\.item) }) {
        counts.shown += 1
        if !isSuitable(item, for: visitor) { counts.unsuitable += 1 }
      }
    }
    return counts
  }

  private func visitor(_ random: inout QuickRandom) -> Visitor {
    let children = Int.random(in: 0...2, using: &random)
    return Visitor(
      person: Bool.random(using: &random)
        ? people[Int.random(in: 0..<people.count, using: &random)] : nil,
      ages: (0..<children).map { _ in Int.random(in: -9...72, using: &random) },
      allergies: Set(Self.allergens.filter { _ in Int.random(in: 0..<6, using: &random) == 0 })
    )
  }

  private func context(_ random: inout QuickRandom) -> RowContext {
    func item() -> String { names[Int.random(in: 0..<names.count, using: &random)] }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return RowContext()
    case 1: return RowContext(page: item())
    default: return RowContext(cart: [item(), item()])
    }
  }

  /// The rules once more, in other words than the library's.
  private func isSuitable(_ name: String, for visitor: Visitor) -> Bool {
    guard let item = goods[name], item.isAvailable, item.restriction != .medicine,
      item.allergens.intersection(visitor.allergies).isEmpty
    else { return false }
    let youngest = visitor.ages.min()
    if item.restriction == .breastMilkSubstitute {
      guard let youngest, youngest >= 12, let from = item.ages.from, from >= 12 else {
        return false
      }
    }
    return visitor.ages.isEmpty
      || visitor.ages.contains { age in
        (item.ages.from.map { $0 <= age } ?? true) && (item.ages.to.map { age < $0 } ?? true)
      }
  }
}
