/// `>=38.0`, `<37`, `=2`.
struct Comparison: Sendable {
  private enum Order: Sendable { case less, atMost, equal, atLeast, more }

  private let order: Order
  private let bound: Double

  init?(_ text: some StringProtocol) {
    let sign = text.prefix { "<>=".contains($0) }
    guard let bound = Double(String(text.dropFirst(sign.count))) else { return nil }
    switch sign {
    case "<": order = .less
    case "<=": order = .atMost
    case "=": order = .equal
    case ">=": order = .atLeast
    case ">": order = .more
    default: return nil
    }
    self.bound = bound
  }

  func holds(_ value: Double) -> Bool {
    let slack = 1e-6
    return switch order {
    case .less: value < bound - slack
    case .atMost: value <= bound + slack
    case .equal: abs(value - bound) <= slack
    case .atLeast: value >= bound - slack
    case .more: value > bound + slack
    }
  }
}
