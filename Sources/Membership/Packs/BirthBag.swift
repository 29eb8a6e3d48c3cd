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

extension MembershipSettings {
  /// What is wrong with the categories that hold what belongs into the hospital bag.
  var bagProblems: [SettingsProblem] {
    let known = BirthBagItem.china.map(\.code)
    return (birthBag ?? [:]).sorted { $0.key < $1.key }.compactMap { item, categories in
      guard known.contains(item) else {
        return SettingsProblem(
          path: ["birthBag", item],
          message: "is no thing of the bag; known are: \(known.joined(separator: ", "))"
        )
      }
      guard !categories.isEmpty, categories.count <= 20 else {
        return SettingsProblem(path: ["birthBag", item], message: "must name 1 to 20 categories")
      }
      return nil
    }
  }
}

/// Which things of the hospital bag an order brings.
public enum BirthBagRule {
  /// The things, by the categories in which the merchant has them.
  ///
  /// For the child counts only what is made for newborns or says nothing of an age.
  /// - Parameters:
  ///   - goods: What was paid for.
  ///   - categories: Which categories hold a thing, by its short name.
  /// - Returns: The short names of the things.
  public static func items(of goods: [BoughtGoods], in categories: [String: [String]]) -> Set<
    String
  > {
    let found = BirthBagItem.china.filter { item in
      let own = categories[item.code] ?? []
      return goods.contains { bought in
        bought.pieces > 0 && bought.categories.contains(where: own.contains)
          && (item.person != "baby" || bought.fromMonths ?? 0 <= 0)
      }
    }
    return Set(found.map(\.code))
  }
}

extension Families {
  /// Ticks what an order brings, in the bags of all children who are expected, of a family that agrees to
  /// being known by its orders; what it takes out again is ticked by its next purchase of that kind only.
  func fillBags(
    with goods: [BoughtGoods],
    _ settings: MembershipSettings,
    of member: Member,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let items = BirthBagRule.items(of: goods, in: settings.birthBag ?? [:])
    guard !items.isEmpty,
      ConsentRule.standing(try await transaction.consentEntries(of: member))
        .contains(.personalisation)
    else { return }
    let today = tenant.today(transaction)
    for child in try await transaction.children(of: member) {
      guard child.dates.birth == nil, let stage = child.stage(on: today), stage != .unconfirmed
      else { continue }
      for item in items.sorted() {
        try await transaction.keepBirthBag(item, of: child.id, isReady: true)
      }
    }
  }

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
