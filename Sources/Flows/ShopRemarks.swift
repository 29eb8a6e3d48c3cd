internal import Foundation
internal import Recommend
internal import SmartService
internal import Storefront
internal import TenantStore

/// What a shop's customers said of its products.
enum ShopRemarks {
  /// Reviews, returns and talks since an instant; a talk is about a product where its session ordered one
  /// and no other.
  static func remarks(
    since start: Date,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [ProductRemark] {
    let written = try await querying.writtenRemarks(since: start).map { remark in
      ProductRemark(
        item: remark.product.description,
        source: remark.reason == nil ? .review : .giveBack,
        text: remark.text,
        known: remark.reason.map(known) ?? []
      )
    }
    guard tenant.isEnabled(module: SmartServiceModule.module.name) else { return written }
    let talks = try await querying.customerWords(since: start)
    let sole = try await querying.soleProducts(of: Set(talks.map(\.session)).sorted())
    let products = Dictionary(sole.map { ($0.session, $0.product.description) }) { first, _ in first
    }
    return written
      + talks.map { ProductRemark(item: products[$0.session], source: .talk, text: $0.text) }
  }

  /// What a reason says of the product; what was sent wrongly says nothing of it.
  private static func known(_ reason: ReturnReason) -> Set<ComplaintAttribute> {
    switch reason {
    case .noReason, .wrongItem, .missing: []
    case .damaged: [.packing]
    case .defective: [.strength]
    case .notAsDescribed: [.description]
    case .expiredGoods: [.freshness]
    }
  }
}
