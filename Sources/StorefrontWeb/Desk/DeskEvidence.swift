internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What proves where a product comes from, at the desk.
enum DeskEvidence {
  private static let parameters = [
    RouteParameter.path("product", .string(1...80), "The product's short name.")
  ]

  static func routes(_ shop: Shop) -> [Route] {
    let path = "/desk/products/{product}/evidence"
    return [
      ShopDesk.routes.page(
        path,
        "showDeskEvidence",
        .seeProducts,
        parameters: parameters,
        show
      ),
      ShopDesk.routes.form(
        path,
        "addEvidenceAtDesk",
        .editProducts,
        parameters: parameters,
        once: true,
        show: show
      ) { request, actor, transaction in
        let slug = try request.path("product")
        try await shop.addEvidence(
          try form(request),
          to: slug,
          for: request.tenant,
          by: actor,
          in: transaction
        )
        return request.url("/desk/products/\(slug)/evidence")
      },
      ShopDesk.routes.form(
        "\(path)/{evidence}/withdrawal",
        "withdrawEvidenceAtDesk",
        .editProducts,
        parameters: parameters + [.path("evidence", .id(EvidenceID.self), "The document.")],
        show: show
      ) { request, actor, transaction in
        let slug = try request.path("product")
        try await shop.withdrawEvidence(
          try request.path("evidence", as: EvidenceID.self),
          of: slug,
          by: actor,
          in: transaction
        )
        return request.url("/desk/products/\(slug)/evidence")
      },
    ]
  }

  private static func form(_ request: TenantRequest) throws -> EvidenceForm {
    let form = request.form
    func day(_ name: String) throws -> CalendarDate? {
      guard let text = form[name] else { return nil }
      guard let day = CalendarDate(iso: text) else {
        throw form.refusal(name, "must be like 2026-12-01")
      }
      return day
    }
    guard let kind = Evidence.Kind(rawValue: try form.required("kind")) else {
      throw form.refusal("kind", "is none of the offered ones")
    }
    guard let issued = try day("issued_on") else {
      throw form.refusal("issued_on", "is missing")
    }
    return EvidenceForm(
      kind: kind,
      lot: form["lot"],
      number: try form.required("number"),
      issuer: try form.required("issuer"),
      issuedOn: issued,
      expiresOn: try day("expires_on"),
      document: form["document"] ?? ""
    )
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, slug) = (frame.texts, try request.path("product"))
    guard let product = try await request.scope.merchantProduct(slug: slug, in: ShopView(request))
    else { throw StorefrontRefusal(.productNotFound) }
    let found = try await request.scope.evidence(ofProduct: slug)
    let today = CalendarDate(request.now, in: request.tenant.timeZone)
    let mayEdit = frame.may(.editProducts)
    var number = 0
    let sections = found.map { evidence -> View in
      let standing = EvidenceRule.standing(of: evidence, on: today)
      var forms: [View] = []
      if mayEdit, standing != .withdrawn {
        let form = DeskForm(
          path: "/desk/products/\(slug)/evidence/\(evidence.id)/withdrawal",
          submit: texts["desk.evidence.withdraw"],
          isQuiet: true
        )
        forms = DeskForm.views([form], frame, from: number)
        number += 1
      }
      return [
        "title": texts["evidence.kind.\(evidence.kind.rawValue)"],
        "text": texts["desk.evidence.standing.\(standing.rawValue)"],
        "facts": facts(evidence, texts).filter { !$0.1.isEmpty }.map { View.fact($0.0, $0.1) },
        "forms": forms,
      ]
    }
    let added: View = [
      "title": texts["desk.evidence.add"], "text": texts["desk.evidence.hint"],
      "forms": mayEdit ? DeskForm.views([entry(slug, frame)], frame, from: number) : [],
    ]
    return try frame.sheet(
      texts["desk.evidence.title", ["name": product.product.name]],
      sections + (mayEdit ? [added] : found.isEmpty ? [added] : []),
      back: request.url("/desk/products/\(slug)"),
      backName: product.product.name,
      notice: notice
    )
  }

  private static func facts(_ evidence: Evidence, _ texts: LocalTexts) -> [(String, String)] {
    [
      (texts["desk.evidence.lot"], evidence.lot ?? ""),
      (texts["desk.evidence.number"], evidence.number),
      (texts["desk.evidence.issuer"], evidence.issuer),
      (texts["desk.evidence.issued_on"], evidence.issuedOn.description),
      (texts["desk.evidence.expires_on"], evidence.expiresOn?.description ?? ""),
      (texts["desk.evidence.document"], evidence.document),
    ]
  }

  private static func entry(_ slug: String, _ frame: DeskFrame) -> DeskForm {
    let (texts, request) = (frame.texts, frame.request)
    func field(_ name: String, _ type: String = "text", maximum: Int = 120, required: Bool = true)
      -> DeskForm.Field
    {
      .init(
        name: name,
        label: texts["desk.evidence.\(name)"],
        type: type,
        value: request.form[name] ?? "",
        maximum: maximum,
        isRequired: required
      )
    }
    let kinds = Evidence.Kind.allCases.map { kind in
      (value: kind.rawValue, label: texts["evidence.kind.\(kind.rawValue)"])
    }
    return DeskForm(
      path: "/desk/products/\(slug)/evidence",
      submit: texts["desk.evidence.submit"],
      fields: [
        .choice("kind", texts["desk.evidence.kind"], kinds, value: request.form["kind"] ?? ""),
        field("lot", maximum: 20, required: false), field("number", maximum: 80),
        field("issuer"), field("issued_on", "date"), field("expires_on", "date", required: false),
        field("document", "url", maximum: 500, required: false),
      ]
    )
  }
}
