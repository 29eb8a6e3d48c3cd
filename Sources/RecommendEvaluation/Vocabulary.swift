/// Numbers for names, from 0 in the order in which the names were met.
struct Vocabulary {
  private(set) var names: [String] = []
  private var numbers: [String: Int] = [:]

  /// How many names there are.
  var count: Int { names.count }

  /// The number of a name; nil when it was not met.
  func number(of name: String) -> Int? { numbers[name] }

  /// The number of a name, a new one when it was not met.
  mutating func add(_ name: String) -> Int {
    if let number = numbers[name] { return number }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
