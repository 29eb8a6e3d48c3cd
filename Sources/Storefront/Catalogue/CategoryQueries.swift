public import TenantStore

private struct CategoryRow: TenantRow {
  let id: CategoryID
  let parent: CategoryID?
  let slug: String
  let name: String
  let picture: [UInt8]?

  init(row: inout ColumnReader) throws {
    id = try row.next()
    parent = try row.next()
    slug = try row.next()
    name = try row.next()
    picture = try row.next()
  }

  func category(children: [Category]) -> Category {
    Category(
      id: id,
      slug: slug,
      name: name,
      picture: picture.map { MediaID(sha256: $0) },
      children: children
    )
  }
}

extension TenantQuerying {
  /// The categories at the top, each with those below it, in the merchant's order.
  public func categories(in view: ShopView) async throws -> [Category] {
    let rows: [CategoryRow] = try await all(
      """
      SELECT c.id, c.parent_id, c.slug,
        coalesce(\(QueryPart.categoryName(of: "c.id", in: view)), c.slug), c.picture
      FROM storefront.category c WHERE c.tenant_id = \(tenant)
      ORDER BY c.position, c.slug LIMIT 1000
      """
    )
    let byParent = Dictionary(grouping: rows, by: \.parent)
    return (byParent[nil] ?? []).map { top in
      top.category(children: (byParent[top.id] ?? []).map { $0.category(children: []) })
    }
  }
}
