internal import Recommend
internal import TenantStore
internal import TenantWeb

/// Rows as the API writes them.
enum RowAnswer {
  static func row(_ row: RecommendationRow) -> JSONValue {
    var members = subject(row.subject)
    members["items"] = .array(row.entries.map(entry))
    return .object(members)
  }

  private static func subject(_ subject: RecommendationRow.Subject) -> [String: JSONValue] {
    switch subject {
    case .boughtTogether: ["subject": "bought_together"]
    case .goodValue(let own):
      own.map { ["subject": "good_value", "own": .object(ValueAnswer.score($0))] }
        ?? ["subject": "good_value"]
    case .similar: ["subject": "similar"]
    case .scenario(let scenario):
      ["subject": "scenario", "scenario": .string(scenario.rawValue)]
    case .pack(let code, let name, let price):
      [
        "subject": "pack", "pack": .string(code), "price": .integer(price),
        "names": .object(
          Dictionary(name.texts.map { ($0.key.rawValue, JSONValue.string($0.value)) }) { first, _ in
            first
          }
        ),
      ]
    case .forYou: ["subject": "for_you"]
    case .dueSoon: ["subject": "due_soon"]
    case .forAge(let months): ["subject": "for_age", "months": .integer(Int64(months))]
    case .growthKit(let months, let price):
      [
        "subject": "growth_kit", "months": .integer(Int64(months)), "price": .integer(price),
      ]
    case .popular: ["subject": "popular"]
    }
  }

  private static func entry(_ entry: RecommendationRow.Entry) -> JSONValue {
    var members: [String: JSONValue] = [
      "item": .string(entry.item), "reason": .object(reason(entry.reason)),
    ]
    members["model_version"] = entry.modelVersion.map { .integer(Int64($0)) }
    members["model"] = entry.impression.map { .string($0.kind) }
    return .object(members)
  }

  private static func reason(_ reason: RecommendationReason) -> [String: JSONValue] {
    switch reason {
    case .boughtTogether(let other): ["code": "bought_together", "of": .string(other)]
    case .value(let score): ["code": "value", "value": .object(ValueAnswer.score(score))]
    case .scenario(let scenario): ["code": "scenario", "scenario": .string(scenario.rawValue)]
    case .persona(let match):
      [
        "code": match.isChosen ? "pack_chosen" : "pack_inferred", "pack": .string(match.code),
        "probability": .number(match.confidence), "signs": .integer(Int64(match.signs)),
        "things": .integer(Int64(match.things)),
      ]
    case .similar(let other): ["code": "similar", "of": .string(other)]
    case .because(let deed, let other): ["code": .string(deed.rawValue), "of": .string(other)]
    case .alike(let deed, let other):
      ["code": .string("alike_\(deed.rawValue)"), "of": .string(other)]
    case .due(let category, let probability):
      ["code": "due", "category": .string(category), "probability": .number(probability)]
    case .age(let months): ["code": "age", "months": .integer(Int64(months))]
    case .advised(let months, let source):
      ["code": "advised", "months": .integer(Int64(months)), "source": .string(source)]
    case .popular: ["code": "popular"]
    case .discovery: ["code": "discovery"]
    }
  }
}

/// The shapes of what the API says and takes.
enum RowSchemas {
  private static let item = Schema.string(1...80).described("The item's id.")
  private static let months = Schema.integer(-9...216)
  private static let deeds = RecommendationReason.Deed.allCases.map(\.rawValue)
  private static let codes =
    ["bought_together", "similar"] + deeds + deeds.map { "alike_\($0)" } + [
      "due", "age", "popular", "discovery", "value", "scenario", "pack_chosen", "pack_inferred",
      "advised",
    ]
  private static let scenario = Schema.choice(Scenario.allCases.map(\.rawValue))
  private static let pack = Schema.string(1...40).described("The pack's short name.")

  private static let reason = Schema.named(
    "RecommendationReason",
    .object([
      .required("code", .choice(codes).described("Why the item stands there.")),
      .optional("of", item.described("The item that speaks for it.")),
      .optional("category", .string(1...80).described("What is likely to be needed.")),
      .optional("probability", .number.described("How likely or how sure, from 0 to 1.")),
      .optional("months", months),
      .optional("scenario", scenario), .optional("pack", pack),
      .optional(
        "signs",
        .integer(0...1_000).described("How many of the things speak for the pack.")
      ),
      .optional(
        "things",
        .integer(0...1_000).described("With how many things the visitor did something.")
      ),
      .optional("source", .string().described("Who says that the category is right for the age.")),
      .optional("value", ValueAnswer.schema),
    ])
  )

  static let rows = Schema.object([
    .required(
      "rows",
      .array(
        .named(
          "RecommendationRow",
          .object([
            .required(
              "subject",
              .choice([
                "bought_together", "similar", "for_you", "due_soon", "for_age", "growth_kit",
                "popular", "good_value", "scenario", "pack",
              ])
            ),
            .optional("months", months), .optional("scenario", scenario),
            .optional("pack", pack),
            .optional("names", .anything.described("The pack's name by language.")),
            .optional("own", ValueAnswer.schema),
            .optional(
              "price",
              .integer(0...9_007_199_254_740_991)
                .described("What a kit costs together, in minor units.")
            ),
            .required(
              "items",
              .array(
                .object([
                  .required("item", item), .required("reason", reason),
                  .optional(
                    "model_version",
                    .integer(1...1_000_000_000).described("For an impression's signal.")
                  ),
                  .optional(
                    "model",
                    .choice(Impression.kinds).described("For an impression's signal.")
                  ),
                ])
              )
            ),
          ])
        )
      )
    )
  ])

  static let input = Schema.object([.required("on", .boolean)])

  static let position = Schema.named(
    "Personalisation",
    .object([
      .required("on", .boolean),
      .required(
        "standing",
        .choice(KnownVisitor.Standing.allCases.map(\.rawValue))
          .described("unagreed is a member who did not agree to it, which is done in the family.")
      ),
      .required("ages", .array(months).described("The children's ages in months that count.")),
    ])
  )

  static let signals = Schema.object([
    .required(
      "signals",
      .array(
        .object([
          .required(
            "id",
            .id(SignalID.self).described("Made by the client; sent again, the same.")
          ),
          .required("kind", .choice(["view", "search", "cart", "impression"])),
          .optional("item", item), .optional("phrase", .string(1...80)),
          .optional("model_version", .integer(1...1_000_000_000)),
          .optional("model", .choice(Impression.kinds)),
          .optional("at", .string(format: .dateTime).described("When; now without it.")),
        ]),
        count: 1...100
      )
    )
  ])

  static let receipt = Schema.object(
    ["taken", "known", "unwanted", "refused"].map { .required($0, .integer(0...100)) }
  )
}
