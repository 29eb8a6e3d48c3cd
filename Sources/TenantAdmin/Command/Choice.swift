internal import ArgumentParser

/// Options whose value is one of a module's words.
///
/// A module's types do not know the command line, so they are read here.
enum Choice {
  typealias Words = CaseIterable & RawRepresentable<String>

  static func one<Value: Words>(_ text: String) throws -> Value {
    guard let value = Value(rawValue: text) else {
      throw ValidationError("\"\(text)\" is not one of \(words(Value.self)).")
    }
    return value
  }

  static func help<Value: Words>(_ sentence: String, _ type: Value.Type) -> ArgumentHelp {
    ArgumentHelp("\(sentence): \(words(type)).")
  }

  private static func words<Value: Words>(_ type: Value.Type) -> String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
