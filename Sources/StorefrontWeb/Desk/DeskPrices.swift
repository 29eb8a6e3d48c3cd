internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The sale of a SKU at the desk, its prices by the number of pieces, and those of levels.
enum DeskPrices {
  static func routes(_ shop: Shop) -> [Route] {
    [
      DeskProduct.change("sales", "setSaleAtDesk") { _, request, actor, transaction in
        try await shop.setPrices(
          SheetFields.sent(PriceSheet.columns, request),
          of: try request.form.required("sku"),
          for: request.tenant,
          by: actor,
          in: transaction
        )
      }
    ]
  }

  static func form(
    _ cells: [String: String],
    _ sku: MerchantSKU,
    of slug: String,
    _ frame: DeskFrame
  ) -> DeskForm {
    let texts = frame.texts
    // What was sent for another SKU of the page is not this one's.
    let isSent =
      frame.request.form["sku"] == sku.code && frame.request.form.names.contains("volume")
    func field(_ column: String, _ type: String = "text", hint: String? = nil) -> FormField {
      let value = isSent ? frame.request.form[column] ?? "" : cells[column] ?? ""
      return FormField(
        name: column,
        label: SheetFields.label(column, texts),
        kind: .text(type),
        value: type == "text" ? value : SheetFields.browserTime(value),
        hint: hint,
        maximum: 200,
        isRequired: false
      )
    }
    return DeskForm(
      path: "/desk/products/\(slug)/sales",
      submit: texts["desk.sheet.setSale"],
      fields: [
        field("sale_price"), field("from", "datetime-local"), field("until", "datetime-local"),
        field("volume", hint: texts["desk.sheet.volumeHint"]),
        field("levels", hint: texts["desk.sheet.levelsHint"]),
      ],
      hidden: [("sku", sku.code)],
      hint: texts["desk.sheet.saleHint"],
      isQuiet: true
    )
  }
}
