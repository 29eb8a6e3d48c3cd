public import TenantStore

extension MembershipSettings.Reminders {
  /// Something that families use up and buy again.
  public struct Restock: Hashable, Sendable, Codable {
    /// The short name of a category of the shop; what stands below it counts too.
    public var category: String
    /// How many days one piece lasts a child, 3 to 180.
    public var days: Int
    /// What the reminder calls it.
    public var name: LocalizedText
  }
}

extension MembershipSettings {
  /// What goods of a category are called in reminders to buy them again.
  public func restockName(of category: String) -> LocalizedText? {
    reminders?.restock?.first { $0.category == category }?.name
  }

  /// The most kinds of goods that are reminded of.
  private static let restockLimit = 20

  /// What is wrong with what families are reminded to buy again.
  func restockProblems(in document: TenantDocument) -> [SettingsProblem] {
    let restock = reminders?.restock ?? []
    let path = ["reminders", "restock"]
    var problems = SettingsProblem.outOfRange(
      restock.enumerated().map { (path + ["\($0)", "days"], $1.days, 3...180) }
    )
    if restock.count > Self.restockLimit {
      problems.append(.init(path: path, message: "must be at most \(Self.restockLimit)"))
    }
    for (index, goods) in restock.enumerated() {
      let place = path + ["\(index)", "category"]
      if goods.category.wholeMatch(of: /[a-z0-9-]{1,30}/) == nil {
        problems.append(.init(path: place, message: "must be 1 to 30 of a-z, 0-9 and hyphens"))
      } else if restock.prefix(index).contains(where: { $0.category == goods.category }) {
        problems.append(.init(path: place, message: "must be there only once"))
      }
    }
    return problems
  }
}
