public import TenantStore

/// What a merchant says about boxes that recur, under `modules.membership.subscriptions`.
public struct SubscriptionSettings: Hashable, Sendable, Codable {
  /// What members may subscribe to; the code of each is unique.
  public var plans: [Plan]
  /// After how many days a declined charge is tried again, once for each number, 1 to 30 each; 1, 3
  /// and 5 when absent.
  public var retryDays: [Int]?
  /// How many days before its day a box is planned and announced, 0 to 30; 3 when absent.
  public var noticeDays: Int?
  /// For how many days a box waits for stock before it is dropped, 0 to 60; 7 when absent.
  public var stockDays: Int?

  /// What members may subscribe to.
  public struct Plan: Hashable, Sendable, Codable {
    /// The short name.
    public var code: String
    /// What members read.
    public var name: LocalizedText
    /// What the interval counts.
    public var unit: SubscriptionUnit
    /// How many of them lie between two boxes, 1 to 12; 1 when absent.
    public var every: Int?
    /// What one box costs, as a decimal string in the tenant's currency.
    public var price: String
    /// How many boxes are paid at once, 2 to 60; each by itself when absent.
    public var prepaid: Int?
    /// What is in the box by the child's age, youngest first; the first one without an age.
    public var boxes: [Box]
  }

  /// What is in a box for children of an age.
  public struct Box: Hashable, Sendable, Codable {
    /// The merchant's name for the contents.
    public var code: String
    /// From which age on, in whole months, negative before birth.
    public var fromMonths: Int
    /// What the shop sends; without any, whoever packs knows the contents by ``code``, and the box makes
    /// no order.
    public var goods: [Goods]?
  }

  /// Pieces of one article in a box.
  public struct Goods: Hashable, Sendable, Codable {
    /// The merchant's own number of the article.
    public var sku: String
    /// How many, 1 to 99; 1 when absent.
    public var quantity: Int?

    /// Describes pieces of an article.
    public init(sku: String, quantity: Int? = nil) {
      self.sku = sku
      self.quantity = quantity
    }
  }

  /// What the shop sends with a box of a plan; nothing where the merchant names no goods, and the box
  /// makes no order.
  public func goods(of box: String, in plan: String) -> [Goods] {
    plans.first { $0.code == plan }?.boxes.first { $0.code == box }?.goods ?? []
  }

  /// After how many days a declined charge is tried again.
  var retries: [Int] { retryDays ?? [1, 3, 5] }

  /// Everything that is wrong, by its path below the settings of subscriptions.
  func problems(in document: TenantDocument) -> [SettingsProblem] {
    var problems = SettingsProblem.outOfRange(
      [(["noticeDays"], noticeDays, 0...30), (["stockDays"], stockDays, 0...60)]
        + retries.enumerated().map { (["retryDays", "\($0)"], $1, 1...30) }
    )
    for (index, plan) in plans.enumerated() {
      let path = ["plans", "\(index)"]
      problems += SettingsProblem.outOfRange([
        (path + ["every"], plan.every, 1...12), (path + ["prepaid"], plan.prepaid, 2...60),
      ])
      if plan.code.isEmpty || plans.prefix(index).contains(where: { $0.code == plan.code }) {
        problems.append(.init(path: path + ["code"], message: "must be there, and only once"))
      }
      if plan.boxes.isEmpty || plan.boxes.map(\.fromMonths) != plan.boxes.map(\.fromMonths).sorted()
      {
        problems.append(
          .init(path: path + ["boxes"], message: "must name at least one box, youngest first")
        )
      }
      for (place, box) in plan.boxes.enumerated() {
        problems += Self.problems(of: box, at: path + ["boxes", "\(place)", "goods"])
      }
      if let currency = Currency(code: document.currency) {
        do throws(MoneyError) {
          if try Money(decimal: plan.price, currency: currency).minorUnits <= 0 {
            problems.append(.init(path: path + ["price"], message: "must be above 0"))
          }
        } catch {
          problems.append(.init(path: path + ["price"], message: error.description))
        }
      }
    }
    return problems
  }

  private static func problems(of box: Box, at path: [String]) -> [SettingsProblem] {
    guard let goods = box.goods else { return [] }
    var problems = SettingsProblem.outOfRange(
      goods.enumerated().map { (path + ["\($0)", "quantity"], $1.quantity, 1...99) }
    )
    if goods.isEmpty || goods.count > 20 {
      problems.append(.init(path: path, message: "must name 1 to 20 articles, or be absent"))
    }
    for (index, piece) in goods.enumerated()
    where piece.sku.isEmpty || goods.prefix(index).contains(where: { $0.sku == piece.sku }) {
      problems.append(
        .init(path: path + ["\(index)", "sku"], message: "must be there, and only once")
      )
    }
    return problems
  }
}

/// What the intervals of a subscription count.
public enum SubscriptionUnit: String, CaseIterable, Sendable, Codable {
  /// Weeks of seven days.
  case week
  /// Months of the calendar; a day that a month does not have is its last.
  case month
}

extension SubscriptionSettings.Plan {
  /// What is in the box for a child of an age; the youngest's where no age is known.
  public func box(forMonths months: Int?) -> String {
    let fitting = boxes.last { $0.fromMonths <= months ?? Int.min }
    return (fitting ?? boxes[0]).code
  }
}
