internal import Recommend
internal import SmartService
internal import TenantStore

/// What the shop's own experts do, as services beside goods.
enum ShopPartners {
  /// Experts with whom time can be booked; the shop's settings name all other partners.
  static func services(_ tenant: TenantSnapshot) -> [PartnerService] {
    ((try? tenant.service)?.experts ?? []).compactMap { expert in
      expert.consultation.map { consultation in
        PartnerService(
          code: expert.code,
          kind: .consultation,
          name: expert.name,
          about: expert.about ?? expert.profession,
          address: "/service/experts/\(expert.code)/times",
          sku: consultation.sku
        )
      }
    }
  }
}
