internal import TenantStore

extension StorefrontSettings {
  /// How long things about reviews may take.
  public struct Reviews: Hashable, Sendable, Codable {
    /// Days in which a review may be changed, 0 to 60; 30 when absent.
    public var editDays: Int?
    /// Days after the review in which something may be added, 1 to 365; 180 when absent.
    public var followUpDays: Int?
    /// Hours in which a rating of 1 or 2 has to be answered, 1 to 72; 2 when absent.
    public var replyHours: Int?

    /// Whether a review is read by others only once a picture of the goods in use is with it; false when
    /// absent.
    ///
    /// A person may publish one without.
    public var needsPicture: Bool?

    /// The usual times.
    public init() {}
  }

  /// What is wrong with the times of reviews.
  var reviewProblems: [SettingsProblem] {
    let limits: [(String, Int?, ClosedRange<Int>)] = [
      ("editDays", reviews?.editDays, 0...60), ("followUpDays", reviews?.followUpDays, 1...365),
      ("replyHours", reviews?.replyHours, 1...72),
    ]
    return limits.compactMap { key, value, range in
      guard let value, !range.contains(value) else { return nil }
      return SettingsProblem(
        path: ["reviews", key],
        message: "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
  }
}
