internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The form that starts a promotion for groups.
enum DeskGroupOffer {
  static let path = "/desk/promotions/group/new"

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(
        path,
        "showDeskGroupOffer",
        .startPromotions,
        parameters: [.query("sku", .string(0...40), "The SKU's number.")],
        show
      ),
      ShopDesk.routes.form(
        path,
        "startGroupOfferAtDesk",
        .startPromotions,
        once: true,
        show: show
      ) { request, actor, transaction in
        let form = request.form
        guard let price = try DeskWords.amount("price", request) else {
          throw form.refusal("price", "is missing")
        }
        let campaign = GroupCampaign(
          sku: try form.required("sku").uppercased(),
          name: try form.required("name"),
          price: price,
          size: try form.integer("size", in: GroupCampaign.sizes) ?? 2,
          hours: try form.integer("hours", in: GroupCampaign.hours)
            ?? GroupCampaign.usualHours,
          ends: try DeskWords.instant("until", request)
        )
        let code = try await shop.startGroups(
          campaign,
          for: request.tenant,
          by: actor,
          in: transaction
        )
        return request.url("/desk/promotions/\(code)")
      },
    ]
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    func field(
      _ name: String,
      _ type: String = "text",
      _ value: String? = nil,
      maximum: Int = 80,
      isRequired: Bool = true
    ) -> DeskForm.Field {
      DeskForm.Field(
        name: name,
        label: texts["desk.groups.\(name)"],
        type: type,
        value: request.form[name] ?? value ?? "",
        maximum: maximum,
        isRequired: isRequired
      )
    }
    let form = DeskForm(
      path: path,
      submit: texts["desk.groups.submit"],
      fields: [
        field("sku", "text", request.query["sku"], maximum: 40), field("name"),
        field("price", maximum: 20), field("size", "number", "2"),
        field("hours", "number", "\(GroupCampaign.usualHours)"),
        field("until", "datetime-local", isRequired: false),
      ],
      hint: texts["desk.groups.hint"]
    )
    return try frame.sheet(
      texts["desk.groups.new"],
      [["title": texts["desk.groups.title"], "forms": DeskForm.views([form], frame)]],
      back: request.url("/desk/groups"),
      backName: texts["desk.groups.title"],
      notice: notice
    )
  }
}
