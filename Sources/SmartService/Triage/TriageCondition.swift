/// When a rule fires: `sign`, `temp>=38.0`, joined by `&` and `|`, turned by `!`, grouped by `( )`.
indirect enum TriageCondition: Sendable {
  case sign(String)
  case measure(String, Comparison)
  case not(TriageCondition)
  case all([TriageCondition])
  case any([TriageCondition])

  /// A condition that could not be read, at a position of the text from 1.
  struct Fault: Error, CustomStringConvertible {
    let position: Int
    let description: String
  }

  init(_ text: String) throws(Fault) {
    var parser = Parser(text)
    self = try parser.condition()
    guard parser.isAtEnd else { throw parser.fault("expected `&`, `|` or the end") }
  }

  func holds(for facts: TriageFacts) -> Bool {
    switch self {
    case .sign(let name): facts.signs.contains(name)
    case .measure(let name, let comparison):
      facts.measures[name]?.contains(where: comparison.holds) ?? false
    case .not(let condition): !condition.holds(for: facts)
    case .all(let conditions): conditions.allSatisfy { $0.holds(for: facts) }
    case .any(let conditions): conditions.contains { $0.holds(for: facts) }
    }
  }

  /// The names of all signs that the condition asks for.
  var signs: Set<String> {
    switch self {
    case .sign(let name): [name]
    case .measure: []
    case .not(let condition): condition.signs
    case .all(let conditions), .any(let conditions):
      conditions.reduce(into: []) { $0.formUnion($1.signs) }
    }
  }

  private struct Parser {
    private let scalars: [Character]
    private var index = 0

    init(_ text: String) {
      scalars = Array(text)
    }

    var isAtEnd: Bool { scalars[index...].allSatisfy { $0 == " " } }

    func fault(_ message: String) -> Fault {
      Fault(position: index + 1, description: "\(message), at character \(index + 1)")
    }

    mutating func condition() throws(Fault) -> TriageCondition {
      var parts = [try conjunction()]
      while take("|") { parts.append(try conjunction()) }
      return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws(Fault) -> TriageCondition {
      var parts = [try term()]
      while take("&") { parts.append(try term()) }
      return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func term() throws(Fault) -> TriageCondition {
      if take("!") { return .not(try term()) }
      if take("(") {
        let inner = try condition()
        guard take(")") else { throw fault("expected `)`") }
        return inner
      }
      let name = word { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
      guard !name.isEmpty else { throw fault("expected a sign or a measure") }
      let comparison = word { "<>=0123456789.".contains($0) }
      if comparison.isEmpty { return .sign(name) }
      guard let comparison = Comparison(comparison) else { throw fault("expected a number") }
      return .measure(name, comparison)
    }

    private mutating func take(_ character: Character) -> Bool {
      skipSpaces()
      guard index < scalars.count, scalars[index] == character else { return false }
      index += 1
      return true
    }

    private mutating func word(_ belongs: (Character) -> Bool) -> String {
      skipSpaces()
      let start = index
      while index < scalars.count, belongs(scalars[index]) { index += 1 }
      return String(scalars[start..<index])
    }

    private mutating func skipSpaces() {
      while index < scalars.count, scalars[index] == " " { index += 1 }
    }
  }
}
