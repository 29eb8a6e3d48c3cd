import Foundation
import Logging
import Membership
import Synchronization
import TenantStore

/// What members hold is money: none of it may be counted twice, missed or given to who invents
/// friends.
enum MembershipFigures {
  static let all = [
    Figure(
      name: "membership.ledgers.violations",
      what: "steps of 20 random parallel histories at which a member's books do not add up",
      unit: "violations",
      bounds: .value(exactly: 0),
      measure: ledgers
    ),
    Figure(
      name: "membership.subscriptions.wrongCharges",
      what: "boxes of 2,000 contracts over three years that were charged twice, missed, or late",
      unit: "boxes",
      bounds: .value(exactly: 0),
      measure: subscriptions
    ),
    Figure(
      name: "membership.referral.recall",
      what: "share of invented referrals, of three kinds, that are not rewarded",
      unit: "share",
      bounds: Bounds(subject: .value, direction: .atLeast, goal: 0.95, floor: 0.9),
      measure: { try await referrals($0) { $0.recall } }
    ),
    Figure(
      name: "membership.referral.falsePositives",
      what: "share of true referrals that are not rewarded at once",
      unit: "share",
      bounds: .value(atMost: 0.01, floor: 0.02),
      measure: { try await referrals($0) { $0.falsePositives } }
    ),
  ]

  private static func subscriptions(_ stage: Stage) async throws -> Outcome {
    var years = SubscriptionYears(
      contracts: stage.isShort ? 100 : 2_000,
      days: stage.isShort ? 400 : 1_096,
      seed: 20_261_129
    )
    let outcome = years.run()
    return Outcome(
      values: [Double(outcome.violations.count)],
      details: [
        "boxes": Double(outcome.boxes), "charges": Double(outcome.charges),
        "days checked": Double(outcome.slots),
        "charged in silence": Double(outcome.silentCharges),
      ],
      note: outcome.violations.first
    )
  }

  private static func referrals(
    _ stage: Stage,
    _ value: (ReferralRings.Quality) -> Double
  ) async throws -> Outcome {
    let qualities = (1...(stage.isShort ? 1 : 5)).map {
      ReferralRings(seed: UInt64($0), honestInviters: stage.isShort ? 100 : 900).judged()
    }
    var details = ["true": qualities.reduce(0) { $0 + Double($1.honest) }]
    details["invented"] = qualities.reduce(0) { $0 + Double($1.invented) }
    for kind in ["second selves", "rings", "farms"] {
      let least = qualities.compactMap { $0.recallByKind[kind] }.min() ?? 0
      details["least recall of \(kind)"] = least
    }
    return Outcome(values: qualities.map(value), details: details)
  }

  private static func ledgers(_ stage: Stage) async throws -> Outcome {
    let address = try await stage.itemDatabase().address
    var logger = Logger(label: "benchmarks")
    logger.logLevel = .error
    let migrator = Migrator(
      ownerConnection: address.url(role: DatabaseRoles.admin),
      modules: [BenchModule.module, MembershipModule.module],
      logger: logger
    )
    try await migrator.migrate()
    await migrator.close()
    let clock = MovedClock()
    let database = TenantDatabase(
      TenantDatabaseConfiguration(
        application: address.url(role: DatabaseRoles.application),
        system: address.url(role: DatabaseRoles.system)
      ),
      environment: clock.environment,
      logger: logger
    )
    var (violations, events) = ([String](), 0)
    for seed in 1...(stage.isShort ? 2 : 20) {
      let history = try await history(seed, on: database, clock)
      let outcome = try await history.run(seed: UInt64(seed))
      violations += outcome.violations
      events += outcome.events
    }
    await database.close()
    return Outcome(
      values: [Double(violations.count)],
      details: ["events": Double(events)],
      note: violations.first
    )
  }

  private static func history(
    _ seed: Int,
    on database: TenantDatabase,
    _ clock: MovedClock
  ) async throws -> LedgerHistory {
    let slug = "ledger-\(seed)-\(UUID().uuidString.prefix(8).lowercased())"
    guard let english = LanguageTag(rawValue: "en") else { throw BenchMistake.noLanguage }
    let document = TenantDocument(
      tenant: slug,
      name: LocalizedText([english: slug]),
      hosts: [],
      locales: [english],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: ["membership": try JSONValue(json: settings)]
    )
    let registered = try await database.register(document)
    let tenant = try TenantSnapshot(
      id: registered.id,
      revision: registered.revision,
      document: document,
      modules: [MembershipModule.module]
    )
    return LedgerHistory(
      database: database,
      tenant: tenant.id,
      values: try ValueProgram(tenant),
      currency: tenant.currency,
      pass: { clock.advance(by: $0) }
    )
  }

  /// Points for orders that no tier multiplies, so that a model can count them.
  private static let settings = """
    {
      "points": {
        "perUnit": 1, "deduction": {"pointsPerUnit": 100, "floor": 100, "capPercent": 50}
      },
      "referral": {"inviter": {"points": 500}, "invitee": {"points": 200}},
      "tiers": {
        "growthPerUnit": 1,
        "levels": [
          {"name": {"en": "Basic"}, "reach": 0, "keep": 0},
          {"name": {"en": "Silver"}, "reach": 500, "keep": 300}
        ]
      }
    }
    """
}

private enum BenchMistake: Error {
  case noLanguage
}

/// A clock that stands still until a history moves it.
private final class MovedClock: Sendable {
  private let instant = Mutex(Date(timeIntervalSince1970: 1_790_000_000))

  func advance(by seconds: TimeInterval) { instant.withLock { $0 += seconds } }

  var environment: StoreEnvironment {
    var environment = StoreEnvironment.live
    let ids = TimeOrderedIDs(
      now: { self.instant.withLock { $0 } },
      randomBytes: environment.randomBytes
    )
    environment.now = { self.instant.withLock { $0 } }
    environment.makeID = { ids.next() }
    return environment
  }
}
