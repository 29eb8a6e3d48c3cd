internal import Foundation
internal import TenantStore

/// A member's points as they are under the lock of their account; every change is an entry.
///
/// 1. Each part of the balance is the sum of that part of all entries.
/// 2. `pending` and `available` are what is left of pending and of other lots.
/// 3. Nothing is negative, and there is no debt while something is available.
/// 4. Lots are spent in the order in which they go, whatever the order in which they came.
///
/// It is a value without a database: operations change it and leave behind what to write.
struct PointsBook {
  let now: Date
  private(set) var balance: PointsBalance
  private(set) var lots: [PointsLot]
  private(set) var order: PointsOfOrder
  /// What has to be added, in order.
  private(set) var entries: [PointsEntry] = []
  private let known: Set<PointsLotID>
  /// Lots that the order's entries name and that are another account's.
  private let elsewhere: [PointsLotID: PointsLot]
  private let makeID: () -> PointsLotID

  init(
    at now: Date,
    balance: PointsBalance = PointsBalance(),
    lots: [PointsLot] = [],
    elsewhere: [PointsLotID: PointsLot] = [:],
    order: PointsOfOrder = PointsOfOrder(),
    makeID: @escaping () -> PointsLotID
  ) {
    self.now = now
    self.balance = balance
    self.lots = lots.sorted(by: PointsLot.isSooner)
    known = Set(lots.map(\.id))
    self.elsewhere = elsewhere
    self.order = order
    self.makeID = makeID
  }

  /// Lots that came to be.
  var freshLots: [PointsLot] { lots.filter { !known.contains($0.id) } }

  /// Brings the book up to now: return periods end, lots expire, debts are paid.
  mutating func settle() {
    for index in lots.indices where lots[index].isPending && lots[index].availableAt <= now {
      lots[index].isPending = false
      let points = lots[index].remaining
      guard points > 0 else { continue }
      write(.mature, lots[index].id, lots[index].order) {
        $0.pending = -points
        $0.available = points
      }
    }
    repay()
    for index in lots.indices
    where !lots[index].isPending && lots[index].expiresAt <= now && lots[index].remaining > 0 {
      let points = lots[index].remaining
      lots[index].remaining = 0
      write(.expire, lots[index].id, lots[index].order) { $0.available = -points }
    }
  }

  /// Adds points that are good in a span; they wait for its beginning.
  mutating func add(
    _ points: Int64,
    _ kind: PointsEntry.Kind,
    order: UUID?,
    from availableAt: Date,
    until expiresAt: Date
  ) {
    guard points > 0, availableAt < expiresAt else { return }
    if kind == .earn { self.order.earned += points }
    append(points, kind, ofOrder: order, about: order, from: availableAt, until: expiresAt)
    settle()
  }

  /// Ends the return period of an order's points now.
  mutating func mature(_ order: UUID, until expiresAt: Date) {
    for index in lots.indices where lots[index].order == order && lots[index].isPending {
      lots[index].availableAt = now
      lots[index].expiresAt = expiresAt
    }
    lots.sort(by: PointsLot.isSooner)
    settle()
  }

  /// Ties points to an order, those that go first before others.
  ///
  /// - Returns: Whether there were as many.
  mutating func hold(_ points: Int64, for order: UUID) -> Bool {
    guard points > 0, points <= balance.available else { return false }
    for part in take(points) {
      self.order.held.append(part)
      write(.hold, part.lot, order) {
        $0.available = -part.points
        $0.held = part.points
      }
    }
    return true
  }

  /// Spends points at once.
  ///
  /// - Returns: Whether there were as many.
  mutating func redeem(_ points: Int64) -> Bool {
    guard points > 0, points <= balance.available else { return false }
    for part in take(points) {
      write(.redeem, part.lot, nil) { $0.available = -part.points }
    }
    return true
  }

  /// Spends what an order holds.
  mutating func use(_ order: UUID) {
    for part in self.order.held {
      write(.use, part.lot, order) { $0.held = -part.points }
    }
    self.order.used += self.order.held
    self.order.held = []
  }

  /// Lets go of what an order holds; what has expired meanwhile goes.
  mutating func release(_ order: UUID) {
    for part in self.order.held {
      put(part, .release, order) { $0.held = -part.points }
    }
    self.order.held = []
    settle()
  }

  /// Takes back what an order gave until so much of it has been taken back.
  ///
  /// Its own lot goes first, then what else can be spent; the rest is a debt.
  mutating func reverse(upTo target: Int64, of order: UUID) {
    var missing = target - self.order.reversed
    guard missing > 0 else { return }
    self.order.reversed = target
    for index in lots.indices where lots[index].order == order && missing > 0 {
      let points = min(missing, lots[index].remaining)
      guard points > 0 else { continue }
      lots[index].remaining -= points
      missing -= points
      let isPending = lots[index].isPending
      write(.reverse, lots[index].id, order) {
        if isPending { $0.pending = -points } else { $0.available = -points }
      }
    }
    takeBack(missing, about: order)
  }

  /// Lets everything go that no order holds, with the account itself.
  mutating func forfeit() {
    for index in lots.indices where lots[index].remaining > 0 {
      let lot = lots[index]
      lots[index].remaining = 0
      write(.expire, lot.id, lot.order) {
        if lot.isPending { $0.pending = -lot.remaining } else { $0.available = -lot.remaining }
      }
    }
  }

  /// Takes back points that no order gave.
  mutating func revoke(_ points: Int64) { takeBack(points, about: nil) }

  /// Takes points from whatever can be spent; what is missing is a debt.
  private mutating func takeBack(_ points: Int64, about order: UUID?) {
    var missing = points
    for part in take(min(missing, balance.available)) {
      missing -= part.points
      write(.reverse, part.lot, order) { $0.available = -part.points }
    }
    let debt = missing
    if debt > 0 { write(.owe, nil, order) { $0.debt = debt } }
  }

  /// Gives back what an order used until so much of it has been given back, what was taken last
  /// first.
  ///
  /// - `grace`: Until when points are good whose own time is over.
  mutating func giveBack(upTo target: Int64, of order: UUID, grace: Date) {
    var skipped = self.order.givenBack
    var missing = target - skipped
    guard missing > 0 else { return }
    self.order.givenBack = target
    for part in self.order.used.reversed() {
      let passed = min(skipped, part.points)
      skipped -= passed
      let points = min(missing, part.points - passed)
      guard points > 0 else { continue }
      missing -= points
      if let end = lotEnd(part.lot), end > now {
        put(.init(lot: part.lot, points: points), .giveBack, order) { _ in }
      } else {
        append(
          points,
          .giveBack,
          ofOrder: nil,
          about: order,
          from: now,
          until: grace,
          as: given(part.lot)
        )
      }
    }
    settle()
  }

  /// Takes out what another book takes in: lots, what orders hold, and a debt.
  ///
  /// - `isWanted`: Which lots; all when absent.
  /// - `held`: What which order holds of which lot.
  /// - `withDebt`: Whether a debt goes along.
  mutating func moveOut(
    _ isWanted: (PointsLot) -> Bool = { _ in true },
    held: [PointsLoad.Held] = [],
    withDebt: Bool = false
  ) -> PointsLoad {
    var load = PointsLoad(held: held)
    for index in lots.indices where isWanted(lots[index]) {
      let lot = lots[index]
      guard lot.remaining > 0 else { continue }
      load.lots.append(lot)
      lots[index].remaining = 0
      write(.move, lot.id, lot.order) {
        if lot.isPending { $0.pending = -lot.remaining } else { $0.available = -lot.remaining }
      }
    }
    for part in held { write(.move, part.lot, part.order) { $0.held = -part.points } }
    if withDebt, balance.debt > 0 {
      load.debt = balance.debt
      write(.move, nil, nil) { $0.debt = -load.debt }
    }
    return load
  }

  /// Takes in what another book gave; each lot keeps its order and its end.
  mutating func moveIn(_ load: PointsLoad) {
    for lot in load.lots {
      append(
        lot.remaining,
        .move,
        ofOrder: lot.order,
        about: lot.order,
        from: lot.availableAt,
        until: lot.expiresAt,
        as: Given(root: lot.root)
      )
    }
    for part in load.held { write(.move, part.lot, part.order) { $0.held = part.points } }
    if load.debt > 0 { write(.move, nil, nil) { $0.debt = load.debt } }
    settle()
  }

  /// Where points of a new lot were given first, and whose they are when another's.
  private struct Given {
    var root: PointsLotID?
    var goesTo: MemberID?
  }

  /// A lot of this or of another account.
  private func known(_ lot: PointsLotID) -> PointsLot? {
    lots.first { $0.id == lot } ?? elsewhere[lot]
  }

  /// When a lot of this or of another account ends.
  private func lotEnd(_ lot: PointsLotID) -> Date? { known(lot)?.expiresAt }

  private func given(_ lot: PointsLotID) -> Given {
    let old = known(lot)
    return Given(root: old?.root ?? lot, goesTo: old?.goesTo)
  }

  private mutating func append(
    _ points: Int64,
    _ kind: PointsEntry.Kind,
    ofOrder: UUID?,
    about order: UUID?,
    from availableAt: Date,
    until expiresAt: Date,
    as given: Given = Given(),
    _ also: (inout PointsBalance) -> Void = { _ in }
  ) {
    let lot = PointsLot(
      id: makeID(),
      order: ofOrder,
      earned: points,
      remaining: points,
      isPending: availableAt > now,
      availableAt: availableAt,
      expiresAt: expiresAt,
      origin: given.root,
      goesTo: given.goesTo
    )
    lots.append(lot)
    lots.sort(by: PointsLot.isSooner)
    write(kind, lot.id, order) {
      if lot.isPending { $0.pending = points } else { $0.available = points }
      also(&$0)
    }
  }

  /// Takes points out of the lots that go first.
  private mutating func take(_ points: Int64) -> [PointsOfOrder.Part] {
    var missing = points
    var parts: [PointsOfOrder.Part] = []
    for index in lots.indices where !lots[index].isPending && missing > 0 {
      let part = min(missing, lots[index].remaining)
      guard part > 0 else { continue }
      lots[index].remaining -= part
      missing -= part
      parts.append(.init(lot: lots[index].id, points: part))
    }
    return parts
  }

  /// Puts points back into their lot, or into a new one with the same end where theirs is another
  /// account's.
  private mutating func put(
    _ part: PointsOfOrder.Part,
    _ kind: PointsEntry.Kind,
    _ order: UUID,
    _ also: (inout PointsBalance) -> Void
  ) {
    guard let index = lots.firstIndex(where: { $0.id == part.lot }) else {
      let end = elsewhere[part.lot]?.expiresAt ?? now
      append(
        part.points,
        kind,
        ofOrder: nil,
        about: order,
        from: min(now, end.addingTimeInterval(-1)),
        until: end,
        as: given(part.lot),
        also
      )
      return
    }
    lots[index].remaining += part.points
    let isPending = lots[index].isPending
    write(kind, part.lot, order) {
      if isPending { $0.pending = part.points } else { $0.available = part.points }
      also(&$0)
    }
  }

  /// Pays a debt with what can be spent.
  private mutating func repay() {
    guard balance.debt > 0 else { return }
    for part in take(min(balance.debt, balance.available)) {
      write(.repay, part.lot, nil) {
        $0.available = -part.points
        $0.debt = -part.points
      }
    }
  }

  private mutating func write(
    _ kind: PointsEntry.Kind,
    _ lot: PointsLotID?,
    _ order: UUID?,
    _ fill: (inout PointsBalance) -> Void
  ) {
    var change = PointsBalance()
    fill(&change)
    balance.pending += change.pending
    balance.available += change.available
    balance.held += change.held
    balance.debt += change.debt
    entries.append(
      PointsEntry(
        kind: kind,
        lot: lot,
        order: order,
        change: change,
        totalAfter: balance.total
      )
    )
  }
}
