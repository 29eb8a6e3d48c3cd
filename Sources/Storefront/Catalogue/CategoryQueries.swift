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
    guard let result = try await batch([categoriesQuery(in: view)]).first else { return [] }
    return try Category.read(result)
  }

  func categoriesQuery(in view: ShopView) -> TenantQuery {
    """
    SELECT c.id, c.parent_id, c.slug,
      coalesce(t.name, \(QueryPart.categoryName(of: "c.id", in: view)), c.slug), c.picture
    FROM storefront.category c
    LEFT JOIN storefront.category_text t
      ON t.tenant_id = \(tenant) AND t.category_id = c.id AND t.locale = \(view.firstLocale)
    WHERE c.tenant_id = \(tenant)
    ORDER BY c.position, c.slug LIMIT 1000
    """
  }
}

extension Category {
  /// The tree that the rows of the categories' query make.
  static func read(_ result: QueryResult) throws -> [Self] {
    let byParent = Dictionary(grouping: try result.all(CategoryRow.self), by: \.parent)
    return (byParent[nil] ?? []).map { top in
      top.category(children: (byParent[top.id] ?? []).map { $0.category(children: []) })
    }
  }
}
