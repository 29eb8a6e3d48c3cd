/// How soon somebody must be seen.
public enum TriageLevel: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// No sign of danger: the message is answered as usual, with a safety net.
  case none
  /// A professional today or within 24 hours.
  case amber
  /// Seen in person as soon as possible, the same day in any case.
  case urgent
  /// Ambulance or emergency department now.
  case emergency

  private var rank: Int {
    switch self {
    case .none: 0
    case .amber: 1
    case .urgent: 2
    case .emergency: 3
    }
  }

  /// Orders levels by urgency.
  public static func < (left: TriageLevel, right: TriageLevel) -> Bool { left.rank < right.rank }
}
