public import TenantStore

extension StorefrontSettings {
  /// How long things about an order may take.
  public struct Orders: Hashable, Sendable, Codable {
    /// Minutes in which an order has to be paid, 5 to 43,200; 30 when absent.
    ///
    /// Two days for a bank transfer when absent, and never for what is paid at the door.
    public var payWithinMinutes: Int?
    /// How many unpaid orders one visitor may have open, 1 to 1,000; 5 when absent.
    public var unpaidLimit: Int?
    /// Days after which a parcel counts as delivered when nobody said so, 1 to 60; 10 when absent.
    public var receiptDays: Int?
    /// Days after delivery when an order is completed, 0 to 90; 7 when absent.
    public var completionDays: Int?

    /// The usual times.
    public init() {}
  }

  /// A location at which shoppers may collect what they ordered.
  public struct PickupPlace: Hashable, Sendable, Codable {
    /// The short name of the location, as in `locations.csv`.
    public var location: String
    /// What shoppers read of the place.
    public var name: LocalizedText
    /// Where it is.
    public var address: LocalizedText
    /// When somebody is there.
    public var hours: LocalizedText?
    /// The telephone number of the place as it is dialled.
    public var phone: String?
    /// When it is open; needed for visits.
    public var open: [StoreHours]?
    /// How many visits of an hour may be booked, 1 to 50; none when absent.
    public var visits: Int?
  }

  /// What is wrong with the times of orders and the places of pick-up.
  func orderProblems(_ document: TenantDocument) -> [SettingsProblem] {
    let limits: [(String, Int?, ClosedRange<Int>)] = [
      ("payWithinMinutes", orders?.payWithinMinutes, 5...43_200),
      ("unpaidLimit", orders?.unpaidLimit, 1...1_000),
      ("receiptDays", orders?.receiptDays, 1...60),
      ("completionDays", orders?.completionDays, 0...90),
    ]
    let times = limits.compactMap { key, value, range -> SettingsProblem? in
      guard let value, !range.contains(value) else { return nil }
      return SettingsProblem(
        path: ["orders", key],
        message: "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return times + pickupProblems(document)
  }

  private func pickupProblems(_ document: TenantDocument) -> [SettingsProblem] {
    var seen: Set<String> = []
    return (pickup ?? []).enumerated().flatMap { index, place -> [SettingsProblem] in
      let path = ["pickup", "\(index)"]
      var problems: [SettingsProblem] = []
      if !SlugRule.isSlug(place.location) {
        problems.append(.init(path: path + ["location"], message: SlugRule.remedy))
      }
      if !seen.insert(place.location).inserted {
        problems.append(
          .init(path: path + ["location"], message: "stands twice; name each location once")
        )
      }
      for (number, hours) in (place.open ?? []).enumerated() where !StoreHoursRule.isSound(hours) {
        problems.append(
          .init(
            path: path + ["open", "\(number)"],
            message:
              "needs days from 1 (Monday) to 7, and times such as 09:30 that follow each other"
          )
        )
      }
      if let visits = place.visits, !(1...50).contains(visits) || (place.open ?? []).isEmpty {
        problems.append(
          .init(path: path + ["visits"], message: "must be from 1 to 50, and needs \"open\"")
        )
      }
      for (key, text) in [("name", place.name), ("address", place.address)]
      where document.locales.first.map({ text.texts[$0]?.isEmpty ?? true }) ?? false {
        problems.append(.init(path: path + [key], message: "has no text in the default language"))
      }
      return problems
    }
  }
}
