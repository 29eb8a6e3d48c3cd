internal import TenantStore

/// What a merchant says about points, under `modules.membership.points`.
public struct PointsSettings: Hashable, Sendable, Codable {
  /// Points for each whole unit of the currency that was paid, 0 to 1,000.
  public var perUnit: Int
  /// For how many months points are good once they can be spent, 1 to 120; 12 when absent.
  ///
  /// They go at the end of the month in which the time is over.
  public var validityMonths: Int?
  /// How points pay at the checkout; they do not when absent.
  public var deduction: Deduction?
  /// What gives points besides orders; nothing when absent.
  public var earn: Earn?

  /// What gives points besides orders, each 1 to 100,000.
  public struct Earn: Hashable, Sendable, Codable {
    /// For looking in, once a day.
    public var checkIn: Int?
    /// For a name and a child, once.
    public var profile: Int?
    /// For a review that is published, once for each.
    public var review: Int?
  }

  /// How points pay for a part of an order.
  public struct Deduction: Hashable, Sendable, Codable {
    /// How many points are worth one unit of the currency, 1 to 1,000,000.
    public var pointsPerUnit: Int
    /// The fewest points that pay at all, 0 to 1,000,000; 0 when absent.
    public var floor: Int?
    /// The most that points pay of an order, in percent, 1 to 100; 50 when absent.
    public var capPercent: Int?

    /// Says what points are worth.
    public init(pointsPerUnit: Int, floor: Int? = nil, capPercent: Int? = nil) {
      self.pointsPerUnit = pointsPerUnit
      self.floor = floor
      self.capPercent = capPercent
    }
  }

  /// Says how points are earned and spent.
  public init(perUnit: Int, validityMonths: Int? = nil, deduction: Deduction? = nil) {
    self.perUnit = perUnit
    self.validityMonths = validityMonths
    self.deduction = deduction
  }

  /// Everything that is out of range, by its path below the settings of points.
  var problems: [SettingsProblem] {
    let ranges: [([String], Int?, ClosedRange<Int>)] = [
      (["perUnit"], perUnit, 0...1_000),
      (["validityMonths"], validityMonths, 1...120),
      (["deduction", "pointsPerUnit"], deduction?.pointsPerUnit, 1...1_000_000),
      (["deduction", "floor"], deduction?.floor, 0...1_000_000),
      (["deduction", "capPercent"], deduction?.capPercent, 1...100),
      (["earn", "checkIn"], earn?.checkIn, 1...100_000),
      (["earn", "profile"], earn?.profile, 1...100_000),
      (["earn", "review"], earn?.review, 1...100_000),
    ]
    return SettingsProblem.outOfRange(ranges)
  }
}

extension SettingsProblem {
  /// What is wrong with whole numbers that have a range.
  static func outOfRange(_ values: [([String], Int?, ClosedRange<Int>)]) -> [Self] {
    values.compactMap { path, value, range in
      guard let value, !range.contains(value) else { return nil }
      return Self(
        path: path,
        message: "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
  }

  /// The problem with its path below a key.
  func below(_ key: String) -> Self { Self(path: [key] + path, message: message) }
}
