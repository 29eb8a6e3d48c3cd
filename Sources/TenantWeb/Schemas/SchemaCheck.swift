package import TenantStore

extension Schema {
  /// Everything in which a value differs from the shape.
  package func problems(in value: JSONValue, at pointer: String = "") -> [FieldProblem] {
    if value == .null, isNullable { return [] }
    switch kind {
    case .anything: return []
    case .named(_, let schema): return schema.problems(in: value, at: pointer)
    case .object(let properties): return objectProblems(value, properties, pointer)
    case .array(let element, let count): return arrayProblems(value, element, count, pointer)
    case .string(let length, let format):
      guard case .string(let text) = value else { return wrong(pointer, "must be a text") }
      return Self.textProblem(text, length, format).map { wrong(pointer, $0) } ?? []
    case .choice(let choices):
      if case .string(let text) = value, choices.contains(text) { return [] }
      return wrong(pointer, "must be one of \(choices.joined(separator: ", "))")
    case .integer(let range):
      if case .integer(let number) = value, range.contains(number) { return [] }
      return wrong(pointer, Self.expectation(range))
    case .number:
      switch value {
      case .integer, .number: return []
      default: return wrong(pointer, "must be a number")
      }
    case .boolean:
      if case .bool = value { return [] }
      return wrong(pointer, "must be true or false")
    }
  }

  /// What is wrong with a text of the query or the path, or nothing.
  func problem(inText text: String) -> String? {
    switch kind {
    case .anything, .object, .array: return nil
    case .named(_, let schema): return schema.problem(inText: text)
    case .string(let length, let format): return Self.textProblem(text, length, format)
    case .choice(let choices):
      return choices.contains(text) ? nil : "must be one of \(choices.joined(separator: ", "))"
    case .integer(let range):
      return Int64(text).map { range.contains($0) } == true ? nil : Self.expectation(range)
    case .number: return Double(text)?.isFinite == true ? nil : "must be a number"
    case .boolean: return ["true", "false"].contains(text) ? nil : "must be true or false"
    }
  }

  private func objectProblems(
    _ value: JSONValue,
    _ properties: [Property],
    _ pointer: String
  ) -> [FieldProblem] {
    guard case .object(let members) = value else { return wrong(pointer, "must be an object") }
    let known = properties.flatMap { property -> [FieldProblem] in
      let place = pointer + JSONPointer.step(property.name)
      guard let member = members[property.name] else {
        return property.isRequired ? wrong(place, "is missing") : []
      }
      return property.schema.problems(in: member, at: place)
    }
    let unknown = Set(members.keys).subtracting(properties.map(\.name)).sorted()
    return known
      + unknown.prefix(20).flatMap { wrong(pointer + JSONPointer.step($0), "is not known here") }
  }

  private func arrayProblems(
    _ value: JSONValue,
    _ element: Schema,
    _ count: ClosedRange<Int>,
    _ pointer: String
  ) -> [FieldProblem] {
    guard case .array(let elements) = value else { return wrong(pointer, "must be a list") }
    guard count.contains(elements.count) else {
      return wrong(pointer, "must have \(count.lowerBound) to \(count.upperBound) elements")
    }
    return elements.enumerated().flatMap { index, value in
      element.problems(in: value, at: "\(pointer)/\(index)")
    }
  }

  private func wrong(_ pointer: String, _ message: String) -> [FieldProblem] {
    [FieldProblem(.pointer(pointer), message)]
  }

  private static func textProblem(
    _ text: String,
    _ length: ClosedRange<Int>,
    _ format: StringFormat?
  ) -> String? {
    let count = text.unicodeScalars.count
    if count < length.lowerBound {
      return count == 0 ? "must not be empty" : "must have at least \(length.lowerBound) characters"
    }
    if count > length.upperBound { return "must have at most \(length.upperBound) characters" }
    if text.unicodeScalars.contains("\0") { return "must not hold a NUL" }
    if let format, !format.accepts(text) { return "must be \(format.expectation)" }
    return nil
  }

  private static func expectation(_ range: ClosedRange<Int64>) -> String {
    "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
  }
}
