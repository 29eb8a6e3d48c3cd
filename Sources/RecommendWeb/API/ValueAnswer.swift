internal import Recommend
internal import TenantStore
internal import TenantWeb

/// What goods give for their price, as the API writes it.
enum ValueAnswer {
  static func score(_ score: ValueScore) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "item": .string(score.item), "reviews": .integer(Int64(score.reviews)),
      "expected_stars": .number(score.expectedStars), "sold": .integer(Int64(score.sold)),
      "returned": .integer(Int64(score.returned)), "return_rate": .number(score.returnRate),
      "proofs": .integer(Int64(score.proofs)), "quality": .number(score.quality),
      "basis": .string(score.basis.rawValue), "unit_price": .number(score.unitPrice),
      "index": .number(score.index),
    ]
    members["stars"] = score.stars.map { .number($0) }
    return members
  }

  private static let count = Schema.integer(0...9_007_199_254_740_991)

  static let schema = Schema.named(
    "ValueForMoney",
    .object([
      .required("item", .string(1...80).described("The item's id.")),
      .required("reviews", count.described("How many who received it rated it.")),
      .optional("stars", .number.described("Their mean, 1 to 5.")),
      .required(
        "expected_stars",
        .number.described("The mean that counts: few reviews say little.")
      ),
      .required("sold", count.described("Pieces that were sold.")),
      .required("returned", count.described("Pieces that came back for a fault.")),
      .required("return_rate", .number.described("The share that counts, 0 to 1.")),
      .required("proofs", count.described("Kinds of proof that hold now.")),
      .required("quality", .number.described("What these come to, 0 to 1.")),
      .required(
        "basis",
        .choice(UnitBasis.allCases.map(\.rawValue))
          .described("mass is 100 g, volume 100 ml, count a piece, item the item as it is.")
      ),
      .required("unit_price", .number.described("What that costs everybody, in minor units.")),
      .required("index", .number.described("Quality for the price; 100 is the median.")),
    ])
  )

  static let list = Schema.object([.required("goods", .array(schema))])
}
