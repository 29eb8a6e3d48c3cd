import Storefront
import TenantStore
import TenantStoreTesting

/// The header of `promotions.csv` with the tests' languages.
let promotionHeader =
  "promotion,kind,value,categories,products,skus,ages,group,priority,state,from,until,codes,"
  + "uses_limit,budget,pieces_limit,per_person,min_amount,min_pieces,maximum,first_order,levels,"
  + "tags,child_ages,excludes,name.zh,name.en\n"

/// One promotion of each sort of limit.
let samplePromotions =
  promotionHeader
    + """
    tenth,spend_percent,10,care,,,,,,active,2026-01-01,2027-01-01 10:30,,,,,,,,,,,,,,九折,Ten percent off
    welcome,spend_off,5.00,,,,,,,active,,,WELCOME,2,100.00,,1,,,,yes,,,,,新客立减,Welcome
    bulk,spend_off,30:3.00|50:8.00,,,,,bulk,,active,,,*,,,,,,,,,,,,,券,Coupon
    flash,price,15.00,,,SOAP-1,,flash,1,active,,,,,,10,2,,,,,,,,,秒杀,Flash sale
    gift,gift,SOAP-1*1,,,,,,,active,,,,,,,,20.00,,,,,,,,赠品,Gift
    freight,shipping_percent,100,,,,0..6,,,active,,,,,,,,,2,,,,,,,包邮,Free delivery

    """.replacing("\n\n", with: "\n")

/// A row of `promotions.csv`: fields by their columns, the others empty.
func promotionRow(_ fields: [String: String]) -> String {
  let columns = promotionHeader.dropLast().split(separator: ",").map(String.init)
  let known = fields.merging(["name.zh": fields["promotion"] ?? "", "state": "active"]) { own, _ in
    own
  }
  return columns.map { known[$0] ?? "" }.joined(separator: ",") + "\n"
}

extension TestTenant {
  /// Has exactly these promotions run.
  func promote(_ rows: [String: String]...) async throws {
    let folder = try ShopFolder([
      "promotions.csv": promotionHeader + rows.map(promotionRow).joined()
    ])
    try await folder.reconcile(.promotions, of: self)
  }
}
