internal import Foundation
public import TenantStore

/// A promotion as somebody types it: cells by the columns of `promotions.csv`.
public enum PromotionSheet {
  /// The columns that are typed; texts follow as `name.zh`, one for each language.
  public static let columns = PromotionFile.columns
  /// The kinds of promotions, each with an example of its value, in one order.
  public static let kinds = PromotionValueRule.forms.sorted { $0.key < $1.key }
}

extension TenantQuerying {
  /// The cells of a promotion; nothing when there is no such one.
  public func promotionSheet(_ code: String, of tenant: TenantSnapshot) async throws
    -> [String: String]?
  {
    try await storedPromotions(code).first.map { PromotionExport.cells($0.draft, of: tenant) }
  }
}

extension Shop {
  /// Takes a new promotion over from a form, by the rules of the file.
  ///
  /// The tenant's folder does not end it, because it does not know of it.
  /// - Parameters:
  ///   - cells: What was typed; without a short name it gets one.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Returns: The promotion's short name.
  /// - Throws: ``StorefrontRefusal`` with the code `sheet_invalid` and each problem at its cell, or
  ///   `code_taken`.
  public func addPromotion(
    _ cells: [String: String],
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> String {
    try await transaction.lockCatalogue()
    var cells = cells
    if (cells["promotion"] ?? "").isEmpty {
      cells["promotion"] = "offer-\(transaction.environment.randomBytes(5).hexadecimal)"
    }
    let draft = try Self.promotion(cells, of: tenant)
    guard try await transaction.storedPromotions(draft.code).isEmpty else {
      throw StorefrontRefusal.sheet([
        SheetProblem(0, "promotion", "is another promotion's short name")
      ])
    }
    try await write(draft, onto: nil, of: tenant, by: actor, in: transaction)
    return draft.code
  }

  /// Changes a promotion as a form says; where it stands does not change.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `promotion_not_found`, `code_taken`,
  ///   `promotion_transition_refused` (`state`) for one that has ended, or `sheet_invalid` and each
  ///   problem at its cell, a limit below what was used already among them.
  public func changePromotion(
    _ code: String,
    to cells: [String: String],
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.lockCatalogue()
    guard let state = try await transaction.lockPromotion(code),
      let stored = try await transaction.storedPromotions(code).first
    else { throw StorefrontRefusal(.promotionNotFound) }
    guard state != .ended else {
      throw StorefrontRefusal(
        .promotionTransitionRefused,
        details: ["state": .string(state.rawValue)]
      )
    }
    let kept = ["promotion": code, "state": state.rawValue]
    let draft = try Self.promotion(cells.merging(kept) { _, kept in kept }, of: tenant)
    let problems = stored.problems(with: draft)
    guard problems.isEmpty else {
      throw StorefrontRefusal.sheet(
        problems.map { SheetProblem(0, $0.field ?? "", $0.message) }
      )
    }
    guard draft != stored.draft else { return }
    try await write(draft, onto: stored, of: tenant, by: actor, in: transaction)
  }

  private func write(
    _ draft: PromotionDraft,
    onto stored: StoredPromotion?,
    of tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard try await transaction.writePromotion(draft, id: stored?.id, isOfDesk: true) else {
      throw StorefrontRefusal(.codeTaken)
    }
    func values(_ draft: PromotionDraft) -> JSONValue {
      let cells = PromotionExport.cells(draft, of: tenant).filter { !$0.value.isEmpty }
      return .object(cells.mapValues { .string($0) })
    }
    try await transaction.audit(
      stored == nil ? "storefront.promotion_added" : "storefront.promotion_changed",
      of: draft.code,
      by: actor,
      before: stored.map { values($0.draft) },
      after: values(draft)
    )
  }

  private static func promotion(_ cells: [String: String], of tenant: TenantSnapshot) throws
    -> PromotionDraft
  {
    let names = tenant.locales.map { "name.\($0)" }
    let typed = try TypedRows([cells], columns: PromotionFile.columns + names)
    var file = CatalogueFile(PromotionFile.path, of: tenant)
    var (seen, codes) = (SeenKeys(), SeenKeys())
    let drafts = typed.records.map { PromotionFile.draft($0, &file, &seen, &codes) }
    let problems = typed.problems(file.takeProblems())
    guard problems.isEmpty, let draft = drafts.first else {
      throw StorefrontRefusal.sheet(problems)
    }
    return draft
  }
}
