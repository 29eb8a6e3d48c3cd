internal import Foundation
internal import Storefront
internal import Synchronization
internal import TenantStore

/// The facets of lists that were looked at just now.
///
/// Counting a list costs more than showing a page of it, and whoever turns its pages or changes its
/// order asks for the same counts again. They may be ten seconds old; what is shown and sold never
/// comes from here.
final class FacetMemo: Sendable {
  private struct Key: Hashable {
    let tenant: TenantID
    let revision: Int64
    let query: ProductListQuery
  }

  private static let lifetime: TimeInterval = 10
  /// How many lists are kept before all are forgotten.
  private static let capacity = 500

  private let kept = Mutex<[Key: (facets: ProductFacets, until: Date)]>([:])

  /// The facets of a list, unless they are too old or were never counted.
  @inline(never)  // Decision 7.
  func facets(of query: ProductListQuery, in tenant: TenantSnapshot, at now: Date) -> ProductFacets?
  {
    let key = Key(tenant: tenant.id, revision: tenant.revision, query: query.withoutPage)
    return kept.withLock { kept in
      guard let found = kept[key], now < found.until else { return nil }
      return found.facets
    }
  }

  /// Keeps what was counted.
  @inline(never)  // Decision 7.
  func keep(
    _ facets: ProductFacets,
    of query: ProductListQuery,
    in tenant: TenantSnapshot,
    at now: Date
  ) {
    let key = Key(tenant: tenant.id, revision: tenant.revision, query: query.withoutPage)
    kept.withLock { kept in
      if kept.count >= Self.capacity { kept.removeAll(keepingCapacity: true) }
      kept[key] = (facets, now.addingTimeInterval(Self.lifetime))
    }
  }
}
