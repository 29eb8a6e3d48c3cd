internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The shapes of returns in the API.
enum ReturnSchemas {
  private static let text = ShopSchemas.text
  private static let kind = Schema.choice(ReturnKind.allCases.map(\.rawValue))
  private static let reason = Schema.choice(ReturnReason.allCases.map(\.rawValue))

  static let input = Schema.named(
    "ReturnInput",
    .object([
      .required("kind", kind), .required("reason", reason), .optional("note", .string(0...1_000)),
      .required(
        "lines",
        .array(
          .object([
            .required("code", .string(1...64).described("The merchant's number of the SKU.")),
            .required("quantity", OrderSchemas.quantity),
            .optional(
              "opened",
              .boolean.described("Whether the packing that keeps it sealed was opened.")
            ),
          ]),
          count: 1...50
        )
      ),
    ])
  )

  static let parcel = Schema.named(
    "ReturnParcelInput",
    .object([
      .required("carrier", .string(1...80).example("SF")),
      .required("tracking_number", .string(1...80).example("SF1234567890")),
    ])
  )

  static let request = Schema.named(
    "Return",
    .object([
      .required("id", .id(ReturnID.self)), .required("kind", kind), .required("reason", reason),
      .required("state", .choice(ReturnState.allCases.map(\.rawValue))),
      .required("note", text), .required("reply", text), .required("carrier", .string(0...40)),
      .required("tracking_number", .string(0...40)), .required("goods_refund", .money),
      .required("freight_refund", .money), .required("way_back_free", .boolean),
      .required("requested_at", .string(20...40, format: .dateTime)),
      .optional("due_at", .string(20...40, format: .dateTime)),
      .required(
        "lines",
        .array(
          .object([
            .required("code", .string(1...64)), .required("name", text),
            .required("quantity", OrderSchemas.quantity), .required("opened", .boolean),
          ])
        )
      ),
      .required("pictures", .array(ShopSchemas.url)),
    ])
  )
}
