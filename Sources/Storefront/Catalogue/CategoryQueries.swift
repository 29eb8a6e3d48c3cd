public import TenantStore

private struct CategoryRow: TenantRow {
  let cartQuantity: Int64
  let id: CategoryID
  let parent: CategoryID?
  let slug: String
  let name: String
  let picture: [UInt8]?

  init(row: inout ColumnReader) throws {
    cartQuantity = try row.next()
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
    surroundingsQuery(in: view, cartOf: nil)
  }

  /// The categories, each with how many pieces a visitor's cart holds: one statement a page, and a
  /// shop without a category has nothing to put into a cart.
  func surroundingsQuery(in view: ShopView, cartOf session: SessionID?) -> TenantQuery {
    """
    SELECT \(session.map(QueryPart.cartQuantity) ?? "0::bigint"), c.id, c.parent_id, c.slug,
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
    try surroundings(result).categories
  }

  /// The tree, and what the cart holds.
  static func surroundings(_ result: QueryResult) throws -> ShopSurroundings {
    let rows = try result.all(CategoryRow.self)
    return ShopSurroundings(
      categories: tree(rows),
      cartQuantity: Int(rows.first?.cartQuantity ?? 0)
    )
  }

  private static func tree(_ rows: [CategoryRow]) -> [Self] {
    let byParent = Dictionary(grouping: rows, by: \.parent)
    return (byParent[nil] ?? []).map { top in
      top.category(children: (byParent[top.id] ?? []).map { $0.category(children: []) })
    }
  }
}
