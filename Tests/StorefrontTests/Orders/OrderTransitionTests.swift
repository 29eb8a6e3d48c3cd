import Storefront
import Testing

private let states = OrderState.Status.allCases.flatMap { status in
  OrderState.Payment.allCases.flatMap { payment in
    OrderState.Fulfilment.allCases.map { fulfilment in
      OrderState(status, payment, fulfilment)
    }
  }
}

extension OrderState {
  init(_ status: Status, _ payment: Payment, _ fulfilment: Fulfilment) {
    self = .new
    self.status = status
    self.payment = payment
    self.fulfilment = fulfilment
  }
}

/// All states that events lead to from the new order.
private func reachable(collectsOnDelivery: Bool) -> Set<OrderState> {
  var found: Set<OrderState> = [.new]
  var open = [OrderState.new]
  while let state = open.popLast() {
    for event in OrderEvent.allCases {
      let outcome = OrderTransition.outcome(
        of: event,
        in: state,
        collectsOnDelivery: collectsOnDelivery
      )
      if case .moves(let next) = outcome, found.insert(next).inserted { open.append(next) }
    }
  }
  return found
}

@Suite("Order transitions")
struct OrderTransitionTests {
  @Test(arguments: [true, false])
  func `an event that moved an order changes nothing the second time`(_ collects: Bool) {
    for state in states {
      for event in OrderEvent.allCases {
        let first = OrderTransition.outcome(of: event, in: state, collectsOnDelivery: collects)
        guard case .moves(let next) = first else { continue }
        #expect(
          OrderTransition.outcome(of: event, in: next, collectsOnDelivery: collects) == .stays
        )
      }
    }
  }

  @Test func `cash on delivery reaches exactly these states`() {
    let living = OrderState.Payment.allCases.flatMap { payment in
      OrderState.Fulfilment.allCases.map { OrderState(.placed, payment, $0) }
    }
    let cancelled = OrderState.Payment.allCases.map { OrderState(.cancelled, $0, .unfulfilled) }
    let completed = [OrderState.Payment.paid, .partiallyRefunded, .refunded].map {
      OrderState(.completed, $0, .delivered)
    }
    #expect(reachable(collectsOnDelivery: true) == Set(living + cancelled + completed))
  }

  @Test func `goods never leave unpaid when the money does not come at the door`() {
    let states = reachable(collectsOnDelivery: false)
    #expect(states.allSatisfy { $0.fulfilment == .unfulfilled || $0.payment != .unpaid })
    #expect(states.count == 20)
  }

  @Test(arguments: [true, false], [OrderEvent.fulfil, .fulfilPartly])
  func `goods never leave once all the money went back`(_ collects: Bool, _ event: OrderEvent) {
    for state in states where state.payment == .refunded && state.status == .placed {
      guard !state.fulfilment.hasLeft else { continue }
      let outcome = OrderTransition.outcome(of: event, in: state, collectsOnDelivery: collects)
      #expect(outcome == .refused)
    }
  }

  @Test(arguments: [OrderEvent.cancel, .expire])
  func `an order of which anything has left cannot be called off`(_ event: OrderEvent) {
    for state in states where state.fulfilment != .unfulfilled && state.status != .cancelled {
      let outcome = OrderTransition.outcome(of: event, in: state, collectsOnDelivery: false)
      #expect(outcome == .refused)
    }
  }

  @Test func `time ends no order that is paid, or whose money comes at the door`() {
    for state in states where state.status == .placed {
      let atDoor = OrderTransition.outcome(of: .expire, in: state, collectsOnDelivery: true)
      #expect(atDoor == .refused)
      guard state.payment != .unpaid else { continue }
      let paid = OrderTransition.outcome(of: .expire, in: state, collectsOnDelivery: false)
      #expect(paid == .refused)
    }
  }
}
