public import Foundation
public import TenantStore

/// A pack that a family has.
public struct ServicePackID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "pck"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the pack with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }

  /// The key of the pack that this one becomes at the birth.
  var birthKey: String { "birth:\(self)" }
}

/// A pack that a family has, as it was opened.
public struct ServicePack: Hashable, Sendable {
  /// The pack.
  public let id: ServicePackID
  /// Whose it is.
  public let member: MemberID
  /// The child that it follows.
  public let child: UUID?
  /// Which of the merchant's packs.
  public let plan: String
  /// When it was opened, in UTC.
  public let openedAt: Date
  /// Until when it holds, in UTC.
  public let endsAt: Date
  /// When it was closed before that, in UTC.
  public let closedAt: Date?

  /// Whether its services can be used at an instant.
  public func holds(at now: Date) -> Bool { closedAt == nil && now < endsAt }
}

/// How often a pack allows a service.
public struct ServiceAllowance: Hashable, Sendable {
  /// The pack.
  public let pack: ServicePackID
  /// The service's short name.
  public let service: String
  /// Who carries it out; empty for the merchant.
  public let provider: String
  /// How often it is allowed.
  public let allowed: Int
  /// How often it was used.
  public let used: Int

  /// How often it can still be used.
  public var left: Int { max(0, allowed - used) }
}

/// How often services were used that a provider is paid for.
public struct ServiceUseCount: Hashable, Sendable {
  /// Who carried them out; empty for the merchant.
  public let provider: String
  /// The service's short name.
  public let service: String
  /// How often.
  public let uses: Int64
}

/// What a pack allows when it is opened.
struct AllowedService {
  let service: String
  let provider: String
  let times: Int
  /// What the provider is paid for each use, in minor units.
  let fee: Int64

  /// What the settings say, and so many times more.
  init(_ service: PackSettings.Service, and more: Int = 0, in currency: Currency) {
    self.service = service.code
    provider = service.provider ?? ""
    times = min(1_000, service.times + more)
    fee = service.fee.flatMap { try? Money(decimal: $0, currency: currency).minorUnits } ?? 0
  }
}

extension PackSettings {
  /// The children whom the pack may follow: those who are spoken of and, where it holds until the birth,
  /// expected.
  public func followed(of children: [Child]) -> [Child] {
    children.filter { $0.quietSince == nil && (until != .birth || $0.dates.birth == nil) }
  }
}

/// A merchant's packs of services.
public struct PackProgram: Sendable {
  /// The packs.
  public let packs: [PackSettings]
  /// The merchant's currency.
  public let currency: Currency
  /// The zone in which months end.
  public let zone: TimeZone

  /// Reads a merchant's packs; nothing where there are none.
  public init?(of tenant: TenantSnapshot) {
    guard let packs = (try? tenant.membership)?.packs, !packs.isEmpty else { return nil }
    self.packs = packs
    currency = tenant.currency
    zone = tenant.timeZone
  }

  /// Opens a pack; the same key of a member opens one.
  ///
  /// - Parameters:
  ///   - code: Which of the merchant's packs.
  ///   - id: Who gets it.
  ///   - child: The child that it follows.
  ///   - key: What asks or pays, 1 to 80 characters.
  ///   - paid: What was paid.
  ///   - transaction: A transaction of the merchant.
  /// - Returns: The pack, an earlier one where the key was used before.
  /// - Throws: ``ValueRefusal`` with the code `plan_not_found`.
  @discardableResult
  public func open(
    _ code: String,
    for id: MemberID,
    child: ChildID? = nil,
    key: String,
    paid: Money? = nil,
    in transaction: TenantTransaction
  ) async throws -> ServicePackID {
    let member = try await transaction.heldStaying(id)
    guard let pack = packs.first(where: { $0.code == code }) else {
      throw ValueRefusal(.planNotFound)
    }
    let allowances = pack.services.map { AllowedService($0, in: currency) }
    return try await open(
      pack,
      member,
      child?.uuid,
      "\(member):\(key)",
      paid?.minorUnits ?? 0,
      allowances,
      transaction
    )
  }

  /// Uses a service once; the same key of a pack and service uses it once.
  ///
  /// - Parameters:
  ///   - service: Its short name.
  ///   - pack: The family's pack.
  ///   - id: Whose it is.
  ///   - key: What it is used for, 1 to 80 characters, such as the number of an appointment.
  ///   - actor: Who notes it.
  ///   - transaction: A transaction of the merchant.
  /// - Returns: Whether this call used it; not when the key has been counted before.
  /// - Throws: ``ValueRefusal`` with the code `benefit_not_included` when the member has no such pack
  ///   that holds, or `benefit_used_up`.
  @discardableResult
  public func use(
    _ service: String,
    of pack: ServicePackID,
    by id: MemberID,
    key: String,
    noted actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Bool {
    guard (1...80).contains(key.unicodeScalars.count),
      let held = try await transaction.lockServicePack(pack),
      try await transaction.accounts(of: id).contains(held.member),
      held.holds(at: transaction.environment.now())
    else { throw ValueRefusal(.benefitNotIncluded) }
    if try await transaction.isServiceUsed(service, of: pack, key: key) { return false }
    guard try await transaction.useService(service, of: pack, key: key) else {
      let known = try await transaction.serviceAllowances(of: [pack])
      let isIncluded = known.contains { $0.service == service }
      throw ValueRefusal(isIncluded ? .benefitUsedUp : .benefitNotIncluded)
    }
    try await transaction.audit(
      "membership.service_used",
      of: pack.description,
      by: actor,
      after: ["service": .string(service), "key": .string(key)]
    )
    return true
  }

  /// Closes the packs that hold until the birth of a child who is born, and opens those after them.
  ///
  /// So it goes with one that was opened before the pregnancy was entered, and follows nobody yet. What was left of a service that both have comes along. Again changes nothing.
  func turnAtBirth(of child: Child, in transaction: TenantTransaction) async throws {
    let accounts = try await transaction.accounts(of: child.member)
    let birth = child.dates.birth.map(start(of:)) ?? transaction.environment.now()
    // A birth may be told late: what counts is whether the pack held on its day.
    for old in try await transaction.lockOpenPacks(ofChild: child.id, accounts)
    where old.endsAt > birth {
      guard let plan = packs.first(where: { $0.code == old.plan }), plan.until == .birth else {
        continue
      }
      try await transaction.closeServicePack(old.id)
      guard let next = packs.first(where: { $0.code == plan.next }) else { continue }
      let left = Dictionary(
        try await transaction.serviceAllowances(of: [old.id]).map { ($0.service, $0.left) },
        uniquingKeysWith: +
      )
      let allowances = next.services.map {
        AllowedService($0, and: left[$0.code] ?? 0, in: currency)
      }
      _ = try await open(
        next,
        old.member,
        child.id.uuid,
        old.id.birthKey,
        0,
        allowances,
        transaction
      )
    }
  }

  private var calendar: Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
  }

  /// When a day begins, in UTC.
  private func start(of day: CalendarDate) -> Date {
    calendar.date(from: DateComponents(year: day.year, month: day.month, day: day.day))
      ?? .distantPast
  }

  private func open(
    _ pack: PackSettings,
    _ member: MemberID,
    _ child: UUID?,
    _ key: String,
    _ paid: Int64,
    _ allowances: [AllowedService],
    _ transaction: TenantTransaction
  ) async throws -> ServicePackID {
    let now = transaction.environment.now()
    let id = ServicePackID.make(in: transaction.environment)
    let kept = ServicePack(
      id: id,
      member: member,
      child: child,
      plan: pack.code,
      openedAt: now,
      endsAt: calendar.date(byAdding: .month, value: pack.months ?? 12, to: now) ?? now,
      closedAt: nil
    )
    guard try await transaction.insertServicePack(kept, key: key, paid: paid) else {
      guard let known = try await transaction.servicePack(openedBy: key) else {
        throw ValueRefusal(.changedMeanwhile)
      }
      return known
    }
    try await transaction.insertServiceAllowances(allowances, of: id)
    try await transaction.emit(
      "membership.pack_opened",
      [
        "pack": .string(id.description), "member": .string(member.description),
        "plan": .string(pack.code),
      ]
    )
    return id
  }
}
