internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The API of buying in groups.
struct GroupRoutes {
  let shop: Shop
  private let tag = "Groups"

  var all: [Route] { [show, choose] }

  init(_ shop: Shop) { self.shop = shop }

  private struct ChoiceInput: Decodable {
    let promotion: String?
    let group: BuyingGroupID?
    let sku: SKUID
    let quantity: Int
  }

  private var show: Route {
    .read(
      "/api/v1/groups/{group}",
      operation: "getGroup",
      summary: "A group: how many are in it, who is missing, until when it waits",
      tag: tag,
      parameters: [GroupPage.parameter],
      responses: [.json(GroupSchemas.group, "The group.")],
      permission: .session,
      refusals: .storefront(.groupNotFound)
    ) { request in
      let answer = Answer(request: request)
      let id = try request.path("group", as: BuyingGroupID.self)
      guard let group = try await request.scope.buyingGroup(id, in: answer.shopView) else {
        throw StorefrontRefusal(.groupNotFound)
      }
      return .json(answer.group(group))
    }
  }

  private var choose: Route {
    .write(
      .post,
      "/api/v1/groups",
      operation: "chooseGroup",
      summary: "Readies what is bought in a group; the cart is ordered by the checkout",
      tag: tag,
      body: .json(GroupSchemas.choice),
      responses: [.json(OrderSchemas.cart, "The cart at the group's price.")],
      idempotency: .natural,
      refusals: .storefront(
        .promotionNotFound,
        .groupNotFound,
        .groupFull,
        .groupClosed,
        .skuNotFound,
        .quantityInvalid
      )
    ) { request, transaction in
      let input = try request.body(ChoiceInput.self)
      let session = try await request.session(in: transaction)
      let choice: GroupChoice =
        if let group = input.group { .join(group) } else { .open(input.promotion ?? "") }
      _ = try await shop.chooseGroup(
        choice,
        buying: input.sku,
        quantity: input.quantity,
        session: session.id,
        in: transaction
      )
      let answer = Answer(request: request)
      guard let cart = try await transaction.groupCart(of: session.id, in: answer.shopView) else {
        throw StorefrontRefusal(.cartNotFound)
      }
      let quote = try await shop.quote(
        of: cart,
        session: session.id,
        isProved: session.isProved,
        for: request.tenant,
        in: transaction
      )
      return .json(answer.cart(cart, quote))
    }
  }
}

extension Answer {
  func group(_ group: BuyingGroup) -> JSONValue {
    let standing = group.standing
    let isOver = GroupWords.isOver(standing, at: request.now)
    return .members([
      "id": .string(group.id.description), "promotion": .string(group.promotion),
      "name": local(group.name),
      "state": .string((isOver ? BuyingGroup.State.failed : standing.state).rawValue),
      "size": .integer(Int64(standing.size)), "paid": .integer(Int64(standing.paid)),
      "free": .integer(Int64(isOver ? 0 : standing.free)),
      "closes_at": standing.closesAt.map { .string($0.ISO8601Format()) },
      "price": money(group.price), "sku": .string(group.sku.description),
      "slug": .string(group.productSlug),
      "url": .string(request.absoluteURL("/groups/\(group.id)", ["lang": nil])),
    ])
  }
}

/// The shapes of groups in the API.
enum GroupSchemas {
  private static let sizes = Int64(0)...Int64(GroupCampaign.sizes.upperBound)

  static let group = Schema.named(
    "Group",
    .object([
      .required("id", .id(BuyingGroupID.self)),
      .required("promotion", .string(1...80).example("duo")),
      .required("name", ShopSchemas.text),
      .required("state", .choice(BuyingGroup.State.allCases.map(\.rawValue))),
      .required("size", .integer(sizes).described("How many people make it complete.")),
      .required("paid", .integer(sizes).described("How many have paid in time.")),
      .required("free", .integer(sizes).described("How many places nobody holds.")),
      .optional(
        "closes_at",
        .string(20...40, format: .dateTime).described(
          "Until when it waits; missing before it is open."
        )
      ),
      .required("price", .money.described("What a piece costs in it.")),
      .required("sku", .id(SKUID.self)), .required("slug", ShopSchemas.slug),
      .required("url", ShopSchemas.url.described("The page to share.")),
    ])
  )

  static let choice = Schema.named(
    "GroupChoice",
    .object([
      .optional(
        "group",
        .id(BuyingGroupID.self).described("The group to join; else one is opened.")
      ),
      .optional(
        "promotion",
        .string(1...80).described("Under which promotion one is opened.").example("duo")
      ),
      .required("sku", .id(SKUID.self)), .required("quantity", OrderSchemas.quantity),
    ])
  )
}
