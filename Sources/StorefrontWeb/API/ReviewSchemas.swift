internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The shapes of reviews in the API.
enum ReviewSchemas {
  private static let text = ShopSchemas.text
  private static let time = Schema.string(20...40, format: .dateTime)
  private static let count = Schema.integer(0...Int64.max / 1_024)
  private static let state = Schema.choice(ReviewState.allCases.map(\.rawValue))
  private static let mean = Schema.string(3...3).example("4.6")

  static let input = Schema.named(
    "ReviewInput",
    .object([
      .required("code", .string(1...64).described("The merchant's number of the SKU.")),
      .required("rating", .integer(1...5)),
      .optional("text", .string(0...Review.textLimit)),
      .optional(
        "show_initial",
        .boolean.described("Whether the first letter of the buyer's name is shown.")
      ),
    ])
  )

  static let followUp = Schema.named(
    "ReviewFollowUpInput",
    .object([.required("text", .string(1...Review.textLimit))])
  )

  private static let shared: [Schema.Property] = [
    .required("id", .id(ReviewID.self)), .required("rating", .integer(1...5)),
    .required("text", text),
    .required("name", .string(0...3).described("Empty for a buyer without a name.")),
    .required("options", text),
    .required("is_verified", .boolean.described("The buyer received the goods from this shop.")),
    .required("is_erased", .boolean.described("The buyer had text and pictures deleted.")),
    .required("reply", text), .required("written_at", time),
    .required("pictures", .array(ShopSchemas.url, count: 0...Review.pictureLimit)),
    .optional(
      "follow_up",
      .object([.required("text", text), .required("written_at", time)])
    ),
  ]

  static let own = Schema.named(
    "OwnReview",
    .object(
      shared + [
        .required("code", .string(1...64)), .required("state", state),
        .optional("follow_up_state", state),
      ]
    )
  )

  static let page = Schema.object([
    .required(
      "summary",
      .named(
        "RatingSummary",
        .object([
          .required("count", count), .optional("average", mean),
          .optional(
            "weighted_average",
            mean.described("Reviews with pictures or a later addition count more.")
          ),
          .required("histogram", .array(count, count: 5...5).described("From 1 to 5.")),
          .required("with_pictures", count), .required("with_follow_up", count),
          .required("low", count),
        ])
      )
    ),
    .required("items", .array(.named("Review", .object(shared)), count: 0...50)),
    .optional("next", .id(ReviewID.self)),
    .required(
      "experts",
      .array(
        .named(
          "ExpertEvaluation",
          .object([
            .required("author", text), .required("credential", text), .required("text", text),
            .required("source", ShopSchemas.url), .required("date", .string(10...10)),
            .optional(
              "interest",
              .choice(ExpertInterest.allCases.map(\.rawValue))
                .described("What the author has of it; missing where nobody asked.")
            ),
          ])
        )
      )
    ),
  ])
}
