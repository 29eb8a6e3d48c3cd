internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// A member's points and tier: what there is, what led to it and what points buy.
enum PointsPage {
  static let path = "/family/points"
  private static let pageSize = 30

  static func routes(_ family: FamilyRoutes, _ orders: FamilyOrders?) -> [Route] {
    let show = show(orders)
    return [
      family.page(
        path,
        "showPoints",
        parameters: [.query("before", .integer(1...Int64(Int32.max)), "Where the page begins.")]
      ) { try await show($0, $1) },
      family.form("\(path)/check-in", "checkIn", show: show) { request, member, transaction in
        guard let points = try ValueProgram(request.tenant).points,
          points.settings.earn?.checkIn != nil
        else { throw WebRefusal(.notFound) }
        try await points.checkIn(member, in: transaction)
        return request.url(path)
      },
      family.form("/family/rewards", "redeemPoints", once: true, show: show) {
        request,
        member,
        transaction in
        guard let points = try ValueProgram(request.tenant).points,
          let key = request.idempotencyKey
        else { throw ValueRefusal(.rewardNotFound) }
        try await points.redeem(
          try request.form.required("reward"),
          by: member,
          key: key,
          in: transaction
        )
        return request.url(path)
      },
    ]
  }

  private static func show(_ orders: FamilyOrders?) -> FamilyRoutes.Show {
    { frame, notice in try await page(orders, frame, notice) }
  }

  private static func page(
    _ orders: FamilyOrders?,
    _ frame: FamilyFrame,
    _ notice: String?
  ) async throws -> Reply {
    let scope = frame.request.scope
    let member = frame.member.id
    let values = try ValueProgram(frame.request.tenant)
    var sections: [FamilySection] = []
    if let tiers = values.tiers {
      let progress = try await tiers.progress(of: member, seenIn: scope)
      let words = TierWords(progress, tiers.settings, frame.request)
      sections.append(tier(words, progress, frame))
      let terms = try await scope.paidTerms(of: frame.member)
      let plans = try await PlanSection.load(tiers.settings, terms, orders, frame)
      if let plans = plans.section { sections.append(plans) }
    }
    if let services = try await ServiceSection.section(frame) { sections.append(services) }
    let before = try frame.request.query.value("before", as: Int64.self)
    let lines = try await scope.pointsHistory(of: member, before: before, limit: pageSize)
    let held = try await scope.pointsBalance(of: member)
    sections.append(balance(held, frame))
    if let points = values.points, let count = points.settings.earn?.checkIn {
      let isDone = try await points.hasCheckedIn(member, seenIn: scope)
      sections.append(checkIn(count, isDone, frame))
    }
    let next = try await NextOrder(frame)
    if let use = next.pointsSection(held, values.points?.settings.deduction) {
      sections.append(use)
    }
    let rewards = try await values.points == nil ? [] : scope.pointsRewards()
    if !rewards.isEmpty { sections.append(shop(rewards, frame)) }
    sections.append(history(lines, frame))
    return try await frame.page(frame.texts["nav.points"], sections, notice: notice)
  }

  private static func checkIn(_ count: Int, _ isDone: Bool, _ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["checkIn.title"],
      text: texts[isDone ? "checkIn.done" : "checkIn.hint", ["points": "\(count)"]],
      forms: isDone ? [] : [FamilyForm(path: "\(path)/check-in", submit: texts["checkIn.go"])]
    )
  }

  private static func tier(_ words: TierWords, _ progress: TierProgress, _ frame: FamilyFrame)
    -> FamilySection
  {
    let texts = frame.texts
    return FamilySection(
      title: texts["tier.title"],
      facts: [
        (texts["tier.name"], words.name), (texts["tier.growth"], "\(progress.growth)"),
      ],
      progress: words.bar,
      items: words.sentences.map { FamilySection.Item(name: $0) }
    )
  }

  private static func balance(_ balance: PointsBalance, _ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    let facts: [(String, Int64)] = [
      ("available", balance.available), ("pending", balance.pending), ("held", balance.held),
      ("debt", balance.debt),
    ]
    return FamilySection(
      title: texts["points.title"],
      text: texts["points.hint"],
      facts: facts.filter { $0.0 == "available" || $0.1 != 0 }.map {
        (texts["points.\($0)"], "\($1)")
      }
    )
  }

  private static func shop(_ rewards: [PointsReward], _ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["points.shop"],
      items: rewards.map { reward in
        let name = frame.local(reward.name)
        return FamilySection.Item(
          name: name,
          detail: texts["points.count", ["points": "\(reward.points)"]],
          forms: [
            FamilyForm(
              path: "/family/rewards",
              submit: texts["points.redeem"],
              hidden: [("reward", reward.code)],
              isQuiet: true,
              about: name
            )
          ]
        )
      }
    )
  }

  private static func history(_ lines: [PointsHistoryLine], _ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    var section = FamilySection(title: texts["points.history"], isWide: true)
    guard !lines.isEmpty else {
      section.empty = texts["points.none"]
      return section
    }
    section.table = FamilySection.Table(
      caption: texts["points.historyHint"],
      columns: ["day", "why", "change", "after"].map { texts["points.\($0)"] },
      rows: lines.map { line in
        [
          frame.day(line.happenedAt), texts["points.kind.\(line.kind.rawValue)"],
          PointsWords.change(line.change), "\(line.totalAfter)",
        ]
      }
    )
    if lines.count == pageSize, let last = lines.last {
      section.links = [
        (texts["points.more"], frame.request.url(path, ["before": "\(last.sequence)"]))
      ]
    }
    return section
  }
}

/// Changes of points as people read them.
enum PointsWords {
  /// What can be spent by it, or, where that stays, what moved between the other parts.
  static func change(_ change: PointsBalance) -> String {
    let value = change.total != 0 ? change.total : change.available
    return value > 0 ? "+\(value)" : "\(value)"
  }
}
