internal import Membership
internal import TenantStore
internal import TenantWeb

/// Referrals that a person has to look at, with what spoke for and against them.
enum ReferralReview {
  private static let path = "/desk/referrals"
  private static let parameter = RouteParameter.path(
    "referral",
    .id(ReferralID.self),
    "The referral."
  )
  private static let states: [ReferralState] = [
    .flagged, .waiting, .rewarded, .refused, .clawedBack,
  ]

  static let routes: [Route] = [
    list,
    MembershipDesk.pages.page(
      "\(path)/{referral}",
      "showDeskReferral",
      .seeMembers,
      parameters: [parameter],
      show
    ),
    decision("reward", "rewardReferralAtDesk") { program, id, _, actor, transaction in
      try await program.reward(id, by: actor, in: transaction)
    },
    decision("refusal", "refuseReferralAtDesk") { program, id, request, actor, transaction in
      let reason = String(try request.form.required("reason").prefix(200))
      try await program.refuse(id, reason: reason, by: actor, in: transaction)
    },
  ]

  private static let list = MembershipDesk.pages.page(
    path,
    "listDeskReferrals",
    .seeMembers,
    parameters: [.query("state", .choice(states.map(\.rawValue)), "Where they stand.")]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let chosen = request.query["state"].flatMap(ReferralState.init) ?? .flagged
    let found = try await request.scope.referrals(in: chosen)
    let content: View = [
      "filters": states.map { state -> View in
        [
          "name": texts["invite.state.\(state.rawValue)"], "isCurrent": state == chosen,
          "href": request.url(path, ["state": state.rawValue]),
        ]
      },
      "rows": found.map { referral -> View in
        [
          "href": request.url("\(path)/\(referral.id)"),
          "name": texts["invite.on", ["day": frame.time(referral.invitedAt)]],
          "detail": referral.orderedAt.map {
            texts["desk.referral.ordered", ["time": frame.time($0)]]
          } ?? texts["desk.referral.noOrder"],
          "amount": amount(referral, frame),
        ]
      },
      "empty": texts["desk.referrals.empty"],
      "links": [
        ["href": request.url(ReferralBudgetDesk.path), "name": texts["desk.referralBudget.title"]]
          as View
      ],
    ]
    return try frame.list(texts["desk.nav.referrals"], content, notice: notice)
  }

  private static func decision(
    _ name: String,
    _ operation: String,
    _ decide:
      @escaping @Sendable (
        ReferralProgram, ReferralID, TenantRequest, Actor, TenantTransaction
      ) async throws -> Void
  ) -> Route {
    MembershipDesk.pages.form(
      "\(path)/{referral}/\(name)",
      operation,
      .grantValue,
      parameters: [parameter],
      show: show
    ) { request, actor, transaction in
      let id = try request.path("referral", as: ReferralID.self)
      guard let program = try ValueProgram(request.tenant).referrals else {
        throw ValueRefusal(.referralNotFound)
      }
      try await decide(program, id, request, actor, transaction)
      return request.url("\(path)/\(id)")
    }
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let id = try request.path("referral", as: ReferralID.self)
    guard let referral = try await request.scope.referral(id) else {
      throw ValueRefusal(.referralNotFound)
    }
    let decisions = try await request.scope.referralDecisions(on: id)
    let about: View = [
      "title": texts["desk.referral.about"],
      "facts": [
        View.fact(texts["desk.referral.state"], texts["invite.state.\(referral.state.rawValue)"]),
        View.fact(texts["desk.referral.invited"], frame.time(referral.invitedAt)),
        View.fact(texts["desk.referral.amount"], amount(referral, frame) ?? "–"),
      ],
      "lines": decisions.map { decision -> View in
        [
          "name": texts["invite.state.\(decision.state.rawValue)"],
          "detail": decision.reasons.map { reason(of: $0, texts) }.joined(separator: " · "),
          "amount": frame.time(decision.decidedAt),
        ]
      },
      "forms": frame.may(.grantValue) ? DeskForm.views(forms(referral, texts), frame) : [],
    ]
    let members: [View] = [
      ("desk.referral.inviter", referral.inviter), ("desk.referral.invitee", referral.invitee),
    ].map { key, member in
      [
        "title": texts[key],
        "go": [
          "href": request.url("/desk/members/\(member)"), "name": texts["desk.referral.look"],
        ] as View,
      ]
    }
    return try frame.sheet(
      texts["desk.referral.title"],
      [about] + members,
      back: request.url(path),
      backName: texts["desk.nav.referrals"],
      notice: notice
    )
  }

  private static func forms(_ referral: Referral, _ texts: LocalTexts) -> [DeskForm] {
    let own = "\(path)/\(referral.id)"
    let reward = DeskForm(path: "\(own)/reward", submit: texts["desk.referral.reward"])
    let isRewarded = referral.state == .rewarded
    let refuse = DeskForm(
      path: "\(own)/refusal",
      submit: texts[isRewarded ? "desk.referral.clawBack" : "desk.referral.refuse"],
      fields: [.init(name: "reason", label: texts["desk.member.reason"])],
      isQuiet: true
    )
    return switch referral.state {
    case .flagged: [reward, refuse]
    case .invited, .waiting, .rewarded: [refuse]
    case .refused, .clawedBack, .void: []
    }
  }

  /// A reason of the rule in words; what a person wrote stays as it is.
  private static func reason(of code: String, _ texts: LocalTexts) -> String {
    let key = "desk.reason.\(code)"
    let words = texts[key]
    return words == key ? code : words
  }

  private static func amount(_ referral: Referral, _ frame: DeskFrame) -> String? {
    referral.amount.map {
      frame.texts.money(Money(minorUnits: $0, currency: frame.request.tenant.currency))
    }
  }
}
