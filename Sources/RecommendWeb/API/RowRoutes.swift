internal import HTTPTypes
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// The API of rows for the visitor.
struct RowRoutes {
  private let recommender: Recommender
  private let ports: RecommendPagePorts

  init(_ recommender: Recommender, _ ports: RecommendPagePorts) {
    self.recommender = recommender
    self.ports = ports
  }

  var routes: [Route] { [rows, values, showSwitch, turnSwitch] }

  private var rows: Route {
    .read(
      "/api/v1/recommendations",
      operation: "listRecommendations",
      summary: "Rows of goods for the visitor, each item with its reason",
      tag: "Recommendations",
      parameters: [
        .query(
          "age",
          .array(.integer(-9...216), count: 0...8),
          "A child's age in months, negative before birth; several for several children. "
            + "Without one the ages that the visitor named count."
        ),
        .query("item", .string(1...80), "The item that the page is about."),
        .query(
          "cart",
          .array(.string(1...80), count: 0...20),
          "The items that lie in the cart, the most important first."
        ),
        .query(
          "scenario",
          .choice(Scenario.allCases.map(\.rawValue)),
          "A situation that the goods should serve; without one the visitor's own choice counts."
        ),
        .query("limit", .integer(1...Int64(RowContext.countLimit)), "Items a row; 8 by default."),
      ],
      responses: [.json(RowSchemas.rows, "The rows, the most telling first.")],
      permission: .session
    ) { request in
      var visitor = try await ports.known(request).visitor
      let named = request.query.all("age").compactMap { Int($0) }
      if !named.isEmpty { visitor.ages = named }
      visitor.locale = request.tenant.recommendLocale(request.locale)
      if let text = request.query["scenario"], let scenario = Scenario(rawValue: text) {
        visitor.wishes.scenario = scenario
      }
      let context = RowContext(
        page: request.query["item"],
        cart: request.query.all("cart"),
        count: try request.query.integer("limit", in: 1...RowContext.countLimit) ?? 8
      )
      let rows = try await recommender.rows(for: visitor, context, request.tenant, request.scope)
      return .json(JSONValue.object(["rows": .array(rows.map(RowAnswer.row))]))
    }
  }

  private var values: Route {
    .read(
      "/api/v1/recommendations/values",
      operation: "listValuesForMoney",
      summary: "What goods that can stand for an item give for their price, each with its parts",
      tag: "Recommendations",
      parameters: [.query("item", .string(1...80), "The item.")],
      responses: [
        .json(
          ValueAnswer.list,
          "The best first, the item among them; none where it is not compared."
        )
      ],
      permission: .session
    ) { request in
      let scores = try await recommender.values(
        beside: try request.query.required("item"),
        request.tenant,
        request.scope
      )
      let goods = scores.map { JSONValue.object(ValueAnswer.score($0)) }
      return .json(JSONValue.object(["goods": .array(goods)]))
    }
  }

  private struct Input: Decodable { let on: Bool }

  private static let path = "/api/v1/recommendations/personalisation"
  private static let answers: [RouteResponse] = [
    .json(RowSchemas.position, "How it stands.")
  ]

  private var showSwitch: Route {
    .read(
      Self.path,
      operation: "getPersonalisation",
      summary: "Whether the visitor gets recommendations of their own",
      tag: "Recommendations",
      responses: Self.answers,
      permission: .session
    ) { request in Self.position(try await ports.known(request)) }
  }

  private var turnSwitch: Route {
    .write(
      .put,
      Self.path,
      operation: "setPersonalisation",
      summary: "Turns recommendations of the visitor's own on or off; off forgets what is known",
      tag: "Recommendations",
      body: .json(RowSchemas.input),
      responses: Self.answers,
      idempotency: .natural
    ) { request, transaction in
      let isOn = try request.body(Input.self).on
      let known = try await ports.known(request, in: transaction)
      // A member agrees where all agreements stand.
      if let person = known.person, known.standing != .unagreed {
        try await transaction.setPersonalisation(isOn, of: person)
      }
      return Self.position(try await ports.known(request, in: transaction))
    }
  }

  private static func position(_ known: KnownVisitor) -> Reply {
    .json(
      JSONValue.object([
        "on": .bool(known.standing == .on), "standing": .string(known.standing.rawValue),
        "ages": .array(known.ages.map { .integer(Int64($0)) }),
      ])
    )
  }
}
