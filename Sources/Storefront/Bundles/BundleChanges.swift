public import TenantStore

extension Shop {
  /// Says what a SKU is made of; saying the same again changes nothing.
  ///
  /// From then on it has no stock of its own: it can be had as long as its parts can. Orders that
  /// were placed stay as they are.
  /// - Parameters:
  ///   - contents: Its parts in the order in which they are shown; none makes it a SKU like others.
  ///   - sku: The merchant's own number of the bundle.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Throws: ``StorefrontRefusal`` with the code `bundle_invalid` (`because`, `sku`).
  public func setContents(
    _ contents: [BundleContent],
    of sku: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockCatalogue()
    try await transaction.lockBundles([sku])
    let candidates = try await transaction.bundleCandidates([sku] + contents.map(\.sku))
    let known = Dictionary(candidates.map { ($0.code, $0.candidate) }) { first, _ in first }
    if let found = BundleContentRule.problem(contents, of: sku, known: known) {
      throw StorefrontRefusal(
        .bundleInvalid,
        details: ["because": .string(found.problem.rawValue), "sku": .string(found.sku)]
      )
    }
    let before = try await transaction.storedBundles().first { $0.code == sku }
    let draft = BundleDraft(code: sku, parts: contents)
    guard draft.parts != before?.parts ?? [] else { return }
    try await transaction.writeBundle(draft)
    try await transaction.audit([draft.trail(after: before)], by: actor)
  }
}
