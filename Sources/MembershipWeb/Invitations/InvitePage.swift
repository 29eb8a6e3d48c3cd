internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// How a member invites others, and what has come of it; who came is not shown.
enum InvitePage {
  private static let path = "/family/invite"

  static func routes(_ family: FamilyRoutes) -> [Route] {
    [
      family.page(path, "showInvite") { try await show($0, $1) },
      family.form("\(path)/code", "makeInvite", show: show) { request, member, transaction in
        guard let referrals = try ValueProgram(request.tenant).referrals else {
          throw WebRefusal(.notFound)
        }
        _ = try await referrals.code(of: member, in: transaction)
        return request.url(path)
      },
      family.form("\(path)/acceptance", "acceptInvite", show: show) {
        request,
        member,
        transaction in
        guard let referrals = try ValueProgram(request.tenant).referrals else {
          throw WebRefusal(.notFound)
        }
        try await referrals.accept(
          try request.form.required("code"),
          by: member,
          in: transaction
        )
        return request.url("/family")
      },
    ]
  }

  private static let show: FamilyRoutes.Show = { frame, notice in
    let scope = frame.request.scope
    let texts = frame.texts
    let code = try await scope.referralCode(of: frame.member.id)
    let invited = try await scope.referrals(by: frame.member.id)
    return try await frame.page(
      texts["nav.invite"],
      [link(code, frame), list(invited, frame), accept(frame)],
      lead: try await lead(frame),
      notice: notice
    )
  }

  /// What both get, and nothing while there is nothing left to give.
  private static func lead(_ frame: FamilyFrame) async throws -> String {
    let texts = frame.texts
    let program = try ValueProgram(frame.request.tenant).referrals
    guard let budget = try await program?.budget(seenIn: frame.request.scope) else {
      return texts["invite.lead"]
    }
    return budget.isSpent
      ? texts["invite.spent"] : "\(texts["invite.lead"]) \(texts["invite.bounded"])"
  }

  private static func link(_ code: String?, _ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    guard let code else {
      return FamilySection(
        title: texts["invite.link"],
        forms: [FamilyForm(path: "\(path)/code", submit: texts["invite.make"])]
      )
    }
    let url = frame.request.absoluteURL(SignInPage.path, ["invite": code, "lang": nil])
    return FamilySection(
      title: texts["invite.link"],
      text: texts["invite.linkHint"],
      facts: [(texts["invite.code"], code), (texts["invite.address"], url)]
    )
  }

  private static func list(_ referrals: [Referral], _ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["invite.list"],
      items: referrals.map { referral in
        FamilySection.Item(
          name: texts["invite.on", ["day": frame.day(referral.invitedAt)]],
          state: texts["invite.state.\(referral.state.rawValue)"]
        )
      },
      empty: texts["invite.none"]
    )
  }

  private static func accept(_ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["invite.accept"],
      text: texts["invite.check"],
      forms: [
        FamilyForm(
          path: "\(path)/acceptance",
          submit: texts["invite.acceptNow"],
          fields: [.init(name: "code", label: texts["invite.code"], maximum: 40)],
          isQuiet: true
        )
      ]
    )
  }
}
