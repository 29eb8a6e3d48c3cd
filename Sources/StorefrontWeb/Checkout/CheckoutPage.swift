internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The page on which a cart becomes an order.
enum CheckoutPage {
  static func route(_ shop: Shop) -> Route {
    .read(
      "/checkout",
      operation: "showCheckout",
      parameters: [.query("group", .choice(["1"]), "Whether it is what is bought in a group.")],
      permission: .session
    ) { request in
      var values = CheckoutValues()
      values.isGroup = request.query["group"] == "1"
      return try await reply(
        to: request,
        of: shop,
        values: values,
        problems: CheckoutProblems(),
        in: request.scope
      )
    }
  }

  /// The form with the values that were sent and what is wrong with them.
  ///
  /// A cart that cannot be ordered is shown instead, because it says what has to be changed.
  static func reply(
    to request: TenantRequest,
    of shop: Shop,
    values: CheckoutValues,
    problems: CheckoutProblems,
    status: HTTPResponse.Status = .ok,
    in querying: any TenantQuerying
  ) async throws -> Reply {
    let frame = try await PageFrame.load(request)
    guard
      let cart = try await cart(of: request, values, in: frame.shopView, querying),
      let id = cart.id, !cart.lines.isEmpty
    else { return try await CartPage.reply(to: request, of: shop, in: querying) }
    guard cart.isOrderable || !problems.isEmpty || cart.group != nil else {
      return try await CartPage.reply(to: request, of: shop, in: querying)
    }
    let quote = try await CartPage.quote(
      of: cart,
      to: values.destination,
      request,
      shop,
      in: querying
    )
    let view = CheckoutView(
      frame: frame,
      cart: cart,
      id: id,
      quote: quote,
      offered: frame.settings.payments.filter {
        cart.group == nil || !shop.collectsOnDelivery($0.provider)
      },
      values: values,
      problems: problems.isEmpty && cart.group != nil && quote.applied.isEmpty
        ? CheckoutProblems(StorefrontRefusal(.groupClosed)) ?? problems : problems
    )
    let head = PageHead(name: "checkout", title: frame.texts["checkout.title"])
    return try frame.page("checkout", head, "checkout", view.view, status: status)
  }

  /// What is about to be ordered: the usual cart, or what is bought in a group.
  private static func cart(
    of request: TenantRequest,
    _ values: CheckoutValues,
    in view: ShopView,
    _ querying: any TenantQuerying
  ) async throws -> Cart? {
    guard values.isGroup else { return try await CartPage.cart(of: request, in: view, querying) }
    guard let session = try await request.session() else { return nil }
    return try await querying.groupCart(of: session.id, in: view)
  }
}

/// What a shopper wrote into the form.
struct CheckoutValues {
  var name = ""
  var phone = ""
  var address = ""
  var region = ""
  var pickup = ""
  var note = ""
  var payment = ""
  /// A code that was not taken.
  var code = ""
  /// Whether it is what is bought in a group.
  var isGroup = false

  /// Where it goes, as far as the form says.
  var destination: FreightDestination { pickup.isEmpty ? .region(region) : .pickup }

  init() {}

  init(_ form: RequestFields) {
    name = form["name"] ?? ""
    phone = form["phone"] ?? ""
    address = form["address"] ?? ""
    region = form["region"] ?? ""
    pickup = form["pickup"] ?? ""
    note = form["note"] ?? ""
    payment = form["payment"] ?? ""
    code = form["code"] ?? ""
    isGroup = form["group"] == "1"
  }
}

/// The values of the checkout page.
struct CheckoutView {
  let frame: PageFrame
  let cart: Cart
  let id: CartID
  let quote: Quote
  /// The ways to pay that may be chosen.
  let offered: [StorefrontSettings.PaymentMethod]
  let values: CheckoutValues
  let problems: CheckoutProblems

  private var texts: LocalTexts { frame.texts }

  var view: View {
    let messages = problems.messages(cart: cart, totals: quote.totals, values: values, texts)
    return [
      "hasErrors": !messages.isEmpty, "errors": messages.map(errorView),
      "cart": id.description, "seenTotal": "\(quote.total.minorUnits)",
      "fields": fields(messages), "payments": payments, "places": places,
      "regions": regions, "regionError": messages.first { $0.field == "region" }?.text,
      "paymentError": messages.first { $0.field == "payment" }?.text, "lines": lines,
      "totals": TotalsView.of(quote.totals, texts), "total": texts.money(quote.total),
      "quote": QuoteView(frame: frame, quote: quote).view,
      "code": cart.group == nil ? code(messages) : nil, "isGroup": cart.group != nil,
    ]
  }

  /// The field for a code, open where one was entered.
  private func code(_ messages: [CheckoutProblems.Message]) -> View {
    let error = messages.first { $0.field == "code" }?.text
    return [
      "action": frame.request.url("/checkout/codes"), "error": error,
      "value": error == nil ? "" : values.code,
      "isOpen": error != nil || !quote.codes.isEmpty,
    ]
  }

  private func errorView(_ message: CheckoutProblems.Message) -> View {
    let href: String? =
      switch message.field {
      case nil: nil
      case "cart": frame.request.url("/cart")
      case let field?: "#\(field)"
      }
    return ["text": message.text, "href": href]
  }

  private func fields(_ messages: [CheckoutProblems.Message]) -> [View] {
    CheckoutField.all.map { field in
      let error = messages.first { $0.field == field.name }?.text
      let hint = field.hasHint ? texts["checkout.\(field.name)Hint"] : nil
      let describedBy = [
        error.map { _ in "\(field.name)-error" }, hint.map { _ in "\(field.name)-hint" },
      ]
      .compactMap { $0 }.joined(separator: " ")
      return [
        "id": field.name, "label": texts["checkout.\(field.name)"], "hint": hint, "error": error,
        "isRequired": field.isRequired, "optionalMark": texts["checkout.optional"],
        "isLong": field.isLong, "isWide": field.isWide, "type": field.type,
        "autocomplete": field.autocomplete, "maximum": "\(field.maximum)",
        "value": field.value(values),
        "describedBy": describedBy.isEmpty ? nil : describedBy,
      ]
    }
  }

  /// The ways to get the goods; nothing when they are always delivered.
  private var places: View? {
    let offered = frame.settings.pickup ?? []
    guard !offered.isEmpty else { return nil }
    let delivery: View = [
      "value": "", "name": texts["checkout.deliver"], "hint": texts["checkout.deliverHint"],
      "icon": "truck", "isChosen": !offered.contains { $0.location == values.pickup },
    ]
    let choices = offered.map { place -> View in
      [
        "value": place.location,
        "name": texts["checkout.pickup", ["place": frame.local(place.name)]],
        "hint": [frame.local(place.address), place.hours.map(frame.local) ?? ""]
          .filter { !$0.isEmpty }.joined(separator: " · "),
        "icon": "pin", "isChosen": place.location == values.pickup,
      ]
    }
    return ["choices": [delivery] + choices]
  }

  /// The regions to choose from; nothing when freight does not depend on them.
  private var regions: View? {
    guard
      let plan = try? FreightPlan(frame.settings.freight, currency: frame.request.tenant.currency),
      plan.asksForRegion
    else { return nil }
    let isChinese = ["zh", "ja"].contains(frame.request.locale.rawValue.prefix(2))
    let options = RegionList.regions(of: frame.request.tenant.market, by: plan).map {
      region -> View in
      [
        "code": region.code, "name": isChinese ? region.name : region.latinName,
        "isChosen": region.code == values.region,
      ]
    }
    return ["options": options]
  }

  private var payments: [View] {
    let chosen =
      offered.contains { $0.provider == values.payment }
      ? values.payment : offered.first?.provider
    return offered.map { method in
      [
        "value": method.provider, "name": frame.local(method.name),
        "hint": PaymentWords.text("hint", method.provider, texts),
        "icon": method.account == nil ? "cash" : "bank", "isChosen": method.provider == chosen,
      ]
    }
  }

  private var lines: [View] {
    cart.lines.map(quote.priced).map { line in
      [
        "picture": frame.pictureView(line.picture, .small), "name": line.name,
        "detail": LineWords.detail(line.options, line.unitPrice, line.quantity, texts),
        "contents": BundleWords.contents(line.parts, texts),
        "presale": PresaleWords.line(line, frame),
        "total": texts.money(line.total),
      ]
    }
  }
}

/// One line of a cart or an order below its name: `红色 · ¥79.00 × 2`.
enum LineWords {
  static func detail(_ options: String, _ price: Money, _ quantity: Int, _ texts: LocalTexts)
    -> String
  {
    let count = texts["order.quantity", ["price": texts.money(price), "count": "\(quantity)"]]
    return options.isEmpty ? count : "\(options) · \(count)"
  }
}

/// What is said about a way to pay; nothing for one that this build has no words for.
enum PaymentWords {
  static func text(_ part: String, _ provider: String, _ texts: LocalTexts) -> String? {
    let key = "payment.\(provider).\(part)"
    let text = texts[key]
    return text == key ? nil : text
  }
}
