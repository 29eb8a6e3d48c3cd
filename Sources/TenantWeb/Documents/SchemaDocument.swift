internal import TenantStore

extension Schema {
  /// The shape in JSON Schema 2020-12, as OpenAPI 3.1 takes it; named shapes are collected.
  func document(_ components: inout [String: JSONValue]) -> JSONValue {
    if case .named(let name, let schema) = kind {
      if components[name] == nil {
        components[name] = .object([:])
        components[name] = schema.document(&components)
      }
      return reference(name)
    }
    var members = keywords(&components)
    if isNullable { Self.allowNull(&members) }
    if let text { members["description"] = .string(text) }
    if let sample { members["examples"] = [sample] }
    return .object(members)
  }

  private func reference(_ name: String) -> JSONValue {
    let reference: JSONValue = ["$ref": .string("#/components/schemas/\(name)")]
    var members: [String: JSONValue] =
      isNullable
      ? ["anyOf": [reference, ["type": "null"]]] : ["$ref": reference["$ref"] ?? .null]
    if let text { members["description"] = .string(text) }
    return .object(members)
  }

  private func keywords(_ components: inout [String: JSONValue]) -> [String: JSONValue] {
    switch kind {
    case .anything, .named: return [:]
    case .object(let properties): return objectKeywords(properties, &components)
    case .array(let element, let count):
      return [
        "type": "array", "items": element.document(&components),
        "minItems": .integer(Int64(count.lowerBound)),
        "maxItems": .integer(Int64(count.upperBound)),
      ]
    case .string(let length, let format): return Self.textKeywords(length, format)
    case .choice(let values):
      return ["type": "string", "enum": .array(values.map { .string($0) })]
    case .integer(let range):
      return [
        "type": "integer", "minimum": .integer(range.lowerBound),
        "maximum": .integer(range.upperBound),
      ]
    case .number: return ["type": "number"]
    case .boolean: return ["type": "boolean"]
    }
  }

  private func objectKeywords(
    _ properties: [Property],
    _ components: inout [String: JSONValue]
  ) -> [String: JSONValue] {
    var described: [String: JSONValue] = [:]
    for property in properties {
      described[property.name] = property.schema.document(&components)
    }
    let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
    var members: [String: JSONValue] = [
      "type": "object", "properties": .object(described), "additionalProperties": false,
    ]
    if !required.isEmpty { members["required"] = .array(required) }
    return members
  }

  private static func textKeywords(
    _ length: ClosedRange<Int>,
    _ format: StringFormat?
  ) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "type": "string", "maxLength": .integer(Int64(length.upperBound)),
    ]
    if length.lowerBound > 0 { members["minLength"] = .integer(Int64(length.lowerBound)) }
    if let name = format?.name { members["format"] = .string(name) }
    if format?.name == nil { members["pattern"] = .string(format?.pattern ?? anyPattern) }
    return members
  }

  /// PostgreSQL keeps no NUL, so no text may hold one.
  private static let anyPattern = #"^[^\u0000]*$"#

  private static func allowNull(_ members: inout [String: JSONValue]) {
    if let type = members["type"] { members["type"] = [type, "null"] }
    if case .array(let values)? = members["enum"] { members["enum"] = .array(values + [.null]) }
  }
}
