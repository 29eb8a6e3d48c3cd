internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// The shapes of families in the API.
enum FamilySchemas {
  static let codeInput = Schema.named(
    "SignInCodeInput",
    .object([.required("phone", .string(1...24).example("13800138000"))])
  )

  static let linkInput = Schema.named(
    "WeChatLinkInput",
    .object([.required("code", .string(1...128).described("What wx.login gave."))])
  )

  static let sessionInput = Schema.named(
    "FamilySessionInput",
    .object([
      .required("phone", .string(1...24).example("13800138000")),
      .required("code", .string(6...6).example("123456")),
    ])
  )

  static let session = Schema.named(
    "FamilySession",
    .object([.required("member", .id(MemberID.self)), .required("is_new", .boolean)])
  )

  static let family = Schema.named(
    "Family",
    .object([
      .required("member", .id(MemberID.self)), .required("name", .string(0...40)),
      .required("points", .integer().described("What can be spent now.")),
      .required(
        "children",
        .array(
          .object([
            .required("id", .id(ChildID.self)), .required("nickname", .string(0...40)),
            .optional("due_on", .string(10...10).example("2026-12-28")),
            .optional("born_on", .string(10...10).example("2026-12-24")),
            .optional(
              "stage",
              .choice(ChildStage.allCases.map(\.rawValue))
                .described("Worked out from the dates; absent while the family wants silence.")
            ),
          ])
        )
      ),
    ])
  )

  static let services = Schema.named(
    "FamilyServices",
    .object([
      .required(
        "items",
        .array(
          .object([
            .required("service", .string(1...40)), .required("allowed", .boolean),
            .required("reason", .choice(Entitlement.Reason.allCases.map(\.rawValue))),
            .optional("source", .string(1...80).described("The tier, plan or pack that gives it.")),
            .optional("remaining", .integer().described("As often as wanted when absent.")),
            .optional("until", .string(20...40, format: .dateTime)),
          ])
        )
      )
    ])
  )

  static func service(_ answer: Entitlement) -> JSONValue {
    var fields: [String: JSONValue] = [
      "service": .string(answer.service), "allowed": .bool(answer.isAllowed),
      "reason": .string(answer.reason.rawValue),
    ]
    fields["source"] = answer.source.map { .string($0) }
    fields["remaining"] = answer.remaining.map { .integer(Int64($0)) }
    fields["until"] = answer.until.map { .string($0.ISO8601Format()) }
    return .object(fields)
  }

  static let points = Schema.named(
    "PointsHistory",
    .object([
      .required(
        "items",
        .array(
          .object([
            .required("sequence", .integer()),
            .required("kind", .choice(PointsEntry.Kind.allCases.map(\.rawValue))),
            .required("available", .integer().described("The change of what can be spent.")),
            .required("pending", .integer()), .required("total_after", .integer()),
            .required("happened_at", .string(20...40, format: .dateTime)),
          ])
        )
      )
    ])
  )

  static func child(_ child: Child, on day: CalendarDate) -> JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(child.id.description), "nickname": .string(child.nickname),
    ]
    members["due_on"] = child.dates.due.map { .string($0.description) }
    members["born_on"] = child.dates.birth.map { .string($0.description) }
    members["stage"] = child.stage(on: day).map { .string($0.rawValue) }
    return .object(members)
  }

  static func line(_ line: PointsHistoryLine) -> JSONValue {
    [
      "sequence": .integer(line.sequence), "kind": .string(line.kind.rawValue),
      "available": .integer(line.change.available), "pending": .integer(line.change.pending),
      "total_after": .integer(line.totalAfter),
      "happened_at": .string(line.happenedAt.ISO8601Format()),
    ]
  }
}
