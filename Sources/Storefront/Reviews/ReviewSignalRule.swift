public import Foundation

/// What makes a review look made up; a sign flags it for a person and never hides it.
public enum ReviewSignal: String, CaseIterable, Sendable {
  /// Several reviews of one browser, postal address or telephone within a day.
  case burst
  /// Another review says nearly the same.
  case sameText = "same_text"
  /// Another review has the same picture.
  case samePicture = "same_picture"
  /// It was written before the goods could be tried.
  case tooSoon = "too_soon"
  /// More than half of what the product got in a month came within an hour.
  case oddTiming = "odd_timing"
}

/// Looks for signs that reviews are made up; pure, and every sign is a reason that can be told.
public enum ReviewSignalRule {
  /// Another review of the last thirty days.
  public struct Neighbour: Hashable, Sendable {
    /// What it says.
    public var text: String
    /// When it was written.
    public var writtenAt: Date
    /// Whether it is of the same product.
    public var isSameProduct: Bool
    /// Whether its order came from the same browser, address or telephone, and is another order.
    public var isSameOrigin: Bool

    /// Describes a review.
    public init(text: String, writtenAt: Date, isSameProduct: Bool, isSameOrigin: Bool) {
      self.text = text
      self.writtenAt = writtenAt
      self.isSameProduct = isSameProduct
      self.isSameOrigin = isSameOrigin
    }
  }

  /// How many reviews of one origin within a day are a burst, this one included.
  public static let burst = 4
  /// How many reviews of a product within an hour are looked at, this one included.
  public static let crowd = 6
  /// From which share of common pairs of letters on two texts are nearly the same.
  public static let similarity = 0.8
  /// Seconds after receipt before which nothing was tried.
  public static let trial: TimeInterval = 600

  /// The signs of a review, in the order of ``ReviewSignal``.
  public static func signals(
    text: String,
    writtenAt: Date,
    deliveredAt: Date,
    hasSamePicture: Bool,
    among neighbours: [Neighbour]
  ) -> [ReviewSignal] {
    func age(_ neighbour: Neighbour) -> TimeInterval {
      abs(writtenAt.timeIntervalSince(neighbour.writtenAt))
    }
    let sameOrigin = neighbours.count { $0.isSameOrigin && age($0) <= 86_400 }
    let product = neighbours.filter(\.isSameProduct)
    let lastHour = product.count { age($0) <= 3_600 } + 1
    var found: Set<ReviewSignal> = []
    if sameOrigin + 1 >= burst { found.insert(.burst) }
    if neighbours.contains(where: { similarity(text, $0.text) >= similarity }) {
      found.insert(.sameText)
    }
    if hasSamePicture { found.insert(.samePicture) }
    if writtenAt.timeIntervalSince(deliveredAt) < trial { found.insert(.tooSoon) }
    if lastHour >= crowd, lastHour * 2 > product.count + 1 { found.insert(.oddTiming) }
    return ReviewSignal.allCases.filter(found.contains)
  }

  /// How alike two texts are, 0 to 1: the Jaccard index of their pairs of letters.
  ///
  /// Texts of fewer than ten letters are never alike: “很好用” is said by many.
  public static func similarity(_ one: String, _ other: String) -> Double {
    let (first, second) = (pairs(one), pairs(other))
    guard first.count >= 9, second.count >= 9 else { return 0 }
    return Double(first.intersection(second).count) / Double(first.union(second).count)
  }

  private static func pairs(_ text: String) -> Set<String> {
    let letters = Array(text.lowercased().filter { $0.isLetter || $0.isNumber })
    return Set(zip(letters, letters.dropFirst()).map { "\($0)\($1)" })
  }
}
