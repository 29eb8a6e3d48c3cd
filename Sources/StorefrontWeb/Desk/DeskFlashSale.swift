internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A low price of one SKU for some hours.
enum DeskFlashSale {
  static let path = "/desk/promotions/flash/new"

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(
        path,
        "showDeskFlashSale",
        .startPromotions,
        parameters: [.query("sku", .string(0...40), "The SKU's number.")],
        show
      ),
      ShopDesk.routes.form(
        path,
        "startFlashSaleAtDesk",
        .startPromotions,
        once: true,
        show: show
      ) { request, actor, transaction in
        let form = request.form
        guard let price = try DeskWords.amount("price", request) else {
          throw form.refusal("price", "is missing")
        }
        guard let ends = try DeskWords.instant("until", request) else {
          throw form.refusal("until", "is missing")
        }
        let limits = 1...FlashSaleRule.limit
        let sale = FlashSale(
          sku: try form.required("sku").uppercased(),
          name: try form.required("name"),
          price: price,
          starts: try DeskWords.instant("from", request) ?? request.now,
          ends: ends,
          pieces: try form.integer("pieces", in: limits),
          perPerson: try form.integer("per_person", in: limits)
        )
        let code = try await shop.startFlashSale(
          sale,
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
        label: texts["desk.flash.\(name)"],
        type: type,
        value: request.form[name] ?? value ?? "",
        maximum: maximum,
        isRequired: isRequired
      )
    }
    let form = DeskForm(
      path: path,
      submit: texts["desk.flash.submit"],
      fields: [
        field("sku", "text", request.query["sku"], maximum: 40), field("name"),
        field("price", maximum: 20),
        field("from", "datetime-local", isRequired: false),
        field("until", "datetime-local"),
        field("pieces", "number", isRequired: false),
        field("per_person", "number", isRequired: false),
      ],
      hint: texts["desk.flash.hint"]
    )
    return try frame.sheet(
      texts["desk.flash.title"],
      [["title": texts["desk.flash.about"], "forms": DeskForm.views([form], frame)]],
      back: request.url("/desk/promotions"),
      backName: texts["desk.nav.promotions"],
      notice: notice
    )
  }
}
