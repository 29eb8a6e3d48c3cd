internal import Foundation
public import TenantStore

/// Whether a member may use a service, asked in one place: stage, tier, packs and paid plans together.
///
/// ## Topics
/// - ``offered``
/// - ``may(_:use:in:)``
/// - ``all(of:in:)``
/// - ``use(_:of:key:by:in:)``
public struct Entitlements: Sendable {
  /// The merchant's services.
  public let offered: [OfferedService]
  private let tiers: TierProgram?
  private let packs: PackProgram?
  private let zone: TimeZone

  /// Reads a merchant's settings.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public init(of tenant: TenantSnapshot) throws(TenancyRefusal) {
    tiers = try ValueProgram(tenant).tiers
    offered = ServiceCatalogue.offered(by: try tenant.membership)
    packs = PackProgram(of: tenant)
    zone = tenant.timeZone
  }

  /// Whether a member may use a service now; it only reads.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`.
  public func may(_ id: MemberID, use service: String, in rows: some TenantQuerying) async throws
    -> Entitlement
  {
    guard let found = offered.first(where: { $0.code == service }) else {
      return .no(service, .unknown)
    }
    return EntitlementRule.answer(to: found, try await facts(of: id, in: rows))
  }

  /// Whether a member may use each service now, in the order of the catalogue.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`.
  public func all(of id: MemberID, in rows: some TenantQuerying) async throws -> [Entitlement] {
    let facts = try await facts(of: id, in: rows)
    return offered.map { EntitlementRule.answer(to: $0, facts) }
  }

  /// Uses a service once for each key, out of what gives it: the year's number first, then a pack.
  ///
  /// - Parameters:
  ///   - service: Its short name.
  ///   - id: Who uses it.
  ///   - key: What it is used for, 1 to 80 characters, such as the number of an appointment.
  ///   - actor: Who notes it.
  ///   - transaction: A transaction of the merchant.
  /// - Returns: Whether this call used it; not when the key has been counted before.
  /// - Throws: ``ValueRefusal`` with the code `benefit_not_included` or `benefit_used_up` (`reason`).
  @discardableResult
  public func use(
    _ service: String,
    of id: MemberID,
    key: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    if service == TierService.freeReturn.rawValue, let tiers {
      return try await tiers.use(.freeReturn, of: id, key: key, in: transaction)
    }
    let member = try await transaction.heldStaying(id)
    // Growth is the lock of what is counted.
    _ = try await transaction.lockGrowth(of: member)
    let name = EntitlementCount.name(of: service)
    if try await transaction.benefitUse(name, of: member, key: key) != nil { return false }
    if try await transaction.isServiceUsed(service, anyOf: member, key: key) { return false }
    let answer = try await may(member, use: service, in: transaction)
    guard answer.isAllowed, (1...80).contains(key.unicodeScalars.count) else {
      throw ValueRefusal(
        answer.reason == .usedUp ? .benefitUsedUp : .benefitNotIncluded,
        details: ["reason": .string(answer.reason.rawValue)]
      )
    }
    if answer.reason == .pack, let pack = answer.source.flatMap({ ServicePackID($0) }), let packs {
      return try await packs.use(
        service,
        of: pack,
        by: member,
        key: key,
        noted: actor,
        in: transaction
      )
    }
    try await count(name, of: member, key: key, answer, in: transaction)
    try await transaction.audit(
      "membership.service_used",
      of: member.description,
      by: actor,
      after: ["service": .string(service), "key": .string(key)]
    )
    return true
  }

  /// Notes a use that is not out of a pack, under the lock that ``use(_:of:key:by:in:)`` took.
  private func count(
    _ name: String,
    of member: MemberID,
    key: String,
    _ answer: Entitlement,
    in transaction: TenantTransaction
  ) async throws {
    let day = CalendarDate(transaction.environment.now(), in: zone)
    let period = "\(day.year)"
    _ = try await transaction.insertBenefitUse(name, of: member, in: period, key: key)
    guard let yearly = answer.yearly else { return }
    let isCounted = try await transaction.countBenefit(
      name,
      of: member,
      in: period,
      allowed: Int64(yearly)
    )
    guard isCounted else { throw ValueRefusal(.benefitUsedUp) }
  }

  private func facts(of id: MemberID, in rows: some TenantQuerying) async throws
    -> EntitlementFacts
  {
    guard let member = try await rows.member(id), member.erasedAt == nil else {
      throw MembershipRefusal(.memberNotFound)
    }
    let now = rows.environment.now()
    let day = CalendarDate(now, in: zone)
    var facts = EntitlementFacts(yearEnd: yearEnd(of: now))
    if let standing = try await tiers?.progress(of: member.id, seenIn: rows).standing.current {
      facts.level = min(standing.level, (tiers?.settings.levels.count ?? 1) - 1)
      facts.levelUntil = standing.until
    }
    facts.plans = Self.held(try await rows.paidTerms(of: member), at: now)
    facts.stages = Set(try await rows.children(of: member).compactMap { $0.stage(on: day) })
    let held = try await rows.servicePacks(of: member)
    let allowances = try await rows.serviceAllowances(of: held.map(\.id))
    facts.packs = allowances.compactMap { allowance in
      guard let pack = held.first(where: { $0.id == allowance.pack }) else { return nil }
      return EntitlementFacts.PackLeft(
        pack: pack.id,
        service: allowance.service,
        left: allowance.left,
        endsAt: pack.endsAt,
        holds: pack.holds(at: now)
      )
    }
    for (name, count) in try await rows.benefitCounts(of: member.id, in: day.year) {
      facts.used[EntitlementCount.service(of: name)] = count
    }
    return facts
  }

  /// The plans that were paid for, each with the end of its last term.
  private static func held(_ terms: [PaidTerm], at now: Date) -> [EntitlementFacts.PlanHeld] {
    Dictionary(grouping: terms, by: \.plan).map { plan, terms in
      EntitlementFacts.PlanHeld(
        plan: plan,
        until: terms.map(\.endsAt).max() ?? now,
        holds: terms.contains { $0.startsAt <= now && now < $0.endsAt }
      )
    }
    .sorted { $0.plan < $1.plan }
  }

  private func yearEnd(of now: Date) -> Date {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar.dateInterval(of: .year, for: now)?.end ?? now
  }
}

/// Under which names uses are counted: those of services apart from gifts and coupons.
enum EntitlementCount {
  private static let prefix = "service:"

  static func name(of service: String) -> String {
    TierService(rawValue: service) == nil ? prefix + service : service
  }

  static func service(of name: String) -> String {
    name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }
}
