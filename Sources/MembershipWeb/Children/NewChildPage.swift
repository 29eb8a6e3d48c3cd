internal import Membership
internal import TenantStore
internal import TenantWeb

/// Where a family enters a pregnancy or a child.
enum NewChildPage {
  static func routes(_ family: FamilyRoutes) -> [Route] {
    [
      family.page("/family/children/new", "showNewChild") { try await show($0, $1) },
      family.form("/family/pregnancies", "addPregnancy", once: true, show: show) {
        request,
        member,
        transaction in
        let form = PregnancyForm(
          due: try request.form.requiredDay("due"),
          count: try request.form.integer("count", in: 1...4) ?? 1,
          consentVersion: request.form["consent"] ?? ""
        )
        _ = try await Families().expect(form, of: member, for: request.tenant, in: transaction)
        try await ValueProgram(request.tenant).points?
          .rewardProfile(of: member, in: transaction)
        return request.url("/family")
      },
      family.form("/family/children", "addChild", once: true, show: show) {
        request,
        member,
        transaction in
        let form = ChildForm(
          birth: try request.form.requiredDay("birth"),
          due: try request.form.day("due"),
          nickname: request.form["nickname"] ?? "",
          sex: request.form["sex"].flatMap(ChildSex.init),
          consentVersion: request.form["consent"] ?? ""
        )
        let child = try await Families().addChild(
          form,
          of: member,
          for: request.tenant,
          in: transaction
        )
        try await ValueProgram(request.tenant).points?
          .rewardProfile(of: member, in: transaction)
        return request.url("/family/children/\(child.id)")
      },
    ]
  }

  private static let show: FamilyRoutes.Show = { frame, notice in
    let texts = frame.texts
    return try await frame.page(
      texts["newChild.title"],
      [
        FamilySection(
          title: texts["newChild.pregnancy"],
          text: texts["newChild.pregnancyHint"],
          forms: [try pregnancy(frame)]
        ),
        FamilySection(title: texts["newChild.born"], forms: [try born(frame)]),
        FamilySection(
          title: texts["consent.guardianTitle"],
          text: texts["consent.guardianText"],
          isWide: true
        ),
      ],
      back: (frame.request.url("/family"), texts["nav.home"]),
      notice: notice
    )
  }

  private static func pregnancy(_ frame: FamilyFrame) throws -> FamilyForm {
    let texts = frame.texts
    return FamilyForm(
      path: "/family/pregnancies",
      submit: texts["newChild.add"],
      fields: [
        .day("due", texts["child.due"]),
        .choice(
          "count",
          texts["newChild.count"],
          (1...4).map { ("\($0)", texts["newChild.count\($0)"]) },
          value: "1"
        ),
        try consent(frame),
      ]
    )
  }

  private static func born(_ frame: FamilyFrame) throws -> FamilyForm {
    let texts = frame.texts
    var due = FamilyForm.Field.day("due", texts["newChild.dueBefore"], required: false)
    due.hint = texts["newChild.dueHint"]
    return FamilyForm(
      path: "/family/children",
      submit: texts["newChild.add"],
      fields: [
        .init(name: "nickname", label: texts["child.nickname"], maximum: 40, isRequired: false),
        .day("birth", texts["child.birth"]), due, sex(frame), try consent(frame),
      ]
    )
  }

  /// Which growth standard applies, which families need not say.
  static func sex(_ frame: FamilyFrame, _ chosen: ChildSex? = nil) -> FamilyForm.Field {
    .choice(
      "sex",
      frame.texts["child.sexLabel"],
      ChildSex.allCases.map { ($0.rawValue, frame.texts["child.sex.\($0.rawValue)"]) },
      value: chosen?.rawValue ?? "",
      required: false
    )
  }

  /// A guardian agrees to the version of the text that the page shows.
  private static func consent(_ frame: FamilyFrame) throws -> FamilyForm.Field {
    let version = try frame.settings.shownVersion(of: .guardian)
    return .tick("consent", version, frame.texts["consent.guardianTick", ["version": version]])
  }
}

extension MembershipSettings {
  /// Which version of a purpose's text pages show.
  func shownVersion(of purpose: ConsentPurpose) -> String {
    consentTexts?[purpose.rawValue] ?? Self.firstTextVersion
  }
}
