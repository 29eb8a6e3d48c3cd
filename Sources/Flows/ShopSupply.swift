internal import Foundation
public import Recommend
internal import Storefront
internal import TenantStore

extension SupplyPlanner.Ports {
  /// The shop's orders and stock, articles being SKUs and places locations.
  public static let storefront = Self(
    sales: { day, tenant, querying in
      try await querying.unitsSold(from: day, in: tenant.timeZone).map {
        SoldUnits(article: $0.sku, place: $0.location, day: $0.day, units: $0.units)
      }
    },
    shelf: { articles, _, querying in
      try await querying.shelfLevels(of: articles).map {
        ShelfItem(
          article: $0.sku,
          place: $0.location,
          category: $0.category,
          onHand: $0.available,
          price: $0.price
        )
      }
    }
  )
}
