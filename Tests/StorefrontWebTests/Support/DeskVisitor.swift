import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  static let password = "correct horse 7"

  /// Gives somebody access to the desk.
  func employ(_ login: String, _ role: StaffRole) async throws {
    try await StaffRoster(of: id, in: database, by: .admin("ada"))
      .add(login, role, password: Self.password)
  }

  /// The number of an order that a visitor placed.
  func placedOrder(_ server: ShopServer, quantity: Int = 1) async throws -> String {
    let visitor = Visitor(server, at: snapshot)
    let sku = try await TestShop.sku("soap", of: self)
    let line: JSONValue = [
      "sku": .string(sku.description), "quantity": .integer(Int64(quantity)),
    ]
    let cart = try await visitor.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await visitor.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
        "payment": "cashOnDelivery",
      ],
      key: "order-\(environment.makeID())"
    )
    guard case .string(let number)? = try placed.json["order"]?["number"] else {
      Issue.record("no order: \(placed.text)")
      throw TestingMistake.noDatabase
    }
    return number
  }

  func paidOrder(_ server: ShopServer, quantity: Int = 1) async throws -> String {
    let number = try await placedOrder(server, quantity: quantity)
    try await transaction { transaction in
      _ = try await Shop().confirmPayment(of: number, by: .admin("ada"), in: transaction)
    }
    return number
  }

  private var environment: StoreEnvironment { database.environment }
}

extension Visitor {
  /// Signs in at the desk and reads the token of its forms.
  @discardableResult
  func signIn(_ login: String) async throws -> String {
    // A page that is shown to somebody with a cart has the token of the cart's session.
    let token = try await open("/desk/sign-in").field("form_token") ?? ""
    let entered = try await post(
      "/desk/sign-in",
      ["form_token": token, "login": login, "password": TestTenant.password]
    )
    #expect(entered.status == 303, "\(entered.text)")
    return try #require(try await open("/desk").field("form_token"))
  }
}
