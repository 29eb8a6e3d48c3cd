public import TenantStore

extension ExpertEvaluation: TenantRow {
  /// Reads the columns of a query for experts, in their order.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    author = try row.next()
    credential = try row.next()
    text = try row.next()
    source = try row.next()
    guard let date = CalendarDate(iso: try row.next(String.self)) else {
      throw TenantStoreError.emptyAnswer
    }
    self.date = date
    interest = try row.next(String?.self).flatMap(ExpertInterest.init)
  }
}

extension QueryPart {
  /// What an ``ExpertEvaluation`` is read from, of `expert_evaluation e`.
  static let expert: QueryPart =
    "e.id, e.author, e.credential, e.body, e.source, e.evaluated_on::text, e.interest"
}

extension TenantTransaction {
  /// Adds an evaluation to a product.
  ///
  /// - Returns: Whether there is such a product.
  func insertExpert(_ id: ExpertID, _ form: ExpertForm) async throws -> Bool {
    try await execute(
      """
      INSERT INTO storefront.expert_evaluation
        (tenant_id, id, product_id, author, credential, body, source, evaluated_on, interest,
         added_at)
      SELECT \(tenant), \(id), p.id, \(form.author), \(form.credential), \(form.text),
        \(form.source), \(form.date.description)::date, \(form.interest.rawValue),
        \(environment.now())
      FROM storefront.product p WHERE p.tenant_id = \(tenant) AND p.slug = \(form.product)
      """
    ) == 1
  }

  /// Takes an evaluation off its product.
  ///
  /// - Returns: Whether it was there.
  func removeExpert(_ id: ExpertID) async throws -> Bool {
    try await execute(
      """
      UPDATE storefront.expert_evaluation SET removed_at = coalesce(removed_at, \(environment.now()))
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    ) == 1
  }
}
