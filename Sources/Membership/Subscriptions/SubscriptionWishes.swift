internal import TenantStore

/// What a member may change of a contract and its next box.
extension SubscriptionMachine {
  /// Leaves the next box out.
  ///
  /// - Throws: ``ValueRefusal`` with the code `subscription_transition_refused`.
  public mutating func skip() throws(ValueRefusal) {
    var box = try openBox()
    box.state = .skipped
    box.nextDay = nil
    cycle = box
  }

  /// Moves the next box; those after it come when they would have.
  ///
  /// - `days`: 1 to 60, but not to the day of the box after it or beyond.
  /// - Throws: ``ValueRefusal`` with the code `subscription_transition_refused` or
  ///   `subscription_invalid` (`days`).
  public mutating func postpone(by days: Int) throws(ValueRefusal) {
    var box = try openBox()
    guard (1...60).contains(days), box.due + days < terms.day(of: box.slot + 1) else {
      throw ValueRefusal(.subscriptionInvalid, details: ["fields": ["days"]])
    }
    let due = box.due + days
    box.due = due
    box.nextDay = due
    box.state = .planned
    cycle = box
  }

  /// Puts something else into the next box.
  ///
  /// - Throws: ``ValueRefusal`` with the code `subscription_transition_refused`.
  public mutating func swap(to contents: String, today: CivilDay) throws(ValueRefusal) {
    var box = try openBox()
    box.box = contents
    if box.state == .noStock { box.nextDay = max(today, box.due) }
    cycle = box
  }

  /// Wants no boxes for now; one whose payment is under way is settled, others are called off.
  ///
  /// - Throws: ``ValueRefusal`` with the code `subscription_transition_refused`.
  public mutating func pause() throws(ValueRefusal) {
    guard state == .active else { throw refused }
    state = .paused
    callOff()
  }

  /// Wants boxes again, from the first day of the schedule that is not over.
  ///
  /// - Throws: ``ValueRefusal`` with the code `subscription_transition_refused`.
  public mutating func resume(on today: CivilDay) throws(ValueRefusal) {
    guard state == .paused || state == .pastDue else { throw refused }
    state = .active
    if var box = cycle, box.state == .dropped, box.due >= today {
      box.state = .planned
      box.nextDay = box.due
      cycle = box
    }
    while terms.day(of: nextSlot) < today { nextSlot += 1 }
  }

  /// Wants no more boxes, which is possible in every state; once more changes nothing.
  ///
  /// - Returns: What was paid for boxes that do not come, in minor units.
  @discardableResult
  public mutating func cancel() -> Int64 {
    guard state != .cancelled, state != .ended else { return 0 }
    state = .cancelled
    callOff()
    return Int64(boxesLeft) * terms.price
  }

  private mutating func callOff() {
    guard var box = cycle else { return }
    switch box.state {
    case .planned, .noStock, .retrying: drop(&box)
    case .charging, .paid, .skipped, .unpaid, .dropped: break
    }
    cycle = box
  }

  private func openBox() throws(ValueRefusal) -> SubscriptionCycle {
    guard state == .active, let cycle, cycle.state == .planned || cycle.state == .noStock else {
      throw refused
    }
    return cycle
  }

  private var refused: ValueRefusal {
    ValueRefusal(
      .subscriptionTransitionRefused,
      details: [
        "state": .string(state.rawValue),
        "box": .string(cycle?.state.rawValue ?? ""),
      ]
    )
  }
}
