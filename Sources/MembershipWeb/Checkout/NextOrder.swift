internal import Membership
internal import TenantStore
internal import TenantWeb

/// What a member wants to use with the next order, chosen where coupons and points are shown.
struct NextOrder {
  private static let path = "/family/next-order"

  private let choice: CheckoutChoice
  private let frame: FamilyFrame

  /// Reads what was chosen.
  init(_ frame: FamilyFrame) async throws {
    self.frame = frame
    guard let session = try await frame.request.session() else {
      choice = CheckoutChoice()
      return
    }
    choice = try await frame.request.scope.checkoutChoice(on: session.id)
  }

  /// Keeps a coupon, or points, and leaves the other as it was; nothing is used before an order.
  static func route(_ family: FamilyRoutes, show: @escaping FamilyRoutes.Show) -> Route {
    family.form(path, "chooseForNextOrder", show: show) { request, _, transaction in
      let session = try await request.session(in: transaction).id
      var choice = try await transaction.checkoutChoice(on: session)
      let points = try request.form.integer("points", in: 0...Int(PointsProgram.limit))
      if let points {
        choice.points = points == 0 ? nil : Int64(points)
      } else {
        choice.coupon = try request.form["coupon"].map { text in
          guard let id = CouponID(text) else { throw ValueRefusal(.couponNotFound) }
          return id
        }
      }
      try await CheckoutProgram(request.tenant).choose(choice, on: session, in: transaction)
      return request.url(points == nil ? CouponPage.path : PointsPage.path)
    }
  }

  func isChosen(_ coupon: Coupon) -> Bool { choice.coupon == coupon.id }

  /// Takes a coupon for the next order, or lets it be.
  func form(for coupon: Coupon, named name: String) -> FamilyForm {
    FamilyForm(
      path: Self.path,
      submit: frame.texts[isChosen(coupon) ? "next.leave" : "next.useCoupon"],
      hidden: isChosen(coupon) ? [] : [("coupon", coupon.id.description)],
      isQuiet: isChosen(coupon),
      about: name
    )
  }

  /// How many points the next order may take; nothing where the merchant takes none.
  func pointsSection(_ balance: PointsBalance, _ terms: PointsSettings.Deduction?)
    -> FamilySection?
  {
    let texts = frame.texts
    guard let terms, balance.available > 0 || choice.points != nil else { return nil }
    let unit = Money(
      minorUnits: frame.request.tenant.currency.minorUnitsPerUnit,
      currency: frame.request.tenant.currency
    )
    return FamilySection(
      title: texts["next.pointsTitle"],
      text: texts[
        "next.pointsHint",
        [
          "points": "\(terms.pointsPerUnit)", "amount": texts.money(unit),
          "percent": "\(terms.capPercent ?? 50)", "floor": "\(terms.floor ?? 0)",
        ]
      ],
      forms: [
        FamilyForm(
          path: Self.path,
          submit: texts["next.usePoints"],
          fields: [
            .init(
              name: "points",
              label: texts["next.pointsLabel"],
              value: "\(choice.points ?? balance.available)",
              maximum: 10,
              keyboard: "numeric"
            )
          ],
          hint: texts["next.pointsNone"]
        )
      ]
    )
  }
}
