import EmbeddedPostgres
import Foundation
import Logging
import Membership
import TenantStore

/// Keeps one member, without the shop and without any HTTP: `keep-one [OWNER_CONNECTION]`.
///
/// A mother's order leads her up a tier, and a box comes each month whose contents grow with her
/// child. Without an argument it runs on a private PostgreSQL in a temporary folder that goes when
/// the program ends.
@main
struct KeepOne {
  enum Mistake: Error {
    case unknownLanguage
    case nothingConfigured
  }

  static func main() async throws {
    var logger = Logger(label: "keep-one")
    logger.logLevel = .warning
    let server = try await Server(given: CommandLine.arguments.dropFirst().first, logger: logger)
    let modules = [MembershipModule.module]
    let migrator = Migrator(
      ownerConnection: server.connection(DatabaseRoles.admin),
      modules: modules,
      logger: logger
    )
    try await migrator.migrate()
    await migrator.close()

    let database = TenantDatabase(
      TenantDatabaseConfiguration(
        application: server.connection(DatabaseRoles.application),
        system: server.connection(DatabaseRoles.system)
      ),
      logger: logger
    )
    try await database.check(modules: modules)
    let merchant = try await open(in: database, modules: modules)
    let ada = MemberID.make(in: database.environment)
    try await climb(ada, at: merchant, in: database)
    try await send(to: ada, at: merchant, in: database)
    await database.close()
    await server.stop()
  }

  /// An order leads up a tier, and gives points that wait for the end of its return period.
  private static func climb(
    _ ada: MemberID,
    at merchant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    let values = try ValueProgram(merchant)
    guard let tiers = values.tiers, let points = values.points else {
      throw Mistake.nothingConfigured
    }
    let now = database.environment.now()
    let order = PaidOrder(
      order: database.environment.makeID(),
      member: ada,
      amount: Money(minorUnits: 52_000, currency: merchant.currency),
      paidAt: now,
      returnEnds: now.addingTimeInterval(7 * 86_400)
    )
    let (progress, balance) = try await database.transaction(for: merchant.id) { transaction in
      try await values.orderPaid(order, in: transaction)
      return (
        try await tiers.progress(of: ada, in: transaction),
        try await points.settle(ada, in: transaction)
      )
    }
    let tier = tiers.settings.levels[progress.standing.current.level]
    print("Tier \(tier.name.text(in: merchant.locales)), \(balance.pending) points waiting")
  }

  /// A box is planned for the child's age and paid once, however often it is asked for.
  private static func send(
    to ada: MemberID,
    at merchant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    let ports = SubscriptionPorts(ageInMonths: { _, _, _, _ in 7 })
    guard let boxes = SubscriptionProgram(of: merchant, ports: ports) else {
      throw Mistake.nothingConfigured
    }
    let today = CalendarDate(database.environment.now(), in: merchant.timeZone)
    let id = try await database.transaction(for: merchant.id) { transaction in
      try await boxes.subscribe(
        ada,
        to: "growth",
        on: today,
        child: database.environment.makeID(),
        address: "1 Lake Road, Hangzhou",
        in: transaction
      )
    }
    for _ in 0..<2 {
      try await boxes.advance(id, on: database, of: merchant.id, charging: ManualCollection())
    }
    try await database.transaction(for: merchant.id) { transaction in
      try await boxes.note(
        .paid(reference: "cash"),
        of: id,
        by: .admin("keep-one"),
        in: transaction
      )
    }
    for box in try await database.reading(merchant.id).subscriptionCycles(of: id) {
      print("Box \(box.number): \(box.box), \(box.state.rawValue) after \(box.attempts) attempt")
    }
  }

  private static func open(in database: TenantDatabase, modules: [TenantModule]) async throws
    -> TenantSnapshot
  {
    guard let english = LanguageTag(rawValue: "en") else { throw Mistake.unknownLanguage }
    let document = TenantDocument(
      tenant: "moon-family",
      name: LocalizedText([english: "Moon Family"]),
      hosts: ["moon-family.localhost"],
      locales: [english],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: ["membership": try JSONValue(json: settings)]
    )
    let registered = try await database.register(document)
    return try TenantSnapshot(
      id: registered.id,
      revision: registered.revision,
      document: document,
      modules: modules
    )
  }

  private static let settings = """
    {
      "points": {"perUnit": 1},
      "tiers": {
        "growthPerUnit": 1,
        "levels": [
          {"name": {"en": "Basic"}, "reach": 0, "keep": 0},
          {"name": {"en": "Silver"}, "reach": 500, "keep": 300}
        ]
      },
      "subscriptions": {
        "plans": [
          {
            "code": "growth", "name": {"en": "Growth box"}, "unit": "month", "price": "129.00",
            "boxes": [
              {"code": "newborn", "fromMonths": 0}, {"code": "weaning", "fromMonths": 6}
            ]
          }
        ]
      }
    }
    """
}
