/// The fields of a query or a form, by name.
///
/// Accessors refuse a value that is wrong and name its field.
public struct RequestFields: Sendable {
  /// Where the fields stood.
  package enum Origin: Sendable {
    case query
    case form
  }

  let origin: Origin
  let pairs: [(name: String, value: String)]

  package init(_ origin: Origin, _ pairs: [(name: String, value: String)]) {
    self.origin = origin
    self.pairs = pairs
  }

  /// The names that were sent, in order.
  public var names: [String] { pairs.map(\.name) }

  /// The first value of a name, without white space at its ends; nothing when missing or empty.
  public subscript(_ name: String) -> String? {
    guard let pair = pairs.first(where: { $0.name == name }) else { return nil }
    let text = pair.value.trimmed
    return text.isEmpty ? nil : String(text)
  }

  /// All values of a name.
  public func all(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }

  /// The value of a name that must be there.
  ///
  /// - Throws: ``WebRefusal/Code/inputInvalid`` that names the field.
  public func required(_ name: String) throws(WebRefusal) -> String {
    guard let value = self[name] else { throw refusal(name, "is missing") }
    return value
  }

  /// A whole number within limits, or nothing when missing or empty.
  ///
  /// - Throws: ``WebRefusal/Code/inputInvalid`` that names the field.
  public func integer(_ name: String, in range: ClosedRange<Int>) throws(WebRefusal) -> Int? {
    guard let text = self[name] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw refusal(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A value that is written as text, such as an id, or nothing when missing or empty.
  ///
  /// - Throws: ``WebRefusal/Code/inputInvalid`` that names the field.
  public func value<Value: LosslessStringConvertible>(
    _ name: String,
    as type: Value.Type
  ) throws(WebRefusal) -> Value? {
    guard let text = self[name] else { return nil }
    guard let value = Value(text) else { throw refusal(name, "is not written as it should be") }
    return value
  }

  /// A path of this tenant to go on to, such as the hidden field `next`; another site's address or
  /// anything odd is taken for missing.
  public func localPath(_ name: String) -> String? {
    guard let text = self[name], text.hasPrefix("/"), !text.hasPrefix("//") else { return nil }
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    return isPlain ? text : nil
  }

  /// A refusal that names one of these fields.
  public func refusal(_ name: String, _ message: String) -> WebRefusal {
    let place: FieldProblem.Place =
      switch origin {
      case .query: .parameter(name)
      case .form: .field(name)
      }
    return .invalid([FieldProblem(place, message)])
  }
}
