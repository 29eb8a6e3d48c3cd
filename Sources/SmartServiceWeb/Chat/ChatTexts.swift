internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// What the chat says by itself.
enum ChatTexts {
  /// The service's words in the visitor's language.
  static func words(_ request: TenantRequest) -> ChatWords {
    let (texts, locale) = (request.texts, request.locale)
    let (zone, now) = (request.tenant.timeZone, request.now)
    return ChatWords(
      askAge: texts["service.askAge"],
      askWhich: texts["service.askWhich"],
      askHeard: texts["service.askHeard"],
      unknown: texts["service.unknown"],
      noOrders: texts["service.orders.none"],
      orders: { orders in
        orders.map { order in
          let day = date(order.placedAt, locale, zone)
          let step = texts["service.order.\(order.step.rawValue)"]
          return texts[
            "service.order.line",
            ["number": order.number, "day": day, "step": step]
          ]
        }
        .joined(separator: "\n")
      },
      person: { _, due in
        guard let due else { return texts["service.person.unknownTime"] }
        guard due > now.addingTimeInterval(3_600) else { return texts["service.person.soon"] }
        return texts["service.person.later", ["time": time(due, locale, zone)]]
      }
    )
  }

  /// What speaks against a form, for whoever sent it.
  static func refusal(_ refusal: any Refusal, _ texts: LocalTexts) -> String? {
    switch refusal {
    case let refusal as ConversationRefusal:
      switch refusal.code {
      case .messageInvalid: texts["service.error.message"]
      case .ratingInvalid: texts["service.error.rating"]
      case .pictureInvalid, .picturesFull: texts["service.error.\(reason(refusal))"]
      default: nil
      }
    case let refusal as WebRefusal where refusal.code == .bodyTooLarge:
      texts["service.error.picture.bytes"]
    case let refusal as WebRefusal where refusal.code == .inputInvalid:
      texts["service.error.message"]
    default: nil
    }
  }

  private static func reason(_ refusal: ConversationRefusal) -> String {
    guard refusal.code == .pictureInvalid else { return "pictures" }
    return if case .string(let reason)? = refusal.details["reason"] {
      "picture.\(reason)"
    } else {
      "picture.format"
    }
  }

  static func time(_ instant: Date, _ locale: LanguageTag, _ zone: TimeZone) -> String {
    var style = Date.FormatStyle(date: .abbreviated, time: .shortened)
    style.locale = Locale(identifier: locale.rawValue)
    style.timeZone = zone
    return instant.formatted(style)
  }

  static func date(_ instant: Date, _ locale: LanguageTag, _ zone: TimeZone) -> String {
    var style = Date.FormatStyle(date: .abbreviated, time: .omitted)
    style.locale = Locale(identifier: locale.rawValue)
    style.timeZone = zone
    return instant.formatted(style)
  }
}
