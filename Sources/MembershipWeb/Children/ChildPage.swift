internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// One child: how far it has come, its growth file, its calendar and what the family is reminded of.
enum ChildPage {
  private static let parameter = RouteParameter.path("child", .id(ChildID.self), "The child.")
  private static let chart = RouteParameter.query(
    "chart",
    .choice(GrowthSection.charts.map(\.rawValue)),
    "What the growth chart shows."
  )

  static func routes(_ family: FamilyRoutes) -> [Route] {
    let page = family.page(
      "/family/children/{child}",
      "showChild",
      parameters: [parameter, chart]
    ) { try await show($0, $1) }
    return [page] + dates(family) + file(family) + care(family)
  }

  /// What happens to a child of a member.
  private typealias Change =
    @Sendable (TenantRequest, ChildID, MemberID, TenantTransaction) async throws -> Void

  private static func change(
    _ family: FamilyRoutes,
    _ name: String,
    _ operation: String,
    _ change: @escaping Change
  ) -> Route {
    family.form(
      "/family/children/{child}/\(name)",
      operation,
      parameters: [parameter],
      show: show
    ) { request, member, transaction in
      let id = try request.path("child", as: ChildID.self)
      try await change(request, id, member, transaction)
      return request.url("/family/children/\(id)")
    }
  }

  private static func dates(_ family: FamilyRoutes) -> [Route] {
    [
      change(family, "birth", "recordBirth") { request, id, member, transaction in
        let form = BirthForm(
          birth: try request.form.requiredDay("birth"),
          nickname: request.form["nickname"],
          sex: request.form["sex"].flatMap(ChildSex.init)
        )
        try await Families().recordBirth(
          form,
          of: id,
          parent: member,
          for: request.tenant,
          in: transaction
        )
      },
      change(family, "due", "changeDueDate") { request, id, member, transaction in
        try await Families().changeDueDate(
          try request.form.requiredDay("due"),
          of: id,
          parent: member,
          for: request.tenant,
          in: transaction
        )
      },
    ]
  }

  private static func file(_ family: FamilyRoutes) -> [Route] {
    [
      change(family, "growth", "noteGrowth") { request, id, member, transaction in
        let form = request.form
        let length = try form.decimal("length", places: 1)
        let measures = GrowthMeasures(
          grams: try form.decimal("weight", places: 3),
          millimetres: length,
          posture: length == nil ? nil : form["posture"].flatMap(GrowthMeasures.Posture.init),
          headMillimetres: try form.decimal("head", places: 1)
        )
        try await Families().noteGrowth(
          form["remove"] == nil ? measures : nil,
          on: try form.requiredDay("day"),
          of: id,
          parent: member,
          for: request.tenant,
          in: transaction
        )
      },
      change(family, "feedings", "noteFeeding") { request, id, member, transaction in
        let feeding = try FeedingSection.feeding(request.form, request.tenant)
        if request.form["remove"] == nil {
          try await Families().noteFeeding(
            feeding,
            of: id,
            parent: member,
            for: request.tenant,
            in: transaction
          )
        } else {
          try await Families().removeFeeding(feeding, of: id, parent: member, in: transaction)
        }
      },
      change(family, "bag", "packBirthBag") { request, id, member, transaction in
        try await Families().packBirthBag(
          BirthBagSection.ticked(request.form),
          of: id,
          parent: member,
          in: transaction
        )
      },
      change(family, "milestones", "noteMilestone") { request, id, member, transaction in
        try await Families().noteMilestone(
          try request.form.required("milestone"),
          on: try request.form.requiredDay("day"),
          of: id,
          parent: member,
          for: request.tenant,
          in: transaction
        )
      },
      change(family, "doses", "noteVaccination") { request, id, member, transaction in
        let (vaccine, dose) = try VaccinationSection.dose(request.form)
        try await Families().noteVaccination(
          vaccine,
          dose: dose,
          on: try request.form.day("day"),
          of: id,
          parent: member,
          for: request.tenant,
          in: transaction
        )
      },
      change(family, "reminders", "answerReminder") { request, id, member, transaction in
        let topic = try request.form.required("topic")
        if request.form["answer"] == "done" {
          try await Families().markDone(topic, of: id, parent: member, in: transaction)
        } else {
          try await Families().snooze(
            topic,
            of: id,
            parent: member,
            days: ReminderSection.snoozeDays,
            for: request.tenant,
            in: transaction
          )
        }
      },
    ]
  }

  private static func care(_ family: FamilyRoutes) -> [Route] {
    [
      change(family, "quiet", "fallSilent") { _, id, member, transaction in
        try await Families().fallSilent(about: id, of: member, in: transaction)
      },
      change(family, "heard", "endSilence") { request, id, member, transaction in
        try await Families().endSilence(
          about: id,
          of: member,
          for: request.tenant,
          in: transaction
        )
      },
      family.form(
        "/family/children/{child}/removal",
        "removeChild",
        parameters: [parameter],
        show: show
      ) { request, member, transaction in
        guard request.form["confirm"] == "yes" else {
          throw request.form.refusal("confirm", "is missing")
        }
        try await Families().withdrawGuardianConsent(
          for: try request.path("child", as: ChildID.self),
          by: member,
          in: transaction
        )
        return request.url("/family")
      },
    ]
  }

  private static let show: FamilyRoutes.Show = { frame, notice in
    let scope = frame.request.scope
    let id = try frame.request.path("child", as: ChildID.self)
    guard let child = try await scope.children(of: frame.member).first(where: { $0.id == id })
    else { throw MembershipRefusal(.childNotFound) }
    let consents = ConsentRule.standing(try await scope.consentEntries(of: frame.member))
    var sections: [FamilySection] = []
    if child.quietSince == nil {
      sections.append(ChildDatesSection(child, frame).section)
      if child.dates.birth == nil {
        sections.append(
          BirthBagSection(
            child,
            try await scope.birthBag(of: id),
            fillsItself: consents.contains(.personalisation),
            frame
          ).section
        )
      } else {
        let entries = try await scope.growthEntries(of: id)
        sections.append(GrowthSection(child, entries, frame).section)
        let meals = try await scope.feedings(
          of: id,
          since: frame.request.now - FeedingRule.memory
        )
        sections.append(
          FeedingSection(child, meals, mayChoose: consents.contains(.personalisation), frame)
            .section
        )
        sections.append(
          MilestoneSection(child, try await scope.milestoneEntries(of: id), frame).section
        )
        if VaccinationCalendarRule.isFor(market: frame.request.tenant.market) {
          sections.append(
            VaccinationSection(child, try await scope.givenDoses(of: id), frame).section
          )
        }
      }
      sections.append(
        ReminderSection(child, try await scope.reminders(of: id), consents, frame).section
      )
    }
    sections.append(ChildCareSection(child, frame).section)
    return try await frame.page(
      ChildWords(child, frame).name,
      sections,
      back: (frame.request.url("/family"), frame.texts["nav.home"]),
      notice: notice
    )
  }
}
