public import TenantStore

/// A thing for the hospital bag.
public struct BirthBagItem: Hashable, Sendable {
  /// The short name.
  public let code: String
  /// Whom it is for.
  public let person: String
  /// What families read.
  public let name: LocalizedText

  /// What is usual in mainland China; hospitals have lists of their own.
  public static let china: [Self] = EmbeddedRows.of("Texts/Birth/china.csv", fields: 4).map {
    Self(code: $0[0], person: $0[1], name: ShownText.of(zh: $0[2], en: $0[3]))
  }
}

extension Families {
  /// Notes what a family has ready for the birth, in the place of what was noted before.
  ///
  /// - Parameters:
  ///   - items: The short names of what is ready; others are not.
  ///   - id: The child who is expected.
  ///   - parent: Whose child it is.
  ///   - transaction: A transaction of the merchant.
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`, or `child_quiet` after a loss.
  public func packBirthBag(
    _ items: Set<String>,
    of id: ChildID,
    parent: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    guard child.quietSince == nil else { throw MembershipRefusal(.childQuiet) }
    let before = try await transaction.birthBag(of: id)
    for item in BirthBagItem.china where items.contains(item.code) != before.contains(item.code) {
      try await transaction.keepBirthBag(
        item.code,
        of: id,
        isReady: items.contains(item.code)
      )
    }
  }
}
