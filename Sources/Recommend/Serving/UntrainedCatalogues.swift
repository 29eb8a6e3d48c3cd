internal import Foundation
internal import Synchronization
internal import TenantStore

/// The catalogues of shops that have not trained yet, for some seconds each.
///
/// A page would else read all that the shop sells. What may be shown is asked for again with each
/// request, so that a catalogue that is some seconds old shows nothing that is gone.
final class UntrainedCatalogues: Sendable {
  /// Seconds that a catalogue serves after it was read.
  static let lifetime: TimeInterval = 30
  /// Catalogues kept before all are forgotten.
  private static let capacity = 1_000

  private struct Kept {
    let shop: ShopIndex
    let until: Date
  }

  private let kept = Mutex<[TenantID: Kept]>([:])

  @inline(never)  // Decision 7.
  func shop(of tenant: TenantID, at now: Date) -> ShopIndex? {
    kept.withLock { kept in
      guard let found = kept[tenant], found.until > now else { return nil }
      return found.shop
    }
  }

  @inline(never)  // Decision 7.
  func keep(_ shop: ShopIndex, of tenant: TenantID, at now: Date) {
    kept.withLock { kept in
      if kept.count >= Self.capacity { kept.removeAll() }
      kept[tenant] = Kept(shop: shop, until: now + Self.lifetime)
    }
  }
}
