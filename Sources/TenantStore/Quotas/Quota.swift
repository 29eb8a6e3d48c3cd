internal import Foundation

/// Something that a tenant's plan may limit.
public struct Quota: Hashable, Sendable {
  /// How long what was used counts.
  public enum Window: String, Sendable {
    /// Until it is given back, such as products that a shop has.
    case standing
    /// Until the day ends in the tenant's time zone.
    case day
  }

  /// The key under `plan.limits` in `tenant.yaml`, `storefront.orders_per_day`.
  public let name: String
  /// How long what was used counts.
  public let window: Window

  /// Declares a quota; a module lists it in its ``TenantModule``.
  public init(_ name: String, per window: Window) {
    self.name = name
    self.window = window
  }
}

/// What a merchant's plan allows; what it does not name is not limited.
public struct TenantPlan: Hashable, Sendable, Codable {
  /// The most that may be used of each quota, by the quota's name; not negative.
  public var limits: [String: Int]

  /// Creates a plan.
  public init(limits: [String: Int]) { self.limits = limits }

  /// Everything that is wrong with the plan.
  func problems(known: [Quota]) -> [SettingsProblem] {
    limits.sorted { $0.key < $1.key }.compactMap { name, limit in
      let path = ["plan", "limits", name]
      guard known.contains(where: { $0.name == name }) else {
        let names = known.map(\.name).sorted().joined(separator: ", ")
        return SettingsProblem(path: path, message: "is not a quota; known are: \(names)")
      }
      guard limit < 0 else { return nil }
      return SettingsProblem(path: path, message: "must not be negative")
    }
  }
}

/// When a quota's window begins and ends.
enum QuotaWindowRule {
  /// The window that an instant lies in, as the column `period` keeps it.
  static func period(_ window: Quota.Window, at instant: Date, in zone: TimeZone) -> String {
    switch window {
    case .standing: "-infinity"
    case .day: CalendarDate(instant, in: zone).description
    }
  }

  /// When the window ends, in UTC; a standing one does not.
  static func end(_ window: Quota.Window, at instant: Date, in zone: TimeZone) -> Date? {
    guard window == .day else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar.dateInterval(of: .day, for: instant)?.end
  }
}
