internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The counts of a list with the HTML of the filters that show them.
///
/// The filters are a third of a list page and the same for everybody who has chosen the same of
/// them: they are written once for as long as the counts are kept.
final class ListCounts: Sendable {
  /// On what the filters depend besides the counts and the merchant's settings.
  private struct Form: Hashable {
    let asked: ListRequest
    let categories: [Category]
    let languages: [LanguageTag]
    let addresses: AddressForm
  }

  let facets: ProductFacets
  private let filters = PureMemo<Form, String>(capacity: 50)

  init(_ facets: ProductFacets) { self.facets = facets }

  /// The HTML of the filters around a list.
  func filters(of list: ListView) throws -> String {
    let request = list.frame.request
    let form = Form(
      asked: list.asked.with { _ in },
      categories: list.frame.categories,
      languages: request.locales,
      addresses: request.addressForm
    )
    return try filters.value(of: form) { _ in
      String(decoding: try request.content("storefront-list_filters", list.filters), as: UTF8.self)
    }
  }
}
