internal import Foundation
internal import Storefront
internal import Synchronization
internal import TenantStore
internal import TenantWeb

/// The categories around the pages of each shop, for some seconds.
///
/// Every page shows the whole tree, which changes a few times a year: reading it each time would cost
/// more than the page's own product. A change shows within ``lifetime``.
final class CategoryMemo: Sendable {
  fileprivate struct Key: Hashable {
    let tenant: TenantID
    let locales: [LanguageTag]
  }

  private struct Kept {
    let categories: [Category]
    let revision: Int64
    let until: Date
  }

  static let shared = CategoryMemo()

  /// Seconds that a tree is shown after it was read.
  static let lifetime: TimeInterval = 5

  /// Trees kept before all are forgotten.
  private static let capacity = 4_000

  private let kept = Mutex<[Key: Kept]>([:])

  /// The tree that a request of the same shop and languages has read of late.
  func recent(_ request: TenantRequest) -> [Category]? {
    guard let found = kept(Key(request)), found.revision == request.tenant.revision,
      found.until > request.now
    else { return nil }
    return found.categories
  }

  /// Keeps what a request has just read.
  func note(_ categories: [Category], _ request: TenantRequest) {
    keep(
      Kept(
        categories: categories,
        revision: request.tenant.revision,
        until: request.now + Self.lifetime
      ),
      Key(request)
    )
  }

  @inline(never)  // Decision 7.
  private func kept(_ key: Key) -> Kept? { kept.withLock { $0[key] } }

  @inline(never)  // Decision 7.
  private func keep(_ value: Kept, _ key: Key) {
    kept.withLock { kept in
      if kept.count >= Self.capacity { kept.removeAll() }
      kept[key] = value
    }
  }
}

extension CategoryMemo.Key {
  init(_ request: TenantRequest) {
    self.init(tenant: request.tenant.id, locales: request.locales)
  }
}

/// What a page has to read around itself.
struct PageSurroundings: Sendable {
  let session: SessionID?
  /// The session itself, for what only its owner sees.
  let visit: Session?
  /// The categories when they are known from another page of late.
  let categories: [Category]?

  init(_ request: TenantRequest) async throws {
    visit = try await request.session()
    session = visit?.id
    categories = CategoryMemo.shared.recent(request)
  }
}
