public import Foundation
public import TenantStore

/// A merchant's boxes that recur: contracts, their boxes, and how each is paid exactly once.
///
/// ## Topics
/// ### Contracts
/// - ``subscribe(_:to:on:child:address:renews:key:in:)``
/// - ``change(_:of:_:in:)``
/// - ``cancel(_:of:reason:in:)``
/// - ``move(_:of:to:in:)``
/// ### Time and money
/// - ``advance(_:on:of:charging:)``
/// - ``advanceAll(on:of:charging:)``
/// - ``note(_:of:box:by:in:)``
/// - ``noteRefund(_:reference:by:in:)``
public struct SubscriptionProgram: Sendable {
  /// The plans and the times.
  public let settings: SubscriptionSettings
  /// The merchant's currency.
  public let currency: Currency
  /// The zone in which days begin.
  public let zone: TimeZone
  /// What it needs of others.
  public let ports: SubscriptionPorts

  /// Creates the program of a merchant.
  public init(
    _ settings: SubscriptionSettings,
    currency: Currency,
    in zone: TimeZone,
    ports: SubscriptionPorts = SubscriptionPorts()
  ) {
    self.settings = settings
    self.currency = currency
    self.zone = zone
    self.ports = ports
  }

  /// Makes a contract.
  ///
  /// - `member`: Who subscribes.
  /// - `plan`: The short name of the plan.
  /// - `day`: When the first box is due; not before today, and at most a year ahead.
  /// - `child`: Whose age decides what is in the box.
  /// - `address`: Where boxes go, 1 to 500 characters.
  /// - `renews`: Whether what is paid at once is paid anew when it is over.
  /// - `key`: What asks, 1 to 80 characters; the same key of a member makes one contract.
  /// - Returns: The contract, an earlier one where the key was used before.
  /// - Throws: ``ValueRefusal`` with the code `plan_not_found` or `subscription_invalid` (`fields`).
  public func subscribe(
    _ member: MemberID,
    to plan: String,
    on day: CalendarDate,
    child: UUID? = nil,
    address: String,
    renews: Bool = true,
    key: String? = nil,
    in transaction: TenantTransaction
  ) async throws -> SubscriptionID {
    let member = try await transaction.heldStaying(member)
    if let key, let known = try await transaction.subscription(of: member, askedAs: key) {
      return known
    }
    guard let found = settings.plans.first(where: { $0.code == plan }) else {
      throw ValueRefusal(.planNotFound)
    }
    var wrong: [JSONValue] = []
    let today = today(transaction.environment.now())
    if !(today...today.adding(months: 12)).contains(CivilDay(day)) { wrong.append("day") }
    if !(1...500).contains(address.count) { wrong.append("address") }
    if let key, !(1...80).contains(key.count) { wrong.append("key") }
    guard wrong.isEmpty else {
      throw ValueRefusal(.subscriptionInvalid, details: ["fields": .array(wrong)])
    }
    let price = try Money(decimal: found.price, currency: currency)
    let machine = SubscriptionMachine(
      SubscriptionTerms(
        unit: found.unit,
        every: found.every ?? 1,
        anchor: CivilDay(day),
        price: price.minorUnits,
        prepaid: found.prepaid,
        renews: renews
      )
    )
    let id = SubscriptionID.make(in: transaction.environment)
    let isNew = try await transaction.insertSubscription(
      id,
      of: member,
      child: child,
      plan: plan,
      currency: currency.code,
      address: address,
      key: key,
      machine
    )
    if isNew { return id }
    guard let key, let known = try await transaction.subscription(of: member, askedAs: key) else {
      throw ValueRefusal(.changedMeanwhile)
    }
    return known
  }

  /// What a member wants changed.
  public enum Wish: Hashable, Sendable {
    /// Not the next box.
    case skip
    /// The next box so many days later, 1 to 60.
    case postpone(days: Int)
    /// Something else in the next box: a code of a box of the plan.
    case swap(box: String)
    /// No boxes for now.
    case pause
    /// Boxes again.
    case resume
  }

  /// Changes a contract as its member wants.
  ///
  /// - Throws: ``ValueRefusal`` with the code `subscription_not_found`,
  ///   `subscription_transition_refused` or `subscription_invalid` (`fields`).
  public func change(
    _ id: SubscriptionID,
    of member: MemberID,
    _ wish: Wish,
    in transaction: TenantTransaction
  ) async throws {
    var stored = try await found(id, of: member, in: transaction)
    let today = today(transaction.environment.now())
    let before = stored.machine.cycle
    switch wish {
    case .skip: try stored.machine.skip()
    case .postpone(let days): try stored.machine.postpone(by: days)
    case .swap(let box):
      let plan = settings.plans.first { $0.code == stored.plan }
      guard plan?.boxes.contains(where: { $0.code == box }) == true else {
        throw ValueRefusal(.subscriptionInvalid, details: ["fields": ["box"]])
      }
      try stored.machine.swap(to: box, today: today)
    case .pause: try stored.machine.pause()
    case .resume: try stored.machine.resume(on: today)
    }
    try await book.save(&stored, before: before, in: transaction)
  }

  /// Ends a contract, which is possible in every state; once more changes nothing.
  ///
  /// - `reason`: A code such as `too_much`, 1 to 40 characters.
  /// - Returns: What was paid for boxes that do not come; it is owed from now on.
  /// - Throws: ``ValueRefusal`` with the code `subscription_not_found`.
  public func cancel(
    _ id: SubscriptionID,
    of member: MemberID,
    reason: String,
    in transaction: TenantTransaction
  ) async throws -> Money {
    var stored = try await found(id, of: member, in: transaction)
    let units = try await book.cancel(&stored, reason: reason, in: transaction)
    guard let currency = Currency(code: stored.currency) else { throw TenantStoreError.emptyAnswer }
    return Money(minorUnits: units, currency: currency)
  }

  /// Changes where boxes go from the next one on.
  ///
  /// - Throws: ``ValueRefusal`` with the code `subscription_not_found` or `subscription_invalid`.
  public func move(
    _ id: SubscriptionID,
    of member: MemberID,
    to address: String,
    in transaction: TenantTransaction
  ) async throws {
    guard (1...500).contains(address.count) else {
      throw ValueRefusal(.subscriptionInvalid, details: ["fields": ["address"]])
    }
    guard try await transaction.updateSubscriptionAddress(address, of: id, member: member) else {
      throw ValueRefusal(.subscriptionNotFound)
    }
  }

  func today(_ now: Date) -> CivilDay { CivilDay(CalendarDate(now, in: zone)) }

  func found(_ id: SubscriptionID, of member: MemberID?, in transaction: TenantTransaction)
    async throws -> StoredSubscription
  {
    guard var stored = try await transaction.lockSubscription(id) else {
      throw ValueRefusal(.subscriptionNotFound)
    }
    if let member, member != stored.member,
      try await !transaction.accounts(of: member).contains(stored.member)
    {
      throw ValueRefusal(.subscriptionNotFound)
    }
    stored.machine = stored.machine.following(settings)
    return stored
  }

  /// What writes contracts back.
  var book: SubscriptionBook { SubscriptionBook() }
}

extension SubscriptionProgram {
  /// The program of a merchant; nothing when it has no subscriptions.
  public init?(of tenant: TenantSnapshot, ports: SubscriptionPorts = SubscriptionPorts()) {
    let settings = tenant.settings(of: "membership", as: MembershipSettings.self)?.subscriptions
    guard let settings else { return nil }
    self.init(settings, currency: tenant.currency, in: tenant.timeZone, ports: ports)
  }
}

extension SubscriptionMachine {
  /// The same contract with the merchant's present times.
  func following(_ settings: SubscriptionSettings) -> Self {
    var machine = Self(
      terms,
      retries: settings.retries,
      noticeDays: settings.noticeDays ?? 3,
      stockDays: settings.stockDays ?? 7
    )
    machine.state = state
    machine.boxesLeft = boxesLeft
    machine.nextSlot = nextSlot
    machine.cycles = cycles
    machine.cycle = cycle
    return machine
  }
}
