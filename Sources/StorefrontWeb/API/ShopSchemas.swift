internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The shapes of what the API says about the shop and its goods.
enum ShopSchemas {
  static let text = Schema.string(0...20_000)
  static let slug = Schema.string(1...80, format: .slug)
  /// A product's short name or its id, which differ: no short name has an underscore.
  static let productKey = Schema.string(
    1...80,
    format: StringFormat(
      pattern: "^([a-z0-9][a-z0-9-]*|\(ProductID.prefix)_[0-7][0-9a-hjkmnp-tv-z]{25})$",
      expectation: "a short name or an id that starts with \(ProductID.prefix)_"
    ) { StringFormat.slug.accepts($0) || ProductID($0) != nil }
  )
  static let url = Schema.string(1...2_000).example("https://shop.example/media/9f2c…")
  static let months = Schema.integer(-12...1_200)

  static let shop = Schema.named(
    "Shop",
    .object([
      .required("name", text.example("暖芽母婴")), .required("tagline", text),
      .required("currency", .string(3...3).example("CNY")),
      .required("locale", .string(2...16).described("The language of this answer.")),
      .required("locales", .array(.string(2...16)).described("The first is the default.")),
      .required("stages", .array(stage)), .required("payments", .array(payment)),
      .required("freight", freight), .required("contact", contact),
      .required("licences", .array(.object([.required("name", text), .required("number", text)]))),
    ])
  )

  private static let stage = Schema.named(
    "Stage",
    .object([
      .required("code", slug.example("weaning")), .required("name", text),
      .required("from_month", months.described("The first month; negative before birth.")),
      .required("to_month", months.described("The first month after the stage.")),
    ])
  )

  private static let payment = Schema.named(
    "PaymentMethod",
    .object([
      .required("provider", .string(1...80).example("cashOnDelivery")), .required("name", text),
    ])
  )

  private static let freight = Schema.object([
    .required("flat", .money),
    .optional("free_over", .money.described("From this sum of goods on delivery is free.")),
  ])

  private static let contact = Schema.object([
    .optional("phone", text), .optional("email", text), .optional("address", text),
    .optional("hours", text),
  ])

  static let categories = Schema.object([
    .required("items", .array(.named("Category", category(children: .named("Subcategory", leaf)))))
  ])

  private static let leaf = category(children: nil)

  private static func category(children: Schema?) -> Schema {
    .object(
      [
        .required("id", .id(CategoryID.self)), .required("slug", slug), .required("name", text),
        .optional("picture", url),
      ] + (children.map { [.required("children", .array($0))] } ?? [])
    )
  }

  static let ages = Schema.named(
    "AgeRange",
    .object([
      .optional("from_month", months.described("The first month; no lower bound without it.")),
      .optional("to_month", months.described("The first month after; no upper bound without it.")),
    ])
  )

  static let products = Schema.object([
    .required("items", .array(card, count: 0...ProductListQuery.pageLimit)),
    .optional(
      "next",
      .string(1...1_000, format: .cursor).described("The cursor of the next page.")
    ),
    .optional("facets", facets), .optional("search", search),
  ])

  private static let search = Schema.named(
    "SearchOutcome",
    .object([
      .required(
        "readings",
        .array(
          .object([
            .required("typed", text.described("What was typed.")),
            .required("kind", .choice(["synonym", "pinyin", "initials", "homophone", "typo"])),
            .required("meant", .array(text, count: 0...3)),
          ])
        )
      ),
      .required("missing", .array(text).described("Words that nothing is found by.")),
      .required("near", .array(card).described("Products with some of the words.")),
    ])
  )

  private static let card = Schema.named(
    "ProductCard",
    .object([
      .required("id", .id(ProductID.self)), .required("slug", slug), .required("name", text),
      .required("summary", text), .required("brand", text), .required("ages", ages),
      .required("lowest_price", .money), .required("highest_price", .money),
      .optional("list_price", .money.described("The strike price of the cheapest item.")),
      .optional("lowest_recent_price", lowestRecentPrice),
      .required("is_in_stock", .boolean), .required("sold", .integer(0...Int64.max / 1_024)),
      .optional("picture", url),
    ])
  )

  private static let lowestRecentPrice = Schema.money
    .described("The lowest price of the thirty days before the reduction.")

  private static let facets = Schema.named(
    "ProductFacets",
    .object([
      .required("count", .integer(0...Int64(ProductFacets.ceiling))),
      .required("is_ceiling_reached", .boolean.described("Whether there are more than counted.")),
      .required("in_stock", facetCount.described("Products that can be had now.")),
      .required("categories", facetValues), .required("brands", facetValues),
      .required("materials", facetValues), .required("safety_classes", facetValues),
      .required("sizes", facetValues),
      .required(
        "prices",
        .array(
          .object([
            .optional("from", .money), .optional("to", .money), .required("count", facetCount),
          ])
        )
      ),
    ])
  )

  /// The most values of one facet that an answer has.
  static let facetLimit = 200

  private static let facetCount = Schema.integer(0...Int64(ProductFacets.ceiling))

  private static let facetValues = Schema.array(
    .object([.required("name", text), .required("count", facetCount)]),
    count: 0...facetLimit
  )

  static let product = Schema.named(
    "Product",
    .object([
      .required("id", .id(ProductID.self)), .required("slug", slug), .required("name", text),
      .required("summary", text), .required("description", text), .required("brand", text),
      .required("url", url), .required("ages", ages),
      .required(
        "categories",
        .array(.object([.required("slug", slug), .required("name", text)]))
      ),
      .optional("material", text), .optional("safety_class", text),
      .optional("registration_number", text), .optional("halal_certificate", text),
      .required("pictures", .array(url)),
      .required("gallery", .array(galleryPicture, count: 0...GalleryPicture.limit)),
      .required("skus", .array(sku)),
      .required(
        "offers",
        .array(
          .object([.required("promotion", .string(1...80)), .required("name", text)]),
          count: 0...10
        )
        .described("Promotions that everybody has with it now, without a code.")
      ),
      .optional("device", device),
    ])
  )

  private static let device = Schema.named(
    "Device",
    .object([
      .required(
        "radios",
        .array(.choice(DeviceSheet.Radio.allCases.map(\.rawValue)), count: 1...6)
      ),
      .required("pairing", .choice(DeviceSheet.Pairing.allCases.map(\.rawValue))),
      .optional("app", .string(1...80)),
      .optional("systems", .string(1...120).described("The systems that the app runs on.")),
      .optional("app_url", url), .required("needs_account", .boolean),
      .required("works_offline", .boolean),
      .optional(
        "updates_until",
        .string(10...10, format: .date).described("How long its maker mends its software.")
      ),
      .required("data", text.described("What it knows of child and home, and where that goes.")),
    ])
  )

  private static let galleryPicture = Schema.named(
    "GalleryPicture",
    .object([
      .required("url", url),
      .required("alt", text.described("What it shows, for those who do not see it.")),
      .optional("width", .integer(1...Int64(PictureSize.sideLimit))),
      .optional("height", .integer(1...Int64(PictureSize.sideLimit))),
      .optional("sku", .id(SKUID.self).described("The SKU that it shows.")),
      .optional("video", url.described("The film that it is the poster of.")),
    ])
  )

  private static let sku = Schema.named(
    "SKU",
    .object([
      .required("id", .id(SKUID.self)), .required("code", .string(1...64)),
      .optional("barcode", .string(1...32).described("GTIN-13.")), .required("price", .money),
      .optional("list_price", .money),
      .optional("lowest_recent_price", lowestRecentPrice),
      .optional("sale_ends_at", .string(20...40, format: .dateTime)),
      .optional(
        "volume_prices",
        .array(
          .object([
            .required("quantity", .integer(2...Int64(Cart.quantityLimit))),
            .required("price", .money.described("Of each piece, from so many in a line on.")),
          ])
        )
      ), .optional("weight_grams", .integer(0...10_000_000)),
      .required("available", .integer(0...Int64.max / 1_024)),
      .required(
        "options",
        .array(.object([.required("code", .string(1...40)), .required("value", text)]))
      ), .optional("contents", contents),
      .optional(
        "presale",
        .object([
          .required("ships_on", day.described("The day from which it is sent.")),
          .required("left", .integer(1...1_000_000).described("How many can be had so.")),
        ])
        .described("How it is sold before it is there, where stock does not suffice.")
      ),
    ])
  )

  static let day = Schema.string(10...10).example("2026-12-20")

  /// What a bundle is made of.
  static let contents = Schema.array(
    .named(
      "BundlePart",
      .object([
        .required("sku", .id(SKUID.self)), .required("code", .string(1...64)),
        .required("product", .id(ProductID.self)), .required("slug", slug),
        .required("name", text), .required("options", text),
        .required("quantity", .integer(1...Int64(BundlePart.quantityLimit))),
      ])
    ),
    count: 1...BundlePart.partLimit
  )
  .described("What one bundle is made of; missing for what is none.")
}
