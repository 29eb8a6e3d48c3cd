internal import Storefront
internal import TenantWeb

/// The three axes of an order as steps that a shopper follows.
struct OrderTimeline {
  let order: Order
  let texts: LocalTexts

  private struct Step {
    let icon: String
    let name: String
    let state: String
    var isDone: Bool
    var isCancelled = false
  }

  var steps: [View] {
    let all = order.state.status == .cancelled ? cancelled : living
    let current = all.firstIndex { !$0.isDone && !$0.isCancelled }
    return all.enumerated().map { index, step in
      [
        "kind": step.isCancelled ? "is-cancelled" : step.isDone ? "is-done" : "is-next",
        "icon": step.isCancelled ? "close" : step.isDone ? "check" : step.icon,
        "name": step.name, "state": step.state, "isCurrent": index == current,
      ]
    }
  }

  private var placed: Step {
    Step(
      icon: "check",
      name: texts["order.placedTitle"],
      state: texts["order.placedState"],
      isDone: true
    )
  }

  private var cancelled: [Step] {
    let isRefunded = [.refunded, .partiallyRefunded].contains(order.state.payment)
    let refunded = isRefunded ? [payment] : []
    let end = Step(
      icon: "close",
      name: texts["order.cancelled"],
      state: texts[
        order.progress.cancellation == .expired ? "order.expiredState" : "order.cancelledState"
      ],
      isDone: false,
      isCancelled: true
    )
    return [placed, end] + refunded
  }

  /// Money that is collected at the door comes after the goods have left.
  private var living: [Step] {
    let middle = collectsOnDelivery ? [fulfilment, payment] : [payment, fulfilment]
    return [placed] + middle + [completion]
  }

  private var collectsOnDelivery: Bool { order.provider == "cashOnDelivery" }

  private var payment: Step {
    let waiting = collectsOnDelivery ? "order.payment.onDelivery" : "order.payment.unpaid"
    let key =
      switch order.state.payment {
      case .unpaid: waiting
      case .paid: "order.payment.paid"
      case .partiallyRefunded: "order.payment.partiallyRefunded"
      case .refunded: "order.payment.refunded"
      }
    return Step(
      icon: collectsOnDelivery ? "cash" : "bank",
      name: texts["order.payment.title"],
      state: texts[key],
      isDone: order.state.payment != .unpaid
    )
  }

  private var fulfilment: Step {
    let key =
      switch order.state.fulfilment {
      case .unfulfilled: "order.fulfilment.waiting"
      case .partiallyFulfilled: "order.fulfilment.partly"
      case .fulfilled, .delivered: "order.fulfilment.done"
      }
    return Step(
      icon: "truck",
      name: texts["order.fulfilment.title"],
      state: texts[key],
      isDone: order.state.fulfilment.hasLeft
    )
  }

  private var completion: Step {
    let isDelivered = order.state.fulfilment == .delivered
    let key =
      order.state.status == .completed
      ? "order.complete.done"
      : isDelivered ? "order.complete.delivered" : "order.complete.waiting"
    return Step(
      icon: "stage-0",
      name: texts["order.complete.title"],
      state: texts[key],
      isDone: order.state.status == .completed || isDelivered
    )
  }
}
