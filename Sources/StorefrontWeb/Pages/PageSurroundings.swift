internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What a page has to read around itself.
///
/// Every page shows the whole tree of categories, which changes a few times a year: reading it each
/// time would cost more than the page's own product. A change shows within seconds.
struct PageSurroundings: Sendable {
  private static let memo = RecentMemo<[LanguageTag], [Category]>(lifetime: 5, capacity: 4_000)

  let session: SessionID?
  /// The session itself, for what only its owner sees.
  let visit: Session?
  /// The categories when they are known from another page of late.
  let categories: [Category]?

  init(_ request: TenantRequest) async throws {
    visit = try await request.session()
    session = visit?.id
    categories = Self.memo.value(of: request.locales, for: request.tenant, at: request.now)
  }

  /// Keeps the categories that had to be read.
  func note(_ categories: [Category], of request: TenantRequest) {
    guard self.categories == nil else { return }
    Self.memo.keep(categories, of: request.locales, for: request.tenant, at: request.now)
  }
}
