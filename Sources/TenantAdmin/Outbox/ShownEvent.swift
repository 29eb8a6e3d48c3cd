internal import Foundation
internal import TenantStore

/// One row of the list of events.
struct ShownEvent: Encodable {
  let id: String
  let kind: String
  let createdAt: Date
  let deliveredAt: Date?
  let state: String
  let waiting: Int
  let dead: Int

  init(_ entry: OutboxEntry) {
    id = entry.id.description
    kind = entry.kind
    createdAt = entry.createdAt
    deliveredAt = entry.deliveredAt
    state = entry.state.rawValue
    waiting = entry.waiting
    dead = entry.dead
  }
}

/// What became of an event with one handler.
struct ShownDelivery: Encodable {
  let event: String
  let kind: String
  let handler: String
  let state: String
  let attempts: Int
  let dueAt: Date
  let lastError: String?

  init(_ delivery: OutboxDelivery) {
    event = delivery.event.description
    kind = delivery.kind
    handler = delivery.handler
    state = delivery.state
    attempts = delivery.attempts
    dueAt = delivery.dueAt
    lastError = delivery.lastError
  }
}

/// An event with its payload and the deliveries that did not succeed at once.
struct ShownEventDetail: Encodable {
  let event: ShownEvent
  let payload: JSONValue
  let deliveries: [ShownDelivery]

  init(_ detail: OutboxEventDetail) {
    event = ShownEvent(detail.entry)
    payload = detail.event.payload
    deliveries = detail.deliveries.map(ShownDelivery.init)
  }

  var text: String {
    let facts = [
      "Event      \(event.id)",
      "Kind       \(event.kind), \(ShownTime.text(event.createdAt))",
      "State      \(event.state)",
      "Payload    \(payload.canonicalText)",
    ]
    var table = Table("HANDLER", "STATE", "ATTEMPTS>", "DUE", "LAST ERROR")
    for delivery in deliveries {
      table.add(
        delivery.handler,
        delivery.state,
        "\(delivery.attempts)",
        ShownTime.text(delivery.dueAt),
        delivery.lastError ?? ""
      )
    }
    let others = event.deliveredAt == nil ? "No handler was told yet." : "No handler refused it."
    return facts.joined(separator: "\n") + "\n\n" + table.text(ifEmpty: others)
  }
}
