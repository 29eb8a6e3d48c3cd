internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A product that is typed in or changed: its texts, what its category demands, and its SKUs.
enum DeskProductSheet {
  static let newPath = "/desk/products/files/new"
  private static let body = RouteBody.upload(limit: Media.byteLimit + 256 << 10)
  /// How many SKUs the form has at first, and how many free ones beside those that there are.
  private static let (usual, free) = (3, 2)
  private static let parameter = RouteParameter.path(
    "product",
    .string(1...80),
    "The product's short name."
  )
  private static let places = RouteParameter.query(
    "places",
    .string(0...3),
    "How many SKUs the form has."
  )

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(
        newPath,
        "showNewDeskProduct",
        .editProducts,
        parameters: [places],
        show
      ),
      ShopDesk.routes.form(
        newPath,
        "addProductAtDesk",
        .editProducts,
        body: body,
        show: show
      ) { request, actor, transaction in
        let slug = try await shop.addProduct(
          sheet(request),
          for: request.tenant,
          by: actor,
          in: transaction
        )
        return request.url("/desk/products/\(slug)")
      },
      ShopDesk.routes.page(
        "/desk/products/{product}/sheet",
        "showDeskProductSheet",
        .editProducts,
        parameters: [parameter, places],
        show
      ),
      ShopDesk.routes.form(
        "/desk/products/{product}/sheet",
        "changeProductAtDesk",
        .editProducts,
        parameters: [parameter],
        body: body,
        show: show
      ) { request, actor, transaction in
        let slug = try request.path("product")
        try await shop.changeProduct(
          slug,
          to: sheet(request),
          for: request.tenant,
          by: actor,
          in: transaction
        )
        return request.url("/desk/products/\(slug)")
      },
    ]
  }

  /// What was sent, by the columns of the file.
  private static func sheet(_ request: TenantRequest) -> ProductForm {
    let texts = ProductForm.texts.flatMap { text in
      request.tenant.locales.map { "\(text).\($0)" }
    }
    let head = ["product", "category", "option1", "option2"] + ProductForm.facts + texts
    let columns = ProductForm.skuColumns + ["stock"]
    let skus = (0..<ProductForm.skuLimit).filter { request.form.names.contains("sku-\($0)") }
      .map { number in
        let cells = columns.map { ($0, request.form["\($0)-\(number)"] ?? "") }
        return Dictionary(cells) { first, _ in first }
      }
    return ProductForm(
      head: SheetFields.sent(head, request),
      skus: skus,
      picture: request.file("file")?.bytes ?? [],
      location: request.form["location"] ?? ""
    )
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let slug: String? = try request.path == newPath ? nil : request.path("product")
    var stored: ProductForm?
    if let slug {
      stored = try await request.scope.productForm(slug, of: request.tenant)
      guard stored != nil else { throw StorefrontRefusal(.productNotFound) }
    }
    let form = DeskProductForm(
      fields: SheetFields(frame: frame, cells: cells(stored)),
      isNew: slug == nil,
      categories: try await request.scope.categories(in: ShopView(request)),
      locations: try await request.scope.stockLocations(in: ShopView(request)),
      places: places(request, stored)
    )
    let path = slug.map { "/desk/products/\($0)/sheet" } ?? newPath
    let more = min(form.places + 10, ProductForm.skuLimit)
    let hasMore = form.places < ProductForm.skuLimit && request.form.names.isEmpty
    let entry = DeskEntry(
      title: slug == nil ? texts["desk.sheet.newProduct"] : texts["desk.sheet.changeProduct"],
      path: path,
      submit: slug == nil ? texts["desk.sheet.addProduct"] : texts["desk.sheet.save"],
      groups: try form.groups,
      back: slug.map { (path: "/desk/products/\($0)", name: $0) }
        ?? (path: "/desk/products", name: texts["desk.nav.products"]),
      more: hasMore
        ? (url: request.url(path, ["places": "\(more)"]), name: texts["desk.sheet.morePlaces"])
        : nil,
      isUpload: true
    )
    return try entry.reply(frame, notice: notice)
  }

  /// The cells of a sheet by the names of the form's fields.
  private static func cells(_ sheet: ProductForm?) -> [String: String] {
    var cells = sheet?.head ?? [:]
    for (number, sku) in (sheet?.skus ?? []).enumerated() {
      for (column, text) in sku { cells["\(column)-\(number)"] = text }
    }
    return cells
  }

  private static func places(_ request: TenantRequest, _ stored: ProductForm?) -> Int {
    let sent = request.form.names.filter { $0.hasPrefix("sku-") }.count
    let wanted = request.query["places"].flatMap { Int($0) } ?? 0
    let least = stored.map { $0.skus.count + free } ?? usual
    return min(max(sent, wanted, least), ProductForm.skuLimit)
  }
}

/// The fields of a product, in groups.
private struct DeskProductForm {
  let fields: SheetFields
  let isNew: Bool
  let categories: [Storefront.Category]
  let locations: [StockLocation]
  let places: Int

  private var texts: LocalTexts { fields.frame.texts }

  var groups: [DeskEntry.Group] {
    get throws {
      let what = DeskEntry.Group(
        title: texts["desk.sheet.part.what"],
        fields: fields.texts("name", maximum: 300, isRequired: true)
          + [fields.field("category", .choice(choices), isRequired: true), fields.field("brand")]
          + (isNew
            ? [fields.field("product", hint: texts["desk.sheet.slugHint"], maximum: 80)] : [])
          + [FormField.picture("file", texts["desk.sheet.picture"], required: false)]
      )
      let more = DeskEntry.Group(
        title: texts["desk.sheet.part.texts"],
        fields: fields.texts("summary", maximum: 300)
          + fields.texts("description", .long, maximum: 8_000)
      )
      let demands = try fields.frame.request.tenant.storefront.demands ?? [:]
      let facts = DeskEntry.Group(
        title: texts["desk.sheet.part.facts"],
        note: texts["desk.sheet.factsHint"],
        fields: ProductForm.facts.filter { $0 != "brand" }.map { column in
          fields.field(
            column,
            .text(column.hasPrefix("age") ? "number" : "text"),
            hint: demanded(column, demands)
          )
        }
      )
      let options = DeskEntry.Group(
        title: texts["desk.sheet.part.options"],
        note: texts["desk.sheet.optionsHint"],
        fields: ["option1", "option2"].map { column in
          fields.field(column, .choice(OptionLabelRule.codes.map { ($0, option($0)) }))
        }
          + (locations.count > 1
            ? [fields.field("location", .choice(locations.map { ($0.code, $0.name) }))] : [])
      )
      return [what, facts, more, options] + (0..<places).map(sku)
    }
  }

  private var choices: [FormField.Choice] {
    categories.flatMap { top in
      [(value: top.slug, label: top.name)]
        + top.children.map { (value: $0.slug, label: "\(top.name) / \($0.name)") }
    }
  }

  private func option(_ code: String) -> String { texts["option.\(code)"] }

  /// Which categories want a column filled in before their products are on sale.
  private func demanded(_ column: String, _ demands: [String: [String]]) -> String? {
    let names = choices.filter { demands[$0.value]?.contains(column) ?? false }.map(\.label)
    guard !names.isEmpty else { return nil }
    return texts["desk.sheet.demanded", ["categories": names.joined(separator: ", ")]]
  }

  private func sku(_ number: Int) -> DeskEntry.Group {
    let isKnown = !isNew && !(fields.cells["sku-\(number)"] ?? "").isEmpty
    func field(_ column: String, _ type: String = "text", hint: String? = nil) -> FormField {
      fields.field(
        column,
        as: "\(column)-\(number)",
        .text(type),
        hint: hint,
        maximum: 80,
        isRequired: isNew && number == 0 && ["sku", "price"].contains(column)
      )
    }
    return DeskEntry.Group(
      title: texts["desk.sheet.part.sku", ["number": "\(number + 1)"]],
      note: number == 0 ? texts["desk.sheet.skuHint"] : nil,
      fields: [
        field("sku"), field("price"), field("list_price"),
        field("value1", hint: texts["desk.sheet.valueHint"]), field("value2"),
        field("weight_grams", "number"), field("barcode"),
      ] + (isKnown ? [] : [field("stock", "number")])
    )
  }
}
