internal import Foundation
public import TenantStore

extension StorefrontSettings {
  /// What shoppers may give back, and for how long.
  public struct Returns: Hashable, Sendable, Codable {
    /// Days after receipt in which goods go back without a reason, 7 to 90; 7 when absent.
    public var days: Int?
    /// Days after receipt in which goods that are not right go back, 7 to 365; 15 when absent.
    public var qualityDays: Int?
    /// Days in which approved goods have to be sent back, 1 to 60; 7 when absent.
    public var sendBackDays: Int?
    /// Hours in which the merchant has to decide, 1 to 240; 48 when absent.
    public var decideHours: Int?
    /// Where goods are sent back to.
    public var address: LocalizedText?
    /// Rules of categories by their short names; they hold for what is below them.
    public var categories: [String: Category]?

    /// The usual times and no category of its own rule.
    public init() {}

    /// What holds for the goods of a category.
    public struct Category: Hashable, Sendable, Codable {
      /// Why they do not go back without a reason: `custom`, `perishable`, `digital` or `periodical`.
      public var except: String?
      /// Whether they go back without a reason only as long as their seal is whole, as food does.
      public var sealed: Bool?

      /// Describes a rule.
      public init(except: String? = nil, sealed: Bool? = nil) {
        self.except = except
        self.sealed = sealed
      }
    }
  }

  /// What is wrong with the rules of returns.
  var returnProblems: [SettingsProblem] {
    let limits: [(String, Int?, ClosedRange<Int>)] = [
      ("days", returns?.days, 7...90), ("qualityDays", returns?.qualityDays, 7...365),
      ("sendBackDays", returns?.sendBackDays, 1...60),
      ("decideHours", returns?.decideHours, 1...240),
    ]
    let times = limits.compactMap { key, value, range -> SettingsProblem? in
      guard let value, !range.contains(value) else { return nil }
      return SettingsProblem(
        path: ["returns", key],
        message: "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    let categories = (returns?.categories ?? [:]).sorted { $0.key < $1.key }
    return times
      + categories.compactMap { slug, rule in
        guard let text = rule.except, ReturnException(rawValue: text) == nil else { return nil }
        let known = ReturnException.allCases.map(\.rawValue).joined(separator: ", ")
        return SettingsProblem(
          path: ["returns", "categories", slug, "except"],
          message: "must be one of \(known)"
        )
      }
  }
}

extension TenantSnapshot {
  /// By when goods have to be sent back whose return is approved now.
  func sendBackDue(after now: Date) throws(TenancyRefusal) -> Date {
    now.addingTimeInterval(Double(try storefront.returns?.sendBackDays ?? 7) * 86_400)
  }
}
