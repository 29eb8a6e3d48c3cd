internal import Foundation
internal import HTTPTypes
internal import Membership
internal import TenantStore
internal import TenantWeb

/// What a member agreed to, everything that is kept of them, and how all of it goes.
enum PrivacyPage {
  private static let path = "/family/privacy"
  private static let purposes = ConsentPurpose.allCases.filter { $0 != .guardian }

  static func routes(_ family: FamilyRoutes, _ orders: FamilyOrders?) -> [Route] {
    [
      family.page(path, "showPrivacy") { try await show($0, $1) },
      family.form("/family/consents", "decideConsent", show: show) {
        request,
        member,
        transaction in
        guard let purpose = ConsentPurpose(rawValue: try request.form.required("purpose")) else {
          throw request.form.refusal("purpose", "is not one of the purposes")
        }
        switch try request.form.required("decision") {
        case ConsentDecision.given.rawValue:
          try await Families().giveConsent(
            to: purpose,
            version: try request.form.required("version"),
            by: member,
            for: request.tenant,
            in: transaction
          )
        case ConsentDecision.withdrawn.rawValue:
          try await Families().withdrawConsent(to: purpose, by: member, in: transaction)
        default: throw request.form.refusal("decision", "must be given or withdrawn")
        }
        return request.url(path)
      },
      family.write("/family/export", "exportFamily", show: show) { request, member, transaction in
        let data = try await export(of: member, orders, in: transaction)
        return Reply.json(data).personal.adding(
          HTTPField(name: .contentDisposition, value: "attachment; filename=\"family.json\"")
        )
      },
      family.form("/family/erasure", "eraseFamily", show: show) { request, member, transaction in
        guard request.form["confirm"] == "yes" else {
          throw request.form.refusal("confirm", "is missing")
        }
        try await Families().erase(member, by: .shopper, in: transaction)
        // What was written and bought on this device is not for whoever has it next.
        _ = try await request.freshSession(in: transaction)
        return request.url("/")
      },
    ]
  }

  private static func export(
    of member: MemberID,
    _ orders: FamilyOrders?,
    in transaction: TenantTransaction
  ) async throws -> JSONValue {
    guard let orders else {
      return try await Families().export(of: member, by: .shopper, in: transaction)
    }
    return try await Families()
      .export(of: member, by: .shopper, orders: orders.exported, in: transaction)
  }

  private static let show: FamilyRoutes.Show = { frame, notice in
    let entries = try await frame.request.scope.consentEntries(of: frame.member)
    let standing = ConsentRule.standing(entries)
    let contacts = try await frame.request.scope.contacts(of: frame.member)
    return try await frame.page(
      frame.texts["nav.privacy"],
      try purposes.map { try section($0, standing.contains($0), frame) }
        + [ledger(entries, frame), copy(contacts, frame), erasure(frame)],
      lead: frame.texts["privacy.lead"],
      back: nil,
      notice: notice
    )
  }

  private static func section(
    _ purpose: ConsentPurpose,
    _ isGiven: Bool,
    _ frame: FamilyFrame
  ) throws -> FamilySection {
    let texts = frame.texts
    let version = try frame.settings.shownVersion(of: purpose)
    let decision: ConsentDecision = isGiven ? .withdrawn : .given
    return FamilySection(
      title: texts["consent.\(purpose.rawValue).title"],
      text: texts["consent.\(purpose.rawValue).text"],
      facts: [
        (texts["consent.state"], texts[isGiven ? "consent.on" : "consent.off"]),
        (texts["consent.version"], version),
      ],
      forms: [
        FamilyForm(
          path: "/family/consents",
          submit: texts[isGiven ? "consent.withdraw" : "consent.give"],
          hidden: [
            ("purpose", purpose.rawValue), ("decision", decision.rawValue), ("version", version),
          ],
          isQuiet: isGiven,
          about: texts["consent.\(purpose.rawValue).title"]
        )
      ]
    )
  }

  private static func ledger(_ entries: [ConsentEntry], _ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    let rows = entries.sorted { ($0.recordedAt, $0.number) > ($1.recordedAt, $1.number) }
    return FamilySection(
      title: texts["consent.ledger"],
      table: rows.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["consent.ledgerHint"],
          columns: ["day", "purpose", "decided", "version"].map { texts["consent.\($0)"] },
          rows: rows.prefix(100).map { entry in
            [
              frame.day(entry.recordedAt), texts["consent.\(entry.purpose.rawValue).title"],
              texts["consent.decision.\(entry.decision.rawValue)"], entry.textVersion,
            ]
          }
        ),
      empty: rows.isEmpty ? texts["consent.ledgerEmpty"] : nil,
      isWide: true
    )
  }

  private static func copy(_ contacts: [Contact], _ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["privacy.copy"],
      text: texts["privacy.copyHint"],
      facts: contacts.map { (texts["contact.\($0.channel.rawValue)"], $0.masked) },
      forms: [
        FamilyForm(
          path: "/family/export",
          submit: texts["privacy.download"],
          isQuiet: true,
          isDownload: true
        )
      ]
    )
  }

  private static func erasure(_ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["privacy.erase"],
      text: texts["privacy.eraseHint"],
      folded: [
        (
          texts["privacy.eraseTitle"],
          FamilyForm(
            path: "/family/erasure",
            submit: texts["privacy.eraseNow"],
            fields: [.tick("confirm", "yes", texts["privacy.eraseTick"])]
          )
        )
      ]
    )
  }
}
