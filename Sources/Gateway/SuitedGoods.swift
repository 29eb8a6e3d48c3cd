internal import Flows
internal import Recommend
internal import SmartService
internal import TenantStore

extension Recommender.Ports {
  /// The mean length of a month of the Gregorian calendar, in days.
  private static let daysOfMonth = 30.436_875

  /// The shop's goods, and what the merchant's knowledge names for an age.
  static func shop(with service: ServiceDesk) -> Self {
    var ports = Self.storefront
    ports.suited = { months, tenant, querying in
      guard tenant.isEnabled(module: SmartServiceModule.module.name) else { return [] }
      let days = Int((Double(months) * daysOfMonth).rounded(.up))
      return try await service.goods(suitedTo: days, from: querying).map {
        SuitedCategory(category: $0.category, source: $0.reason.source)
      }
    }
    return ports
  }
}
