import EmbeddedPostgres
import Foundation
import Logging
import Storefront
import TenantStore

/// Sells one book without any HTTP: `sell-one [OWNER_CONNECTION]`.
///
/// Without an argument it runs on a private PostgreSQL in a temporary folder that goes when the
/// program ends. With one it uses that server, whose roles `app_user` and `app_system` must exist
/// and be reachable by the same connection string with another `user=`.
@main
struct SellOne {
  static func main() async throws {
    var logger = Logger(label: "sell-one")
    logger.logLevel = .warning
    let server = try await Server(given: CommandLine.arguments.dropFirst().first, logger: logger)
    let modules = [StorefrontModule.module]
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
    let merchant = try await BookShop.open(in: database, modules: modules)
    let order = try await sellOneBook(of: merchant, in: database)
    print("Order \(order.number): \(order.lines.map(\.name).joined()), \(order.total.text)")
    await database.close()
    await server.stop()
  }

  private static func sellOneBook(
    of merchant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws -> Order {
    let shop = Shop()
    let view = ShopView(merchant)
    let token = SessionToken.make(in: database.environment)
    let placed = try await database.transaction(for: merchant.id) { transaction in
      let session = try await transaction.startSession(token)
      guard
        let book = try await transaction.product(slug: "goodnight-moonlight", in: view),
        let sku = book.skus.first
      else { throw BookShop.Mistake.nothingToSell }
      try await shop.addToCart(sku.id, quantity: 1, session: session.id, in: transaction)
      let cart = try await transaction.cart(of: session.id, in: view)
      guard let cartID = cart.id else { throw BookShop.Mistake.nothingToSell }
      let form = CheckoutForm(
        cart: cartID,
        seenTotal: try shop.totals(of: cart, for: merchant).total.minorUnits,
        name: "Ada",
        phone: "13800000000",
        address: "1 Lake Road, Hangzhou",
        note: "",
        provider: "cashOnDelivery",
        locale: merchant.locales[0]
      )
      return try await shop.placeOrder(form, session: session.id, for: merchant, in: transaction)
    }
    guard let order = try await database.reading(merchant.id).order(token: placed.token) else {
      throw BookShop.Mistake.orderNotFound
    }
    return order
  }
}
