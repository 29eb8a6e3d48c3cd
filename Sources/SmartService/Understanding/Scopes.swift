/// What may take the urgency from a word: it is denied, past, imagined, somebody else's or about goods.
struct Scopes: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let negation = Scopes(rawValue: 1)
  static let history = Scopes(rawValue: 2)
  static let hypothetical = Scopes(rawValue: 4)
  static let third = Scopes(rawValue: 8)
  static let commerce = Scopes(rawValue: 16)

  /// Reads `~history`.
  init?(named name: String) {
    switch name {
    case "~negation": self = .negation
    case "~history": self = .history
    case "~hypothetical": self = .hypothetical
    case "~third": self = .third
    case "~commerce": self = .commerce
    case "~all": self = [.negation, .history, .hypothetical, .third, .commerce]
    default: return nil
    }
  }

  /// How many scopes there are.
  var count: Int { rawValue.nonzeroBitCount }

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }
}
