/// One number that the project promises, with the way to measure it.
///
/// A figure joins by standing in ``FigureList/all``.
struct Figure: Sendable {
  /// The name on the command line and in the table; figures of one area share a prefix.
  let name: String
  /// What is measured, in a few words.
  let what: String
  /// What a value counts.
  let unit: String
  /// What would be good, and what is the least; nil when the figure only stands beside another.
  var bounds: Bounds?
  /// Measures, perhaps several times; each window gives one value.
  let measure: @Sendable (Stage) async throws -> Outcome
}

/// What a figure is held to.
struct Bounds: Sendable {
  /// Which number is held to the bounds.
  enum Subject: String, Sendable {
    case value
    case ratio
  }

  /// Which side of a bound is good.
  enum Direction: Sendable {
    case atLeast
    case atMost
    case exactly
  }

  let subject: Subject
  let direction: Direction
  let goal: Double
  let floor: Double

  static func ratio(atLeast goal: Double, floor: Double) -> Self {
    Self(subject: .ratio, direction: .atLeast, goal: goal, floor: floor)
  }

  static func value(atMost goal: Double, floor: Double) -> Self {
    Self(subject: .value, direction: .atMost, goal: goal, floor: floor)
  }

  static func value(atLeast goal: Double, floor: Double) -> Self {
    Self(subject: .value, direction: .atLeast, goal: goal, floor: floor)
  }

  static func value(exactly goal: Double) -> Self {
    Self(subject: .value, direction: .exactly, goal: goal, floor: goal)
  }

  /// What a number reaches.
  func verdict(_ number: Double) -> Verdict {
    if holds(number, goal) { return .goal }
    return holds(number, floor) ? .floor : .missed
  }

  /// A bound in words, such as `ratio ≥ 1.6`.
  func text(_ bound: Double) -> String {
    let sign =
      switch direction {
      case .atLeast: "≥"
      case .atMost: "≤"
      case .exactly: "="
      }
    return (subject == .ratio ? "ratio " : "") + "\(sign) \(bound.short)"
  }

  private func holds(_ number: Double, _ bound: Double) -> Bool {
    switch direction {
    case .atLeast: number >= bound
    case .atMost: number <= bound
    case .exactly: number == bound
    }
  }
}

/// How a figure came out against its bounds.
enum Verdict: String, Sendable, Encodable {
  case goal
  case floor
  case missed
}

/// What the windows of a figure gave.
struct Outcome: Sendable {
  /// Our value per window.
  var values: [Double]
  /// What we are compared with; nil when nothing is.
  var peer: String?
  /// The peer's value per window; one value when it was measured once and kept.
  var peerValues: [Double] = []
  /// Further numbers of the same windows, by name.
  var details: [String: Double] = [:]
  /// What a reader must know, such as why there is no peer.
  var note: String?
}
