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
    #expect(
      reachable(collectsOnDelivery: true) == [
        OrderState(.placed, .unpaid, .unfulfilled), OrderState(.placed, .paid, .unfulfilled),
        OrderState(.placed, .unpaid, .fulfilled), OrderState(.completed, .paid, .fulfilled),
        OrderState(.cancelled, .unpaid, .unfulfilled), OrderState(.cancelled, .paid, .unfulfilled),
        OrderState(.placed, .partiallyRefunded, .unfulfilled),
        OrderState(.placed, .refunded, .unfulfilled),
        OrderState(.completed, .partiallyRefunded, .fulfilled),
        OrderState(.completed, .refunded, .fulfilled),
        OrderState(.cancelled, .partiallyRefunded, .unfulfilled),
        OrderState(.cancelled, .refunded, .unfulfilled),
      ]
    )
  }

  @Test func `goods never leave unpaid when the money does not come at the door`() {
    let states = reachable(collectsOnDelivery: false)
    #expect(states.allSatisfy { $0.fulfilment == .unfulfilled || $0.payment != .unpaid })
    #expect(states.count == 11)
  }

  @Test(arguments: [true, false])
  func `goods never leave once all the money went back`(_ collects: Bool) {
    for state in states where state.payment == .refunded && state.status == .placed {
      guard state.fulfilment == .unfulfilled else { continue }
      let outcome = OrderTransition.outcome(of: .fulfil, in: state, collectsOnDelivery: collects)
      #expect(outcome == .refused)
    }
  }

  @Test func `an order whose goods were handed over cannot be called off`() {
    for state in states where state.fulfilment == .fulfilled && state.status != .cancelled {
      let outcome = OrderTransition.outcome(of: .cancel, in: state, collectsOnDelivery: true)
      #expect(outcome == .refused)
    }
  }
}
